"""Where an episode's files lie: in memory where the machine offers it, for a kill -9 is no power cut."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.chaos import office
from tests.chaos.lane import Zygote


@pytest.fixture(scope="session")
def chaos_folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="huiyin-chaos-", dir=memory if memory.is_dir() else None))
    yield folder
    if request.session.testsfailed:
        print(f"\nledgers and logs are kept in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(chaos_folder: Path) -> Path:
    path = chaos_folder / "template.db"
    asyncio.run(office.build(path))
    return path


@pytest.fixture
async def zygote() -> AsyncIterator[Zygote]:
    warmed = Zygote()
    await warmed.start()
    yield warmed
    await warmed.stop()

"""Where an episode's files lie: in memory where the machine offers it, for a kill -9 is no power cut."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.chaos import office
from tests.chaos.lane import Zygote
from tests.chaos.stores import PostgresTemplate, SqliteTemplate, empty_database


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
def template(chaos_folder: Path) -> SqliteTemplate:
    path = chaos_folder / "template.db"
    asyncio.run(office.build(f"sqlite:///{path}"))
    return SqliteTemplate(path)


@pytest.fixture
async def zygote() -> AsyncIterator[Zygote]:
    warmed = Zygote()
    await warmed.start()
    yield warmed
    await warmed.stop()


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[PostgresTemplate]:
    name = f"chaos_{uuid.uuid4().hex[:8]}"
    with empty_database(postgres_url, name) as url:
        asyncio.run(office.build(url))
        yield PostgresTemplate(postgres_url, name)


@pytest.fixture
async def postgres_zygote(postgres_url: str) -> AsyncIterator[Zygote]:
    with empty_database(postgres_url, f"warm_{uuid.uuid4().hex[:8]}") as url:
        warmed = Zygote()
        await warmed.start(url)
        yield warmed
        await warmed.stop()

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.schedules.bench import Bench
from tests.schedules.bench import bench as opened


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found

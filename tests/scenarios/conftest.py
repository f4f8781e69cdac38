"""The office of the stories. A story may end as it likes, but never in a broken law."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.office import Office, staffed


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with staffed() as office:
        yield office
        assert await office.faults() == []

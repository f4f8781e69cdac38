"""INSERT … ON CONFLICT, which SQLAlchemy has in each database's own module: PostgreSQL's takes 3 MB that a service on
SQLite has no use for."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


def insert_into(dialect: str, table: Any) -> Any:
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def dialect_of(session: AsyncSession) -> str:
    return session.get_bind().dialect.name

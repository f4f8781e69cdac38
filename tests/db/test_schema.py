"""The migrations and the models must tell the same story, on both databases."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import migrations
from db.models import Base
from db.schema_fault import SchemaFault
from db.session import Database


async def test_the_migrations_build_exactly_what_the_models_say(database):
    async with database.writer.connect() as connection:
        difference = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata)
        )
    assert difference == []


async def test_upgrading_twice_changes_nothing(database):
    before = await migrations.revision(database)
    await migrations.upgrade(database)
    assert before == await migrations.revision(database) == migrations.newest()


def test_the_newest_revision_is_the_one_alembic_calls_the_head():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.newest()


@pytest.fixture
async def first(tmp_path):
    """A ledger of the first release, with a row."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))

    def build(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO mark (name, value, at) VALUES ('alive', '', '2022-02-18 09:00:00.000000')"
        )

    database = Database(f"sqlite:///{tmp_path / 'huiyin.db'}")
    engine = database.migrating()
    async with engine.begin() as connection:
        await connection.run_sync(build)
    await engine.dispose()
    yield database
    await database.close()


def marks(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name FROM mark").fetchall()


async def test_a_ledger_of_the_first_release_is_copied_and_brought_up_to_date(first, tmp_path):
    await migrations.upgrade(first)
    assert await migrations.revision(first) == migrations.newest()
    assert marks(tmp_path / "huiyin.db") == marks(tmp_path / "huiyin.db.0001") == [("alive",)]
    with closing(sqlite3.connect(tmp_path / "huiyin.db.0001")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


async def test_without_room_for_the_copy_nothing_is_changed(first, tmp_path):
    (tmp_path / "huiyin.db.0001").mkdir()  # nothing can be put in its place
    with pytest.raises(SchemaFault, match="未作改动"):
        await migrations.upgrade(first)
    assert await migrations.revision(first) == "0001"
    assert not (tmp_path / "huiyin.db.0001.part").exists()


async def test_a_migration_that_loses_rows_is_taken_back(first, tmp_path, monkeypatch):
    upgrade = migrations._upgrade

    def careless(connection):
        upgrade(connection)
        connection.exec_driver_sql("DELETE FROM mark")

    monkeypatch.setattr(migrations, "_upgrade", careless)
    with pytest.raises(SchemaFault, match="mark"):
        await migrations.upgrade(first)
    assert await migrations.revision(first) == "0001"
    assert marks(tmp_path / "huiyin.db") == [("alive",)]


async def test_a_ledger_from_a_later_program_is_refused(first):
    async with first.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaFault, match="9999"):
        await migrations.upgrade(first)

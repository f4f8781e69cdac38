"""The migrations and the models must tell the same story, on both databases."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import migrations
from db.models import Base


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

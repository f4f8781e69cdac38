"""A run of a slot belongs to one caller only."""

from datetime import UTC, datetime

from db import agenda

NOW = datetime(2022, 1, 7, 8, tzinfo=UTC)


async def test_the_first_to_claim_a_slot_has_it(database):
    async with database.writing() as session:
        assert await agenda.claim_slot(session, "digest", "2022-01-07", now=NOW)
    async with database.writing() as session:
        assert not await agenda.claim_slot(session, "digest", "2022-01-07", now=NOW)
        assert await agenda.claim_slot(session, "digest", "2022-01-14", now=NOW)
    async with database.reading() as session:
        assert await agenda.last_slot(session, "digest") == "2022-01-14"

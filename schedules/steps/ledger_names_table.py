"""The names in a ledger as ids: departments and people are looked up together, and those nobody knows are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db import ledger_editions
from db.ledger_editions import Names
from db.ledger_rows import TaskRow
from schedules.ledger_difference.difference import Difference
from schedules.steps.context import StepContext


@dataclass(frozen=True, slots=True)
class NameTable:
    names: Names

    @classmethod
    async def complete(cls, context: StepContext, difference: Difference) -> NameTable:
        """Every name the difference needs."""
        rows = [*difference.new, *(each.row for each in difference.known if each.changes)]
        names = await ledger_editions.names(context.session)
        units = _new((each for row in rows for each in (row.lead_department, *row.co_departments)), names.departments)
        names.departments |= await ledger_editions.add_departments(context.session, units)
        people = _new((each for row in rows for each in (row.owner, row.leader)), names.people)
        added = await ledger_editions.add_people(context.session, people)
        names.people |= added
        await context.note_many("person", [(None, {"person": person_id}) for person_id in added.values()])
        return cls(names)

    def lead(self, row: TaskRow) -> int:
        return self.names.departments[row.lead_department]

    def partners(self, row: TaskRow) -> list[int]:
        return [self.names.departments[each] for each in row.co_departments]

    def leader(self, row: TaskRow) -> int | None:
        return self.names.people[row.leader] if row.leader else None

    def owner(self, row: TaskRow) -> int:
        return self.names.people[row.owner]

    def liaison(self, row: TaskRow) -> int | None:
        return self.names.liaisons.get(self.lead(row))


def _new(wanted: Iterable[str], known: dict[str, int]) -> Sequence[str]:
    return [each for each in dict.fromkeys(wanted) if each and each not in known]

"""A large ledger is written in parts, each in a transaction of its own, so that others are served in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from db import ledger_editions
from db.models import Ledger
from schedules.ledger_difference.difference import Difference
from schedules.steps import ledger_import
from schedules.steps.context import StepContext
from schedules.steps.ledger_import import Imported, Proposal

ROWS = 200  # of a part: some tens of milliseconds


@dataclass(slots=True)
class ImportParts:
    """What is still to be written of a proposal that was confirmed. After a kill the rest is compared anew: rows that
    are written are the same by then."""

    proposal: Proposal
    base_date: date
    whole: bool
    columns: Sequence[tuple[str, str | None]]
    parts: list[Difference] = field(default_factory=list)
    moved: int = 0  # tasks left as they are: somebody has changed them since they were shown

    @classmethod
    def of(
        cls, proposal: Proposal, *, base_date: date, whole: bool, columns: Sequence[tuple[str, str | None]]
    ) -> ImportParts:
        return cls(proposal, base_date, whole, columns, list(proposal.difference.parts(ROWS)))

    async def write_next(self, context: StepContext) -> Imported:
        """The next part; `parts` is shorter by it only once the caller's transaction has been committed."""
        ledger = await self._ledger(context)
        part, left = await _as_shown(context, self.parts[0])
        self.moved += left
        done = await ledger_import.apply(
            context,
            replace(self.proposal, ledger=ledger, difference=part),
            base_date=self.base_date,
            whole=self.whole,
            columns=self.columns,
            wanted=[row.no for later in self.parts[1:] for row in later.new],
        )
        if self.proposal.ledger is None:
            self.proposal = replace(self.proposal, ledger=await self._ledger(context))
        return done

    async def _ledger(self, context: StepContext) -> Ledger | None:
        """As this transaction has it: the first part may have made it."""
        if self.proposal.ledger is not None:
            return await context.session.get(Ledger, self.proposal.ledger.id)
        return await ledger_editions.ledger_named(context.session, self.proposal.name)


async def _as_shown(context: StepContext, part: Difference) -> tuple[Difference, int]:
    """The part without tasks that have moved since they were compared, and how many those are."""
    shown = [each.known.task_id for each in part.known]
    now = {each.task_id: each for each in await ledger_editions.known_tasks(context.session, shown)} if shown else {}
    kept = tuple(each for each in part.known if now.get(each.known.task_id) == each.known)
    return replace(part, known=kept), len(part.known) - len(kept)

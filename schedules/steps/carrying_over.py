"""结转: at the end of a year what is open goes into the next ledger; what is over stays where it was, to be read."""

from __future__ import annotations

from db import tasks
from db.models import Ledger, Task
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps.context import StepContext
from schedules.steps.refusals import NotHisToDecide


async def carry_over(context: StepContext, ledger_id: int, name: str) -> list[Task]:
    """The open tasks of a ledger, in order; 编号, dates, reports and milestones go with them. Raises NotHisToDecide."""
    if context.actor is None or not may(context.actor.roles, Action.IMPORT):
        raise NotHisToDecide("此项由督查室办理。")
    to = await tasks.ledger_named(context.session, name)
    if to is not None and to.id == ledger_id:
        raise NotHisToDecide("结转前后不能是同一台账。")
    if to is None:
        to = Ledger(name=name, base_date=context.today, imported_at=context.now)
        context.session.add(to)
        await context.session.flush()
    ids = frozenset(await tasks.ids_of_ledger(context.session, ledger_id))
    found = list(await tasks.matching(context.session, Filter(only=ids, unfinished=True)))
    first = await tasks.last_no(context.session, to.id)
    for place, task in enumerate(sorted(found, key=lambda each: each.no), first + 1):
        task.ledger_id, task.no = to.id, place
        context.note("carry_over", task=task, ledger=to.id, before=ledger_id)
    return found

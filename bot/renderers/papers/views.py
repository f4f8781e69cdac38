"""Papers that show the ledger as it stands: a department, a task's way, a meeting, a leader's field, the public's."""

from __future__ import annotations

from bot.documents.content import Document
from bot.documents.kinds import Kind
from bot.renderers import unit_views
from bot.renderers.papers.asking import Asking
from bot.texts.papers import fact_sheet as fact_sheet_texts
from db import people
from db.tasks import Filter


async def fact_sheet(asking: Asking, department_id: int) -> Document | None:
    names = {each.id: each.name for each in await people.departments(asking.session)}
    chosen = asking.within(Kind.FACT_SHEET, Filter(department_id=department_id))
    if chosen is None or department_id not in names:
        return None
    known = await unit_views.known_of(asking.session, chosen, now=asking.now, policy=asking.policy)
    whole = asking.person is None or asking.within(Kind.FACT_SHEET, Filter()) == Filter()
    if not known and not whole:
        return None  # nothing of it is his
    return fact_sheet_texts.document(names[department_id], known, sender=asking.policy.office_name, today=asking.today)

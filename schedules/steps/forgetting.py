"""忘记: what a person wrote is erased on his or the law's demand; the journal keeps that it was, and how much."""

from __future__ import annotations

from dataclasses import asdict

from db import forgetting, journal
from db.forgetting import Forgotten
from db.models import Person
from schedules.steps.context import StepContext


async def forget_person(context: StepContext, person: Person) -> Forgotten:
    return _noted(context, await forgetting.of_person(context.session, person), person_id=person.id)


async def forget_report(context: StepContext, report_id: int) -> Forgotten | None:
    found = await forgetting.of_report(context.session, report_id)
    return None if found is None else _noted(context, found, report_id=report_id)


def _noted(context: StepContext, found: Forgotten, **of: int) -> Forgotten:
    journal.write(context.session, kind="forgotten", now=context.now, cause=context.cause, **of, **asdict(found))
    return found

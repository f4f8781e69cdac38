"""Drafts the weekly or monthly 督查通报 and puts it before whoever signs: its figures need words, which the timetable's
own room does not have."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.documents.content import stored
from bot.documents.kinds import Kind
from bot.renderers.papers.asking import Asking
from bot.renderers.papers.bulletin import drawn
from bot.texts import issuing as texts
from bot.texts.papers import bulletin as bulletins
from bot.texts.papers import names
from db import agenda, people
from db.models import Instruction, Paper, Person
from db.payloads import PlainPayload
from schedules.bulletins import SLOT, Issue, due
from schedules.policy import Policy
from schedules.steps import issuing
from schedules.steps.context import StepContext
from schedules.timetable import JOBS, AnyJob, PeriodicJob

log = structlog.get_logger(__name__)

UNITS = 15


def jobs_of(policy: Policy) -> Mapping[str, AnyJob]:
    """What the timetable does in this office."""
    return JOBS if policy.bulletin_every == "none" else {**JOBS, "bulletin": PeriodicJob(60, draft_due)}


async def draft_due(context: StepContext) -> int:
    """How many read the draft. Drafted once for each slot, and only where there is something to report."""
    issue = due(context.now, context.policy)
    if issue is None or await agenda.slot_claimed(context.session, SLOT, issue.day.isoformat()):
        return 0
    office = await people.coordinators(context.session)
    if not office or not await agenda.claim_slot(context.session, SLOT, issue.day.isoformat(), now=context.now):
        return 0
    by = context.by(await people.with_posts(context.session, office[0].id))
    found = await drawn(Asking(context.session, context.now, context.policy, None), since=issue.since)
    if not found.whole.total:
        return 0
    text = bulletins.text(found, units=UNITS)
    paper = bulletins.document(found, sender=context.policy.office_name)
    facts = {"text": text, "document": stored(paper), "export": [names.button_for(Kind.BULLETIN)]}
    said = bulletins.periodic_draft(found, text)
    given = await issuing.draft(by, Paper.BULLETIN, facts, text=said)
    await _put(by, given, issue, said, office)
    log.info("bulletin.drafted", slot=issue.day.isoformat(), readers=len(office), cause=context.cause)
    return len(office)


async def _put(by: StepContext, given: Instruction, issue: Issue, said: str, office: list[Person]) -> None:
    """Before the director; where coordinators sign themselves, before them. No draft leaves without a tap."""
    rows = texts.buttons(given.id, signs=True, send="印发")
    if not await issuing.may_sign(by, Paper.BULLETIN):
        signer = await issuing.submit(by, given)
        assert isinstance(signer, Person), "who may not sign puts it before somebody"
        said, rows = bulletins.put_before(said, signer.name), texts.take_back(given.id)
        office = [each for each in office if each.id != signer.id]
    rows.append([names.button(Kind.BULLETIN, given.id)])
    payload = PlainPayload(said, buttons=tuple(tuple(row) for row in rows))
    for person in office:
        await by.tell(person, payload, key=f"{SLOT}:{issue.day.isoformat()}:{person.id}")

"""A ledger sent in the chat: what was read of it, the difference, and the tap that writes what was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Update

from bot.handlers.context import BoundContext
from bot.handlers.coordinator_actions import carrying, measuring, types_named
from bot.handlers.replying import queue, rebutton, say, step_context, today_of
from bot.ledger_files.kept_reading import (
    AGAIN,
    FIRST_COLUMN,
    FIRST_UNIT,
    NEW_UNIT,
    TODAY,
    Read,
    chosen_again,
    read_of,
    unit_chosen,
)
from bot.ledger_files.ledger_shape import LedgerSheet, parts_of
from bot.renderers.incoming_difference import choices_of, offered, order_workbook, proposal_of, sheet_of
from bot.texts import ledger_fields, ledger_import, ledger_offer, sentences, words
from bot.texts.weekly_head import CHECK_MEASURES, CHECK_TYPES
from db import incoming_ledgers
from db.lifecycle import StepNotAllowed
from db.models import Drawn, IncomingLedger
from db.payloads import PlainPayload, Rows
from db.rights import Action, may
from schedules import attachments
from schedules.calendar_gaps import missing_years
from schedules.ledger_difference.fields import FIELDS
from schedules.steps import importing, stopping
from schedules.steps import ledger_import as step
from schedules.steps.ledger_import import Proposal
from schedules.steps.refusals import NotHisToDecide

_IN_HAND = {
    incoming_ledgers.COMPARING: ledger_import.BEING_COMPARED,
    incoming_ledgers.CONFIRMED: ledger_import.BEING_WRITTEN,
}
AT_ONCE = 300  # rows: of more, others would wait for the comparison and for the writing


async def taken(update: Update, context: BoundContext) -> bool:
    """Whether the document was a ledger for the coordinator who sent it; otherwise it is evidence."""
    supplement = context.scope.supplement
    message = update.effective_message
    if supplement is None or message is None or message.document is None:
        return False
    found = read_of(supplement)
    if found is None or not may(context.person.roles, Action.IMPORT):
        return False
    if found.sheet is None:
        await say(context, update, ledger_import.NOT_FETCHED)
        return True
    if not found.rows and not found.sheet.columns:
        return False
    if await carrying.from_sheet(update, context, found.whole(), message.caption or ""):
        return True
    file_name = message.document.file_name or "台账"
    named = found.sheet.title or file_name.rpartition(".")[0] or file_name
    for place, (name, part) in enumerate(_parts(found, named)):
        incoming = IncomingLedger(
            person_id=context.person.id,
            update_id=update.update_id,
            part=place,
            name=name[:200],
            file_id=message.document.file_id,
            file_name=file_name[:200],
            digest="",
            choices={},
            opened_at=context.now,
        )
        context.session.add(incoming)
        await context.session.flush()
        await _report(update, context, incoming, part, found)
    return True


def _parts(found: Read, name: str) -> list[tuple[str, LedgerSheet]]:
    """Ledger by ledger; only where the file holds several are all its rows needed to tell them apart."""
    several = found.sheet is not None and len({ledger for _, ledger in found.sheet.ledgers}) > 1
    sheet = found.whole() if several else found.sheet
    assert sheet is not None, "asked before"
    return parts_of(sheet, name)


async def on_again(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """The file was read again, with a base date or a column that was chosen."""
    incoming = await _his(update, context, numbers[0])
    supplement = context.scope.supplement
    if incoming is None or supplement is None:
        return
    found = read_of(supplement)
    if found is None or found.sheet is None:
        await say(context, update, ledger_import.NOT_FETCHED)
        return
    await _drop_buttons(update, context)
    meant = unit_chosen(incoming.choices, numbers[1]) if numbers[1] >= FIRST_UNIT else None
    if meant is not None:  # remembered for this table and every later one
        await importing.department_named(step_context(context), meant[1], aliases=(meant[0],))
    incoming.choices = chosen_again(incoming.choices, numbers[1], today_of(context))
    incoming.update_id = update.update_id
    part = _parts(found, incoming.name)[incoming.part][1]
    if part.title:
        incoming.name = part.title[:200]
    await _report(update, context, incoming, part, found)


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    incoming = await _his(update, context, numbers[0])
    if incoming is None:
        return
    if incoming.choices.get("rows", 0) > AT_ONCE and "asked" in incoming.choices:
        await _tapped_of_many(update, context, incoming, numbers[1])
        return
    sheet = await _sheet(update, context, incoming)
    if sheet is None:
        return
    await _drop_buttons(update, context)
    match numbers[1]:
        case ledger_offer.CANCEL:
            await _cancelled(update, context, incoming)
        case ledger_offer.CONFIRM:
            await _write(update, context, incoming, sheet)
        case chosen:
            if "asked" not in incoming.choices:  # offered by an older program
                offered(
                    incoming,
                    await proposal_of(context.session, incoming, sheet),
                    rows=0,
                    errors=False,
                    today=context.office.policy.today(context.now),
                )
            _choose(incoming, chosen, context.office.policy.today(context.now))
            await _show(update, context, incoming, sheet, rows=len(sheet.tasks))


async def _tapped_of_many(update: Update, context: BoundContext, incoming: IncomingLedger, chosen: int) -> None:
    """The rows are not looked at here: whoever compares and writes outside finds what was chosen."""
    await _drop_buttons(update, context)
    rows = incoming.choices["rows"]
    match chosen:
        case ledger_offer.CANCEL:
            await _cancelled(update, context, incoming)
        case ledger_offer.CONFIRM:
            await _written_outside(update, context, incoming, rows)
        case _:
            _choose(incoming, chosen, context.office.policy.today(context.now))
            await _compared_outside(update, context, incoming, rows)


async def _cancelled(update: Update, context: BoundContext, incoming: IncomingLedger) -> None:
    _close(incoming, context, "cancelled")
    await say(context, update, ledger_import.CANCELLED)


async def _compared_outside(update: Update, context: BoundContext, incoming: IncomingLedger, rows: int) -> None:
    incoming.outcome = incoming_ledgers.COMPARING
    incoming.choices = {**incoming.choices, "compared_by": update.update_id}
    await say(context, update, ledger_import.being_compared(rows))


async def _written_outside(update: Update, context: BoundContext, incoming: IncomingLedger, rows: int) -> None:
    incoming.outcome = incoming_ledgers.CONFIRMED
    incoming.choices = {**incoming.choices, "confirmed_by": update.update_id}
    await say(context, update, ledger_import.being_written(rows))


async def on_conflict(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """以表格为准, 保留台账: one field of one task, after the rest was written."""
    incoming = await _his(update, context, numbers[0], closed=True)
    sheet = await _sheet(update, context, incoming) if incoming is not None else None
    if incoming is None or sheet is None or not 0 <= numbers[2] < len(FIELDS):
        return
    await _drop_buttons(update, context)
    field, table = FIELDS[numbers[2]], numbers[3] == 1
    one = frozenset([(numbers[1], field)])
    choices = choices_of(incoming, sheet)
    choices = replace(choices, theirs=one) if table else replace(choices, ours=one)
    if len(sheet.tasks) > AT_ONCE:
        proposal = await step.compare_one(
            context.session, sheet.tasks, name=incoming.name, number=numbers[1], choices=choices
        )
    else:
        proposal = await step.compare(context.session, sheet.tasks, name=incoming.name, choices=choices)
    await step.apply(step_context(context), proposal, base_date=sheet.base_date or today_of(context), whole=False)
    await say(context, update, ledger_import.chosen(numbers[1], ledger_fields.LABELS[field], table=table))


async def on_stop(update: Update, context: BoundContext, numbers: list[int]) -> None:
    try:
        task = await stopping.stop(step_context(context), numbers[0])
    except (NotHisToDecide, StepNotAllowed) as refused:
        await say(context, update, str(refused))
        return
    await say(context, update, ledger_import.stopped(task.number, task.title), items=[task.id])


# what was read, and what would change


async def _report(
    update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet, found: Read
) -> None:
    """Counts and faults, the faults in his own workbook; then the difference, or the question that must come first."""
    rows = len(sheet.tasks) or found.rows
    incoming.choices = {**incoming.choices, "rows": rows}
    if sheet.faults or not rows:
        await say(context, update, ledger_import.read(incoming.file_name, sheet.count, sheet.faults))
    if found.noted is not None and incoming.part == 0:
        name = f"{incoming.file_name.rpartition('.')[0] or incoming.file_name}_批注.xlsx"
        key = f"{incoming.id}:{update.update_id}"
        await attachments.hand_over(
            step_context(context), context.person, Drawn.FAULTS, found.noted, name=name, key=key
        )
    await _ask_units(update, context, incoming, sheet)
    if any(fault.fault == "column_missing" for fault in sheet.faults):
        await _ask_column(update, context, incoming, sheet)
    elif sheet.base_date is None:
        today = (ledger_import.TODAY_LABEL, f"{AGAIN}:{incoming.id}:{TODAY}")
        buttons = ((today,), ledger_offer.cancel(incoming.id))
        await queue(context, update, PlainPayload(ledger_import.ASK_DATE, buttons=buttons))
    elif rows:
        await _show(update, context, incoming, sheet, rows=rows)


async def _ask_column(update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet) -> None:
    offered = list(dict.fromkeys(column.header for column in sheet.columns if column.field is None and column.header))
    incoming.choices = {**incoming.choices, "offered": offered[: ledger_offer.MOST_TAPS]}
    rows: Rows = tuple(
        ((header[:30], f"{AGAIN}:{incoming.id}:{FIRST_COLUMN + place}"),)
        for place, header in enumerate(offered[: ledger_offer.MOST_TAPS])
    )
    await queue(
        context, update, PlainPayload(ledger_import.ASK_COLUMN, buttons=(*rows, ledger_offer.cancel(incoming.id)))
    )


async def _ask_units(update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet) -> None:
    """Each name the register lacks, once, with the nearest ones as buttons; the answer becomes a short name."""
    asked = [list(each) for each in incoming.choices.get("asked_units", [])]
    known = {name for name, _ in asked}
    for each in [each for each in sheet.unknown if each.name not in known][: ledger_offer.MOST_TAPS - len(asked)]:
        place, nearest = len(asked), list(each.nearest[:NEW_UNIT])
        asked.append([each.name, nearest])
        data = f"{AGAIN}:{incoming.id}:{FIRST_UNIT + 10 * place}"[:-1]
        rows = tuple(((unit[:30], f"{data}{which}"),) for which, unit in enumerate(nearest))
        new = ((ledger_import.NEW_UNIT_LABEL, f"{data}{NEW_UNIT}"),)
        text = ledger_import.ask_unit(each.name, [row for _, row in each.rows])
        await queue(context, update, PlainPayload(text, buttons=(*rows, new)))
    incoming.choices = {**incoming.choices, "asked_units": asked}


async def _show(
    update: Update,
    context: BoundContext,
    incoming: IncomingLedger,
    sheet: LedgerSheet,
    *,
    rows: int,
    moved: bool = False,
) -> None:
    if rows > AT_ONCE:
        await _compared_outside(update, context, incoming, rows)
        return
    proposal = await proposal_of(context.session, incoming, sheet)
    made = offered(
        incoming,
        proposal,
        rows=rows,
        errors=sheet.has_errors,
        today=context.office.policy.today(context.now),
        moved=moved,
    )
    if made.same:
        _close(incoming, context, "same")
    for payload in made.said:
        await queue(context, update, payload)
    if made.workbook:
        await order_workbook(step_context(context), incoming, context.person)


def _choose(incoming: IncomingLedger, chosen: int, today: date) -> None:
    choices: dict[str, Any] = dict(incoming.choices)
    if chosen == ledger_offer.AS_NEW:
        choices["as_new"] = choices["asked"]
    elif chosen == ledger_offer.WITH_STRUCK:
        choices["with_struck"] = True
    elif chosen == ledger_offer.HISTORY:
        choices["history_before"] = today.isoformat()
    elif chosen == ledger_offer.NEW_LEDGER:
        choices["new_ledger"] = True
    elif chosen == ledger_offer.SAME_LEDGER and choices.get("resembles"):
        incoming.name = choices["resembles"]
    incoming.choices = choices


# the tap


async def _write(update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet) -> None:
    """What was shown, or the new difference where the ledger has moved since."""
    proposal = await proposal_of(context.session, incoming, sheet)
    if proposal.digest != incoming.digest or proposal.resembles is not None:
        await _show(update, context, incoming, sheet, rows=len(sheet.tasks), moved=True)
        return
    found = proposal.difference
    if len(found.new) + len(found.known) > AT_ONCE:
        await _written_outside(update, context, incoming, len(found.new) + len(found.known))
        return
    columns = [(each.header, each.field) for each in sheet.columns]
    based = sheet.base_date or date.min
    done = await step.apply(
        step_context(context), proposal, base_date=based, whole=not sheet.has_errors, columns=columns
    )
    _close(incoming, context, "written")
    left = [*found.missing, *found.struck] if not sheet.has_errors else []
    text = ledger_import.written(done.new, done.changed, done.closed, len(left), len(found.struck))
    gaps = words.missing_years(await missing_years(context.session, context.office.policy, context.now))
    text = "\n".join(part for part in (text, gaps) if part)
    offers = ((CHECK_MEASURES, measuring.drafted), (CHECK_TYPES, types_named.found))
    rows = tuple([(button,) for button, there in offers if done.new and await there(context)])
    items = tuple(done.task_ids[:50])
    await queue(context, update, PlainPayload(text, items=items, buttons=rows), items=items)
    await _ask_what_stays(update, context, incoming, proposal)


async def _ask_what_stays(update: Update, context: BoundContext, incoming: IncomingLedger, proposal: Proposal) -> None:
    """What nobody deletes and nobody overwrites: missing rows, and fields changed on both sides."""
    for asked in ledger_import.what_stays(incoming.id, proposal.difference, most=ledger_offer.MOST_TAPS):
        await queue(context, update, asked)


async def _his(
    update: Update, context: BoundContext, incoming_id: int, *, closed: bool = False
) -> IncomingLedger | None:
    """The ledger he sent, while it waits; otherwise he is told why not."""
    incoming = await incoming_ledgers.locked(context.session, incoming_id)
    his = incoming is not None and incoming.person_id == context.person.id
    if incoming is None or not his or not may(context.person.roles, Action.IMPORT):
        await say(context, update, sentences.STALE_BUTTON)
        return None
    if incoming.closed_at is None and incoming.outcome in _IN_HAND:
        await _drop_buttons(update, context)
        await say(context, update, _IN_HAND[incoming.outcome])
        return None
    if incoming.closed_at is not None and not closed:
        await _drop_buttons(update, context)
        await say(context, update, ledger_import.ALREADY)
        return None
    return incoming


async def _sheet(update: Update, context: BoundContext, incoming: IncomingLedger) -> LedgerSheet | None:
    sheet = await sheet_of(context.session, incoming)
    if sheet is None:
        await say(context, update, ledger_import.EXPIRED)
    return sheet


def _close(incoming: IncomingLedger, context: BoundContext, outcome: str) -> None:
    incoming.closed_at, incoming.outcome = context.now, outcome


async def _drop_buttons(update: Update, context: BoundContext) -> None:
    message = update.effective_message
    if message is not None:
        await rebutton(context, update, message.chat_id, message.message_id)

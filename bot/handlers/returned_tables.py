"""A department sends our table back filled in: reports for its own tasks, after the same showing and tap."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from telegram import Update

from bot.handlers import reply_reader, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import queue, rebutton, say
from bot.ledger_files.kept_reading import read_of
from bot.ledger_files.ledger_shape import LedgerSheet
from bot.renderers import exports
from bot.texts import ledger_import, returned_table, sentences
from bot.texts.returned_table import Filled
from db import incoming_ledgers
from db.models import IncomingLedger, Task
from db.payloads import PlainPayload
from db.reading_facts import Row, Said
from db.rights import Action, may


async def taken(update: Update, context: BoundContext) -> bool:
    """Whether the document was a table of ours with tasks of his; any other is evidence."""
    message, supplement = update.effective_message, context.scope.supplement
    found = read_of(supplement) if supplement is not None else None
    if found is None or found.sheet is None or not found.sheet.own or not may(context.person.roles, Action.REPORT):
        return False
    document = message.document if message is not None else None
    assert document is not None, "only documents are read"
    incoming = IncomingLedger(
        person_id=context.person.id,
        update_id=update.update_id,
        part=0,
        name=found.sheet.title[:200],
        file_id=document.file_id,
        file_name=(document.file_name or "台账")[:200],
        digest="",
        choices={},
        opened_at=context.now,
    )
    context.session.add(incoming)
    await context.session.flush()
    await _show(update, context, incoming, found.sheet)
    return True


async def on_tap(update: Update, context: BoundContext, numbers: list[int]) -> None:
    incoming = await incoming_ledgers.locked(context.session, numbers[0])
    if incoming is None or incoming.person_id != context.person.id or incoming.closed_at is not None:
        await say(context, update, sentences.STALE_BUTTON)
        return
    message = update.effective_message
    if message is not None:
        await rebutton(context, update, message.chat_id, message.message_id)
    kept = await incoming_ledgers.reading(context.session, incoming.update_id)
    read = read_of(kept) if kept is not None else None
    if read is None or read.sheet is None:
        await say(context, update, ledger_import.EXPIRED)
    elif numbers[1]:
        incoming.closed_at, incoming.outcome = context.now, "cancelled"
        await say(context, update, returned_table.CANCELLED)
    else:
        await _report(update, context, incoming, read.sheet)


async def _show(
    update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet, *, moved: bool = False
) -> None:
    his = await report_intake.open_tasks(context)
    filled = await _filled(context, his, sheet)
    numbers = {task.number for task in his}
    others = sum(row.own_id not in numbers for row in sheet.tasks)
    if not filled:
        incoming.closed_at, incoming.outcome = context.now, "same"
        await say(context, update, returned_table.NOTHING if others < len(sheet.tasks) else returned_table.NOT_HIS)
        return
    incoming.digest = _digest(filled)
    text = returned_table.shown(incoming.file_name, filled, others)
    buttons = (((returned_table.CONFIRM, f"impt:{incoming.id}:0"), (returned_table.CANCEL, f"impt:{incoming.id}:1")),)
    await queue(context, update, PlainPayload(f"{returned_table.MOVED}\n{text}" if moved else text, buttons=buttons))


async def _filled(context: BoundContext, his: Sequence[Task], sheet: LedgerSheet) -> list[Filled]:
    """His rows that say something the ledger does not know yet."""
    known = {task.number: task for task in his}
    policy = context.office.policy
    lines = {
        line.number: line for line in await exports.ledger_lines(context.session, his, now=context.now, policy=policy)
    }
    filled = []
    for row in sheet.tasks:
        task = known.get(row.own_id or 0)
        if task is None:
            continue
        report = "" if _says(lines[task.number].latest, row.last_report) else row.last_report
        percent = row.percent if row.percent is not None and row.percent != _rounded(task.percent) else None
        expected = row.expected if row.expected != task.expected else None
        if report or percent is not None or row.closed or expected is not None:
            filled.append(Filled(task.number, task.title, report, percent, task.percent, row.closed, expected))
    return filled


def _says(latest: str, report: str) -> bool:
    """Whether this was reported already, alone or with a number and a percent around it."""
    return "".join(report.split()) in "".join(latest.split())


def _rounded(percent: float | None) -> int | None:
    return None if percent is None else round(percent)


def _digest(filled: Sequence[Filled]) -> str:
    return hashlib.sha256(repr(list(filled)).encode()).hexdigest()[:32]


async def _report(update: Update, context: BoundContext, incoming: IncomingLedger, sheet: LedgerSheet) -> None:
    """Each row as if he had written it, with its echo and what is asked back."""
    filled = await _filled(context, await report_intake.open_tasks(context), sheet)
    if _digest(filled) != incoming.digest:
        await _show(update, context, incoming, sheet, moved=True)
        return
    incoming.closed_at, incoming.outcome = context.now, "written"
    await say(context, update, returned_table.reported([each.number for each in filled]))
    for each in filled:
        his = await report_intake.open_tasks(context)
        said = f"{each.number}号{each.said}"
        reading = await reply_reader.read(update, context, said, his)
        saying = await report_intake.keep(context, update, said, reading=reading)
        if reading.rows or reading.queries:
            await report_intake.take_in(context, update, reading, his, saying)
        else:
            percent = None if each.percent is None else float(each.percent)
            row = Row(ref=each.number, state=Said.IN_PROGRESS, percent=percent)
            stored = await report_intake.store(context, saying, [row], (), his)
            await queue(context, update, stored, items=stored.items)

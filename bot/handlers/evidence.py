"""A file belongs to a task: by reply, caption or number, as the only one, or by a tap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.matters import drop_buttons
from bot.handlers.replied_tasks import replied_tasks
from bot.handlers.replying import buttons_of, queue, say, step_context, today_of
from bot.texts import evidence as texts
from bot.texts import sentences
from db import evidence, people, reports, tasks
from db.matter_verbs import MatterKind
from db.models import Evidence, Saying, Task
from db.payloads import PlainPayload
from db.rights import Action, may
from schedules.steps import evidencing

OFFERED = 10
SHOWN = 10
LOOK_BACK = timedelta(days=1)
LONGEST = 30  # letters: what is longer reports as well
_OF_FILES = re.compile(r"(?:照片|图片|相片|文件|材料|附件|视频|截图|刚发的|刚刚发的|上面(?:的|那))")


async def bound_by_words(update: Update, context: BoundContext, file: Evidence, said: str) -> Task | None:
    """The task it surely belongs to: replied to, named in the caption, that of its album, or the only one."""
    found = await report_intake.open_tasks(context)
    task = await _meant(update, context, file, said, found)
    if task is not None:
        await evidencing.bind(step_context(context), [file], task)
    return task


async def _meant(
    update: Update, context: BoundContext, file: Evidence, said: str, found: Sequence[Task]
) -> Task | None:
    from bot.reading.office import directives  # see bot.runtime.preload

    by_id = {task.id: task for task in found}
    replied = [by_id[each] for each in await replied_tasks(context, update) if each in by_id]
    if len(replied) == 1:
        return replied[0]
    if said:
        calendar = context.office.policy.calendar
        read = directives.read(said, named_tasks.asked(found), today=today_of(context), calendar=calendar)
        named = [task for task in found if task.number in read.refs]
        if len(named) == 1:
            return named[0]
    if file.album is not None:
        of_album = [each.task_id for each in await evidence.of_album(context.session, file.album) if each.task_id]
        if of_album and of_album[0] in by_id:
            return by_id[of_album[0]]
    return found[0] if len(found) == 1 else None


async def said_of(update: Update, context: BoundContext, said: str) -> bool:
    """刚才的照片是99号的: of files of his that belong to no task yet."""
    if not _OF_FILES.search(said) or len(said) > LONGEST:
        return False
    found = await report_intake.open_tasks(context)
    named = named_tasks.named(context, said, found)
    waiting = await evidence.unbound_of(context.session, context.person.id, since=context.now - LOOK_BACK)
    if len(named) != 1 or not waiting:
        return False
    await evidencing.bind(step_context(context), list(waiting), named[0])
    await say(context, update, texts.kept(named[0].number, named[0].title), items=[named[0].id])
    return True


async def ask_which(update: Update, context: BoundContext, saying: Saying) -> None:
    """No word says which task it belongs to: he is asked, with a way to the office where it is none of them."""
    found = await report_intake.open_tasks(context)
    if not found and may(context.person.roles, Action.ENTER):
        await say(context, update, texts.OF_THE_OFFICE)
        return
    if not found:
        await report_intake.raise_letter(context, MatterKind.LETTER, saying)
        await say(context, update, texts.NO_TASK)
        return
    rows = [[(f"{task.number}号 {task.title}"[:40], f"ev:{saying.id}:{task.id}")] for task in found[:OFFERED]]
    rows.append([(texts.TO_OFFICE, f"ev:{saying.id}:0")])
    await queue(context, update, PlainPayload(texts.WHICH, buttons=buttons_of(rows)))


async def chosen(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """All files of the message, and of its album."""
    saying = await reports.saying(context.session, numbers[0])
    if saying is None or saying.person_id != context.person.id:
        await say(context, update, sentences.STALE_BUTTON)
        return
    files = await _files_of(context, saying)
    if not numbers[1]:
        await report_intake.raise_letter(context, MatterKind.LETTER, saying)
        for each in files:
            for person in await people.responsible(context.session, people.department_of(context.person)):
                await evidencing.show(step_context(context), each, person)
        await drop_buttons(update, context)
        await say(context, update, texts.NO_TASK)
        return
    task = (await tasks.by_ids(context.session, [numbers[1]])).get(numbers[1])
    if task is None or not step_context(context).may(Action.REPORT, task):
        await say(context, update, sentences.STALE_BUTTON)
        return
    await evidencing.bind(step_context(context), files, task)
    await drop_buttons(update, context)
    await say(context, update, texts.kept(task.number, task.title), items=[task.id])


async def _files_of(context: BoundContext, saying: Saying) -> Sequence[Evidence]:
    own = await evidence.of_saying(context.session, saying.id)
    album = next((each.album for each in own if each.album is not None), None)
    return await evidence.of_album(context.session, album) if album is not None else own


async def files_of_task(update: Update, context: BoundContext, numbers: list[int]) -> None:
    """材料 on the card: the files again, newest last."""
    task = (await tasks.by_ids(context.session, [numbers[0]])).get(numbers[0])
    if task is None or not step_context(context).may(Action.SEE, task):
        await say(context, update, sentences.STALE_BUTTON)
        return
    found = await evidence.of_task(context.session, task.id)
    for each, _ in found[-SHOWN:]:
        await evidencing.show(step_context(context), each, context.person)
    if not found:
        await say(context, update, sentences.STALE_BUTTON)

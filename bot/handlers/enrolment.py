"""/start, with a one-time code or without, and the menu of commands for the role."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.handlers.context import BoundContext, OfficeContext
from bot.handlers.figures import report_group
from bot.handlers.replying import chat_of, queue, rebutton, say, step_context, today_of
from bot.texts import help as help_texts
from bot.texts import reasons, sentences
from bot.texts.help import Example
from db import outbox, people, tasks
from db.messages import Rank
from db.models import Person, Role
from db.payloads import MenuPayload, Notice, NoticePayload, PlainPayload, WelcomePayload
from db.rights import Action, may
from db.tasks import Filter
from schedules.steps import enrolling
from schedules.steps.enrolling import Pressed
from schedules.steps.refusals import NotHisToDecide


async def on_start(update: Update, context: OfficeContext) -> None:
    code = context.args[0] if context.args else None
    if code:
        await _bind(update, context, code)
    elif context.person is not None:
        await say(context, update, sentences.GREETING)
    else:
        await on_stranger(update, context)
    raise ApplicationHandlerStop


async def _bind(update: Update, context: OfficeContext, code: str) -> None:
    chat = chat_of(update)
    pressed = await enrolling.bind(step_context(context), code[:64], chat.id)
    if pressed.what in (Pressed.BOUND, Pressed.AGAIN) and pressed.person is not None:
        await _welcome(update, context, pressed.person)
    elif context.person is not None:
        foreign = pressed.what is Pressed.FOREIGN
        await say(context, update, sentences.LINK_FOREIGN if foreign else sentences.LINK_INVALID)
    elif pressed.what is Pressed.WAITS:
        await say(context, update, sentences.LINK_CHECKED if pressed.person else sentences.LINK_WAITS)
    else:
        await say(context, update, sentences.LINK_INVALID)


async def _welcome(update: Update, context: OfficeContext, person: Person, *, chat_id: int | None = None) -> None:
    context.scope.person = person if chat_id is None else context.scope.person
    open_tasks = await tasks.open_of(context.session, [person.id])
    roles = [sentences.ROLE_WORDS[post.role.value] for post in person.posts]
    text = sentences.welcome(person.name, roles=list(dict.fromkeys(roles)), open_tasks=len(open_tasks))
    await queue(context, update, WelcomePayload(text), chat_id=chat_id)
    await queue(context, update, MenuPayload(tuple(menu_of(person))), chat_id=chat_id)


async def on_rebinding(update: Update, context: BoundContext, instruction_id: int, *, agreed: bool) -> None:
    """The tap of the old account, or of a coordinator, under an application to move a binding."""
    message = update.effective_message
    if message is not None:
        await rebutton(context, update, message.chat_id, message.message_id)
    try:
        person = await enrolling.rebind(step_context(context), instruction_id, agreed=agreed)
    except NotHisToDecide as refused:
        await say(context, update, str(refused))
        return
    if agreed:
        await _welcome(update, context, person, chat_id=person.chat_id)
    await say(context, update, sentences.REBOUND if agreed else sentences.NOT_REBOUND)


def menu_of(person: Person) -> list[tuple[str, str]]:
    """The commands of all roles he holds, each once."""
    commands: dict[str, str] = {}
    for role in help_texts.ORDER:
        if person.has(role):
            for name, text in sentences.COMMANDS[role.value]:
                commands.setdefault(name, text)
    return list(commands.items()) or list(sentences.COMMANDS[Role.HEAD.value])


async def on_stranger(update: Update, context: OfficeContext) -> None:
    """An account that is not bound gets one polite sentence a day, no more; of a former one the office hears."""
    await enrolling.former_writes(step_context(context), chat_of(update).id)
    chat = chat_of(update)
    queued = await outbox.queue_message(
        context.session,
        PlainPayload(sentences.NOT_BOUND),
        now=context.now,
        cause=context.cause,
        rank=Rank.ANSWER,
        chat_id=chat.id,
        key=f"stranger:{chat.id}:{today_of(context).isoformat()}",
    )
    if queued is None:
        context.owe_nothing(reasons.STRANGER_ANSWERED)


async def on_help(update: Update, context: BoundContext) -> None:
    await _help_page(update, context, [role for role in help_texts.ORDER if context.person.has(role)])


async def help_asked(update: Update, context: BoundContext, said: str) -> bool:
    """联络员用法: one of the pages of his own roles; of a director the coordinators' too."""
    if said.strip() == help_texts.MORE and may(context.person.roles, Action.ORDER):
        await say(context, update, help_texts.more(await _example(context, [Role.COORDINATOR])))
        return True
    page = help_texts.page_asked(said)
    mine = context.person.roles | ({Role.COORDINATOR} if context.person.has(Role.DIRECTOR) else set())
    if page is None or page not in mine:
        return False
    await _help_page(update, context, [page])
    return True


async def _help_page(update: Update, context: BoundContext, roles: list[Role]) -> None:
    await say(context, update, help_texts.text(roles, await _example(context, roles)))


async def _example(context: BoundContext, roles: list[Role]) -> Example | None:
    """Of what he may speak of, the task that comes first."""
    match roles[0] if roles else Role.HEAD:
        case Role.COORDINATOR | Role.DIRECTOR:
            task = await tasks.first(context.session, Filter(unfinished=True))
        case Role.LEADER | Role.SECRETARY:
            task = await tasks.first(context.session, Filter(unfinished=True, field=context.person.field_ids))
        case _:
            found = await tasks.open_of(context.session, context.person.answers_for(today_of(context)))
            task = found[0] if found else None
    if task is None:
        return None
    others = [
        each.name
        for each in await people.departments(context.session)
        if each.id != task.lead_department_id and not each.is_group  # whose members nobody may have named
    ]
    calendar = context.office.policy.calendar
    return Example(
        number=task.number,
        department=task.lead_department.name,
        owner=task.owner.name,
        other=others[0] if others else task.lead_department.name,
        day=max(task.due or today_of(context), calendar.forward(today_of(context), 5)),
        soon=calendar.forward(today_of(context), 5),
    )


async def on_membership(update: Update, context: OfficeContext) -> None:
    """He blocked us, or let us in again."""
    changed = update.my_chat_member
    person = context.person
    context.owe_nothing(reasons.MEMBERSHIP)
    if changed is not None and changed.chat.type != "private":
        await report_group.left(context, changed.chat, gone=changed.new_chat_member.status in ("kicked", "left"))
        return
    if changed is None or person is None:
        return
    blocked = changed.new_chat_member.status in ("kicked", "left")
    if blocked and person.unreachable_since is None:
        person.unreachable_since, person.unreachable_why = context.now, reasons.BLOCKED_US
        step_context(context).note("unreachable", person=person.id)
        await outbox.tell_coordinators(
            context.session,
            NoticePayload(Notice.UNREACHABLE, person_id=person.id, why=person.unreachable_why),
            now=context.now,
            cause=context.cause,
            key=f"unreachable:{person.id}:{context.now.isoformat()}",
            except_person=person.id,
        )
    elif not blocked:
        await enrolling.back(step_context(context), person)

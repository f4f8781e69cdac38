"""Who is away, stands in, comes back: no progress of any task; answered with what stands, and told to the office."""

from __future__ import annotations

from telegram import Update

from bot.handlers import named_tasks, report_intake
from bot.handlers.context import BoundContext
from bot.handlers.replying import say, today_of
from bot.reading.acts.acts import HeadAct, of_head
from bot.texts import reporters as texts
from db import people
from db.matter_verbs import MatterKind
from db.models import Role
from db.posts import of as posts_of
from db.rights import Action, may


async def spoken_of(update: Update, context: BoundContext, said: str) -> bool:
    told = of_head(said)
    if not (HeadAct.POST in told or HeadAct.ASKS_POST in told):
        return False
    if not (may(context.person.roles, Action.REPORT) or await report_intake.his_tasks(context)):
        return False
    if named_tasks.named(context, said, await report_intake.his_tasks(context)):
        return False  # he reports as well
    standing = await _standing(context)
    if HeadAct.ASKS_POST in told and standing:
        await say(context, update, standing)
        return True
    saying = await report_intake.keep(context, update, said)
    await report_intake.raise_letter(context, MatterKind.CHANGE, saying)
    await say(context, update, texts.of_posts(standing))
    return True


async def _standing(context: BoundContext) -> str:
    """For whom he stands in, or who stands in for him, until when."""
    today = today_of(context)
    own = [each for each in await posts_of(context.session, context.person.id) if each.role is Role.DEPUTY]
    for post in own:
        for_whom = (await people.by_ids(context.session, [post.for_person_id or 0])).get(post.for_person_id or 0)
        if for_whom is not None:
            return texts.stands_in(context.person.name, for_whom.name, post.begins, post.ends, today=today)
    deputies = await people.deputies(context.session, [context.person.id], today=today)
    deputy = deputies.get(context.person.id)
    if deputy is None:
        return ""
    held = [each for each in await posts_of(context.session, deputy.id) if each.for_person_id == context.person.id]
    ends = (held[0].begins, held[0].ends) if held else (None, None)
    return texts.stands_in(deputy.name, context.person.name, *ends, today=today)

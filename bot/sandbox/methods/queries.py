"""Answers to taps, and reactions."""

from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.posts import writable
from bot.sandbox.refusals import refuse
from bot.sandbox.units import units
from bot.sandbox.world import Wire, World

ANSWERABLE = 15 * 60
LONGEST_ANSWER = 200
_EMOJI = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
EMOJI = frozenset(_EMOJI.split())


def answer_query(world: World, given: Given) -> bool:
    query = world.queries.get(given.text("callback_query_id"))
    if query is None or query.answer is not None or world.clock.now() - query.at > ANSWERABLE:
        raise refuse("query_old")
    text = given.text("text")
    if units(text) > LONGEST_ANSWER:
        raise refuse("query_text")
    query.answer = {"text": text, "show_alert": given.flag("show_alert"), "answered_at": world.clock.now()}
    return True


def set_reaction(world: World, given: Given) -> bool:
    chat = writable(world, given)
    post = chat.live(given.number("message_id"))
    if post is None:
        raise refuse("reaction_gone")
    reactions = given.data("reaction") or []
    if not isinstance(reactions, list) or not all(map(_known, reactions)):
        raise refuse("reaction")
    if len(reactions) > 1:
        raise refuse("reaction_many")
    post.reactions[world.bot.id] = [_kept(reaction) for reaction in reactions]
    return True


def _known(reaction: Any) -> bool:
    return (
        isinstance(reaction, dict)
        and reaction.get("type") == "emoji"
        and str(reaction.get("emoji")).replace("\ufe0f", "") in EMOJI
    )


def _kept(reaction: Wire) -> Wire:
    return {"type": "emoji", "emoji": str(reaction["emoji"]).replace("\ufe0f", "")}


METHODS = {"answerCallbackQuery": answer_query, "setMessageReaction": set_reaction}

"""What a visitor can do, as a table: people's acts go to Telegram's stand-in, the rest to clock, faults and story."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.playground.actor import Actor
from bot.playground.demo import END
from bot.playground.page import clockwork, fortnight
from bot.playground.page.playground import Opened, Playground
from bot.playground.page.story import Impossible
from bot.playground.page.switches import KILL
from bot.playground.player import Player

Facts = dict[str, Any]
Act = Callable[[Playground, Opened, Facts], Awaitable[Facts | None]]
LONGEST = 4096


def actor_of(here: Opened, facts: Facts) -> Actor:
    """Raises Impossible."""
    found = here.stage.actors.get(str(facts.get("name", "")))
    if found is None:
        raise Impossible("没有这个人")
    return found


async def _say(_playground: Playground, here: Opened, facts: Facts) -> None:
    words = str(facts["words"]).strip()
    if not words:
        raise Impossible("消息是空的")
    if len(words.encode("utf-16-le")) // 2 > LONGEST:
        raise Impossible(f"一条消息最多{LONGEST}个字，请分几条发送")
    actor = actor_of(here, facts)
    await here.stage.client.text(actor.chat_id, words, reply_to=_number(facts, "reply_to"))
    here.story.stir()


async def _send(_playground: Playground, here: Opened, facts: Facts) -> None:
    """A file as base64: photo, document, voice."""
    actor, kind = actor_of(here, facts), str(facts["kind"])
    if kind not in ("photo", "document", "voice"):
        raise Impossible("只能发送图片、文件或语音")
    given = {"file_name": facts.get("file_name") or None, "caption": facts.get("caption") or None}
    place = {"user_id": actor.chat_id, "kind": kind, "reply_to": _number(facts, "reply_to")}
    await here.stage.client.ask("people/media", content=facts["content"], **given, **place)
    here.story.stir()


async def _tap(_playground: Playground, here: Opened, facts: Facts) -> None:
    await here.stage.client.tap(actor_of(here, facts).chat_id, int(facts["message"]), str(facts["button"]))
    here.story.stir()


async def _edit(_playground: Playground, here: Opened, facts: Facts) -> None:
    await here.stage.client.edit(actor_of(here, facts).chat_id, int(facts["message"]), str(facts["words"]).strip())
    here.story.stir()


async def _react(_playground: Playground, here: Opened, facts: Facts) -> None:
    await here.stage.client.react(actor_of(here, facts).chat_id, int(facts["message"]), str(facts.get("emoji", "")))
    here.story.stir()


async def _read(playground: Playground, here: Opened, facts: Facts) -> None:
    here.cast.mark_read(actor_of(here, facts).name, int(facts["upto"]))
    playground.changed()


async def _clock(_playground: Playground, here: Opened, facts: Facts) -> None:
    """`to`: event, hour, morning, friday, date (with day and clock), weeks."""
    stage, now = here.stage, here.stage.clock.now
    match facts.get("to"):
        case "event":
            await _next_event(here)
        case "hour":
            here.story.leap("拨快一小时", now + timedelta(hours=1))
        case "morning":
            here.story.leap("到下一个工作日上午", clockwork.next_morning(stage.policy, now))
        case "friday":
            target = stage.policy.digest_at_or_after(now + timedelta(minutes=1))
            here.story.leap("到周报发出", target)
        case "date":
            given = str(facts.get("day", "")), str(facts.get("clock", ""))
            here.story.leap("拨到指定时间", clockwork.on_day(stage.policy, now, *given))
        case "weeks":
            _play(here)
        case _:
            raise Impossible("没有这个时间")


async def _next_event(here: Opened) -> None:
    if here.story.switches.thrown[KILL]:
        raise Impossible("服务已被强杀，没有“下一件事”；请先恢复，或拨到指定时间")
    await here.story.at_rest()
    coming = await here.stage.next_event()
    if coming is None:
        raise Impossible("后面没有安排")
    here.story.leap("到下一件事", coming)


def _play(here: Opened) -> None:
    """What is left of the two weeks' script; a line that does not fit the visitor's story is passed over."""
    stage = here.stage
    lines = fortnight.ahead(stage)
    if not lines:
        raise Impossible("两周的剧本已经演完；重新开始后可再看一遍")
    here.story.passed_over.clear()
    player = Player(stage, here.owners, passed_over=here.story.passed_over.append)
    end = stage.local(END)

    async def play() -> None:
        await player.play(lines)
        await stage.until(end)

    here.story.leap("播放两周", end, play)


async def _halt(_playground: Playground, here: Opened, _facts: Facts) -> None:
    here.story.halt()


async def _switch(_playground: Playground, here: Opened, facts: Facts) -> None:
    await here.story.switch(str(facts.get("fault")), on=bool(facts.get("on")))


async def _restart(playground: Playground, _here: Opened, _facts: Facts) -> None:
    playground.restart()


async def _join(_playground: Playground, here: Opened, facts: Facts) -> None:
    """Somebody opens an invitation on a new account, and is known by his name from then on."""
    await here.story.at_rest()
    actor = await here.stage.newcomer(str(facts["code"]))
    here.story.stir()
    await here.story.at_rest()
    await here.cast.named(actor)


def _number(facts: Facts, name: str) -> int | None:
    return int(facts[name]) if facts.get(name) else None


ACTS: dict[str, Act] = {
    "say": _say,
    "send": _send,
    "tap": _tap,
    "edit": _edit,
    "react": _react,
    "join": _join,
    "read": _read,
    "clock": _clock,
    "halt": _halt,
    "switch": _switch,
    "restart": _restart,
}

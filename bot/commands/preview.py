"""`huiyin preview`: who would be messaged, with what, when and why, and what is held back; changes nothing."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import click

from bot.commands.working import looking, running, say
from bot.console.given import YEARS
from bot.renderers import foresight
from bot.renderers.foresight import Foresight, Reason
from bot.runtime.operator_errors import Refused
from bot.texts import preview as texts
from bot.texts import words
from schedules import ladder
from schedules.calendar_gaps import missing_years
from schedules.machine_clock import machine_clock
from schedules.policy import Policy

AUDIENCES = {"owner": "责任人", "coordinator": "督查员", "leader": "领导"}
TOO_FAR = "只能预览两个月之内：更远的要看这段时间里各单位如何反馈。"
HELD = 1000


@click.command("preview", help="预览届时将发给谁、说什么、为什么，以及哪些暂不发送；不作任何改动。")
@click.option("--at", "moment", help="本地时间，如 2022-03-10T09:00；只写日期为当天的早间提醒，不写为下一次的。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def command(moment: str | None, as_json: bool) -> None:
    """Show who would be told what at that moment and why, if nobody said a word until then."""
    policy, seen, missing = running(_preview(moment))
    if as_json:
        say(json.dumps(_rows(seen, policy), ensure_ascii=False, indent=1))
        return
    if missing:
        say(missing)
    told = told_of(seen, policy)
    if not told:
        say(texts.NOTHING)
    for each in told:
        say(texts.whole(each) + "\n")
    held = texts.held(held_of(seen), HELD)
    if held:
        say(held)


def moment_of(given: str | None, policy: Policy) -> datetime:
    """A local time as people write it, a day alone its morning message; None: the next one. Raises Refused."""
    if given is None:
        return policy.morning_at_or_after(machine_clock())
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError:
        raise Refused(f"看不懂的时间“{given}”：请写成 2022-03-10T09:00。") from None
    if parsed.year not in YEARS:
        raise Refused(f"时间“{given}”太远：请写 {YEARS[0]} 年至 {YEARS[-1]} 年之间的时间。")
    hour = policy.morning if _DAY.fullmatch(given) else parsed.time()
    return parsed if parsed.tzinfo else policy.at(parsed.date(), hour)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


async def _preview(given: str | None) -> tuple[Policy, Foresight, str]:
    async with looking() as (database, policy), database.writing() as session:
        now = machine_clock()
        try:
            seen = await foresight.foresee(session, policy, now=now, moment=moment_of(given, policy))
        except foresight.TooFar:
            raise Refused(TOO_FAR) from None
        return policy, seen, words.missing_years(await missing_years(session, policy, now))


def told_of(seen: Foresight, policy: Policy) -> list[texts.Told]:
    """As the words want it."""
    return [
        texts.Told(each.to, each.kind, policy.local(each.at), [_line(reason) for reason in each.reasons], each.text)
        for each in seen.messages
    ]


def held_of(seen: Foresight) -> list[texts.HeldBack]:
    return [texts.HeldBack(each.owner, _line(each.reason), each.why) for each in seen.held]


def _line(reason: Reason) -> texts.Line:
    return texts.Line(reason.number, reason.title, reason.rung)


def _rows(seen: Foresight, policy: Policy) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {
            "to": each.to,
            "audience": AUDIENCES[ladder.audience(each.reasons[0].rung)] if each.reasons else "",
            "kind": each.kind,
            "at": policy.local(each.at).strftime("%Y-%m-%d %H:%M"),
            "text": each.text,
            "items": [_item(reason, policy) for reason in each.reasons],
        }
        for each in seen.messages
    ]
    held = [
        {
            "to": each.owner,
            "audience": AUDIENCES["owner"],
            "items": [_item(each.reason, policy, texts.held_because(each.why))],
        }
        for each in seen.held
    ]
    return told + held


def _item(reason: Reason, policy: Policy, held_back: str | None = None) -> dict[str, Any]:
    return {
        "number": reason.number,
        "title": reason.title,
        "rung": reason.rung,
        "why": texts.why(reason.rung),
        "occurrence": reason.occurrence,
        "at": policy.local(reason.at).strftime("%Y-%m-%d %H:%M"),
        "held_back": held_back,
    }

"""Everything the page shows but the messages of a chat and the ledger: sent to every tab whenever something happens."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.playground.page import clockwork, fortnight, guide
from bot.playground.page.playground import PREPARATIONS, Opened, Playground, guide_facts
from bot.playground.page.story import Story
from bot.texts import words
from schedules import moments

Facts = dict[str, Any]
FAULTS = (
    ("network", "断网", "切断服务与 Telegram 之间的一切通信"),
    ("limit", "限流", "Telegram 嫌发得太快，拒绝每一次发送"),
    ("kill", "强杀服务", "立即结束服务进程，不给它收尾的机会"),
    ("lock", "数据库被锁", "另一个程序占住台账，服务一个字也写不进去"),
)


def state(playground: Playground) -> Facts:
    here = playground.opened
    if here is None:
        share = playground.prepared / len(PREPARATIONS)
        return {"ready": False, "preparing": playground.preparing, "share": share, "fault": playground.fault}
    stage, story = here.stage, here.story
    local = stage.policy.local(stage.clock.now)
    coming = stage.policy.local(clockwork.next_morning(stage.policy, stage.clock.now))
    return {
        "ready": True,
        "run": playground.run_id,
        "story": here.number,
        "zone": stage.policy.zone,
        "now": stage.clock.now.timestamp(),
        "day": f"{local.year}年{words.day(local.date())}",
        "clock": f"{local:%H:%M}",
        "date": f"{local:%Y-%m-%d}",
        "begin": moments.in_year(stage.policy.local(here.begun)),
        "next": {"day": f"{coming:%Y-%m-%d}", "clock": f"{coming:%H:%M}"},
        "working": stage.policy.calendar.is_workday(local.date()),
        "busy": story.working,
        "progress": _progress(story),
        "trouble": story.trouble,
        "people": here.cast.rows(),
        "faults": _faults(story),
        "proof": _proof(story),
        "passed_over": [str(fault) for fault in story.passed_over],
        "script": fortnight.left(stage),
        "guide": guide.told(guide_facts(here)),
        "rev": stage.sandbox.world.updates.issued + len(stage.sandbox.calls.entries),
    }


def _progress(story: Story) -> Facts | None:
    found = story.progress
    if found is None:
        return None
    local = story.stage.policy.local(found.target)
    return {"label": found.label, "share": found.share, "target": f"{words.day(local.date())} {local:%H:%M}"}


def _faults(story: Story) -> list[Facts]:
    switches = story.switches
    return [
        {"name": name, "label": label, "hint": hint, "on": switches.thrown[name], "did": switches.did(name)}
        for name, label, hint in FAULTS
    ]


def _proof(story: Story) -> Facts | None:
    found = story.switches.proof
    if found is None:
        return None
    local = story.stage.policy.local(found.at)
    return {**asdict(found), "at": f"{words.day(local.date())}{local:%H:%M}", "whole": found.whole}


def chat(here: Opened, name: str) -> Facts | None:
    """The messages of one person's chat; None for somebody unknown."""
    actor = here.stage.actors.get(name)
    if actor is None:
        return None
    return {"name": name, "messages": here.cast.chat(actor), "commands": here.cast.commands(actor)}

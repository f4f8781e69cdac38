"""Two weeks of a city, played, checked and written down."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground import cast, figures, oracle, script
from bot.playground.conversation import Event, events
from bot.playground.figures import Figures
from bot.playground.player import Player
from bot.playground.stage import Stage, opened
from bot.renderers import exports
from bot.texts import words
from bot.texts.departments import DepartmentRow
from schedules.standing import Lamp
from schedules.tally import whole

BEGIN, END = "2022-02-18 17:00", "2022-03-04 17:30"
WORKING_DAYS = 10  # of the fortnight: 21 February to 4 March
_STATUS = "【督查台账】"
_DIGEST = "【督查周报】"


@dataclass(frozen=True, slots=True)
class Played:
    """What is left when the curtain has fallen."""

    events: Sequence[Event]
    names: dict[int, str]
    calls: Sequence[dict[str, Any]]
    figures: Figures
    burden: str
    breaches: Sequence[str]
    chart: bytes
    workbook: bytes


async def play(
    *,
    database: Path | None = None,
    contract: Callable[..., list[str]] | None = None,
    text: str | None = None,
    told: Callable[[str, float], None] = lambda doing, share: None,
) -> Played:
    """Raises ScriptFault when the script cannot be played. `database`: kept there, otherwise thrown away.

    `told` hears what is being done, and how much of the whole is behind.
    """
    with tempfile.TemporaryDirectory(prefix="huiyin-demo-") as folder:
        file = database or Path(folder) / "demo.db"
        async with opened(database_url=f"sqlite:///{file}", start=BEGIN, contract=contract) as stage:
            told("导入名册和台账", 0)
            await cast.import_examples(stage)
            told("全体人员绑定", 0.03)
            owners = await cast.enrol(stage)

            def played(done: int, of: int) -> None:
                told(f"演到{words.day(stage.policy.today(stage.clock.now))}", 0.1 + 0.8 * done / of)

            await Player(stage, owners, told=played).play(script.read(text or script.FILE.read_text(encoding="utf-8")))
            await stage.until(END)
            told("核对规则、画作战图", 0.9)
            await stage.service.timetable.run_job("audit", stage.clock.now)
            await stage.settle()
            return await _look_back(stage, file)


async def _look_back(stage: Stage, file: Path) -> Played:
    calls = await stage.client.calls()
    today = stage.policy.today(stage.clock.now)
    async with stage.database.reading() as session:
        chart = await exports.wall_chart(session, now=stage.clock.now, policy=stage.policy)
        workbook = await exports.workbook(session, now=stage.clock.now, policy=stage.policy)
        departments = await exports.departments(session, now=stage.clock.now, policy=stage.policy)
    told = list(events(calls))
    ledger = oracle.opened(file)
    counted = figures.counted(ledger, today=today)
    burden = figures.burden(ledger, people=len(stage.actors), days=WORKING_DAYS)
    ledger.close()
    seen = {**_shown(told), "作战图": _of_chart(departments), "台账导出": figures.of_workbook(workbook)}
    broken = [
        *map(str, oracle.breaches(file, calls, today=today)),
        *(f"第7条：{each}" for each in figures.disagreements(counted, seen)),
    ]
    names = {actor.chat_id: actor.name for actor in stage.actors.values()}
    return Played(told, names, calls, counted, burden, broken, chart, workbook)


def _shown(told: Sequence[Event]) -> dict[str, Any]:
    """The last whole report and the last whole `/status`, as they were read."""
    seen = {}
    for name, mark in (("督查周报", _DIGEST), ("/status", _STATUS)):
        texts = [event.text for event in told if event.ours and mark in event.text]
        seen[name] = figures.shown(texts[-1]) if texts else {}
    return seen


def _of_chart(rows: Sequence[DepartmentRow]) -> dict[str, int]:
    counts = whole(row.tally for row in rows)
    found = {"共": counts.total, "在办": counts.unfinished, "已销号": counts.closed, "超期": counts.overdue}
    return {**found, **{lamp.label: counts.lamps[lamp] for lamp in Lamp}}

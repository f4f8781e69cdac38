"""The card of a task: target, dates, milestones, last words, promise, difficulties, 批示, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import indicators, words
from bot.texts.indicators import Judged
from bot.texts.matters import MatterLine
from bot.texts.sharing import Shared, on_card
from bot.texts.task_lines import TaskLine, card
from db.matter_verbs import MatterKind
from schedules.indicators import Reached

_ALONE = Shared()


@dataclass(frozen=True, slots=True)
class Stone:
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class Card:
    line: TaskLine
    stones: tuple[Stone, ...] = ()
    missed: tuple[str, ...] = ()  # periods without a report on their day
    said: str = ""
    said_on: date | None = None
    promised: date | None = None
    promised_percent: float | None = None
    matters: tuple[MatterLine, ...] = ()
    files: int = 0
    evidence_wanted: str = ""
    shared: Shared = _ALONE
    measured: tuple[Reached, ...] = ()
    views: Judged | None = None
    carried: tuple[str, ...] = ()  # type, fields, sub-items, visits


def text(shown: Card) -> str:
    rows = [card(shown.line), *_missed(shown.missed), *_stones(shown), *_words(shown), *_matters(shown.matters)]
    rows += [f"　{each}" for each in shown.carried]
    rows += [f"　指标：{indicators.line(each)}" for each in shown.measured]
    if shown.measured and shown.views is not None:
        rows.append(f"　督查：{indicators.three(shown.views)}")
    rows += on_card(shown.shared)
    if shown.evidence_wanted:
        rows.append(f"　办结须附：{shown.evidence_wanted}" + ("" if shown.files else "（尚未收到）"))
    if shown.files:
        rows.append(f"　材料：{shown.files}件")
    return "\n".join(rows)


def _missed(periods: Sequence[str]) -> list[str]:
    """A missed period stays missed, also where its report came in later."""
    return (
        [f"　漏报：{'、'.join(periods[-6:])}" + (f"等{len(periods)}期" if len(periods) > 6 else "")] if periods else []
    )


def _stones(shown: Card) -> list[str]:
    """The next milestone, and those whose day has passed while the task still runs."""
    today = shown.line.today
    ahead = [stone for stone in shown.stones if stone.due >= today]
    passed = [stone for stone in shown.stones if stone.due < today]
    rows = []
    if ahead:
        rows.append(
            f"　下一节点：{ahead[0].name}，{words.day(ahead[0].due, today=today)}，{words.left(ahead[0].due, today)}"
        )
    if passed and not shown.line.closed:
        rows.append(
            "　已过节点：" + "；".join(f"{each.name}（{words.day(each.due, today=today)}）" for each in passed[-3:])
        )
    return rows


def _words(shown: Card) -> list[str]:
    today, rows = shown.line.today, []
    if shown.said and shown.said_on is not None:
        rows.append(f"　最近反馈：{words.day(shown.said_on, today=today)}{words.quoted(shown.said, 200)}")
    if shown.promised is not None:
        goal = f"达到{words.percent(shown.promised_percent)}" if shown.promised_percent is not None else "完成"
        rows.append(f"　承诺：{words.day(shown.promised, today=today)}前{goal}")
    return rows


def _matters(found: Sequence[MatterLine]) -> list[str]:
    rows = []
    for each in found:
        age = f"已{each.age}天" if each.age else "今天提出"
        if each.kind is MatterKind.PROBLEM:
            next_on = f"，下次跟进{words.day(each.next_on, today=each.today)}" if each.next_on else ""
            rows.append(
                f"　困难跟踪：{words.one_line(each.obstacle, 60)}（{age}，{each.holder or '督查室'}协调{next_on}）"
            )
        else:
            day = f"，{words.day(each.due, today=each.today)}前" if each.due else ""
            rows.append(f"　批示：{each.who}{words.quoted(each.said, 100)}（{age}{day}）")
    return rows

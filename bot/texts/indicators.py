"""指标 in words: what is measured, how far it is, what is wanting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from db.measures import Adding, Direction, Goal, Measure
from schedules import periods
from schedules.indicators import Reached, Total

LISTED = 20
NONE = "目前没有设定指标。督查员可发“核对指标”从目标要求中提取，或逐项设定，例如“1号指标：固定资产投资增长不低于12%”。"
NONE_OF = "{number}号没有设定指标。督查员可发“{number}号指标：名称不低于数量单位”设定。"
NO_DRAFTS = "没有可提取的指标：各项目标要求都已有指标，或没有写明数量。"
FORM = (
    "没有读出指标。请写明名称、数量和单位，例如“1号指标：固定资产投资增长不低于12%”"
    "“3号指标：完成投资48亿元，6月底20亿元”。"
)
ADDS = {Adding.LAST: "", Adding.SUM: "，按期累加", Adding.AVERAGE: "，按期平均"}


def number(value: float) -> str:
    return f"{round(value, 4):,.10g}"


def amount(value: float, unit: str) -> str:
    """1.5万亩, 6.5%."""
    return f"{number(value)}{unit}"


def gap(value: float, unit: str) -> str:
    return amount(value, "个百分点" if unit == "%" else unit)


def goal(measure: Measure) -> str:
    if measure.direction is Direction.AT_MOST:
        return "归零" if measure.target == 0 else f"不超过{amount(measure.target, measure.unit)}"
    return amount(measure.target, measure.unit)


def draft(measure: Measure) -> str:
    stages = "".join(f"；{each.name}{amount(each.value, measure.unit)}" for each in measure.goals)
    return f"{measure.name}，目标{goal(measure)}{ADDS[measure.adding]}{stages}"


def measured(task: str, measures: Sequence[Measure]) -> str:
    return f"· {task}指标：{'；'.join(map(draft, measures))}" if measures else f"· {task}不再设指标"


def stage(measure: Measure, goal: Goal) -> str:
    return f"{measure.name}应达{amount(goal.value, measure.unit)}"


def mark(reached: Reached) -> str:
    return {None: "⚪", True: "🟢", False: "🔴"}[reached.met]


def line(reached: Reached) -> str:
    """地区生产总值增长4.8%（2022上半年），目标6.5%，差1.7个百分点."""
    measure = reached.measure
    if reached.value is None:
        return f"{mark(reached)} {measure.name}：未报，目标{goal(measure)}"
    of = f"（{period_label(reached.period)}）" if reached.period else ""
    stage = f"{reached.goal.name}应达" if reached.goal is not None else "目标"
    wanted = amount(reached.wanted, measure.unit) if reached.goal is not None else goal(measure)
    over = measure.direction is Direction.AT_MOST
    short = "，未超" if over else "，达到"
    if reached.gap:
        short = f"，{'超出' if over else '差'}{gap(reached.gap, measure.unit)}"
    return f"{mark(reached)} {measure.name}{amount(reached.value, measure.unit)}{of}，{stage}{wanted}{short}"


def period_label(key: str) -> str:
    try:
        return periods.parse(key).label
    except ValueError:
        return key


def doubted(number: int, measure: Measure, said: str, instead: Sequence[str]) -> str:
    if not instead:
        return f"{number}号指标“{measure.name}”按{measure.unit}计，您报的是“{said}”，请按{measure.unit}重报。"
    return f"{number}号指标“{measure.name}”您报的是“{said}”（目标{goal(measure)}），请点选实际数："


@dataclass(frozen=True, slots=True)
class Counted:
    """Indicators of a field by how they stand."""

    met: int
    short: int
    unreported: int

    @property
    def total(self) -> int:
        return self.met + self.short + self.unreported


def counted(found: Sequence[tuple[int, Reached]]) -> Counted:
    marks = [each.met for _, each in found]
    return Counted(marks.count(True), marks.count(False), marks.count(None))


def summary(count: Counted) -> str:
    return f"指标{count.total}项：达到{count.met}，未达{count.short}，未报{count.unreported}"


def listing(found: Sequence[tuple[int, Reached]], totals: Sequence[Total]) -> str:
    """The worst first, then what several tasks add up to."""
    order = {False: 0, None: 1, True: 2}
    ranked = sorted(found, key=lambda pair: (order[pair[1].met], pair[0]))
    rows = [f"{task}号 {line(each)}" for task, each in ranked[:LISTED]]
    rows += [f"其余{len(found) - LISTED}项请发“编号＋号”查看。"] if len(found) > LISTED else []
    sums = [
        f"　{each.name}：{amount(each.value, each.unit)}，目标{amount(each.target, each.unit)}"
        f"（{each.tasks}项事项合计）"
        for each in totals
    ]
    parts = [f"【指标】{summary(counted(found))}", *rows, *(["◆ 合计", *sums] if sums else [])]
    return "\n".join(parts)


GOOD_ENOUGH = {True: "是", False: "否", None: "未报"}
DIRECTIONS = {Direction.AT_LEAST: "不低于", Direction.AT_MOST: "不超过"}
GOOD = {True: "好", False: "差", None: "—"}


@dataclass(frozen=True, slots=True)
class Judged:
    """督履职, 督落实, 督成效 of one task; None: not to be said yet."""

    number: int
    title: str
    answers: bool | None
    in_time: bool | None
    reached: bool | None

    @property
    def bad(self) -> bool:
        return False in (self.answers, self.in_time, self.reached)


def views(judged: Sequence[Judged], today: date) -> str:
    """What is bad in any view is named."""
    views_of = {
        "督履职": [each.answers for each in judged],
        "督落实": [each.in_time for each in judged],
        "督成效": [each.reached for each in judged],
    }
    rows = [f"　{name}：好{marks.count(True)}，差{marks.count(False)}" for name, marks in views_of.items()]
    bad = [each for each in judged if each.bad]
    named = [f"{each.number}号 {each.title}：{three(each)}" for each in bad[:LISTED]]
    more = [f"其余{len(bad) - LISTED}项略。"] if len(bad) > LISTED else []
    return "\n".join([f"【督履职、督落实、督成效】截至{words.day(today)}，共{len(judged)}项", *rows, *named, *more])


def three(judged: Judged) -> str:
    return f"履职{GOOD[judged.answers]}，落实{GOOD[judged.in_time]}，成效{GOOD[judged.reached]}"

"""The weekly report in words: the worst news first, every figure from one recount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.texts import departments, desk, matters, weekly_head, words
from bot.texts.desk import SilentLine
from bot.texts.matters import MatterLine
from bot.texts.task_lines import TaskLine, head, when
from bot.texts.wall_chart.content import Week as Ahead
from bot.texts.weekly_head import Change
from db.figures import Week
from db.lifecycle import State
from db.payloads import Scope
from schedules.standing import Lamp, Pace
from schedules.tally import Tally

SILENT = 5  # persons shown with their tasks; the morning list has them all
_TITLES = {
    Scope.OFFICE: "督查周报",
    Scope.LEADER: "牵头事项周报",
    Scope.HEAD: "本单位事项周报",
    Scope.GROUP: "督查周报",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The first tasks of a list, of so many."""

    first: Sequence[TaskLine]
    total: int


@dataclass(frozen=True, slots=True)
class Figures:
    day: date
    whole: Tally
    departments: Mapping[str, Tally]
    week: Week
    worst: Listed
    coming: Listed
    unreachable: Sequence[str]
    limit: int
    hard: Sequence[MatterLine] = ()
    silent: Sequence[SilentLine] = ()
    waiting: Mapping[str, int] = field(default_factory=dict)  # what waits for a tap → how many
    longest: int = 0  # working days the oldest of them has waited
    for_whom: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # whose word it waits for → what, how many
    ahead: Ahead | None = None  # the next seven days
    asked_most: Sequence[tuple[str, int, int]] = ()  # name, reminders, reports of the week
    gaps: str = ""  # years without a calendar
    age: str = ""  # 案无积卷, as its own section says it
    looked_back: Mapping[str, int] = field(default_factory=dict)  # 巩固, 反弹, 重新打开 → how many in the week
    readers: str = ""  # who read the replies of the week, for the office alone
    hollow: Sequence[int] = ()  # numbers of those whose last word said nothing
    promises: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # unit → kept, broken; the office alone
    change: Change | None = None  # against the week before
    measured: str = ""  # the indicators of the field, as their own line says it


def text(figures: Figures, *, scope: Scope, name: str) -> str:
    parts = [
        f"{words.SLOGAN}\n【{_TITLES[scope]}】{words.day(figures.day)}　呈：{name}",
        _head(figures) if scope is not Scope.HEAD else "",
        summary(figures.whole),
        _week(figures.week, burden=scope is Scope.OFFICE),
        _list("需要关注", figures.worst, figures.limit),
        _list("临近时限", figures.coming, figures.limit),
        _ahead(figures),
        figures.measured,
        _hard(figures),
        _silent(figures),
        _waiting(figures),
        _hollow(figures),
        figures.age,
        _looked_back(figures),
        _promises(figures),
        _departments(figures) if scope is not Scope.HEAD else "",
        _unreachable(figures),
        _asked_most(figures),
        figures.gaps,
    ]
    return "\n\n".join(part for part in [*parts, f"◆ {figures.readers}" if figures.readers else ""] if part)


def _head(figures: Figures) -> str:
    """The one thing to know comes first, then what has changed."""
    overdue = next((line for line in figures.worst.first if line.due is not None and (line.days_left or 0) < 0), None)
    first = weekly_head.first(
        overdue,
        figures.whole.overdue,
        unsigned=(figures.whole.sign_late, sum(bool(each.sign_late) for each in figures.departments.values())),
        silent=len(figures.silent),
        waiting=sum(figures.waiting.values()),
        longest=figures.longest,
        coming=next(iter(figures.coming.first), None),
    )
    return "\n".join([first, *([weekly_head.change(figures.change)] if figures.change is not None else [])])


def summary(tally: Tally) -> str:
    """Lamps and classes of a set of tasks: used by the digest and by `/status` alike."""
    lamps = "　".join(f"{lamp.mark}{tally.lamps[lamp]}" for lamp in Lamp)
    paces = "，".join(f"{pace.value}{tally.paces[pace]}" for pace in Pace if tally.paces[pace])
    late = [
        f"{word}{count}"
        for word, count in (
            ("超期", tally.overdue),
            ("受阻", tally.states[State.BLOCKED]),
            ("逾期未签收", tally.sign_late),
            ("反馈逾期", tally.report_late),
            ("无实质内容", tally.hollow),
        )
        if count
    ]
    rows = [f"共{tally.total}项：在办{tally.unfinished}，已销号{tally.closed}", f"灯色：{lamps}", f"进度：{paces}"]
    return "\n".join([*rows, *([f"问题：{'，'.join(late)}"] if late else [])])


def by_department(rows: Sequence[tuple[str, Tally]], at: datetime, *, limit: int) -> str:
    """One line per lead department, worst first."""
    lines = [f"{place}. {_of_department(name, tally)}" for place, (name, tally) in enumerate(rows[:limit], 1)]
    rest = f"\n其余{len(rows) - limit}个单位略，可发“作战图”看全部。" if len(rows) > limit else ""
    return f"【各单位进度】{words.day(at.date())}{at:%H:%M}，由差到好：\n" + "\n".join(lines) + rest


def _of_department(name: str, tally: Tally) -> str:
    late = [f"{word}{count}" for word, count in departments.troubles(tally)]
    lamps = "".join(f"{lamp.mark}{tally.lamps[lamp]}" for lamp in Lamp if tally.lamps[lamp])
    share = f"，销号率{words.percent(tally.closed_share)}" if tally.closed_share is not None else ""
    return f"{name}：{tally.total}项{share}，{lamps}" + (f"（{'，'.join(late)}）" if late else "")


def _week(week: Week, *, burden: bool) -> str:
    counts = (("申请办结", week.claims), ("销号", week.closed), ("退回", week.returned), ("催办", week.urged))
    hollow = f"（无实质内容{week.hollow}条）" if week.hollow else ""
    said = [f"回音{week.reports}条{hollow}", *(f"{word}{count}项" for word, count in counts if count)]
    rows = ["本周：" + ("，".join(said) if week.reports or len(said) > 1 else "没有新的回音")]
    if burden:
        rows.append(f"本助手本周共向{week.asked_people}位责任人发出提醒{week.messages}条。")
    return "\n".join(rows)


def _list(title: str, listed: Listed, limit: int) -> str:
    if not listed.total:
        return ""
    shown = [f"{head(line)}\n　{line.department}｜{when(line)}" for line in listed.first[:limit]]
    rest = [f"其余{listed.total - limit}项见台账。"] if listed.total > limit else []
    return "\n".join([f"◆ {title}（{listed.total}项）", *shown, *rest])


def _hard(figures: Figures) -> str:
    """Difficulties that stand, oldest first: whose turn it is, and since when."""
    if not figures.hard:
        return ""
    shown = [matters.brief(line) for line in figures.hard[: figures.limit]]
    rest = len(figures.hard) - figures.limit
    return "\n".join(
        [f"◆ 尚未解决的困难（{len(figures.hard)}件）", *shown, *([f"其余{rest}件见“困难清单”。"] if rest > 0 else [])]
    )


def _silent(figures: Figures) -> str:
    """Whose answers and signatures are wanting, and since when."""
    if not figures.silent:
        return ""
    return desk.silent(figures.silent, SILENT, advice=False)


def _waiting(figures: Figures) -> str:
    if not figures.waiting:
        return ""
    counted = "，".join(f"{what}{count}件" for what, count in figures.waiting.items())
    rows = [
        f"　待{name}：" + "，".join(f"{what}{count}件" for what, count in of.items())
        for name, of in list(figures.for_whom.items())[: figures.limit]
    ]
    return "\n".join([f"◆ 超过2个工作日未定：{counted}；最久{figures.longest}个工作日。", *rows])


def _ahead(figures: Figures) -> str:
    """The dates of the next seven days: what ends, what is reached on the way, how many periods."""
    week = figures.ahead
    if week is None or not (week.coming or week.reports):
        return ""
    ends = sum(not each.milestone for each in week.coming)
    counts = (("到期{}项", ends), ("节点{}个", len(week.coming) - ends), ("定期反馈{}项", week.reports))
    head = "，".join(said.format(count) for said, count in counts if count)
    rows = [
        f"　{words.day(each.on)}：{each.number}号{words.quoted(each.what, 30)}{'节点' if each.milestone else '到期'}"
        for each in week.coming[: figures.limit]
    ]
    rest = [f"　其余{len(week.coming) - figures.limit}项见台账。"] if len(week.coming) > figures.limit else []
    return "\n".join([f"◆ 今后7天（{words.day(week.first)}—{words.day(week.last)}）：{head}", *rows, *rest])


def _asked_most(figures: Figures) -> str:
    """Where the office may be asking too much."""
    if not figures.asked_most:
        return ""
    rows = [f"　{name}：提醒{many}条，回音{said}条" for name, many, said in figures.asked_most[: figures.limit]]
    return "\n".join([f"◆ 提醒较多，宜改为电话沟通（{len(figures.asked_most)}人）", *rows])


def _looked_back(figures: Figures) -> str:
    counted = [f"{what}{count}项" for what, count in figures.looked_back.items() if count]
    return f"◆ 回头看：{'，'.join(counted)}" if counted else ""


def _hollow(figures: Figures) -> str:
    if not figures.hollow:
        return ""
    shown = words.numbers(figures.hollow[: figures.limit]) + ("等" if len(figures.hollow) > figures.limit else "")
    return f"◆ 反馈无实质内容（{len(figures.hollow)}项）：{shown}"


def _promises(figures: Figures) -> str:
    """Counted per unit, for the office alone; who kept fewest first."""
    if not figures.promises:
        return ""
    kept, broken = (sum(each[place] for each in figures.promises.values()) for place in (0, 1))
    ordered = sorted(figures.promises.items(), key=lambda each: (-each[1][1], each[1][0], each[0]))
    rows = [f"　{name}：兑现{of[0]}项，未兑现{of[1]}项" for name, of in ordered if of[1]][: figures.limit]
    return "\n".join([f"◆ 承诺：兑现{kept}项，过期未兑现{broken}项", *rows])


def _departments(figures: Figures) -> str:
    worst = [
        (name, tally)
        for name, tally in figures.departments.items()
        if tally.lamps[Lamp.RED] or tally.lamps[Lamp.YELLOW] or tally.sign_late
    ]
    if not worst:
        return ""
    return "\n".join([f"◆ 需督促的单位（{len(worst)}个）", *(_to_urge(name, tally) for name, tally in worst[:5])])


def _to_urge(name: str, tally: Tally) -> str:
    unsigned = f"，逾期未签收{tally.sign_late}项" if tally.sign_late else ""
    return f"　{name}：🔴{tally.lamps[Lamp.RED]} 🟡{tally.lamps[Lamp.YELLOW]}（共{tally.total}项{unsigned}）"


def _unreachable(figures: Figures) -> str:
    if not figures.unreachable:
        return ""
    shown = "、".join(figures.unreachable[: figures.limit])
    more = f"等{len(figures.unreachable)}人" if len(figures.unreachable) > figures.limit else ""
    return f"◆ 尚未绑定或联系不上：{shown}{more}"

"""Views of a department and of the whole as text: fact sheet, record, the version for the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from schedules.tally import Tally

LISTED = 12


@dataclass(frozen=True, slots=True)
class Known:
    """A task as a fact sheet tells of it; `on`: when it was last changed."""

    number: int
    title: str
    state: str
    said: str = ""
    on: date | None = None
    hard: str = ""  # its difficulty, with the day since when
    way: str = ""  # what is promised, asked for or to come


def fact_sheet(department: str, known: Sequence[Known], today: date) -> str:
    """情况、症结、办法: the three of 底子清、情况明; what is empty is asked for."""
    told = [each for each in known if each.on is not None]
    silent = [each for each in known if each.on is None]
    hard = [each for each in known if each.hard]
    ways = [each for each in known if each.way]
    parts = [
        f"【情况表】{department}，截至{words.day(today)}，在办{len(known)}项",
        "◆ 情况",
        *(f"　{each.number}号 {each.title}：{each.state}{_last(each, today)}" for each in told[:LISTED]),
        *([f"　未报情况：{words.numbers(each.number for each in silent)}，请督促补报"] if silent else []),
        "◆ 症结",
        *(f"　{each.number}号：{each.hard}" for each in hard[:LISTED]),
        *([] if hard else ["　未反映困难"]),
        "◆ 办法",
        *(f"　{each.number}号：{each.way}" for each in ways[:LISTED]),
        *([] if ways else ["　未报下一步安排，请督促补报"]),
    ]
    return "\n".join(parts)


def _last(each: Known, today: date) -> str:
    assert each.on is not None, "only what was told is listed"
    return f"，{words.day(each.on, today=today)}{words.quoted(each.said, 60)}" if each.said else ""


@dataclass(frozen=True, slots=True)
class Point:
    number: int
    title: str
    on: date
    days: int = 0  # late


def record(department: str, points: Mapping[str, Sequence[Point]], today: date) -> str:
    """Each figure with the tasks and days behind it; people decide what follows from it."""
    heads = "，".join(f"{name}{len(found)}" for name, found in points.items())
    rows = [f"【单位实绩】{department}，截至{words.day(today)}：{heads}"]
    for name, found in points.items():
        if found:
            rows.append(f"◆ {name}（{len(found)}）")
            rows += [
                f"　{each.number}号 {each.title}：{words.day(each.on, today=today)}{_late(each)}" for each in found[:30]
            ]
            rows += [f"　其余{len(found) - 30}条略"] if len(found) > 30 else []
    return "\n".join([*rows, "以上各条均可按编号查看经过；奖惩由人决定。"])


def _late(each: Point) -> str:
    return f"，超期{each.days}天" if each.days > 0 else ""


def for_public(
    today: date, whole: Tally, areas: Mapping[str, Tally], motions: Sequence[tuple[int, date | None]]
) -> str:
    """Figures alone: no person, no unit's reasons, no note."""
    rows = [
        f"　{name}：共{tally.total}项，已办结{tally.closed}项" + (f"，超期{tally.overdue}项" if tally.overdue else "")
        for name, tally in areas.items()
    ]
    answered = [day for _, day in motions if day is not None]
    parts = [
        f"截至{words.day(today)}，全市重点督查事项共{whole.total}项，已办结{whole.closed}项，在办{whole.unfinished}项，超期{whole.overdue}项。",
        "分领域情况：",
        *rows,
    ]
    if motions:
        last = f"，最近答复{words.day(max(answered), today=today)}" if answered else ""
        parts.append(f"建议提案{len(motions)}件，已答复{len(answered)}件{last}。")
    return "\n".join(parts)


MEETING_FORM = (
    "没有读出议定事项。请第一行写会议名称，其后每行一项，写明单位、内容和时限，例如"
    "“会议纪要：市政府第3次常务会议\\n市财政局 编制专项债方案 4月底前\\n市水利局 开工清河闸 5月底前”。"
)


def meeting_on(day: date) -> str:
    return f"会议议定事项（{day.year}年{day.month}月{day.day}日）"


def meeting(name: str, rows: Sequence[str]) -> list[str]:
    return [f"· {name}，议定事项{len(rows)}项", *(f"　{place}. {each}" for place, each in enumerate(rows, 1))]

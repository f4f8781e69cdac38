"""Figures as a coordinator asks for them: of a span of days, and of each department's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.texts import words
from db.figures import Week
from schedules.tally import Tally

NAMED = 20


@dataclass(frozen=True, slots=True)
class Rate:
    """`owed`: tasks of which a signing for or a report is late; `late`: past their date."""

    name: str
    open: int
    owed: int
    late: int

    @property
    def share(self) -> float:
        return 100 * (self.open - self.owed) / self.open


def counts(
    of: str, span: str, week: Week, now: Tally, late: Sequence[int], red: Sequence[int], silent: Sequence[str]
) -> str:
    hollow = f"（无实质内容{week.hollow}条）" if week.hollow else ""
    done = f"申请办结{week.claims}项，销号{week.closed}项，退回{week.returned}项，催办{week.urged}项"
    head = f"{of}{span}：回音{week.reports}条{hollow}，{done}。"
    stand = f"现在：共{now.total}项，在办{now.unfinished}项，已销号{now.closed}项，超期{len(late)}项。"
    rows = [head, stand]
    rows += [f"超期：{words.numbers(late[:NAMED])}" + ("等" if len(late) > NAMED else "")] if late else []
    rows += [f"另有红灯{len(red)}项：{words.numbers(red[:NAMED])}"] if red else []
    named = "、".join(silent[:NAMED]) + ("等" if len(silent) > NAMED else "")
    rows.append(f"未按期签收或反馈的单位{len(silent)}家" + (f"：{named}。" if silent else "。"))
    return "\n".join(rows)


def rates(rows: Sequence[Rate], asked: int, closed: Mapping[str, Tally], *, best: bool) -> str:
    """按期反馈率: of the open tasks those of which neither signing for nor report is late."""
    order = "由好到差" if best else "由差到好"
    lines = [f"{place}. {_line(each, closed.get(each.name))}" for place, each in enumerate(rows[:asked], 1)]
    rest = [f"其余{len(rows) - asked}个单位略。"] if len(rows) > asked else []
    head = f"【各单位按期反馈率】在办事项中按期签收、反馈的占比，{order}："
    return "\n".join([head, *lines, *rest])


def _line(row: Rate, tally: Tally | None) -> str:
    late = f"，超期{row.late}项" if row.late else ""
    owed = f"（{row.owed}项未按期）" if row.owed else ""
    done = f"，已销号{tally.closed}项" if tally is not None and tally.closed else ""
    return f"{row.name}：{words.percent(row.share)}{owed}，在办{row.open}项{late}{done}"

"""The end of a year in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.texts.indicators import Counted, summary

WHICH = "没有找到这本台账，或有几本相近。现有台账：{names}。"


def carried(before: str, after: str, running: int, over: int) -> list[str]:
    return [
        f"· “{before}”在办{running}项结转到“{after}”，编号、时限、反馈和节点不变",
        f"· 已销号、中止{over}项留存原台账备查，发原台账名称即可查看",
    ]


@dataclass(frozen=True, slots=True)
class Year:
    """Of one year, counted from closings and what runs on."""

    early: int = 0
    in_time: int = 0
    late: int = 0
    stopped: int = 0
    running: int = 0

    @property
    def closed(self) -> int:
        return self.early + self.in_time + self.late

    def __add__(self, other: Year) -> Year:
        return Year(
            self.early + other.early,
            self.in_time + other.in_time,
            self.late + other.late,
            self.stopped + other.stopped,
            self.running + other.running,
        )


def figures(
    year: int, areas: Mapping[str, Year], promises: tuple[int, int], measured: Counted, short: Sequence[str]
) -> str:
    whole = sum(areas.values(), Year())
    kept, broken = promises
    rows = [
        f"　{name}：办结{of.closed}（提前{of.early}、按期{of.in_time}、超期{of.late}），在办{of.running}"
        for name, of in areas.items()
    ]
    parts = [
        f"【{year}年度数据】办结{whole.closed}项：提前{whole.early}，按期{whole.in_time}，超期{whole.late}；"
        f"中止{whole.stopped}项；在办（结转）{whole.running}项",
        "◆ 分领域",
        *rows,
        f"◆ 承诺：兑现{kept}，未兑现{broken}",
    ]
    if measured.total:
        parts += [f"◆ {summary(measured)}", *(f"　{each}" for each in short)]
    return "\n".join(parts)

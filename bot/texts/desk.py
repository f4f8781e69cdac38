"""The morning list of the office, and of a leader: who is silent, what waits for a tap, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import keyboards, task_answers, words

URGED = 5  # persons with buttons of their own
ALIKE = 3  # so many share an advice that is said once


@dataclass(frozen=True, slots=True)
class SilentLine:
    """One person, all his silent tasks."""

    owner_id: int
    owner: str
    numbers: tuple[int, ...]
    workdays: int
    unsigned: int
    to_order: bool
    ordered: int = 0  # of them under a 督办单 already
    to_leader: bool = False  # somebody can be told by a tap
    in_person: str = ""  # else whom the office tells itself
    put_up: int = 0  # of how many a leader was told


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A request or a matter, and the button that opens it."""

    what: str  # 办结申请 12号“…”
    workdays: int
    data: str


@dataclass(frozen=True, slots=True)
class Desk:
    waiting: Sequence[WaitingLine] = ()
    silent: Sequence[SilentLine] = ()
    unreachable: Sequence[str] = ()


REQUESTS = {
    "closure": "办结申请",
    "extension": "延期申请",
    "decision": "请示",
    "confirm": "联络员报办结，待责任人确认",
}


def request(kind: str, task: str, who: str) -> str:
    return f"{REQUESTS[kind]}　{task}（{who}）"


def text(desk: Desk, *, title: str, limit: int, report: str = "") -> str:
    """`report`: the part of a leader's message about those who stay silent."""
    head = title if report == "" or desk.waiting else LEADER_REPORTED
    parts = [f"{words.SLOGAN}\n{head}", _waiting(desk.waiting, limit), report, _silent(desk.silent, limit)]
    if desk.unreachable:
        shown = "、".join(desk.unreachable[:limit])
        more = f"等{len(desk.unreachable)}人" if len(desk.unreachable) > limit else ""
        parts.append(f"◆ 尚未绑定或联系不上的责任人：{shown}{more}")
    return "\n\n".join(part for part in parts if part)


def _waiting(lines: Sequence[WaitingLine], limit: int) -> str:
    if not lines:
        return ""
    shown = [f"{place}. {line.what}，已等{line.workdays}个工作日" for place, line in enumerate(lines[:limit], 1)]
    return "\n".join(
        [f"◆ 待您处理（{len(lines)}件，点编号打开）", *shown, *rest(len(lines), limit, "件", "处理后再看")]
    )


def _silent(lines: Sequence[SilentLine], limit: int) -> str:
    if not lines:
        return ""
    return silent(lines, limit)


def silent(lines: Sequence[SilentLine], limit: int, *, advice: bool = True) -> str:
    """Everybody is named: the first with his tasks, the others with their number. `advice`: to whom may act on it."""
    advised = [_advice(line) if advice else "" for line in lines[:limit]]
    usual, often = Counter(advised).most_common(1)[0]
    alike = usual if often > ALIKE else ""
    head = f"◆ 未反馈、未签收（{len(lines)}人，共{sum(len(line.numbers) for line in lines)}项）"
    shown = [
        _silent_line(line, f"，{said or '暂不需升级'}" if said != alike and (said or alike) else "")
        for line, said in zip(lines[:limit], advised, strict=False)
    ]
    more = "、".join(f"{line.owner}{len(line.numbers)}项" for line in lines[limit:])
    return "\n".join(
        [
            head,
            *([f"　以下各位{'均' if often == len(advised) else '除注明的外均'}{alike}。"] if alike else []),
            *shown,
            *([f"　其余{len(lines) - limit}人：{more}"] if more else []),
        ]
    )


def _silent_line(line: SilentLine, advice: str) -> str:
    """林草局局长：3项，最久11个工作日，均未签收（3号、8号、21号）"""
    whole = line.unsigned == len(line.numbers)
    unsigned = "，均未签收" if whole else f"，其中未签收{line.unsigned}项" if line.unsigned else ""
    ordered = f"，{line.ordered}项已下达督办单" if line.ordered else ""
    put_up = f"，{line.put_up}项已报领导" if line.put_up else ""
    shown = words.numbers(line.numbers[:5]) + ("等" if len(line.numbers) > 5 else "")
    done = f"{unsigned}{ordered}{put_up}{advice}"
    return f"　{line.owner}：{len(line.numbers)}项，最久{line.workdays}个工作日{done}（{shown}）"


def _advice(line: SilentLine) -> str:
    order = "可下达督办单" if line.to_order and not line.ordered else ""
    up = "可报领导" if line.to_leader else f"须当面报告{line.in_person}" if line.in_person else ""
    if line.put_up and not (order or up):
        return "已逐级报告，请当面督办"
    return "、".join(part for part in (order, up) if part)


def rest(count: int, limit: int, unit: str, how: str) -> list[str]:
    return [f"　其余{count - limit}{unit}，{how}。"] if count > limit else []


def buttons(desk: Desk, limit: int) -> list[Sequence[keyboards.Button]]:
    opened = [(str(place), line.data) for place, line in enumerate(desk.waiting[:limit], 1)]
    everybody = [[(f"催办以上全部{len(desk.silent)}人", "urgeall:0")]] if len(desk.silent) > 1 else []
    return [*keyboards.rows_of(opened, 5), *urging(desk.silent), *everybody]


def urging(lines: Sequence[SilentLine], start: int = 0) -> list[Sequence[keyboards.Button]]:
    """Of so many from there on, and one that opens the next."""
    rows: list[Sequence[keyboards.Button]] = [_row(line) for line in lines[start : start + URGED]]
    left = len(lines) - start - URGED
    return [*rows, [(f"其余{left}人", f"silent:{start + URGED}")]] if left > 0 else rows


def _row(line: SilentLine) -> list[keyboards.Button]:
    row = [(f"催办{line.owner}（{len(line.numbers)}项）"[:60], f"urgeall:{line.owner_id}")]
    row.append(("电话代录", f"tele:{line.owner_id}"))
    if line.to_order and line.ordered < len(line.numbers):
        row.append(("下达督办单", f"order:{line.owner_id}"))
    if line.to_leader:
        row.append(("报领导", f"up:{line.owner_id}"))
    return row


def by_telephone(owner: str, number: int) -> str:
    return f"请电话联系{owner}，然后发送“代{owner}报：{number}号完成60%，月底前办结”这样一句，核对后即记为其反馈。"


NOT_ISSUED = "未下达。"


def order_draft(owner: str, tasks: Sequence[tuple[int, str]], *, colour: str, by: date, today: date) -> str:
    """As it is shown before it is issued; its number it gets then."""
    rows = "\n".join(f"　{task_answers.named(number, title)}" for number, title in tasks)
    head = f"拟下达{colour}督办单\n{owner}：以下{len(tasks)}项多次提醒后仍未反馈："
    return f"{head}\n{rows}\n请于{words.day(by, today=today)}前反馈办理情况。"


NOBODY_MORE = "没有其余未反馈、未签收的责任人。"
OFFICE = "督查员今日关注："
LEADER = "以下事项等您定夺："
LEADER_REPORTED = "督查室报告："


def urged_all(owner: str, numbers: Sequence[int]) -> str:
    return f"已催办{owner}：{words.numbers(numbers)}。"

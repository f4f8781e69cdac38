"""事不过夜: the list of 急件 at the end of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.texts import desk, keyboards, task_answers, words
from schedules import moments

OFFICE = "【事不过夜】以下急件今日尚未落实，请今晚跟进："
LEADER = "【事不过夜】您牵头的以下急件今日催问后仍未反馈："
HOW = "如需批示，请直接回复并写明编号。"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A 急件 that is unanswered, or waits for a decision."""

    task_id: int
    number: int
    title: str
    owner_id: int
    owner: str
    due: date | None
    today: date
    unsigned: bool
    asked_at: datetime | None  # local; of the first ask without an answer
    waiting: tuple[tuple[str, int], ...] = ()  # kind and id of what is to be decided


def text(lines: Sequence[OpenLine], limit: int, *, office: bool) -> str:
    shown = [_line(line) for line in lines[:limit]]
    more = [f"其余{len(lines) - limit}项见台账。"] if len(lines) > limit else []
    return "\n".join([OFFICE if office else LEADER, *shown, *more, *([] if office else [HOW])])


def _line(line: OpenLine) -> str:
    due = f"，时限{words.day(line.due, today=line.today)}" if line.due else ""
    what = []
    if line.asked_at is not None:
        kept = "未签收" if line.unsigned else "未反馈"
        when = f"{line.asked_at:%H:%M}" if line.asked_at.date() == line.today else moments.day(line.asked_at)
        what.append(f"{line.owner}自{when}起{kept}")
    what += [f"{desk.REQUESTS[kind]}待定" for kind, _ in line.waiting]
    return f"· {task_answers.named(line.number, line.title)}：{'；'.join(what)}{due}"


def buttons(lines: Sequence[OpenLine], *, office: bool) -> list[Sequence[keyboards.Button]]:
    rows = [_row(line) for line in lines] if office else []
    return [
        *rows,
        *([] if office else keyboards.of_several([(each.task_id, each.number) for each in lines], unsigned=False)),
    ]


def _row(line: OpenLine) -> list[keyboards.Button]:
    opened = [(f"{desk.REQUESTS[kind][:4]}{line.number}号", f"req:{request_id}") for kind, request_id in line.waiting]
    if line.asked_at is None:
        return opened
    return [
        (f"催办{line.number}号", f"urge:{line.task_id}"),
        ("电话代录", f"tele:{line.owner_id}"),
        ("报领导", f"up:{line.owner_id}"),
        *opened,
    ]

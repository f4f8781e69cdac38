"""签发: a paper as it waits for a signature, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from bot.texts.keyboards import Button

CONFIRM, CANCEL = 1, 2
WRITE_WHY = "请写明退回的原因和修改意见，将转告拟稿人。"
WITHDRAWN = "拟稿已撤回，未发出。"


def buttons(instruction_id: int, *, signs: bool, send: str) -> list[Sequence[Button]]:
    """`send`: how sending is called where the reader may sign it himself."""
    go = send if signs else "呈主任签发"
    return [[(go, f"o:{instruction_id}:{CONFIRM}"), (f"暂不{send}", f"o:{instruction_id}:{CANCEL}")]]


def take_back(instruction_id: int) -> list[Sequence[Button]]:
    return [[("撤回拟稿", f"o:{instruction_id}:{CANCEL}")]]


def submitted(paper: str, signer: str) -> str:
    return f"{paper}已呈{signer}签发，签发后即发出并告知您；两个工作日未签将再次提请。"


def order_issued(number: str, to: Sequence[str], items: int, due: date | None, *, today: date) -> str:
    by = f"，{words.day(due, today=today)}前反馈" if due else ""
    return f"{number}已下达{'、'.join(to)}，共{items}项{by}；到期未反馈将再次提醒并列入晨间清单。"


def sent(number: str, to: Sequence[str]) -> str:
    """通报, 专报."""
    return f"{number}已发{'、'.join(to)}。"


def signed_by(who: str, said: str) -> str:
    return f"{who}已签发：{said}"


def sent_back(paper: str, who: str, why: str) -> str:
    return f"您拟的{paper}由{who}退回修改：{why}"


@dataclass(frozen=True, slots=True)
class Late:
    """A task that is far behind; `days`: how long it is past its date."""

    number: int
    title: str
    days: int = 0


def _late(task: Late) -> str:
    return f"{task.number}号{words.quoted(task.title, 20)}" + (f"超期{task.days}天" if task.days > 0 else "严重滞后")


def bulletin(title: str, summary: str, late: Sequence[tuple[str, Sequence[Late]]]) -> str:
    """A 通报 drawn from the figures: the whole, then the units that are behind, with each of their tasks by name."""
    rows = [f"· {unit}：{'、'.join(map(_late, found[:8]))}{'等' if len(found) > 8 else ''}" for unit, found in late]
    behind = ["以下单位有事项超期或严重滞后，请抓紧办理并反馈：", *rows] if rows else ["目前没有超期或严重滞后的事项。"]
    return "\n".join([title, summary, *behind])


def bulletin_draft(text: str) -> str:
    return f"拟印发通报（发市领导和有在办事项的责任人）：\n{text}"


def bulletin_title(day: date, *, today: date) -> str:
    return f"截至{words.day(day, today=today)}督查事项办理情况："

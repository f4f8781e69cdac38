"""Notices to the coordinators: who cannot be reached, what was asked, what went wrong and is on record."""

from __future__ import annotations

from bot.texts import words
from db.payloads import Notice, NoticePayload

SOMEBODY = "某位责任人"


def text(notice: NoticePayload, name: str) -> str:
    """`name`: of the person it is about."""
    said, why, plain = words.quoted(notice.text or "", 300), notice.why or "", notice.text or ""
    lost = why if notice.why is not None else "消息无法送达"
    known: dict[str, str] = {
        Notice.ASKED: f"【负责人提问】{name}：{said}\n直接回复本消息，即转告{name}。",
        Notice.UNCLEAR: f"【请人工核实】{name}的回复两次未能读准：{said}\n请与其联系；直接回复本消息即转告。",
        Notice.HELP: f"【困难协调】{name}反映：{said}\n直接回复本消息即转告。",
        Notice.DELEGATE: f"【责任人变动】{name}：{said}\n如需调整责任人，请核实后更新台账。",
        Notice.NO_TASK: f"【来信】{name}名下没有在办事项，发来：{said}\n直接回复本消息即转告。",
        Notice.UNREACHABLE: f"【联系不上】{name}：{lost}。名下事项请电话联系。",
        Notice.SECRET: f"【涉密提醒】{name}发来带有密级标志的内容，未予保存。请提醒其按保密规定办理。",
        Notice.POISON: f"【处理失败】{name}的一条消息未能处理，已另行保存，请与其联系，并请运维查看日志。",
        Notice.UNKNOWN: f"【结果不明】发给{name}的一条消息结果不明，可能未送达。{why}",
        Notice.UNDELIVERABLE: f"【未能送达】发给{name}的一条消息未能送达：{why}",
        Notice.OUTAGE: f"【服务恢复】{plain if notice.text is not None else '服务曾中断，现已恢复'}",
        Notice.RESTORED: f"【台账恢复】{plain}",
        Notice.BREACH: f"【巡查发现】{plain}",
    }
    return known.get(notice.what, f"【通知】{notice.what if notice.text is None else notice.text}")

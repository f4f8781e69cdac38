"""Notices to the coordinators: who cannot be reached, what was asked, what went wrong and is on record."""

from __future__ import annotations

from typing import Any

from bot.texts import words


def text(facts: dict[str, Any], name: str) -> str:
    what = facts.get("what", "")
    said = words.quoted(facts.get("text", ""), 300)
    known = {
        "asked": f"【负责人提问】{name}：{said}\n直接回复本消息，即转告{name}。",
        "unclear": f"【请人工核实】{name}的回复两次未能读准：{said}\n请与其联系；直接回复本消息即转告。",
        "help": f"【困难协调】{name}反映：{said}\n直接回复本消息即转告。",
        "delegate": f"【责任人变动】{name}：{said}\n如需调整责任人，请核实后更新台账。",
        "no_task": f"【来信】{name}名下没有在办事项，发来：{said}\n直接回复本消息即转告。",
        "unreachable": f"【联系不上】{name}：{facts.get('why', '消息无法送达')}。名下事项请电话联系。",
        "poison": f"【处理失败】{name}的一条消息未能处理，已另行保存，请与其联系，并请运维查看日志。",
        "unknown": f"【结果不明】发给{name}的一条消息结果不明，可能未送达。{facts.get('why', '')}",
        "undeliverable": f"【未能送达】发给{name}的一条消息未能送达：{facts.get('why', '')}",
        "outage": f"【服务恢复】{facts.get('text', '服务曾中断，现已恢复')}",
        "restored": f"【台账恢复】{facts.get('text', '')}",
        "breach": f"【巡查发现】{facts.get('text', '')}",
    }
    return known.get(what, f"【通知】{facts.get('text', what)}")

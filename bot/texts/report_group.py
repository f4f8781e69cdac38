"""The group that hears the weekly report, in words."""

from __future__ import annotations

from typing import Final

ASKED: Final = frozenset({"周报群", "督查周报群", "通报群"})
ENDS: Final = frozenset({"解除周报群", "解绑周报群", "取消周报群", "解除通报群"})
UNBOUND = "本群不再接收督查周报。"
NOT_BOUND = "本群没有绑定督查周报。"


def bound(clock: str) -> str:
    return (
        f"本群已绑定督查周报，每周最后一个工作日{clock}发送。周报列有单位、责任人和事项名称，请核对群成员范围；"
        "涉密、内部事项不在本系统办理。督查员在群内发 /unbind 即可解除。"
    )


def bound_now(title: str, who: str, before: str) -> str:
    instead = f"，原绑定的“{before}”不再接收" if before else ""
    return f"【周报群】{who}已把“{title}”绑定为督查周报接收群{instead}。发“解除周报群”可解除。"


def unbound_by(title: str, who: str) -> str:
    return f"【周报群】{who}已解除“{title}”的周报绑定。"


def put_out(title: str) -> str:
    return f"【周报群】“{title}”已把本助手移出，周报绑定随之解除。"


def standing(title: str, username: str) -> str:
    if title:
        return f"督查周报同时发到“{title}”。发“解除周报群”可解除；在另一群发 /bind@{username} 即改绑。"
    return f"尚未绑定周报群。请把本助手加入群聊，由督查员在群内发 /bind@{username}。只能绑定一个群。"

"""Which pieces of the demo's conversation are shown in the handbooks. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.playground.conversation import Event

_DRAWN = 1  # of how a picture looks: a new one makes every picture an old one
_LINES = 16  # of one message


@dataclass(frozen=True, slots=True)
class Scene:
    """`count` events of one person's chat, from the first that holds `begins`."""

    name: str
    person: str
    begins: str
    count: int
    lines: int = _LINES


SCENES = (
    Scene("签收", "市财政局局长", "交办8项事项，请签收", 3),
    Scene("反馈", "市财政局局长", "完成一半了", 6, lines=6),
    Scene("困难", "市工信局局长", "75号卡在供地上", 3),
    Scene("申请办结", "市招商局局长", "124号印发件", 4),
    Scene("催办", "市城管执法局局长", "【督查室催办】", 5),
    Scene("核查办结", "督查员甲", "【办结核查】市政府办公室主任", 4),
    Scene("协调困难", "督查员甲", "【困难协调】市工信局局长反映", 2),
    Scene("早间清单", "督查员甲", "督查员今日关注", 1, lines=22),
    Scene("周报", "督查员甲", "【督查周报】", 1, lines=26),
    Scene("领导请示", "分管城建副市长", "【请示】市住建局局长", 5),
    Scene("领导批示", "分管城建副市长", "99号管网改造要赶在汛期前", 4),
    Scene("批示反馈", "分管城建副市长", "【批示反馈】市住建局局长", 3),
    Scene("领导周报", "分管城建副市长", "【牵头事项周报】", 1, lines=22),
)


def picked(scene: Scene, events: Iterable[Event], names: Mapping[int, str]) -> list[Event]:
    """Raises LookupError where nobody says so any more."""
    seen = [event for event in events if names.get(event.chat_id) == scene.person and event.act != "edited"]
    first = next((at for at, event in enumerate(seen) if scene.begins in event.text), None)
    if first is None:
        raise LookupError(f"{scene.name}: {scene.person} never meets {scene.begins!r}")
    return seen[first : first + scene.count]


def digest(scene: Scene, shown: Sequence[Event]) -> str:
    """Of all that the picture shows: whether it is current."""
    said = [
        (_DRAWN, scene.person, scene.lines),
        *((event.ours, event.act, event.text, event.buttons) for event in shown),
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def body(event: Event, lines: int) -> Iterator[str]:
    said = event.text.splitlines() if event.act != "tapped" else [f"点按：{event.text}"]
    yield from said[:lines]
    if len(said) > lines:
        yield "……"

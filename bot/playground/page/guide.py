"""A story to follow: each step is ticked off by what has happened, never by a click on it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

HEAD, COORDINATOR = "市住建局局长", "督查员甲"


@dataclass(frozen=True, slots=True)
class Facts:
    """What has happened in the story."""

    said: bool  # the head has said something since the beginning, and was answered
    heard: bool  # the coordinator's chat was looked at after that
    digest: bool  # his weekly report was looked at
    survived: bool  # the service was killed once, and after the restart nothing was missing
    dead: bool  # it lies killed
    recovering: bool = False  # what waited is being served


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    hint: str
    label: str  # of the button that takes the visitor there
    act: str  # what the button does: person, clock, switch, revive
    of: str
    words: str = ""  # suggested
    done: Callable[[Facts], bool] = lambda facts: False


STEPS = (
    Step(
        "当市住建局局长，回一句话",
        "今早的交办消息已到。像平时发微信那样回复即可，一句话里可以说几件事。",
        "填入一句",
        "person",
        HEAD,
        "101号总体完成三成，99号卡在资金上，请市财政局协调",
        lambda facts: facts.said,
    ),
    Step(
        "看督查员收到了什么",
        "您说的已记入台账；写了困难或申请的，会带着按钮转到督查员手上，一点就能交办。",
        "去看督查员甲",
        "person",
        COORDINATOR,
        done=lambda facts: facts.heard,
    ),
    Step(
        "拨到周五，看周报",
        "该提醒的都在当天提醒，周五16:00周报送到督查员手上。其他人不会自己说话，多是未签收；要看他们各自回复，请用“播放两周”。",
        "拨到周五16:00",
        "clock",
        "friday",
        done=lambda facts: facts.digest,
    ),
    Step(
        "强杀服务，看丢不丢",
        "进程立即被杀。这时再发几句话，然后恢复，看一句都没有丢。",
        "强杀服务",
        "switch",
        "kill",
        done=lambda facts: facts.survived,
    ),
)


DEAD = replace(
    STEPS[-1],
    hint="服务已停。换几个人说几句话：都只有一个勾，没有人收。然后恢复，看回音一条条补上。",
    label="恢复服务",
    act="revive",
)


RECOVERING = replace(DEAD, hint="正在恢复：积下的一条条补上，约需几秒。")


def told(facts: Facts) -> list[dict[str, object]]:
    steps = [*STEPS[:-1], DEAD if facts.dead else RECOVERING if facts.recovering else STEPS[-1]]
    shown = ("title", "hint", "label", "act", "of", "words")
    return [{**{name: getattr(step, name) for name in shown}, "done": step.done(facts)} for step in steps]

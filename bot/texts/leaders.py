"""What a leader reads back of words that are no new 批示, and what goes out with them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import words

AGAIN_SENT = "已退回，请其重新答复；批示仍按未答复督办。"

NOT_SENT = "这条批示还没有确认发出：{said}\n请点“确认”发出，或点“取消”。"


def let_go(about: str, said: str, holder: str) -> str:
    return f"您{about}的批示就此了结，不再催办；您的话{words.quoted(said, 200)}转告{holder}和督查室。请确认。"


def draft_dropped(about: str) -> str:
    return f"您{about}的批示还没有发出，已取消。"


def let_go_told(leader: str, about: str, said: str) -> str:
    return f"【批示了结】{leader}{about}的批示不必再作答复：{words.quoted(said, 300)}"


def again(about: str, said: str, holder: str) -> str:
    return f"{about}批示的答复退回{holder}重新答复，您的话随附：{words.quoted(said, 300)}\n批示仍按未答复督办。请确认。"


def again_told(leader: str, about: str, said: str) -> str:
    head = f"【批示退回】{leader}对{about}批示的答复要求重新答复：{words.quoted(said, 300)}"
    return f"{head}\n直接回复本消息即可，答复将呈{leader}。"


def receipt(about: str, sent: str, holder: str, answer: str, answered: str) -> str:
    """Telegram does not say who has read what: delivered, and answered or not."""
    head = f"{about}的批示已于{sent}送达{holder}"
    if answer:
        return f"{head}；{answered}答复：{words.quoted(answer, 300)}"
    return f"{head}，目前尚未答复（是否已读无从得知）。"


def praise(names: Sequence[str], said: str) -> str:
    return f"转达给{'、'.join(names)}（不需答复，不改台账）：{words.quoted(said, 300)}\n请确认。"


def praise_told(leader: str, said: str) -> str:
    return f"【领导肯定】{leader}：{words.quoted(said, 500)}"


def praise_sent(names: Sequence[str]) -> str:
    return f"已转达{'、'.join(names)}。"

"""Files that prove something."""

from __future__ import annotations

from bot.texts import words

WHICH = "这份材料属于哪一项？"
TO_OFFICE = "都不是，转督查员"
NO_TASK = "材料已收到，已转督查员。"


def kept(number: int, title: str) -> str:
    return f"材料已收到，归入{number}号“{title}”。"


def caption(about: str, who: str, day: str, said: str) -> str:
    words_ = f"\n原话：{words.quoted(said, 300)}" if said.strip() else ""
    return f"【材料】{about}\n{who}于{day}报送。{words_}"

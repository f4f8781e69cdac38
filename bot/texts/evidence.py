"""Files that prove something."""

from __future__ import annotations

from bot.texts import words

WHICH = "这份材料属于哪一项？"
TO_OFFICE = "都不是，转督查员"
OF_THE_OFFICE = (
    "图片、文件已收到。如是领导批示原件，请接着发“常务副市长3月1日批示：66号要抓紧，3月底前办结”，"
    "确认后原件随事项保存。"
)
NO_TASK = "材料已收到，已转督查员。"


def kept(number: int, title: str) -> str:
    return f"材料已收到，归入{words.titled(number, title)}。"


def caption(about: str, who: str, day: str, said: str) -> str:
    words_ = f"\n原话：{words.quoted(said, 300)}" if said.strip() else ""
    return f"【材料】{about}\n{who}于{day}报送。{words_}"

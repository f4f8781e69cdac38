"""A title or somebody's words may hold quotation marks: within the office's own they are single."""

import re
from pathlib import Path

from bot.texts import words

BOT = Path(words.__file__).parents[1]


def test_marks_within_marks_are_single():
    assert words.titled(7, "编制任务“时间表”和“路线图”") == "7号“编制任务‘时间表’和‘路线图’”"
    assert words.quoted("请看“路线图”") == "“请看‘路线图’”"


def test_no_title_is_put_in_marks_by_hand():
    by_hand = re.compile(r"号“\{(?!within)[^}]*title")
    assert [path.name for path in BOT.rglob("*.py") if by_hand.search(path.read_text("utf-8"))] == []

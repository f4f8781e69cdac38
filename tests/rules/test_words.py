"""Plain words as commands."""

from __future__ import annotations

import pytest

from bot.reading.asks.courtesy import is_thanks
from bot.reading.commands import command
from bot.reading.text.normal_form import plain


@pytest.mark.parametrize(
    ("text", "name"),
    [("状态", "status"), ("我的任务", "mine"), ("超期", "overdue"), ("帮助。", "help"), ("／幫助", "help")],
)
def test_a_whole_message_may_be_a_command(text, name):
    assert command(text) == name


@pytest.mark.parametrize("text", ["3号超期", "状态良好", "我的任务已完成", "请帮助协调", ""])
def test_a_report_is_no_command(text):
    assert command(text) is None


@pytest.mark.parametrize("words", ["谢谢", "谢谢！", "好的，谢谢领导", "感谢提醒🙏", "辛苦了", "Thanks"])
def test_thanks_and_nothing_else(words):
    assert is_thanks(plain(words))


@pytest.mark.parametrize("words", ["谢谢，1号已办结", "请问谢局长在吗", "你好", "👌", "谢谢，请问交给谁？"])
def test_more_than_thanks(words):
    assert not is_thanks(plain(words))

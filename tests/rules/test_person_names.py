"""Whether words may be the name of somebody new: no clause becomes a person."""

import pytest

from bot.reading.mentions.person_names import may_be_name


@pytest.mark.parametrize(
    "words", ["张三", "欧阳锋", "老马", "小郑", "顾长林", "市水利局副局长", "王副主任", "阿依古丽·买买提", "督查员丙"]
)
def test_a_name(words):
    assert may_be_name(words)


@pytest.mark.parametrize(
    "words", ["今天报到", "他的先转给局长", "不着人的", "这两天", "预算科的", "三", "住建那边的人先顶一下"]
)
def test_no_name(words):
    assert not may_be_name(words)

"""Office words as voice input mishears them: one letter of a word replaced by another of the same sound."""

from __future__ import annotations

import re
from functools import lru_cache

# The word, letters heard for its first and for its second, and what must not or must stand around it
# where the misheard letters are words of their own.
_HEARD: tuple[tuple[str, str, str, str, str], ...] = (
    ("延期", "言沿盐颜炎岩严", "", "", "(?![货刊待望许])"),
    ("延长", "言盐颜炎", "", "", ""),
    ("延到", "言盐颜炎", "", "", ""),
    ("宽限", "", "线现县", "", ""),
    ("停工", "", "公攻功宫", "", "(?!交|共)"),
    ("开工", "", "公攻宫", "", "(?![司证交用示函道共路开])"),
    ("动工", "", "公攻宫", "(?<![活劳移机运流])", "(?![司益])"),
    ("完工", "", "公攻宫", "", "(?![司示证路章])"),
    ("复工", "", "公攻宫", "(?<![修恢回])", "(?![司示])"),
    ("施工", "失师湿", "", "(?<![老教律讲技导厨牧])", ""),
    ("施工", "", "公攻宫", "(?<![措设实])", "(?![司示])"),
    ("竣工", "俊峻骏郡菌", "", "", ""),
    ("启动", "起", "", "", "(?!了|来)"),
    ("办结", "班般", "", "", ""),
    ("完成", "玩丸顽", "", "", ""),
    ("完成", "", "城程呈诚承", "", ""),
    ("搞定", "高稿", "丁钉腚订", "", "(?=$|[了啦咯,。;!])"),
    ("任务", "认", "", "", ""),
    ("任务", "", "物误悟", "(?<=[0-9一二三四五六七八九十][号项]|[这那]个|[这该]项)", ""),
    ("滞后", "制治智质", "", "(?<=[度工展期作重有点])", "(?=$|[了,。;!])"),
    ("逾期", "于愚", "", "", "(?=$|[了,。;!未没还])"),
    ("受阻", "", "组祖", "", ""),
    ("搁置", "割歌", "", "", ""),
    ("搁置", "", "制治质", "", ""),
    ("停滞", "", "制治质置", "", "(?=$|[了,。;!不状])"),
    ("暂停", "占站", "", "", "(?=$|[了,。;!施])"),
    ("卡住", "", "主祝柱", "", "(?=$|[了啦咯,。;!])"),
    ("验收", "严燕厌艳演", "", "", "(?!入)"),
    ("批复", "披", "", "", ""),
    ("审批", "", "披", "", ""),
    ("拨付", "波播", "", "", ""),
    ("资金", "自", "", "", "(?=没|不|未|还|缺|到|紧|拨|问)"),
    ("推进", "", "近劲", "", ""),
    ("进度", "近尽劲", "", "", "(?=$|[,。;!是在有约大滞到慢不较偏百0-9])"),
    ("进度", "", "渡杜", "", ""),
    ("预计", "遇与欲玉", "", "", "(?!算|划)"),
    ("预计", "", "记既寄", "", ""),
    ("争取", "", "曲娶", "", ""),
    ("协调", "斜携鞋", "", "", ""),
    ("协调", "", "条", "", "(?!件)"),
    ("整改", "正政", "", "", "(?=完|到|好|了|中|落)"),
    ("拆除", "差柴", "", "", ""),
    ("招标", "找", "", "", ""),
    ("招标", "", "表", "", "(?!格)"),
    ("报送", "", "宋", "", ""),
    ("销号", "消削肖", "", "", ""),
    ("销号", "", "毫浩耗", "", ""),
    ("化解", "话", "", "", ""),
    ("落实", "", "石", "(?<![下降陨滚])", "(?=$|[了到,。;!])"),
    ("交付", "", "复负富", "", "(?=$|[了使,。;!])"),
    ("移交", "宜", "", "", ""),
    ("定夺", "", "多躲", "", "(?=$|[,。;!一])"),
    ("备齐", "背倍贝", "其", "", "(?=$|[了啦,。;!])"),
    ("入库", "", "酷裤", "", ""),
    ("平台", "", "太抬", "", ""),
    ("收尾", "", "伟", "", ""),
)


def mend(text: str) -> str:
    """The words as they were meant; every letter keeps its place."""
    return _table().sub(lambda heard: _meant()[heard.group()], text)


@lru_cache(maxsize=1)
def _meant() -> dict[str, str]:
    return {form: word for word, *heard in _HEARD for form in _forms(word, heard[0], heard[1])}


@lru_cache(maxsize=1)
def _table() -> re.Pattern[str]:
    """One expression of all, compiled at the first reading."""
    branches = [
        f"{before}(?:{'|'.join(_forms(word, first, second))}){after}" for word, first, second, before, after in _HEARD
    ]
    begin = "".join(sorted({form[0] for form in _meant()}))
    return re.compile(f"(?=[{begin}])(?:{'|'.join(branches)})")


def _forms(word: str, first: str, second: str) -> list[str]:
    return [letter + word[1] for letter in first] + [word[0] + letter for letter in second]

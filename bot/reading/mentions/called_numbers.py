"""Numbers with 号 in running words: which call a task, and which are a day of the month."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions.numbers import LAST_DAY

_HAO = re.compile(r"(?<![\d月年.第])(\d{1,5})号(?!文|楼|线|院|地块|闸|门|库|机|桥|井)")
_LIST = re.compile(
    r"(?<![\d月年.])\d{1,4}(?:号|项)?(?:[、,，和及与跟 ]{1,2}\d{1,4}(?:号|项)?)+"
    r"(?=号|项|这|那|都|各|请|要|,|，|。|$|全|统|一|的|能|也|怎|有|先|可|[两三四五六七八九十]{1,2}[项件个])"
)
# 政办发〔2022〕9号, 政办发9号: the number of a paper.
_PAPER = re.compile(r"(?:(?:19|20)\d\d[\]〕】）)]|[政府党委办组厅局][发字函])第?$")
_RANGE = re.compile(r"\d{1,2}号?(?:到|至|-|—|~)\d{1,2}[号日]")
_BEFORE = any_of(Words.BEFORE_A_DAY, "(?:{})$".format)
_AFTER = any_of(Words.BEHIND_A_DAY)
_PERHAPS = any_of(Words.PERHAPS_A_DAY)
_HEAD = 4  # letters that may stand before the number that opens the words


def numbers(text: str, known: Collection[int]) -> tuple[int, ...]:
    """Of `known`, in the order in which they are called; 20号要是办不完 calls none where the words begin otherwise."""
    found = [*_listed(text, known), *(int(each[1]) for each in _HAO.finditer(text) if not is_no_task(text, each))]
    return tuple(dict.fromkeys(each for each in found if each in known))


def is_no_task(text: str, called: re.Match[str]) -> bool:
    return is_day(text, called) or _PAPER.search(text, 0, called.start()) is not None


def is_day(text: str, called: re.Match[str]) -> bool:
    """Whether this N号 is the N-th of a month: by the words around it."""
    if int(called[1]) > LAST_DAY or int(called[1]) == 0:
        return False
    if any(span.start() <= called.start() < span.end() for span in _RANGE.finditer(text)):
        return True
    if _BEFORE.search(text, 0, called.start()):
        return True
    if _AFTER.match(text, called.end()):
        return True
    return called.start() > _HEAD and _PERHAPS.match(text, called.end()) is not None


_BARE = re.compile(
    r"(?:^|(?<=[,，。;；:： ])|(?<=[把将挂给催]))(?:那个|这个|第)?(\d{1,4})(?=[\u4e00-\u9fff])"
    r"(?!万|亿|元|个|家|户|人|次|天|年|月|日|点|时|分|米|公里|亩|吨|台|座|条|件|宗|处|套|岁|平|多|几|余|倍|级|期|届|名|位|份|周|栋|批|成|号|项)"
)


_INSIDE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![改报到成至共完了缺有剩约达是差第近超升降涨过为按的月年化排查出])(\d{2,4})(?=[\u4e00-\u9fff])"
    r"(?!万|亿|元|个|家|户|人|次|天|年|月|日|点|时|分|米|公里|亩|吨|台|座|条|件|宗|处|套|岁|平|多|几|余|倍|级|期|届|名|位|份|周|栋|批|成|号|项|块|岁|里)"
)


def bare(text: str, known: Collection[int]) -> tuple[int, ...]:
    """144给我重新打开, 76可以接着走了: a bare number that begins a clause and counts nothing; else one behind a name,
    财政那个109我问清了."""
    at_head = [int(each[1]) for each in _BARE.finditer(text) if int(each[1]) in known]
    inside = [int(each[1]) for each in _INSIDE.finditer(text) if int(each[1]) in known]
    return tuple(dict.fromkeys(at_head or inside))


def unknown(text: str, known: Collection[int]) -> tuple[int, ...]:
    """Numbers that call a task none of `known` is."""
    found = (int(each[1]) for each in _HAO.finditer(text) if not is_no_task(text, each))
    return tuple(dict.fromkeys(each for each in found if each not in known))


def _listed(text: str, known: Collection[int]) -> list[int]:
    """66、68、69、90这几个: a list of bare numbers, all of them tasks."""
    for found in _LIST.finditer(text):
        said = [int(each) for each in re.findall(r"\d{1,4}", found[0])]
        if len(said) > 1 and set(said) <= set(known):
            return said
    return []

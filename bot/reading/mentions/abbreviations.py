"""Titles shortened to some of their letters in order: 烈陵 for 烈士陵园提质, 堤那边 for 海堤加固."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.reading.kinds import Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions.titles import Keyword
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask

# Where a subject may begin: only there may so few letters name a task.
_BEGIN = re.compile(
    r"(?:^|[,;。!?\n:|/】 ]|[了啦咯](?!吗|吧)|然后|还有|另外|再一个|再就是|至于|但是?|不过|而|其中|以及)"
    r"(?:那个|这个|我们|我局|目前|现在|就是|[呢啊嘛,、]|那|的){0,3}"
)
_AND = tuple("和及与跟同、")
_POINTED_AT = re.compile("[那这](?:边|块|头|里|项|个|件|摊)|的事")
_HAN = re.compile("[\u4e00-\u9fff]{2,4}")
_GENERAL = tuple(map(any_of, (Words.SUBJECT_FILLER, Words.FILLER, Words.PART)))


def abbreviations(text: str, tasks: Sequence[AskedTask], ends: Iterable[int]) -> Iterator[Keyword]:
    """Two to four letters in the order of exactly one title, or one letter that only one has and that is pointed at.

    `ends` is where names end: behind 和 there another may begin."""
    letters = _letters(tuple((task.ref, task.title) for task in tasks))
    titles = {task.ref: plain(task.title) for task in tasks}
    behind = (end + 1 for end in ends if text[end : end + 1] in _AND)
    for start in sorted({*(begin.end() for begin in _BEGIN.finditer(text)), *behind}):
        refs = letters.get(text[start : start + 1], frozenset())
        if refs and (found := _named(text, start, refs, letters, titles)):
            yield found


@lru_cache(maxsize=256)
def _letters(titles: tuple[tuple[int, str], ...]) -> Mapping[str, frozenset[int]]:
    refs: dict[str, set[int]] = defaultdict(set)
    for ref, title in titles:
        for letter in plain(title):
            refs[letter].add(ref)
    return {letter: frozenset(found) for letter, found in refs.items()}


def _named(
    text: str, start: int, refs: frozenset[int], letters: Mapping[str, frozenset[int]], titles: Mapping[int, str]
) -> Keyword | None:
    if len(refs) == 1 and _POINTED_AT.match(text, start + 1):
        return Keyword(start, start + 1, tuple(refs), (1, 1))
    run = _HAN.match(text, start)
    for end in range(run.end(), start + 1, -1) if run else ():
        said = text[start:end]
        own = all(len(letters.get(letter, ())) == 1 for letter in said)  # 拆船 of 渔船拆解: no other has any of them
        near = refs & letters.get(said[1], frozenset())
        fitting = [ref for ref in near if _in_order(said, titles[ref]) or (own and set(said) <= set(titles[ref]))]
        if fitting:
            sure = len(fitting) == 1 and not _says_nothing(said) and any(len(letters[letter]) == 1 for letter in said)
            return Keyword(start, end, tuple(fitting), (end - start, end - start)) if sure else None
    return None


def _in_order(said: str, title: str) -> bool:
    rest = iter(title)
    return all(letter in rest for letter in said)


def _says_nothing(said: str) -> bool:
    return any(words.fullmatch(said) for words in _GENERAL)

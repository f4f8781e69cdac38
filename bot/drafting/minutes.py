"""A text as headings, sentences and the clauses that hand something out. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_VERBS = re.compile("|".join(sorted(_DATA["verbs"].split(), key=len, reverse=True)))
_NOT_AFTER = re.compile("|".join(map(re.escape, _DATA["not_after"].split())))
_LOOKS_BACK = re.compile("|".join(_DATA["looks_back"].split()))
_TYPES: dict[str, re.Pattern[str]] = {
    name: re.compile("|".join(map(re.escape, words.split()))) for name, words in _DATA["types"].items()
}
_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]*")
_CLAUSE = re.compile(r"[，,：:]")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[是要])")
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]+[、是要]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．])")
_LEADS_IN = re.compile(rf"^(?:{'|'.join(sorted(_DATA['leads_in'].split(), key=len, reverse=True))})+")
_LONGEST, _SHORTEST = 60, 5
_HEADED = 10  # letters of a sentence that is no more than the name of what follows
RESULT = re.compile(r"^(?:确保|力争|达到|实现|保持)")  # how far it is to go
COMMON: str = _DATA["common"]
NEAR = 5  # letters before its verb that a clause of work may have


@dataclass(frozen=True, slots=True)
class Sentence:
    """As it stands in the text; `place`: 一（一）2, for people to find it."""

    text: str
    place: str
    start: int


@dataclass(frozen=True, slots=True)
class Handed:
    """One piece of work, in its sentence."""

    words: str
    sentence: Sentence
    type: str = ""


def sentences(text: str) -> Iterator[Sentence]:
    part = section = ""
    for line in re.finditer(r"[^\n]+", text):
        body = line[0].strip()
        if (major := re.match(r"([一二三四五六七八九十]+)、", body)) is not None:
            part, section = major[1], ""
        elif (minor := re.match(r"[（(]([一二三四五六七八九十]+)[）)]", body)) is not None:
            section = f"（{minor[1]}）"
        elif (point := re.match(r"([一二三四五六七八九十]+)[是要]", body)) is not None:
            section = point[1]
        for place, match in enumerate(_SENTENCE.finditer(line[0]), 1):
            said = match[0].strip()
            if len(said) >= _SHORTEST:
                where = f"{part}{section}第{place}句" if part else f"第{place}句"
                yield Sentence(said, where, line.start() + match.start())


def handed_out(text: str) -> list[Handed]:
    """In the order of the text; the same work said twice is one."""
    found: dict[str, Handed] = {}
    begun = False
    for sentence in sentences(text):
        begun = begun or _HEADING.match(sentence.text) is not None
        if not begun or _LOOKS_BACK.search(sentence.text[:12]):
            continue
        if _is_heading(sentence.text):
            continue
        for clause in _clauses(sentence.text):
            found.setdefault(clause, Handed(clause, sentence, type_of(clause)))
    return list(found.values())


def _is_heading(sentence: str) -> bool:
    """（一）全力推进项目建设。 建设美丽乡村。 What is handed out stands in the sentences below it."""
    bare = sentence.strip(" 。；;!?！？")
    if _CLAUSE.search(bare):
        return False
    return _ORDINAL.match(bare) is not None or len(bare) <= _HEADED


def _clauses(sentence: str) -> Iterator[str]:
    for piece in _CLAUSE.split(sentence):
        words = _ORDINAL.sub("", piece.strip(" 。；;!?！？.“”")).strip()
        if not _SHORTEST <= len(words) <= _LONGEST or _NOT_AFTER.match(words) or "“" in words[:1]:
            continue
        if RESULT.match(words) and any(map(str.isdigit, words)):
            yield words
            continue
        bare = _LEADS_IN.sub("", words)
        verb = _VERBS.search(bare)
        if verb is not None and (verb.start() <= NEAR or re.match(r"把|对|在|按照|以", bare)):
            yield words


def type_of(words: str) -> str:
    return next((name for name, pattern in _TYPES.items() if pattern.search(words)), "")

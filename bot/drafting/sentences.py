"""A text as paragraphs, sentences and clauses, each with its place; headings stand apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.drafting.words import listed

_SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]*")
_ENDS = "。！？；;!?"
_POINT = r"[一二三四五六七八九十]+[是要](?!求)"
ORDINAL = re.compile(
    rf"^(?:第?[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[，,]|{_POINT}|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．](?!\d)|[①-⑳])"
)
_MAJOR = re.compile(r"([一二三四五六七八九十]+)、")
_MINOR = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")
_SECOND = re.compile(rf"({_POINT})")
_REVIEW = re.compile(listed("review_headings"))
_LOOKS_BACK = re.compile(rf".{{0,2}}(?:{listed('looks_back')})")
_TURNS = re.compile(r"今年(?!以来)|下一步|接下来|下半年|明年")
_DECIDES = re.compile(listed("decides"))
_ABOUT = re.compile(r"[^\u4e00-\u9fff]*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[）)])?关于")
_A_YEAR = re.compile(r"\d{4}年(?:以来|度)?[，,]")  # 2025年，全区粮食总产达到11万吨
_TO_COME = re.compile(r"要|力争|确保|预期|目标|计划|将|以上|左右|[前底]")
_OPENING, _CLOSING = "“‘《（(【[", "”’》）)】]"
_AMOUNT = r"\d[\d.]*\s*[万亿千]?(?:余|多)?[\u4e00-\u9fff%％]{1,4}"
_LISTED = re.compile(rf"(?<=[\u4e00-\u9fff%％])、(?=(?!增长|下降|减少|提高)[\u4e00-\u9fff“”]{{3,}}?{_AMOUNT})")
_PARTED = re.compile(r"(?<=牵头|负责|主办|配合)、")  # 由市财政局牵头、市工信局配合
_SHORTEST = 5
_HEADED = 10  # letters of a sentence that is no more than the name of what follows


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    start: int  # in its sentence
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """As it stands in the text; `place`: 一（一）第2句, for people to find it; `review`: it looks back;
    `frames`: it opens the speech, or names what follows it."""

    text: str
    place: str
    start: int
    review: bool = False
    paragraph: int = 0
    frames: bool = False


def sentences(text: str) -> Iterator[Sentence]:
    """Without headings."""
    part = section = ""
    chapter_looks_back = False
    begun = re.search(rf"^\s*{_MAJOR.pattern}", text, re.MULTILINE) is None
    for number, line in enumerate(re.finditer(r"[^\n]+", text)):
        body = line[0].strip()
        if (major := _MAJOR.match(body)) is not None:
            part, section, begun = major[1], "", True
            chapter_looks_back = bool(_REVIEW.search(body.split("。")[0]))
        elif (minor := _MINOR.match(body)) is not None:
            section = f"（{minor[1]}）"
        elif (point := _SECOND.match(body)) is not None:
            section = point[1][:-1]
        if _is_title(body):
            continue
        paragraph_looks_back: bool | None = None
        subject: int | None = None  # where 关于资金拨付。 stands, which the next sentence speaks of
        said_here = list(_SENTENCE.finditer(line[0]))
        for place, match in enumerate(said_here, 1):
            said = match[0].strip()
            if len(said) < _SHORTEST or _is_heading(said):
                subject = match.start() if _ABOUT.match(said) else None
                continue
            looks_back = bool(_LOOKS_BACK.match(said) or (_A_YEAR.match(said) and not _TO_COME.search(said)))
            if paragraph_looks_back is None:
                paragraph_looks_back = looks_back or chapter_looks_back
            paragraph_looks_back = paragraph_looks_back and not _TURNS.search(said) and not _DECIDES.match(said)
            looks_back = (looks_back and not _TURNS.search(said)) or paragraph_looks_back
            where = f"{part}{section}第{place}句" if part else f"第{place}句"
            begin = match.start() if subject is None else subject
            said, subject = line[0][begin : match.end()].strip(), None
            start = line.start() + begin + len(line[0][begin:]) - len(line[0][begin:].lstrip())
            names_what_follows = _SECOND.match(said) is not None and place < len(said_here)
            yield Sentence(said, where, start, looks_back, number, not begun or names_what_follows)


def _is_title(line: str) -> bool:
    """一、肯定成绩，正视差距 with no full stop: the name of what follows."""
    return (
        ORDINAL.match(line) is not None and not any(sign in line for sign in _ENDS) and _MAJOR.match(line) is not None
    )


def _is_heading(sentence: str) -> bool:
    """（一）全力推进项目建设。 建设美丽乡村。 What is handed out stands in the sentences below it."""
    bare = sentence.strip(" 。；;!?！？")
    if re.search(r"[，,：:\d]|每|须|由", bare):
        return False
    return ORDINAL.match(bare) is not None or (len(bare) <= _HEADED and "要" not in bare)


def clauses(sentence: str) -> list[Clause]:
    """Parted at commas and colons outside quotes and brackets, and in a list of several amounts."""
    found: list[Clause] = []
    depth, begin = 0, 0
    cuts = {match.start() for match in _LISTED.finditer(sentence)}
    parted = {match.start() for match in _PARTED.finditer(sentence)}
    for at, sign in enumerate(sentence):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth and (sign in "，,：:。" or at in parted or (at in cuts and _counted(sentence[begin:at]))):
            _add(found, sentence, begin, at)
            begin = at + 1
    _add(found, sentence, begin, len(sentence))
    return found


def _counted(piece: str) -> bool:
    """It ends with an amount of its own: 新增规上工业企业40家."""
    return re.search(rf"[\u4e00-\u9fff]{{3,}}.*{_AMOUNT}(?:以上|以下|左右|以内)?$", piece) is not None


def _add(found: list[Clause], sentence: str, begin: int, end: int) -> None:
    piece = sentence[begin:end]
    bare = piece.rstrip(" 。；;!?！？.　").lstrip(" 　")
    start = begin + len(piece) - len(piece.lstrip(" 　"))
    ordinal = ORDINAL.match(bare)
    if ordinal is not None:
        start, bare = start + ordinal.end(), bare[ordinal.end() :]
    if bare:
        found.append(Clause(bare, start, start + len(bare)))

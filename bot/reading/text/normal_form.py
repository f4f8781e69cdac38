"""A person's words made uniform for the grammar, and the way back to the words as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.text import typos
from bot.reading.text.simple_letters import simplified

LIST_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = frozenset("123456789")
KEYCAP = "\u20e3"
LONGEST = 4096
UNSEEN = ("Cf", "Cc", "Mn", "Cs", "Me")
_FACES = re.compile(
    r"\[(?:抱拳|玫瑰|微笑|强|赞|ok|OK|Ok|握手|合十|鼓掌|咖啡|太阳|加油|庆祝|呲牙|憨笑|偷笑|愉快|可爱|流泪|大哭|捂脸|笑哭|苦笑|"
    r"破涕为笑|奸笑|爱心|胜利|拳头|奋斗|害羞|尴尬|叹气|难过|礼物|烟花|爆竹|发|福|红包|拥抱|干杯|啤酒|月亮|嘿哈|机智|耶|再见|擦汗|流汗)\]"
)
_NODS = {"强": "👍", "赞": "👍", "ok": "👌"}
_TICKS = dict.fromkeys("✔☑🗹🉑√✓🆗", "✅")
_BULLETS = dict.fromkeys("•●▪◦■◆►▶‣∙◇□", "")
_QUOTES = dict.fromkeys("“”‘’「」『』《》〈〉\"'`*_", "")
_DASHES = dict.fromkeys("—–―−‐‑‒~～〜", "-")
_SINGLE = {**_TICKS, **_BULLETS, **_QUOTES, **_DASHES, "🔟": "⑩", "⁄": "/", "·": ".", "｡": "。", "\n": "\n", "\r": "\n"}


@dataclass(frozen=True, slots=True)
class Normalized:
    """`text` for the grammar; `origin[i]` is the place of `text[i]` in `written`, with one more entry for the end."""

    text: str
    origin: tuple[int, ...]
    written: str

    def as_written(self, start: int, end: int) -> tuple[int, int]:
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], min(self.origin[end - 1] + 1, len(self.written))

    def beginning(self, length: int) -> Normalized:
        """Only the first letters of the uniform text."""
        return (
            self
            if length >= len(self.text)
            else Normalized(self.text[:length], self.origin[: length + 1], self.written)
        )

    def words(self, start: int, end: int) -> str:
        first, last = self.as_written(start, end)
        return self.written[first:last]


def normalize(written: str) -> Normalized:
    """NFKC (list marks apart), simplified, lower case, no quotes, single spaces, typing slips mended place by place."""
    letters: list[str] = []
    origin: list[int] = []
    drawn = _FACES.sub(_face, written[:LONGEST])
    for place, letter in enumerate(drawn):
        for uniform in (letter in _DIGITS and _keycap(written, place)) or _uniform(letter):
            if uniform == " " and (not letters or letters[-1] in " \n"):
                continue
            letters.append(uniform)
            origin.append(place)
    letters, origin = _without_idle_spaces(letters, origin)
    origin.append(min(len(written), LONGEST))
    return Normalized(_no_figure(typos.mend("".join(letters))), tuple(origin), written)


# What a figure stands in that is none: 10^9, 1e3, -5%. Nothing is read of it, and so it is asked about.
_ODD = re.compile(
    r"\d+(?:\.\d+)?(?:\^|\*{1,2})\d+|(?<![\da-z])\d+e\d+(?![\da-z])|(?<=进度|完成|达到)[-−]\d+(?:\.\d+)?(?=%|成)"
)


def _no_figure(text: str) -> str:
    return _ODD.sub(lambda found: "#" * len(found[0]), text) if _ODD_MARK.search(text) else text


_ODD_MARK = re.compile(r"[\^*]|\de\d|[-−]\d")


def _face(match: re.Match[str]) -> str:
    """[强] is 👍, [抱拳] only a courtesy; what pads them to their length is dropped like any unseen letter."""
    return _NODS.get(match.group()[1:-1].lower(), "").ljust(len(match.group()), "\u200b")


@lru_cache(maxsize=1024)
def plain(words: str) -> str:
    """The uniform text alone, for titles and other short words of our own."""
    return normalize(words).text


def _keycap(written: str, place: int) -> str:
    following = written[place + 1 : place + 3].replace("\ufe0f", "")
    if following[:1] == KEYCAP and "1" <= written[place] <= "9":
        return LIST_MARKS[int(written[place]) - 1]
    return ""


_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")  # 4² is not 42


@lru_cache(maxsize=16384)
def _uniform(letter: str) -> str:
    if letter in _SINGLE:
        return _SINGLE[letter]
    if letter in LIST_MARKS:
        return letter
    if letter.isspace():
        return " "
    if unicodedata.category(letter) in UNSEEN:
        return ""
    if letter in _RAISED:
        return "^" + unicodedata.normalize("NFKC", letter)
    composed = unicodedata.normalize("NFKC", letter)
    return "".join(_simplified(part) for part in composed)


def _simplified(letter: str) -> str:
    if "\u4e00" <= letter <= "\u9fff":
        return simplified(letter)
    lower = letter.lower()
    if letter in _SINGLE:
        return _SINGLE[letter]
    return lower if len(lower) == 1 else letter


def _without_idle_spaces(letters: list[str], origin: list[int]) -> tuple[list[str], list[int]]:
    """A space between a figure and a Chinese letter says nothing; between words it is a pause."""
    kept = [place for place in range(len(letters)) if letters[place] != " " or not _idle(letters, place)]
    return [letters[place] for place in kept], [origin[place] for place in kept]


def _idle(letters: list[str], place: int) -> bool:
    if place == 0 or place + 1 == len(letters):
        return True
    before, after = letters[place - 1], letters[place + 1]
    if before == "%":
        return not "\u4e00" <= after <= "\u9fff"  # 中台70% 无人机停工: the next begins
    if before.isdigit():
        return _joins(after)
    return _joins(before) and after.isdigit() and _counts(letters, place + 1)


def _counts(letters: list[str], place: int) -> bool:
    """完成 60%: the figure belongs to the word before it; 办结 5推进中: it does not."""
    end = place
    while end < len(letters) and (letters[end].isdigit() or letters[end] in ". ") and end - place < 8:
        end += 1
    return end < len(letters) and letters[end] in "%成月年天日个周万亿户处米公"


def _joins(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or letter in "%、,.:;/-"

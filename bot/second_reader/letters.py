"""The features of the built-in second reader: runs of one to four letters of the words about one task.

Digits are one letter, and letters that stand in the task's title in the same order are another: 3号桥梁加固完工了 and
5号校舍翻新完工了 share all that says how the task stands.
"""

from __future__ import annotations

from zlib import crc32

from bot.reading.text.normal_form import plain

LONGEST = 4
BUCKETS = 1 << 16
NUMBER, TITLE, EDGE = "0", "#", "^"


def masked(words: str, title: str) -> str:
    """`words` in normal form, with digits and runs of the title's letters masked."""
    text, own = plain(words), plain(title)
    pairs = {own[place : place + 2] for place in range(len(own) - 1)}
    hidden = bytearray(len(text))
    for place in range(len(text) - 1):
        if text[place : place + 2] in pairs:
            hidden[place] = hidden[place + 1] = 1
    letters: list[str] = []
    for letter, of_title in zip(text, hidden, strict=True):
        shown = TITLE if of_title else NUMBER if letter.isdigit() else letter
        if shown.isspace() or (shown in (TITLE, NUMBER) and letters and letters[-1] == shown):
            continue
        letters.append(shown)
    return EDGE + "".join(letters) + EDGE


def buckets(words: str, title: str) -> list[int]:
    """The places in the table of weights that these words fill, each once."""
    text = masked(words, title)
    runs = {text[start : start + length] for length in range(1, LONGEST + 1) for start in range(len(text) - length + 1)}
    return sorted({crc32(run.encode()) % BUCKETS for run in runs})

"""Each Chinese letter in its simple form, as OpenCC has it.

The table of a newer OpenCC: `python tests/rules/test_simple_letters.py`.
"""

import unicodedata
from pathlib import Path

from opencc import OpenCC

from bot.reading.text import normal_form, simple_letters

FILE = Path(simple_letters.__file__).with_suffix(".txt")
LETTERS = [chr(code) for code in range(0x4E00, 0xA000)]
A_LINE = 40


def table():
    convert = OpenCC("t2s").convert
    pairs = [letter + convert(letter) for letter in LETTERS if convert(letter) != letter]
    lines = [" ".join(pairs[first : first + A_LINE]) for first in range(0, len(pairs), A_LINE)]
    return "\n".join(lines) + "\n"


def test_every_letter_is_as_opencc_has_it():
    assert FILE.read_text(encoding="utf-8") == table()


def test_traditional_words_are_read_as_plain_ones():
    assert normal_form.plain("完成百分之六十，預計下週五前辦結") == "完成百分之六十,预计下周五前办结"


def test_a_letter_becomes_one_letter():
    assert all(len(simple_letters.simplified(letter)) == 1 for letter in LETTERS)
    assert not any(unicodedata.category(simple_letters.simplified(letter)) == "Cn" for letter in LETTERS)


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")

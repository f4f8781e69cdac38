"""Seasons and days that do not exist in a deadline cell, put into days: 汛期前, 秋季学期开学前, 11月31日前."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from bot.reading.dates.shapes import a_day

_TABLE = tomllib.loads(files("bot.ledger_files.deadlines").joinpath("seasons.toml").read_text("utf-8"))
DAYS: dict[str, str] = {word: day for day, words in _TABLE.items() for word in words.split()}
SEASON = re.compile(rf"(?<!每年)(?<!年度)({'|'.join(sorted(DAYS, key=len, reverse=True))})(?:到?来?)(?:之?前)(?!三)")
MIDDLE = re.compile(r"(?:年度?)中(?:期)?(?=$|前|底|完成|[，,；;])")
NO_DAY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(2[9]|3[01])[日号]")
SAID_BESIDE = re.compile(r"\d{1,2}(?:月\d|[.．/-]\d)")
ANY_YEAR = 2028  # a leap year: 29 February is a day of some years


def with_days(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with days for what only names them, and what is to be said of it."""
    notes: list[tuple[str, str]] = []

    def season(match: re.Match[str]) -> str:
        notes.append(("due_season", f"“{match[0]}”按 {DAYS[match[1]]}前办结，请核对"))
        return f"{DAYS[match[1]]}前"

    def last_day(match: re.Match[str]) -> str:
        if a_day(ANY_YEAR, int(match[1]), int(match[2])):
            return match[0]
        notes.append(("due_impossible", f"没有“{match[0]}”这一天，按当月最后一日办结，请核对"))
        return f"{match[1]}月底"  # its day depends on the year

    def middle(match: re.Match[str]) -> str:
        notes.append(("due_season", f"“{match[0]}”按 6月30日前办结，请核对"))
        return "6月底"

    text = MIDDLE.sub(middle, text.replace("年度内", "年内"))
    text = text if SAID_BESIDE.search(text) else SEASON.sub(season, text)
    return NO_DAY.sub(last_day, text), notes

"""From a text to its drafts: refused where it bears a mark of secrecy, each draft held against its sentence."""

from __future__ import annotations

import re
from datetime import date

from bot.drafting.document_text import text_of
from bot.drafting.drafts import Draft, checked, drafted, left_out
from bot.drafting.kept_drafts import Kept, Known
from bot.drafting.units import UnitNames
from bot.ledger_files import secrecy
from bot.ledger_files.files.grids import FileFault
from bot.texts.draft_workbook import draft_workbook

SHOWN = 3
_HEAD = 400  # letters in which the day of a text stands
_DAY = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


class Secret(Exception):
    """The text bears a mark of secrecy."""


def drafts_in(text: str, known: Known) -> list[Draft]:
    """Raises Secret."""
    if secrecy.is_marked(text.splitlines()):
        raise Secret
    found = drafted(text, names=known.names, duties=known.duties, earlier=known.earlier)
    units = UnitNames(known.names)
    return [checked(each, units) for each in found]


def dated(text: str, today: date) -> date:
    """The first whole date in the head of the text: of the meeting or the speech; else today."""
    for match in _DAY.finditer(text[:_HEAD]):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return today


def kept_of(content: bytes, *, name: str, asked: bool, known: Known, as_of: date) -> Kept:
    try:
        text = text_of(content)
        found = drafts_in(text, known)
    except Secret:
        return Kept(name, asked, secret=True)
    except FileFault as fault:
        return Kept(name, asked, fault=str(fault))
    others = left_out(text, found)
    based = dated(text, as_of)
    return Kept(
        name,
        asked,
        many=len(found),
        left_out=len(others),
        without_lead=sum(not each.lead for each in found),
        without_date=sum(not each.due for each in found),
        first=tuple(each.title for each in found[:SHOWN]),
        workbook=draft_workbook(found, title=name, as_of=based, left_out=others) if found else b"",
    )

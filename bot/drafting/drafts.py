"""Drafts of ledger rows, each held against its sentence: nothing stands in one that the sentence does not say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.drafting.row import Reading, Row, give
from bot.drafting.rows import rows_of
from bot.drafting.sentences import Sentence, sentences
from bot.drafting.signs import orders_or_dates
from bot.drafting.units import UnitNames
from bot.drafting.words import DATA, type_of
from bot.reading.figures.targets import drafts as measures

SURE = 2  # pairs of letters that duties or an earlier title must share with a clause
SENTENCE, DUTY, EARLIER = "原文", "职责", "以往事项"
FIRM_SHARE = 0.25  # of the sentences have work told by unit, day or figure; beyond it a bare verb is an appeal
NAMED_SHARE = 0.1  # of the sentences name whose it is
_COMMON = frozenset(DATA["common"].split())


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    sentence: str
    place: str
    type: str = ""
    target: str = ""
    due: str = ""  # as the sentence words it
    lead: str = ""
    lead_from: str = ""  # 原文, 职责, 以往事项
    start: int = 0
    beside: tuple[str, ...] = ()  # units that the sentence lets lead together with `lead`
    partners: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # whom the sentence names and the register lacks, as it names them
    leader: str = ""  # 志远同志: no unit, but named to see to it
    doubts: tuple[str, ...] = ()  # what was taken out of it, for its sentence does not say so


_Led = Sequence[tuple[set[str], str]]  # pairs of letters, of a duty or a title, and the unit


def drafted(
    text: str, *, names: Mapping[str, str], duties: Mapping[str, str], earlier: Sequence[tuple[str, str]]
) -> list[Draft]:
    """`names`: any name of a unit → its full one; `duties`: unit → what it is for; `earlier`: title and who led it."""
    units = UnitNames(names)
    by_duty = [(_pairs(duty), unit) for unit, duty in duties.items()]
    before = [(_pairs(title), unit) for title, unit in earlier]
    found: dict[tuple[str, str], Draft] = {}
    for row in _rows(text, units):
        draft = _draft(row, by_duty, before)
        found.setdefault((draft.title, draft.sentence), draft)
    return list(found.values())


def left_out(text: str, drafts: Iterable[Draft]) -> list[Sentence]:
    """Sentences with an order in them, or a day, that no draft quotes: for people to look through."""
    quoted = "\n".join(dict.fromkeys(each.sentence for each in drafts))
    return [each for each in sentences(text) if each.text not in quoted and orders_or_dates(each.text)]


def _rows(text: str, units: UnitNames) -> list[Row]:
    every = list(sentences(text))
    firm = [rows_of(each, units, appeals=False) for each in every]
    if _hands_out_by_verbs(firm):
        firm = [rows_of(each, units, appeals=True) for each in every]
    found: list[Row] = []
    for sentence, reading in zip(every, firm, strict=True):
        if not reading.rows and reading.owner is not None:
            _bind_back(text, found, reading, sentence.start + len(sentence.text), sentence.paragraph)
        found += reading.rows
    return found


def _hands_out_by_verbs(readings: Sequence[Reading]) -> bool:
    """推进土壤污染治理，完善应急机制: nobody named, hardly a day. Who names units only exhorts with the rest."""
    firm = sum(bool(each.rows) for each in readings)
    named = sum(any(row.owned for row in each.rows) for each in readings)
    return firm < len(readings) * FIRM_SHARE and named < len(readings) * NAMED_SHARE


def _bind_back(text: str, rows: Sequence[Row], reading: Reading, end: int, paragraph: int) -> None:
    """以上两项由市财政局负责。 A sentence of its own; what it belongs to is quoted together with it."""
    assert reading.owner is not None
    for row in reversed(rows):
        if row.sentence.paragraph != paragraph or row.owned:
            return
        give(row, reading.owner)
        row.sentence = replace(row.sentence, text=text[row.sentence.start : end])


def _draft(row: Row, by_duty: _Led, before: _Led) -> Draft:
    title = row.title
    lead, lead_from = (row.units[0], SENTENCE) if row.units else ("", "")
    if not row.owned and not row.leader:
        lead, lead_from = _fitting(title, by_duty, before)
    return Draft(
        title=title,
        sentence=row.sentence.text,
        place=row.sentence.place,
        type=type_of(title),
        target="；".join(row.target) or (title if measures(title) else ""),
        due=row.due,
        lead=lead,
        lead_from=lead_from,
        start=row.sentence.start,
        beside=row.units[1:],
        partners=tuple(each for each in dict.fromkeys(row.partners) if each not in row.units),
        said=row.unknown,
        leader=row.leader,
    )


def _fitting(words: str, by_duty: _Led, before: _Led) -> tuple[str, str]:
    """By its duties; by what it has led before; else left open."""
    own = _pairs(words)
    for known, source in ((by_duty, DUTY), (before, EARLIER)):
        if unit := _best((len(own & pairs), unit) for pairs, unit in known):
            return unit, source
    return "", ""


def _best(ranked: Iterable[tuple[int, str]]) -> str:
    """The one unit that fits best and well enough; of two alike neither."""
    most: dict[str, int] = {}
    for count, unit in ranked:
        most[unit] = max(count, most.get(unit, 0))
    order = sorted(most.items(), key=lambda pair: -pair[1])
    if not order or order[0][1] < SURE or (len(order) > 1 and order[1][1] == order[0][1]):
        return ""
    return order[0][0]


def _pairs(words: str) -> set[str]:
    letters = re.sub(r"[^\u4e00-\u9fff]", " ", words)
    return {letters[at : at + 2] for at in range(len(letters) - 1) if " " not in letters[at : at + 2]} - _COMMON


def checked(draft: Draft, names: UnitNames) -> Draft:
    """Without whatever its sentence does not say; what was taken out is told."""
    doubts = faults(draft, names)
    if not doubts:
        return draft
    said = draft.sentence
    led = draft.lead_from != SENTENCE or _is_said(draft.lead, said, names)
    return replace(
        draft,
        target="；".join(part for part in draft.target.split("；") if part in said),
        due=draft.due if draft.due in said else "",
        lead=draft.lead if led else "",
        lead_from=draft.lead_from if led else "",
        beside=tuple(each for each in draft.beside if _is_said(each, said, names)),
        partners=tuple(each for each in draft.partners if _is_said(each, said, names)),
        said=tuple(each for each in draft.said if each in said),
        leader=draft.leader if draft.leader in said else "",
        doubts=tuple(doubts),
    )


def faults(draft: Draft, names: UnitNames) -> list[str]:
    """What a draft says that its sentence does not."""
    found = []
    for part in filter(None, draft.target.split("；")):
        if part not in draft.sentence:
            found.append(f"目标“{part}”不在原文中")
    if draft.due and draft.due not in draft.sentence:
        found.append(f"时限“{draft.due}”不在原文中")
    if draft.title not in draft.sentence:
        found.append("事项不在原文中")
    led = (draft.lead, *draft.beside) if draft.lead_from == SENTENCE else draft.beside
    for unit in (*led, *draft.partners):
        if not _is_said(unit, draft.sentence, names):
            found.append(f"单位“{unit}”不在原文中")
    for each in (*draft.said, *filter(None, [draft.leader])):
        if each not in draft.sentence:
            found.append(f"“{each}”不在原文中")
    return found


def _is_said(unit: str, sentence: str, names: UnitNames) -> bool:
    return any(form in sentence for form in names.forms_of(unit))

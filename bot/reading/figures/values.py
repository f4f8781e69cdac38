"""A reply set against the indicators of its task: GDP增长4.8%, 完成投资12亿元, 新建1.5万亩."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.figures.amounts import SCALES, SYNONYMS, Amount, Unit, amounts, unit_of
from bot.reading.text import normal_form
from db.measures import Doubted, Figures, Given, Measure

NAMED = 0.5  # share of the letters of a name that must stand before its figure
_BREAK = re.compile(r"[,。;!?\n]")
_OF_SHARES = re.compile(r"增长|增幅|同比|率|占比|比例|压减|下降|减少|提高|上升|增加|负增长")
_TOTAL = re.compile(r"累计|总共|共计|合计|至今|以来|总计")
_DOWN = re.compile(r"(?:下降|负增长|减少|回落)(?:了|至|到)?$")
_AHEAD = re.compile(r"(?:预计|计划|力争|争取|目标|确保|将|可|拟|应|要求|任务)[^,。;]{0,8}$")
_PERIOD = re.compile(r"(?:\d{4}年|今年|去年|本年)?(?:\d{1,2}月份?|第?[一二三四1-4]季度|[上下]半年|全年)")
FAR = 10.0  # times the target: a figure beyond it was hardly meant


def figures(words: str, measures: Sequence[Measure]) -> Figures:
    """The last word on each measure counts, of each period that is named beside its figure."""
    text = normal_form.normalize(words).text
    given: dict[tuple[int, str], Given] = {}
    doubted: dict[int, Doubted] = {}
    shares: list[float] = []
    before = 0
    for each in (found := list(amounts(text))):
        clause = _clause_before(text, max(before, 0), each.start)
        before = each.end
        if _AHEAD.search(clause):
            continue
        measure = _measured(clause, each, measures, alone=_alone(each, found))
        if measure is None:
            continue
        if each.unit is not None and each.unit.base == "%":
            shares.append(each.number)
        read = _read(clause, each, measure)
        if isinstance(read, Given):
            given[measure.id, read.of] = read
            doubted.pop(measure.id, None)
        elif not any(measure_id == measure.id for measure_id, _ in given):
            doubted[measure.id] = read
    return Figures(tuple(given.values()), tuple(doubted.values()), tuple(shares))


def _clause_before(text: str, since: int, until: int) -> str:
    start = max((match.end() for match in _BREAK.finditer(text, since, until)), default=since)
    clause = text[start:until]
    for said, called in SYNONYMS.items():
        clause = clause.replace(said, called)
    return clause


def _alone(amount: Amount, found: Sequence[Amount]) -> bool:
    """No other amount of the message is measured alike."""
    unit = amount.unit
    return unit is not None and sum(each.unit is not None and each.unit.base == unit.base for each in found) == 1


def _measured(clause: str, amount: Amount, measures: Sequence[Measure], *, alone: bool) -> Measure | None:
    ranked = sorted(((_share(each.name, clause), each) for each in measures), key=lambda pair: -pair[0])
    named = [measure for share, measure in ranked if share >= NAMED]
    if amount.unit is None and not amount.scaled:
        close = [measure for measure in named if clause.endswith(measure.name[-2:]) or _OF_SHARES.search(clause[-3:])]
        return close[0] if close else None
    fitting = [measure for measure in named if _fits(amount, measure)]
    if fitting or named:
        return (fitting or named)[0]
    alike = [measure for measure in measures if _fits(amount, measure)]
    share = amount.unit is not None and amount.unit.base == "%"
    if len(alike) == 1 and alone and (not share or _OF_SHARES.search(clause)):
        return alike[0]
    return None


def _share(name: str, clause: str) -> float:
    letters = set(re.sub(r"[完成实现新增加长的率“”]", "", name)) or set(name)
    return len(letters & set(clause)) / len(letters)


def _fits(amount: Amount, measure: Measure) -> bool:
    unit = unit_of(measure.unit)
    return unit is not None and (amount.unit is None or amount.unit.fits(unit))


def _read(clause: str, amount: Amount, measure: Measure) -> Given | Doubted:
    unit = unit_of(measure.unit)
    assert unit is not None, "a measure has a unit we know"
    if amount.unit is None and not amount.scaled and unit.factor > 1:
        return Doubted(measure.id, amount.words, _scales_of(amount, unit, measure))
    if amount.unit is not None and not amount.unit.fits(unit):
        return Doubted(measure.id, amount.words)
    value = _value(amount, unit)
    if _DOWN.search(clause) and not re.search(r"下降|减少|压减|降|减", measure.name):
        value = -value
    if measure.target > 0 and value > FAR * measure.target and unit.base != "%":
        return Doubted(measure.id, amount.words, _other_scales(amount, unit, measure))
    spans = list(_PERIOD.finditer(clause))
    of = spans[-1][0] if spans else ""
    return Given(measure.id, round(value, 6), total=_TOTAL.search(clause) is not None, of=of)


def _value(amount: Amount, unit: Unit) -> float:
    factor = amount.unit.factor if amount.unit is not None else amount.scale if amount.scaled else unit.factor
    return amount.number * factor / unit.factor


def _other_scales(amount: Amount, unit: Unit, measure: Measure) -> tuple[tuple[str, float], ...]:
    """480亿元 of a target of 48亿元: 480万元 may be meant."""
    plain = measure.unit.lstrip("万亿千百十")
    scales = ("万", "亿") if unit.base == "元" else ("", "万")
    found = [
        (f"{_shown(amount.number)}{scale}{plain}", amount.number * SCALES.get(scale, 1.0) / unit.factor)
        for scale in scales
    ]
    return tuple(found)


def _scales_of(amount: Amount, unit: Unit, measure: Measure) -> tuple[tuple[str, float], ...]:
    """3000 of a target of 2亿元: 3000万元 or 3000元 may be meant, and hardly 3000亿元."""
    plain = measure.unit.lstrip("万亿千百十")
    scale = measure.unit.removesuffix(plain)
    smaller = [each for each in ("万", "") if SCALES.get(each, 1.0) < SCALES.get(scale, 1.0)]
    found = [
        (f"{_shown(amount.number)}{each}{plain}", amount.number * SCALES.get(each, 1.0) / unit.factor)
        for each in (scale, *smaller)
    ]
    likely = [each for each in found if measure.target <= 0 or each[1] <= FAR * measure.target]
    return tuple(likely or found)


def _shown(number: float) -> str:
    return f"{number:g}"

"""Indicators drafted from a 目标要求: 固定资产投资增长12%, 城镇新增就业2800人, 新增“两高”项目为零."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.reading.dates import day_finder
from bot.reading.figures.amounts import Amount, amounts, unit_of
from bot.reading.text import normal_form
from db.measures import Adding, Direction, Goal, Measure
from schedules.workdays import Calendar

MOST = 4
_CLAUSE = re.compile(r"[,;。!?\n]+|、(?=[^、\d]{2,}\d)")
_ZERO = re.compile(r"^(?P<name>.{2,30}?)(?:动态|保持|全部)?(?:为|清|归)零$")
_COUNTED = re.compile(r"([起件户人家次处例])数$")
_EACH = re.compile(
    r"^(?P<first>[^、\d]{1,20})[、和](?P<second>[^、\d]{1,20}?)(?:分别|各)(?P<verb>[^\d]{0,6})"
    r"(?P<a>[\d.]+%)[和、](?P<b>[\d.]+%)"
)
_AT_MOST_BEFORE = re.compile(
    r"(?:不超过|不高于|不多于|不大于|控制在|(?<!不)低于|至多|最多|压减[至到]|降[至到]|缩短[至到]|(?<!不)小于)$"
)
_AT_MOST_BEHIND = re.compile(r"^(?:以内|以下|内(?!容))")
_LINK = re.compile(
    r"(?:不低于|不少于|不小于|达到|达|保持在|保持|稳定在|控制在|不超过|不高于|低于|要|为|到|至少|至多|共|约|在|其中|各)+$"
)
_NOT_NAME = re.compile(r"^(?:其中|并|和|及|以及|、|确保|力争|要|实现|在)+")
_OF_TIME = ("工作日", "个工作日", "日", "天")
_SHORTENED = re.compile(r"压减|缩短|时限|控制")
_OF_EACH = re.compile(r"每[^,]|各建?$|\d.*(?:个|名)[^率]*$")
_DONE = re.compile(r"^(?P<noun>[^\d]{2,16}?)(?:全部|均|都|逐一)?(?P<verb>销号|整改到位|整改|办结|清零|完成|到位|办理)")


def drafts(target: str, *, recurring: bool = False) -> list[Measure]:
    """What of a target can be measured; nothing where it names no amount."""
    text = normal_form.normalize(target).text
    found: list[Measure] = []
    for clause in _CLAUSE.split(_split_pairs(text)):
        found += _of_clause(clause.strip(), recurring=recurring)
    return list({measure.name: measure for measure in found}.values())[:MOST]


_STAGE = re.compile(r"^(?P<day>[^,;]{2,12}?(?:底|末|前|日|内))(?:应|要|须|达到?|完成|实现)*(?=\d)")


def ordered(words: str, *, today: date, calendar: Calendar, recurring: bool = False) -> list[Measure]:
    """As the office writes them: 完成投资48亿元，6月底20亿元. A day with an amount is a stage on the way."""
    text = normal_form.normalize(words).text
    adding = next((each for word, each in _ADDS.items() if word in text), None)
    found: list[Measure] = []
    for clause in re.split(r"[,;。]", text):
        stage = _STAGE.match(clause)
        day = day_finder.first_date(stage["day"], today, calendar) if stage else None
        amount = next(iter(amounts(clause[stage.end() :])), None) if stage else None
        if found and stage is not None and day is not None and amount is not None:
            goal = Goal(stage["day"], day, amount.number)
            found[-1] = replace(found[-1], goals=(*found[-1].goals, goal))
        else:
            found += drafts(clause, recurring=recurring)
    return [replace(each, adding=adding) for each in found] if adding is not None else found


_ADDS = {"累加": Adding.SUM, "按月累计": Adding.SUM, "平均": Adding.AVERAGE, "取最新": Adding.LAST}


def _split_pairs(text: str) -> str:
    """农药、化肥使用量分别减少3%和2% → two clauses of their own."""
    clauses = []
    for clause in re.split(r"(?<=[,;。])", text):
        pair = _EACH.match(clause.strip(" ,;。"))
        if pair is None:
            clauses.append(clause)
            continue
        second = pair["second"]
        tail = second[len(pair["first"]) :]  # 城镇、农村居民人均收入: 城镇居民人均收入
        clauses.append(f"{pair['first']}{tail}{pair['verb']}{pair['a']},{second}{pair['verb']}{pair['b']},")
    return "".join(clauses)


def _of_clause(clause: str, *, recurring: bool) -> list[Measure]:
    if (zero := _ZERO.match(clause)) is not None and not any(map(str.isdigit, clause)):
        name = _name(zero["name"])
        counted = _COUNTED.search(name)  # 森林火灾起数: 起
        return [Measure(name, counted[1] if counted else "个", Direction.AT_MOST, 0.0)]
    found = [each for each in amounts(clause) if each.unit is not None]
    if len(found) > 1 and found[0].start == 0:
        found = found[1:]  # 21个排污口整治完成率100%
    measures, begun = [], 0
    for each in found:
        measure = _measure(clause, begun, each, recurring=recurring)
        begun = each.end
        if measure is not None:
            measures.append(measure)
    return measures


def _measure(clause: str, begun: int, amount: Amount, *, recurring: bool) -> Measure | None:
    assert amount.unit is not None, "an amount without a unit measures nothing"
    before, behind = clause[begun : amount.start], clause[amount.end :]
    at_most = bool(_AT_MOST_BEFORE.search(before) or _AT_MOST_BEHIND.match(behind))
    unit = re.sub(r"^[\d.,]+(?:余|多)?", "", amount.words).replace("百分之", "%")
    if unit.startswith("%") or amount.unit.base == "%":
        unit = "%"
    if unit in _OF_TIME and not _SHORTENED.search(before):
        return None  # 20日内消除一户: a rule for each case, and no figure
    name = _name(before)
    if not name:
        done = _DONE.match(behind)
        if done is None or begun:
            return None
        name = done["noun"] + done["verb"]  # 36项反馈问题全部销号
    if unit_of(unit) is None or _OF_EACH.search(name):
        return None
    adds = recurring and unit != "%" and not at_most
    direction = Direction.AT_MOST if at_most else Direction.AT_LEAST
    return Measure(name[:80], unit, direction, amount.number, Adding.SUM if adds else Adding.LAST)


def _name(words: str) -> str:
    bare = _NOT_NAME.sub("", re.sub(r"^(?:以上|以下|左右|以内|内)", "", words.strip(" ,、:")))
    return _LINK.sub("", bare).strip(" ,、:()")

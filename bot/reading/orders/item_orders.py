"""Orders about what a task carries: its sub-items, type, fields, alert, and visits to it."""

from __future__ import annotations

import re
from datetime import date

from bot.reading.orders.order import Deed, Order
from bot.reading.orders.rules import Made, Rule
from bot.reading.orders.task_numbers import END, NUMBERS, TAKE, numbers
from schedules.workdays import Calendar


def _of(deed: Deed, *, sure: bool = True, words: str = "") -> Made:
    def made(match: re.Match[str], today: date, calendar: Calendar) -> Order:
        said = match.groupdict()
        return Order(
            deed,
            numbers(said["numbers"]) if said.get("numbers") else (),
            who=(said.get("who") or "").strip(),
            to=(said.get("to") or "").strip(),
            words=words or (said.get("words") or "").strip(),
            sure=sure,
        )

    return made


FIRST: tuple[Rule, ...] = (
    ("carry-over", r"(?:年终|跨年|年度)?结转[: ]*(?P<who>.{2,60}?) ?(?:到|至|转入|转到) ?(?P<to>.{2,60}?)[。.]?$", _of(Deed.CARRY_OVER)),
    ("meeting", r"(?:会议纪要|新增会议|录入会议|会议议定)[: ]*(?P<words>.+)", _of(Deed.MEETING)),
    ("visit", r"(?:督导登记|登记督导|记督导|走访登记|接访登记|登记接访|登记走访)[: ](?P<words>.+)", _of(Deed.VISIT)),
    (
        "items",
        rf"{TAKE}{NUMBERS}(?:的)?(?P<to>[^\d:,]{{0,8}}?(?:清单|四个一|六个一|问题|隐患|案件|积案|路段|河段|轮次|主讲|子项|分项|关口))(?:如下|有|为)?[:](?P<words>.+)",
        _of(Deed.ITEMS),
    ),
    ("type", rf"{TAKE}{NUMBERS}(?:的)?(?:事项)?类型(?:改为|定为|设为|为|是|:)+(?P<to>[^,;]{{2,12}}?){END}", _of(Deed.TYPE)),
    ("alert", rf"{TAKE}{NUMBERS}(?:转为?|转入|进入|启动)(?:战时|应急)(?:状态|机制|响应)?(?:[,].*)?{END}", _of(Deed.ALERT, words="on")),
    ("no-alert", rf"{TAKE}{NUMBERS}(?:转为?|转入|恢复|转回)(?:平时|常态)(?:状态|机制)?(?:[,].*)?{END}", _of(Deed.ALERT, words="off")),
)  # fmt: skip

# Words that may mean something else: tried when nothing before has read them.
RULES: tuple[Rule, ...] = (
    ("managed-as", rf"{TAKE}{NUMBERS}按(?P<to>[^\d,;]{{2,10}}?)(?:类)?(?:事项)?管理{END}", _of(Deed.TYPE, sure=False)),
    (
        "item-checked",
        rf"{TAKE}{NUMBERS}(?:的)?(?P<to>[^,;:]{{2,40}}?)(?:已)?(?:核查|核实|审查|查验|验收)?(?:通过|属实|无误|核销){END}",
        _of(Deed.ITEM_CHECK, sure=False),
    ),
    (
        "item-returned",
        rf"{TAKE}{NUMBERS}(?:的)?(?P<to>[^,;:]{{2,40}}?)(?:核查|核实|验收)?(?:退回(?:重办|整改)?|不通过|未通过|不合格|不属实|重新整改|返工)(?:[,:](?P<words>.{{2,80}}))?{END}",
        _of(Deed.ITEM_RETURN, sure=False),
    ),
    ("item-dropped-first", rf"{TAKE}{NUMBERS}(?:的)?(?:作废|删除|撤下|去掉|删掉)(?P<to>第[^,;:]{{2,40}}?){END}", _of(Deed.ITEM_DROP, sure=False)),
    ("item-dropped", rf"{TAKE}{NUMBERS}(?:的)?(?P<to>[^,;:]{{2,40}}?)(?:作废|删除|撤下|误录){END}", _of(Deed.ITEM_DROP, sure=False)),
    ("field-empty", rf"{TAKE}{NUMBERS}(?:的)?(?P<who>[\u4e00-\u9fff]{{2,8}}?)(?:空缺|暂缺|待定|取消){END}", _of(Deed.FIELD, sure=False)),
    (
        "field",
        rf"{TAKE}{NUMBERS}(?:的)?(?P<who>[\u4e00-\u9fff]{{2,8}}?)(?:改为|换成|调整为|确定为|变更为|明确为|定为|为|是|:)+(?P<to>[^,;]{{1,60}}?){END}",
        _of(Deed.FIELD, sure=False),
    ),
)  # fmt: skip

"""Days by two figures: 4.20, 9/30, 03-31, 5 20前. A figure alone may as well be a decimal or a count of several."""

from __future__ import annotations

import re

from bot.reading.dates.shapes import END, TIME, Found, Frame, Rule, settle
from bot.reading.dates.words import TO

SHORT = r"(?P<m>0?[1-9]|1[0-2])[./·](?P<d>0?[1-9]|[12]\d|3[01])"
BEFORE_SHORT = (
    r"(?:(?<![^,，、:：;；。（(~～\s到至于在])|(?<=预计|计划|力争|争取|确保|保证|截止|时间|改为|大约|大概|最迟|最晚|"
    r"[改延推]到|定[在于]|赶[在到]|[不晚迟]于))"
)
BEHIND_SHORT = (
    r"(?:(?<=[延推改]到\d[./]\d)|(?<=[延推改]到\d[./]\d\d)|(?<=[延推改]到\d\d[./]\d\d)|(?=\s*$|\s+[\u4e00-\u9fff]|\s*[,，;；。、)）前之以完办竣报交验开上下晚早止至到~～能可做弄搞签印审建搬投通移拨支"
    r"全都就肯指准争左结收定启发出整拿落拆修换装销清闭]))"
)
NAMED_SHORT = rf"(?<![\d.]){SHORT}(?=[日号]|{TIME}(?:之前|前(?!期)|以前))[日号]?{END}"
PLACED_SHORT = rf"{BEFORE_SHORT}{SHORT}(?![\d%]){BEHIND_SHORT}{END}"
SHORT_RANGE = rf"{BEFORE_SHORT}\d{{1,2}}[./]\d{{1,2}}{TO}{SHORT}(?![\d%]){BEHIND_SHORT}{END}"
SPACED = (
    rf"(?<![\d./%-])(?P<m>0?[1-9]|1[0-2])(?: [./·-] ?|[./·-] | )(?P<d>0?[1-9]|[12]\d|3[01])"
    rf"(?= ?(?:之前|以前|前(?![期往述三])|完成(?![\d一二三四五六七八九])|办结|竣工|完工|交付|交齐)){END}"
)
PADDED = rf"(?<![\d.-])(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\d%-]){END}"

# 估6/26会审, 标线9/20: two figures with a stroke between them count something only by what stands beside them.
A_THING = r"[个家户处万亿元项件人名台套座条份篇栋次米亩只轮批吨层所间宗场辆张支块路类种艘公千平根基仓节孔榀片盒页桶组]"
STROKE = (
    r"(?<![\d./a-z%+的成完了约占近达已共计率度剩余])"
    r"(?P<m>0?[1-9]|1[0-2])/(?:(?:0?[1-9]|[12]\d|3[01])-)?(?P<d>0?[1-9]|[12]\d|3[01])"
    rf"(?![\d./%‰a-z])(?! ?{A_THING})[日号]?{END}"
)
# 说7.22上会: two figures with a point are a day before a word, where nothing beside them measures.
MEASURED = "成完了约占近达共计率度剩余降升增减涨跌比由从高低差宽长厚深均量额值分数价资款积速温压径重净为第版"
A_MEASURE = r"[版万亿千百个元米公平吨亩度倍分点户家件台层秒克升方折级斤寸立小天年人条次份项套处]"
POINT_DAY = r"(?P<m>[1-9]|1[0-2])\.(?P<d>[12]\d|3[01]|0?[1-9])"
NO_MEASURE = rf"(?![\d./%‰]| ?[a-z]| ?{A_MEASURE})"
POINT = rf"(?<![\d./a-z%+\-{MEASURED}]){POINT_DAY}(?=[\u4e00-\u9fff]){NO_MEASURE}{END}"
AIMED = (
    r"(?<=预计|计划|力争|争取|确保|保证|己定|最快|最早|最迟|最晚|是咬|死咬|赶在|赶到|排到|挪到|给到|缓到|放到|顺到|延到|推到|拖到"
    rf"|调到|移到|改到){POINT_DAY}{NO_MEASURE}{END}"
)


def _short(match: re.Match[str], frame: Frame) -> Found | None:
    return settle(frame, None, int(match["m"]), int(match["d"]))


RULES = [
    Rule("month-day", re.compile(NAMED_SHORT), _short, needs="./·"),
    Rule("month-day", re.compile(PLACED_SHORT), _short, needs="./·"),
    Rule("month-day", re.compile(SHORT_RANGE), _short, needs="./"),
    Rule("month-day", re.compile(PADDED), _short, needs="-"),
    Rule("month-day", re.compile(SPACED), _short, needs=" "),
    Rule("month-day", re.compile(STROKE), _short, needs="/"),
    Rule("month-day", re.compile(POINT), _short, needs="."),
    Rule("month-day", re.compile(AIMED), _short, needs="."),
]

"""By when a clause says that something is to be done, or how often: the phrase as it stands there. Pure."""

from __future__ import annotations

import re

_N = r"(?:\d{1,2}|[Xx]{1,2}|[一二三四五六七八九十]{1,3})"
_TILL = r"(?:下班|中午|开学)?(?:之前|以前|前(?![期述景沿列]))?"
_YEAR = r"(?:\d{4}年|[Xx]{2,4}年|今年|明年|后年|本年|当年)"
_FEAST = (
    r"(?:春节|国庆|中秋|元旦|五一|七一|六一|八一|十一|清明|端午|元宵|重阳|高考|中考|全国两会|省两会|两会|"
    r"主?汛期|雨季|旱季|梅雨季?|供暖[季期]?|采暖[季期]?|取暖季|入冬|入汛|入夏|入秋|封冻|上冻|冰冻期|迎峰度[夏冬]|春耕|春播|夏收|秋收|三夏|"
    r"[春秋]?季?开学|暑假|寒假|学期|防火期|旺季)"
)
_HAPPENS = r"(?:到来|来临|召开|开始|启动|结束|开幕|下树|上市|开学|到期|验收|换届|来前)"
_PATTERNS = (
    rf"{_YEAR}?{_N}月(?:份|底|末|初|[上中下]旬|中下旬|{_N}[日号])?(?:(?:至|到|—|-)(?:{_YEAR}?{_N}月(?:份|底|末|初|[上中下]旬|{_N}[日号])?|{_N}[日号]))?{_TILL}内?",
    rf"(?:{_YEAR})?(?:年底|年末|年终|年内|年中|年初|岁末)(?:之前|前)?|(?:今年|明年|\d{{4}}年)(?:底|末|内)(?:之前|前)?",
    rf"(?:{_YEAR})?[上下]半年(?:之前|前|内|末)?",
    rf"(?:{_YEAR})?(?:第?[一二三四]|首|前[两三])个?季度(?:末|底|内)?(?:之前|前)?",
    r"到\d{4}年(?!度)(?:底|末)?(?:之?前)?|\d{4}年(?:底|末|之?前)|“?十[四五六]五”?(?:期)?末|“十[四五六]五”期间",
    rf"(?:本|这个?|下个?)(?:周|月|季度|旬)(?:[一二三四五六日末底内]|之内|以内|[上中下]旬|{_N}[日号])*(?:之?前|内)?",
    r"(?<![年\d])(?:月底|月末|周[一二三四五六日末])(?:之前|前)",
    r"(?:会后|接到通知后|文件印发后|即日起)?(?:[\d一二两三四五六七八九十半]+)(?:个)?(?:工作日|月|星期|周|季度|天|日|小时|年)(?:之内|以内|内(?!容|部))",
    r"(?:自[^，,]{2,14}起)?(?:利?用|以)[\d一二两三四五六七八九十半]+(?:个)?(?:月|星期|周|天|年)(?:左右)?的?时间",
    r"自(?![然筹主觉建己治])[^，,]{1,16}?(?:之日)?起(?!草|来)|即日起",
    rf"(?:“[^”]{{1,8}}”|{_FEAST})(?:节|假期|期间|会|放假)?{_HAPPENS}?(?:之前|以前|前(?!期))",
    rf"(?:“[^”]{{1,8}}”|{_FEAST})(?:节|假期)?期间|(?<![\u4e00-\u9fff])(?:汛|节)前",
    rf"(?:(?![要在于须将把由])[\u4e00-\u9fff]){{2,8}}{_HAPPENS}(?:之前|以前|前)",
    r"(?<=赶在)[\u4e00-\u9fff“”]{2,12}?(?:之前|前)|(?<=[^现])在[\u4e00-\u9fff“”]{2,12}?(?<![面眼])之?前(?=$|[，,投完建])|^在[\u4e00-\u9fff“”]{2,12}?(?<![面眼])之?前(?=$|[，,投完建])",
    r"(?:今年|明年|全年|年度内|本年度)(?!以来|是|的)",
)
_DUE = re.compile("|".join(_PATTERNS))
_EVERY = re.compile(
    r"每(?:个|隔)?(?:[一二两三四五六七八九十\d]+个?)?(?:季度|季|半个?月|月|周(?:[一二三四五六日])?|半年|年度|年|旬|天|日|星期)(?:末|底|初|月底|月末)?"
    rf"(?:{_N}[日号](?:(?:至|到|-|—){_N}[日号])?(?:之?前)?)?|(?<![生])(?:按|逐)(?:月|季度?|周|旬|年|日)(?!度计)|"
    r"(?:日|周|旬|月|季|年)(?:调度|通报|报告|研判|清月结|考核|会商|评比)(?:、(?:日|周|旬|月|季|年)(?:调度|通报|考核|评比|报告))*|常态化|定期"
)
_WEAK = re.compile(r"今年|明年|全年|本年度|年度内")
_PAST = re.compile(r"(?:去|上|前)年?$|截至$|截止$|年前$|自去年$|从$|(?:压缩|缩短|控制|压减|精简|降)(?:到|至|在)$")
_NOT_BEHIND = re.compile(r"^(?:以来|出台的|暴露|发生|开工的|应|以前的|印发的|下发的|的)")


def due(clause: str) -> str:
    """The first day or period to come; a whole year only where nothing closer stands there."""
    found = [each[0] for each in _DUE.finditer(clause) if _is_to_come(clause, each)]
    closer = [each for each in found if not _WEAK.fullmatch(each)]
    return (closer or found or [""])[0].removeprefix("在")


def is_weak(phrase: str) -> bool:
    """今年, 全年: when, but no day."""
    return not phrase or _WEAK.fullmatch(phrase) is not None


def every(clause: str) -> str:
    found = _EVERY.search(clause)
    return found[0] if found is not None else ""


def without(clause: str) -> str:
    """What is left of a clause without its day."""
    return _EVERY.sub("", _DUE.sub("", clause))


def _is_to_come(clause: str, match: re.Match[str]) -> bool:
    return not _PAST.search(clause[: match.start()]) and not _NOT_BEHIND.match(clause[match.end() :])


DUE, EVERY = _DUE, _EVERY

"""What a clause shows of work to come: who, by when, how often, how much, in which mood and whose voice. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.drafting import times
from bot.drafting.sentences import Clause, Sentence, clauses
from bot.drafting.units import Actors, Part, UnitNames
from bot.drafting.words import listed

_VERBS = re.compile(listed("verbs"))
_NOT_AFTER = re.compile(listed("not_after"))
_LEADS_IN = re.compile(rf"^(?:{listed('leads_in')})+")
_APPEALS = re.compile(listed("appeals"))
_MAKES = re.compile(
    rf"^(?:要|并|抓紧|尽快|加快|研究|牵头|负责)*(?:{listed('makes')}|建立[^，,]{{0,16}}(?:制度|机制|台账|清单|名单|专班)$)"
)
_FORBIDS = re.compile(listed("forbids") + r"|不得(?!不|$|[、！])|任何[\u4e00-\u9fff]{2}不[能得]")
_SHALL = re.compile(
    r"(?<![重主需只想次紧简纪摘首不总还])要(?![求素点闻不回是么])|还要|必须|务必|(?<![适相对响反供])应(?![急对用届当该变]|[\u4e00-\u9fff][未尽])|须|不得|严禁|力争|确保|争取|抓紧|尽快|立即|一律"
)
_PAST = re.compile(
    rf"{listed('done')}|(?<![为除])了(?!解|然|结|望)|(?<![而不])已(?=[\u4e00-\u9fff])|[\u4e00-\u9fff]过(?:不少|一[批个些])"
)
_TOLD_OF = re.compile(r"(?:已|去年|上年|曾|以来)[^，,]{0,14}?的(?=[\d\u4e00-\u9fff])")
_FROM_ABOVE = re.compile(
    rf"^[^，,]{{0,4}}(?:{listed('from_above')})[^，,]{{0,14}}(?:{listed('reports_speech')})(?:$|要|了|各)"
    rf"|^(?:{listed('from_above')})[^，,]{{0,6}}将"
    rf"|去年[^，,]{{0,6}}(?:{listed('reports_speech')})"
)
_ANOTHER = re.compile(listed("another_says"))
_QUOTES = re.compile(rf"(?:{listed('another_says')})[^，,]{{0,8}}(?:说|讲|认为|觉得)")
_SUPPOSES = re.compile(rf"^(?:{listed('supposes')})")
_NOTES = re.compile(rf"^(?:{listed('notes')})")
_DECIDES = re.compile(rf"^(?:{listed('decides')})")
_TOPIC = re.compile(
    r"^(?:对|针对|围绕|关于|就)[^要须]*$|(?:事宜|问题|的|地块|项目|工作|试点|小区|工程|期间|情况|建设|改造|整治|治理|方面|领域|行动|资金|名单)$|^(?:原则)?(?:同意|通过)"
)
_AGREES = re.compile(r"(?:原则)?(?:同意|通过)")
_WISHES = re.compile(rf"^(?:{listed('wishes')})|主持召开|召集会议|主持会议|参加会议")
_NUMBER = r"(?:\d[\d.,]*|[Xx]{1,3}|[一两二三四五六七八九十百半]+)"
_UNITED = rf"{_NUMBER}\s*(?:%|％|个百分点|[万亿千]?[\u4e00-\u9fff]{{1,2}})"
_REACHES = re.compile(
    rf"(?:不低于|不少于|不能少于|不得少于|不得低于|不超过|不高于|至少|力争|突破|超过|高于|低于|达到?|提高[到至]|提升[到至]|增[加长]到|降[到至]|压[减缩降][到至]|缩短[到至]|"
    rf"整合[到至]|控制在|稳定在|保持在|维持在|比例为)[^，,]{{0,8}}?{_NUMBER}"
    rf"|{_NUMBER}[\u4e00-\u9fff%％]{{0,4}}(?:以上|以下|以内|左右)$|(?:增长|下降|减少|压减|压降|提高|增加)\s*{_NUMBER}"
    r"|不低于|只减不增|清零|归零|(?<!安)全覆盖|见底|零发生|一半以上|基本同步|同步增长|全部(?!的|精力|身心)[\u4e00-\u9fff“]{2}|保持[^，,]{0,6}清零"
)
_DOES = rf"(?:{listed('by_number')})"
_AMOUNTS = re.compile(
    rf"{_DOES}[^，,]{{0,16}}?{_UNITED}|[\u4e00-\u9fff]{{3,}}(?:{_NUMBER})(?:家|户|个|名|处|座|件|亩|公里|[亿万]?元|人次?|套|辆|台|所|条|场次?|吨|平方米|立方米|项|栋|公顷|批次|期|株)$"
)
_STANDS = re.compile(rf"还有\d|没有(?!特殊)|{listed('stands')}")
_PRAISES = re.compile(listed("praises"))
_TO_BE = re.compile(r"以上|以下|以内|不低于|不少于|不超过|力争|确保|稳定在|达到|至少")
_EAGER = re.compile(
    r"^(?:要(?!是)|对|再|同步|随即|立即|抓紧|尽快|具体|继续|同时|将|每|按|根据|依法|逐个|逐项|牵头|负责|加快|统筹|自筹|实行|做好|抓好|一个一个|坐到一起|把|于|全年|至少|年内|今年)"
)
_HEARS = re.compile(r"听取|汇报|发言|反映|表示|总结了|介绍了")
_LEADER = re.compile(
    r"^(?:请|由)?((?:[\u4e00-\u9fff]{2,3}同志)|(?:[\u4e00-\u9fff]{1,3}(?:常务)?副?(?:书记|[省市县区镇]长|部长|主席)))(?=要|牵头|负责|具体|抓)"
)
NEAR = 5  # letters before its verb that a clause of work may have
_NO_CLAUSE = 400  # letters without a comma: a table or a broken file, which the patterns would search for minutes
_SHORTEST, _LONGEST = 5, 60


@dataclass(frozen=True, slots=True)
class Signs:
    clause: Clause
    actors: Actors | None
    due: str
    every: str
    target: bool
    shall: bool
    past: bool
    topic: bool
    silent: bool  # what it says is not handed out by the speaker
    weak: bool  # a verb of work, and nothing else
    leader: str = ""

    @property
    def measured(self) -> bool:
        return self.target or not times.is_weak(self.due) or bool(self.every)

    @property
    def leads(self) -> bool:
        return self.actors is not None and self.actors.part is Part.LEADS


def signs(sentence: Sentence, names: UnitNames) -> list[Signs]:
    """A unit that is told to do something ends another's voice; a figure beside counted ones is counted too."""
    found: list[Signs] = []
    anothers = told = False
    praised = _PRAISES.search(sentence.text) is not None
    for clause in clauses(sentence.text):
        if len(clause.text) > _NO_CLAUSE:
            continue
        anothers = _is_anothers(clause.text) or (anothers and not _DECIDES.match(clause.text))
        one = _signs(clause, names, silent=anothers)
        if anothers and _names_one(one):
            anothers = False
            one = _signs(clause, names, silent=False)
        told = told or one.past
        if (told and _is_plain(one)) or (praised and not one.shall):
            one = replace(one, past=True, actors=None)
        found.append(one)
    return found


def _names_one(one: Signs) -> bool:
    return one.leads and one.actors is not None and not one.actors.group and not one.past


def _is_plain(one: Signs) -> bool:
    """A figure among others that were counted: no order, no day, nothing to be reached."""
    return one.target and not one.shall and not one.due and not one.actors and not _TO_BE.search(one.clause.text)


def _is_anothers(words: str) -> bool:
    """An order from above, a note of a meeting, a supposition, an opinion: it holds for the sentence."""
    return bool(_FROM_ABOVE.search(words) or _NOTES.match(words) or _SUPPOSES.match(words) or _QUOTES.search(words))


def _signs(clause: Clause, names: UnitNames, *, silent: bool) -> Signs:
    words = clause.text
    actors = names.actors(words)
    leader = _LEADER.search(words)
    shall = _SHALL.search(words) is not None
    past = _past(words)
    if actors is not None and (past or (_HEARS.search(words) and not shall)):
        actors = None
    silent = silent or bool(_ANOTHER.search(words) or _WISHES.search(words) or (_APPEALS.search(words) and not actors))
    target = _target(words) and not _AGREES.match(words) and not past and not _STANDS.search(words)
    topic = _TOPIC.search(words) is not None and not shall
    due = "" if past or (topic and re.match(r"对|针对|关于|就", words)) else times.due(words)
    topic = topic and times.is_weak(due)
    return Signs(
        clause, actors, due, times.every(words), target, shall, past, topic, silent, _is_weak(words),
        leader[1] if leader is not None else "",
    )  # fmt: skip


def _past(words: str) -> bool:
    """已签约未开工的项目每周会商: what is told of a thing is not told of the clause; an order that follows counts."""
    told = _TOLD_OF.sub("", words)
    found = _PAST.search(told)
    return found is not None and not _SHALL.search(told[found.end() :])


def _target(words: str) -> bool:
    return _REACHES.search(words) is not None or _AMOUNTS.search(words) is not None


def _is_weak(words: str) -> bool:
    """推进土壤污染治理: handed out to whom it concerns."""
    if not _SHORTEST <= len(words) <= _LONGEST or _NOT_AFTER.match(words) or words[:1] == "“":
        return False
    bare = _LEADS_IN.sub("", words.strip(" .“”"))
    verb = _VERBS.search(bare)
    return verb is not None and (verb.start() <= NEAR or re.match(r"把|对|在|按照|以", bare) is not None)


def sets_to_work(one: Signs) -> bool:
    """A unit as the subject of something to be done."""
    if not one.leads or one.actors is None:
        return False
    rest = one.actors.rest
    if one.actors.group:
        appeal = one.silent or _APPEALS.search(one.clause.text)
        return not appeal and (one.measured or (one.shall and _VERBS.search(rest) is not None))
    if _APPEALS.search(one.clause.text) and not one.measured:
        return False
    given = re.search(r"由$|请$|责成$", one.actors.before) is not None
    return given or one.measured or one.shall or _EAGER.match(rest) is not None or bool(re.match(_VERBS, rest))


def is_firm(one: Signs) -> bool:
    """Work without a name and a day that is still work: what is forbidden, what document is to be made."""
    return _FORBIDS.search(one.clause.text) is not None or _MAKES.match(_LEADS_IN.sub("", one.clause.text)) is not None


def is_to_be(one: Signs) -> bool:
    """A figure that the words themselves call one to be reached."""
    return _TO_BE.search(one.clause.text) is not None


def orders_or_dates(words: str) -> bool:
    """Whether anybody might take it for work."""
    return _SHALL.search(words) is not None or _FORBIDS.search(words) is not None or not times.is_weak(times.due(words))

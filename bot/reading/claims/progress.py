"""What a percent means: present progress of the whole task, a promise, or something else altogether."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.reading.claims import rates
from bot.reading.clauses.facts import PARTS, Fact, of_title, unexplained, without_title
from bot.reading.clauses.scope import Scope, since_turn
from bot.reading.clauses.segments import Clause
from bot.reading.clauses.tokens import Heard
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import SHORT_OF_DONE, FactKind, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.text.numerals import FoundPercent
from bot.reading.text.patterns import later
from bot.reading.text.spans import within

_OVERALL = later(r"总体|整体|累计|形象进度|总进度|综合|合计|平均|全部工程|总的|overall|整个|全局|全市|合起来")
_LEFT = later(
    r"(?:还剩|还差|剩余|剩下|还有|剩|余下|差|未完成|没完成)(?:下|的|了|大概|大约|约|不到|也就|工程量|工作量|任务)*$"
)
_CHANGE = later(
    r"(?:提高|提升|增长|增加|上升|下降|减少|降低|压减|同比|环比|增幅|降幅|较上[周月年]|比上[周月年])(?:了|约|近)?$"
)
_ROSE = later(r"(?:涨|升|降|跌|高|低|增|快|慢|落后|超)(?:出|了|约|近){0,2}$")
_COMPARED = later(
    r"(?:比|较|环比|同比)(?!重|例|较)[^,。;!?\n]{0,12}(?:涨|升|降|跌|高|低|增|多|少|快|慢|提)(?:出|了|约|近){0,2}$"
)
_RATE = later(r"([\u4e00-\u9fff]{0,8})(?:率|满意度|知晓度)(?:为|达|达到|是|在|约|到|:|已|超过|近)*$")
_OTHER_RATES = any_of(Words.OTHER_RATE)
_ADVERSE_RATE = any_of(Words.ADVERSE_RATE, lambda words: rf"(?:{words})率[^,。;!?\n]{{0,10}}$")
_A_LIMIT = any_of(Words.A_LIMIT)
_EARLIER = later(r"上周|上个?月|上次|之前|此前|原来|原先|去年|年初|昨天|前期|上旬|上季度|当时|过去")
_NOW = later(r"目前|现在|现已|截至|当前|已|今天|本周|了")
_AIM = later(
    r"(?:目标(?:是|为|:)|(?<!按)要求(?!的)|(?<![年总占按月季初度])计划(?!的|任务|总|目标|数)|预计|力争|争取|确保|预期|有望|可望|拟|将|保证|冲刺|突破|"
    r"打算|准备|希望|想|(?<![技功性产职效智节才可])能|"
    r"(?<![协大开机社])会(?!议)|(?<![主重需])要(?!求)|(?<![许认])可)[^,。;]{0,14}$"
)
_RISE = later(
    r"^(?:提高|提升|[压降减砍缩]|升|增|涨|推进|上升|增加|变|拉升|进展|前进|走|干|做|搞|弄|冲|爬|拉|推|跳|跃|跑)?(?:了)?(?:到|至|为|成|达)(?:了|现在的|"
    r"目前的)?$|^(?:到|至|->|-|=>)$"
)


# 八成是检完了 says how sure he is; 三个点开张了 counts places.
_HEDGES = later("(?:就|都)?是(?!因|在)|会(?!议)|得")
_REACHED = later("(?:完成|进[度展]|到|达|占|有|才|差|剩|率|约|干|做|搞|弄|推进|走)[^,。;]{0,3}$")
_OPENED = later("(?:已经?|都|均|全)?(?:[开建装挂选定验交投](?!始)|在|正|运)")
_SOURCE = later(
    "(?:写|说|讲|报|记|填|算|认|统计|口径|显示|认为|反映)(?:的|是|有|为|着|了|成|:)*(?:约|近|大概)?[\u4e00-\u9fff]{0,3}$"
)


def undisputed(heard: Heard, clauses: Sequence[Clause], facts: Sequence[Fact]) -> list[Fact]:
    """监理报告写五成，业主台账写七成: two sources that differ leave open which figure holds."""
    told = [
        share
        for clause in clauses
        for share in within(heard.percents, clause.start, clause.end)
        if _SOURCE.search(heard.masked, clause.start, share.start)
    ]
    if len({share.value for share in told}) < 2:
        return list(facts)
    kept = [fact for fact in facts if not any(share.start == fact.start for share in told)]
    return [*kept, Fact(FactKind.EITHER, told[0].start, told[-1].end, "two-sources")]


def shares(scope: Scope) -> list[Fact]:
    """Facts of the clause's percents: percent, promised, done-percent (100%), impossible."""
    inside = within(scope.heard.percents, scope.clause.start, scope.clause.end)
    facts: list[Fact] = []
    for place, share in enumerate(inside):
        if place + 1 < len(inside) and _rises(scope, share, inside[place + 1]):
            continue
        low = inside[place - 1] if place and _rises(scope, inside[place - 1], share) else share
        fact = _share(scope, share, low)
        if fact:
            facts.append(fact)
    return facts


def _rises(scope: Scope, low: FoundPercent, high: FoundPercent) -> bool:
    return _RISE.match(scope.heard.masked[low.end : high.start]) is not None


def _share(scope: Scope, share: FoundPercent, low: FoundPercent) -> Fact | None:
    """`low` is the figure from which it has risen, before which the subject stands; otherwise the share itself."""
    masked = scope.heard.masked
    if _HEDGES.match(scope.heard.text, share.end) and scope.heard.text.endswith("成", share.start, share.end):
        return Fact(FactKind.HEDGE, share.start, share.end, "probably")
    before = masked[max(scope.clause.start, share.start - 40) : share.start]
    if _is_no_share(scope, share, before):
        return None
    if _ADVERSE_RATE.search(before) or _A_LIMIT.match(masked, share.end):
        return Fact(FactKind.PART, share.start, share.end, "rate-of-faults")
    from_low = before if low is share else masked[max(scope.clause.start, low.start - 40) : low.start]
    if _BEGUN.search(before) or _changes(share, before) or not _about_task(scope, low, from_low):
        return Fact(FactKind.PART, share.start, share.end, "share-of-a-part")
    if _OF_A_SUM.search(before) and _invested_before(scope):
        return Fact(FactKind.PART, share.start, share.end, "share-of-money")
    if not 0 <= share.value <= 100:
        return Fact(FactKind.IMPOSSIBLE_PERCENT, share.start, share.end, share.rule, share.value)
    value = 100 - share.value if _LEFT.search(before) else share.value
    strength = _strength(scope, before)
    if _is_promise(scope, share, before):
        return Fact(FactKind.PROMISED, share.start, share.end, share.rule, value, until=_day_of(scope, share))
    return Fact(FactKind.PERCENT, share.start, share.end, share.rule, value, strength)


def _is_no_share(scope: Scope, share: FoundPercent, before: str) -> bool:
    """到 two points, 测了六十个点, 差0.3个点, 线没了一半: figures that are no share of anything done."""
    if share.rule == "percent-points":
        return not before.endswith("到")
    if share.rule == "percent-dots":
        reached = _REACHED.search(before) and not before.endswith("最后")
        return not reached or _SHORT_BY.search(before) is not None
    gone = _GONE.search(before) is not None or scope.heard.masked.startswith("一半", share.end)
    return share.rule == "half" and gone


_SHORT_BY = later("(?<!还)(?:差|低|高|少|多)(?:了|出)?$")
_GONE = later("(?:没|少|坏|丢|冲|塌|跑|掉|毁|烂|死|停|裂)了?$|退[回了]?$")
_BEGUN = later("(?:启动|开工|动工|进场|立项|开)(?:了|的)?(?:不足|不到|约|近|才|仅|也就|大概|大约)?$")
_OF_A_SUM = later("占[^,。;!]{0,10}的?$")


def _invested_before(scope: Scope) -> bool:
    """完成投资5200万元，占年度计划的65%: of money, unless the title is about it."""
    before = scope.heard.masked[max(0, scope.clause.start - 24) : scope.clause.start]
    refs = scope.clause.topic.refs if scope.clause.topic else ()
    own = any("投资" in scope.heard.titles.get(ref, "") for ref in refs)
    return "投资" in before.split("。")[-1] and not own


def _changes(share: FoundPercent, before: str) -> bool:
    """比上个月涨了9个点: by how much it has changed, not where it stands."""
    return bool(_CHANGE.search(before) or _COMPARED.search(before)) or (
        share.rule == "percent-dots" and _ROSE.search(before) is not None
    )


def _strength(scope: Scope, before: str) -> int:
    if _EARLIER.search(before) and not _NOW.search(before):
        return -1
    return 2 if _OVERALL.search(before) else 0


def _about_task(scope: Scope, share: FoundPercent, before: str) -> bool:
    if _is_of_the_part_before(scope, share):
        return False
    last = max(
        (
            m.end
            for m in within(scope.clause.marks, share.start - 40, share.start)
            if m.end <= share.start and m.kind in SHORT_OF_DONE
        ),
        default=0,
    )
    others = [s.end for s in within(scope.heard.percents, share.start - 40, share.start)]
    start = max([last, *others, share.start - len(before)])
    start = share.start - len(since_turn(scope.heard.masked[start : share.start]))
    said, subject = scope.heard.masked[start : share.start], _without_names(scope, start, share.start)
    after = scope.heard.masked[share.end : share.end + 10]
    if re.match(
        r"的?(?:居民|群众|业主|住户|商户|企业|农户|职工|人员|家长|学生|资金|投资|款|经费|预算|小区|人|"
        r"股份|利润|成本)(?!工程|改造)",
        after,
    ):
        return False
    if _OTHER_RATES.search(unexplained(said, scope.title)) or _is_anothers_rate(scope, share):
        return False
    rate = _RATE.search(said)
    if rate and not rates.is_named(rate[1], scope.title):
        return False  # 平均利率2.31%
    if rate and len(rate[1]) >= _A_WORD and rate[1][-_A_WORD:] in scope.title and not PARTS.search(rate[1]):
        return True  # 局里说登记率97%, of a task to register
    if _OVERALL.search(said):
        return True
    return _explained(scope, said, subject, after)


def _is_of_the_part_before(scope: Scope, share: FoundPercent) -> bool:
    """前期手续完成三成, 主体完成60%: words that are nearly done by themselves are a part where a percent follows."""
    for mark in within(scope.clause.marks, scope.clause.start, share.start):
        between = scope.heard.masked[mark.end : share.start]
        if mark.kind not in SHORT_OF_DONE or mark.end > share.start or not _NO_MORE.fullmatch(between):
            continue
        named = without_title(_MOST_OF_IT.sub(" ", scope.heard.masked[mark.start : mark.end]), scope.title)
        if PARTS.search(named):
            return True
    return False


_NO_MORE = later(
    "(?:了|约|大概|大约|差不多|近|将近|到|达|达到|不到|超过|超|接近|也就|才|只|仅|有|的|已|已经|目前){0,3}"
)
_MOST_OF_IT = later("(?:绝?大|主要|多)部分")
_A_WORD = 2  # letters


def _is_anothers_rate(scope: Scope, share: FoundPercent) -> bool:
    """封顶率100%: the rate of a step, though a word of its own ends before 率."""
    rate = _STEP_RATE.search(scope.heard.masked, scope.clause.start, share.start)
    return rate is not None and not rates.is_named(rate["stem"], scope.title)


_STEP_RATE = later(
    "(?P<stem>封顶|入住|开工|竣工|到位|出勤|参保|覆盖|知晓|合格|满意|中签|到货|上线)率[约为达到至近是]{0,3}$"
)


def _without_names(scope: Scope, start: int, end: int) -> str:
    letters = list(scope.plain(start, end))
    for mention in within(scope.heard.mentions, start, end):
        letters[mention.start - start : mention.end - start] = " " * (min(mention.end, end) - mention.start)
    return "".join(letters)


def _explained(scope: Scope, said: str, subject: str, after: str) -> bool:
    rest = unexplained(
        re.sub(
            "(?:正|还|(?<!现))在[\u4e00-\u9fff]{2,4}?(?=大概|大约|约|差不多|也就|有|$)|progress|about|percent|"
            "approx|only|has|reached|is|at",
            "",
            _JUST_DONE.sub("", subject),
        ),
        scope.title,
    )
    rest = re.sub(
        "占|个|总额|面积|剩下?|差|未|没|还|升|高|提|增|涨|从|不|止|只|刚|好|勉强|才|就|呢|啊|[弄搞做干]|大体|目标|序时|完",
        "",
        rest,
    )
    if _OTHER_RATES.search(rest):
        return False
    rate = _RATE.search(said)
    if rate and not rates.is_named(rate[1], scope.title):
        return False
    if PARTS.search(rest):
        return False
    tail = re.match(r"的?([\u4e00-\u9fff]{2,8})", after)
    if len(rest) <= 1 and tail and "完成" in subject and PARTS.match(tail[1]) and unexplained(tail[1], scope.title):
        return False
    return len(rest) <= 1 or of_title(rest, scope.title)


_JUST_DONE = later("(?:才|刚|仅|只|已经?)[\u4e00-\u9fff]{1,2}了(?:约|近)?$")  # 礁体才预制了三成: what is done with it
_PRESENT = later("已|目前|现在|当前|了|现")


def _is_promise(scope: Scope, share: FoundPercent, before: str) -> bool:
    day = _day_before(scope, share)
    if day and not _PRESENT.search(scope.heard.masked[day.end : share.start]):
        return day.day is None or day.day > scope.heard.today
    aim = _AIM.search(without_title(before, scope.title))
    return aim is not None and not _PRESENT.search(aim[0][2:])


def _day_before(scope: Scope, share: FoundPercent) -> FoundDate | None:
    days = within(scope.heard.days, scope.clause.start, share.start)
    return days[-1] if days else None


def _day_of(scope: Scope, share: FoundPercent) -> date | None:
    day = _day_before(scope, share)
    after = [d.day for d in within(scope.heard.days, share.end, scope.clause.end)]
    return day.day if day else after[0] if after else None

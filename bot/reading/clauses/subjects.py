"""Whether a name begins a new subject or only stands in what is said of another; names that stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reading.clauses.tokens import Heard
from bot.reading.kinds import NUMBERS, STATES, SURE, TITLES, MentionKind, Words
from bot.reading.lexicon.expressions import PERCENT, any_of
from bot.reading.mentions.mention import Mention
from bot.reading.text.spans import within

_JOINED = re.compile(r"(?:[、和及与跟同/&+ 以还有任务事项的,:()]|连同|连着|带着?|加上)*")


FILL = any_of(Words.SUBJECT_FILLER)


_CAUSE = re.compile(r"因|由于|受|请|卡在|缺|等|影响|配合|需|协调|帮|结合|参照|借鉴|类似|跟|同步|连同|涉及|包括")


_HEADING = any_of(Words.HEADING)


def sure(heard: Heard) -> list[Mention]:
    """Without list marks that only count points, and without list numbers that a title word follows."""
    lists = [m for m in heard.mentions if m.kind is MentionKind.LIST]
    return [
        m
        for m in heard.mentions
        if not _counts_points(heard, m) and (m.kind is not MentionKind.LIST or _list_counts(heard, m, lists))
    ]


def _counts_points(heard: Heard, mention: Mention) -> bool:
    """③ 无人机: a mark that a title follows numbers the points of a message, not tasks."""
    if mention.rule != "number-mark":
        return False
    following = next(iter(within(heard.mentions, mention.end, mention.end + 3)), None)
    return (
        following is not None
        and following.kind is MentionKind.TITLE
        and not set(following.refs) & set(mention.refs)
        and not heard.masked[mention.end : following.start].strip(" 、.:")
    )


def _list_counts(heard: Heard, mention: Mention, lists: list[Mention]) -> bool:
    if _HEADING.match(heard.text, mention.end):
        return False
    following = next(iter(within(heard.mentions, mention.end, mention.end + 12)), None)
    if (
        following is not None
        and following.kind in SURE
        and _JOINED.fullmatch(_between(heard, mention.end, following.start))
    ):
        return False
    if len(heard.tasks) == 1:
        return len(lists) == 1
    return True


def _between(heard: Heard, start: int, end: int) -> str:
    return FILL.sub("", heard.masked[start:end])


def grouped(heard: Heard, inside: Sequence[Mention], start: int) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for mention in inside:
        if (
            groups
            and mention.kind is MentionKind.TITLE
            and set(mention.refs) <= {ref for m in groups[-1] for ref in m.refs}
        ):
            continue  # the task's own words, named already
        if (
            groups
            and _JOINED.fullmatch(heard.masked[groups[-1][-1].end : mention.start])
            and mention.kind is not MentionKind.REST
        ):
            groups[-1].append(mention)
        elif groups and _is_predicate(heard, groups[-1][0], mention):
            continue
        elif mention.kind not in TITLES or _is_subject(heard, mention, start):
            groups.append([mention])
    return groups


_FIGURE = re.compile("率?(?:了|约|共|达到?|为|是|近|超过?){0,3}[0-9\x01]")


def _is_predicate(heard: Heard, named: Mention, mention: Mention) -> bool:
    """110号2月入库1.2亿元: a word with its figure behind a number tells of that task, though another's title has it."""
    short = mention.kind in TITLES and mention.end - mention.start <= 2
    return short and named.kind is MentionKind.NUMBER and _FIGURE.match(heard.masked, mention.end) is not None


_TURN = re.compile(
    r"(?:然后|另外|此外|还有|再一个|再就是|再有|至于|接着|(?<!因)而|但是?|不过|同时|最后)(?:就是|说)?[呢呀啊嗯呃,]{0,2}(?:那个|这个|说)?$|^(?:就|只有|只剩|就剩|就差|单单)$"
)


def _is_subject(heard: Heard, mention: Mention, start: int) -> bool:
    before = heard.masked[start : mention.start]
    if mention.rule == "title-letters" or before.endswith("、"):
        return True  # found only where a subject begins; 电梯完、燃气九成
    if _TURN.search(before[-16:]) or _SHOWN.match(heard.masked, mention.end) or _just_stated(heard, mention, start):
        return True
    if (
        mention.end - mention.start <= 2
        and not _SUBJECT_NEXT.match(heard.masked, mention.end)
        and _in_a_report(heard, mention)
        and not _heads_its_clause(heard, mention, start)
    ):
        return False
    if _CAUSE.search(before) and heard.mentions[0] is not mention:
        return False
    if len(before) >= _SPOKEN_ON and before[-1] not in _GOVERNS and _STRONGLY_NEXT.match(heard.masked, mention.end):
        return True
    return not FILL.sub("", before) or mention.end - mention.start >= 4 or heard.mentions[0] is mention


# 全部兑付到户|撂荒地还有一百来亩: far into one breath, a name before an adverb that only a subject takes.
_SPOKEN_ON = 8
_GOVERNS = "的把将对在因被从向给为与和及跟、由让使于"
_STRONGLY_NEXT = re.compile("(?:[那这][个边块里]|[呢嘛啊])?(?:还有?|也|已经?|正在|仍|尚|都|才|没)(?!是)")


def _heads_its_clause(heard: Heard, mention: Mention, start: int) -> bool:
    """单元签约98%，单车清了3200辆: a name at the head of a clause is a subject, unless what follows only tells of its
    rate or quality, or tasks are named by number in this sentence (2号申请宽限，苗木检疫证没下来)."""
    if mention.start != start or _ABOUT_IT.match(heard.masked, mention.end):
        return False
    since = max(heard.text.rfind(mark, 0, mention.start) for mark in "。;\n")
    return not any(m.kind in NUMBERS for m in within(heard.mentions, since + 1, mention.start))


_ABOUT_IT = re.compile("[的率性度化上下中内外]|问题|工作|方面|情况|标准|要求|力度")


# What may follow a short name that is a subject; 规范|问题合同 is none.
_SUBJECT_NEXT = re.compile(
    "[^\u4e00-\u9fff]|$|[那这的方工任项已正还没未基完办预目现计因申都也全呢嘛啊就差卡停搞弄做推有在是要得由请争力上下本月年处整改总大进超滞逾延拖"
    "暂开启建修拆签交报落达到可能会等缺被受转移换归厂站园馆院楼路桥场市区县镇乡村房店所点网线库塘渠河湖山队班车船会费款证齐妥好销收]"
)


def _in_a_report(heard: Heard, mention: Mention) -> bool:
    """Whether the same sentence has named its task before, by number or by four letters of its title."""
    since = max(heard.text.rfind(mark, 0, mention.start) for mark in "。;\n")
    before = within(heard.mentions, since + 1, mention.start)
    return any(
        m.kind in (MentionKind.NUMBER, MentionKind.LIST) or (m.kind is MentionKind.TITLE and m.end - m.start >= 4)
        for m in before
    )


_SHOWN = re.compile(
    "嘛|[那这][个边块项里](?:[^\u4e00-\u9fff]|事|已|还|没|都|正|就|呢|嘛|啊|现|目|计|预|争|在|也|是|因|卡|停|完|办|搞|弄)|的话|呢(?![^,。;]{0,2}吗)|方面"
)


def _just_stated(heard: Heard, mention: Mention, start: int) -> bool:
    """老旧小区快好了燃气那个卡着: after a finished statement the next name begins another, without a comma too."""
    place = mention.start
    last = next(iter(within(heard.marks, max(start, place - 8), place)[::-1]), None)
    over = heard.masked[place - 1] in "了啦呢吧着咯"
    ended = last is not None and last.kind in STATES and re.fullmatch("[了啦呢吧着咯]?", heard.masked[last.end : place])
    if ended and over:
        return True
    stated = (
        over or heard.masked[place - 1] == PERCENT or (last is not None and last.end == place and last.kind in STATES)
    )
    return stated and place > start and _PREDICATE_NEXT.match(heard.masked, mention.end) is not None


# 围墙砌了六成|卫生室还没开工: what follows a name that is the subject of a new statement.
_PREDICATE_NEXT = re.compile(
    "(?:[那这][个边块项里头]|[呢嘛啊呀]|的[话事])?,?(?:已|正|在|还|没|未|也|就|都|全|均|才|刚|今|昨|明|下|本|这|因|被|让|预计|计划|争取|估计|"
    "大概|差|缺|少|停|卡|拖|完|办|弄|搞|干|结案|销号|进|开|验|等|要|得|可|能|有|是|快|基本|倒|却|反|早|总算|终于|[\x01\x02]|[\u4e00-\u9fff]{1,2}[了着完好]|"
    "[\u4e00-\u9fff]{1,3}(?:已|正在|还|没|未|都|全|才|刚|停|卡|差|缺))"
)

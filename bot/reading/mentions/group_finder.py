"""Several tasks named at once: 以上, 其余, 两项, 除…外; and which of two: 前者, 后者."""

from __future__ import annotations

import re

from bot.reading.kinds import MentionKind
from bot.reading.mentions import titles
from bot.reading.mentions.groups import A_PART, ALL, COUNTED, EXCEPT, FORGOTTEN, FORMER, INSIDE, LATTER, PAIR, REST
from bot.reading.mentions.mention import Mention
from bot.reading.mentions.numbers import N
from bot.reading.mentions.places import Places
from bot.reading.text.numerals import number

_IN_A_WORD = re.compile("[分个区特级类辨告识性道离差]别")  # 分别, 个别: no rest
_OF_THEM = re.compile("里头?面?|当中|之中|中(?![旬期])")  # 这三个里头骑楼街办妥了: only what is counted on


# 66号已完成1万亩，其余10月底前完成: what is left of the amount just named. After a share of the whole only a day
# says so: 3号60%，其余未启动 speaks of the others, 3号60%，其余6月底办完 of the same.
_AN_AMOUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:\d+[万千百余多]*|[一二三四五六七八九十两]+)[\u4e00-\u9fff㎡]{1,2}(?:小区|项目|企业|学校|工程)?[^,。;!\n\d%号]{0,6},?$"
)
_NO_AMOUNT = re.compile(r"[%号成]|百分之|月|日(?!产)|年|项|件|任务|事项")
_A_SHARE = re.compile(r"(?:\d%|[一二三四五六七八九]成|过?大?半|\x01)[^,。;!\n\d号]{0,4},?$")
_BY_A_DAY = re.compile(
    r"(?:预计|计划|力争|争取|将|在|到|于|可|能)?(?:本月|下个?月|月底|年底|年内|上半年|下半年|\d|[一二三四]季度|[一二三四五六七八九十]+月)"
)


# 就差个消防验收，别的都好了: the rest of the same work.
_ALL_BUT = re.compile("(?:就|只|还|仅)[差缺剩][^,。;!\n号项]{1,12},?$")


_COUNTED_THINGS = re.compile(r"(?<![第\d])(?P<count>\d+|[二两三四五六七八九十百]+)[个处户家项件栋条所座](?!任务|事项)")


class GroupFinder:
    """Only of use where several tasks are open."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.text = places.text

    def find(self) -> None:
        for match in EXCEPT.finditer(self.text):
            self._except(match)
        for match in REST.finditer(self.text):
            if not self._of_things(match):
                self._quantified(match, MentionKind.REST)
        for match in ALL.finditer(self.text):
            self._quantified(match, MentionKind.ALL)
        for match in (*COUNTED.finditer(self.text), *PAIR.finditer(self.text)):
            self._quantified(match, MentionKind.ALL)

    def forgotten(self) -> None:
        """还有一个什么来着: a task is meant, and he does not know which."""
        for match in FORGOTTEN.finditer(self.text):
            if self.places.is_free(*match.span()):
                self.places.add(Mention(*match.span(), MentionKind.EITHER, (), "forgotten"))

    def of_two(self) -> None:
        """前者, 后者: the first and the second of the last two that were named."""
        for which, pattern in enumerate((FORMER, LATTER)):
            for match in pattern.finditer(self.text):
                before = [
                    m for m in self.places.found if m.end <= match.start() and m.rule != "of-two" and len(m.refs) == 1
                ]
                named = tuple(dict.fromkeys(ref for m in sorted(before, key=lambda m: m.start) for ref in m.refs))[-2:]
                refs = (named[which],) if len(named) == 2 else ()
                kind = MentionKind.TITLE if refs else MentionKind.EITHER
                self.places.add(Mention(match.start(), match.end(), kind, refs, "of-two", refs))

    def _named_before(self, place: int) -> tuple[int, ...]:
        before = [m for m in self.places.found if m.end <= place and m.rule != "of-two" and len(m.refs) == 1]
        return tuple(dict.fromkeys(ref for m in sorted(before, key=lambda m: m.start) for ref in m.refs))

    def _except(self, match: re.Match[str]) -> None:
        self._numbers_excepted(match)
        before = [m for m in self.places.found if match.start() <= m.start < match.end()]
        inside = before or [
            _as_mention(k, match.start("what") if match["what"] else match.start("bare"))
            for k in titles.keywords(match["what"] or match["bare"], self.places.tasks)
        ]
        named = tuple(dict.fromkeys(ref for m in inside for ref in m.refs))
        for mention in before:
            self.places.found.remove(mention)
        outside = match.end() - (1 if match.group().endswith("外") else 0)
        last = max((m.end for m in inside if match.start() < m.start), default=outside)
        self.places.add(Mention(match.start(), min(last, outside), MentionKind.EXCEPT, named, "except", named))
        if outside == match.end() and self.text[outside : outside + 1] in ("都", "均", "全"):
            self.places.add(Mention(outside, outside + 1, MentionKind.REST, (), "rest"))
        if outside < match.end():  # 除3号外均已办结: what follows is said of the rest
            self.places.add(Mention(outside, match.end(), MentionKind.REST, (), "rest"))

    def _numbers_excepted(self, match: re.Match[str]) -> None:
        """除3外: the bare figure is a task's number."""
        words, place = (match[kind] or "" for kind in ("what", "bare")), match.start("what")
        said = next((w for w in words if w), "")
        if INSIDE.fullmatch(said):
            self.places.forget_numbers(*match.span())
            start = place if match["what"] else match.start("bare")
            self.places.name(
                start, start + len(said), tuple(int(number(n) or 0) for n in re.findall(N, said)), "number-bare"
            )

    def _of_things(self, match: re.Match[str]) -> bool:
        """共6个市场，完工4个，其余2个正在装修: counted things of one task, no tasks."""
        before = self.text[max(0, match.start() - 40) : match.start()]
        since = max(before.rfind(mark) for mark in "。;\n") + 1
        short = match["count"] is None and self.text[match.end() : match.end() + 1] not in (
            "都",
            "均",
            "全",
            "也",
        )
        if short and match.group().startswith(("剩", "余下")) and A_PART.search(before, since):
            return True
        if match["count"] is None and _ALL_BUT.search(before, since):
            return True
        if (
            short
            and self._one_at_most(match.start() - len(before) + since, match.start())
            and self._of_the_same(match, before[since:])
        ):
            return True
        if match["count"] is None:
            return False
        before_it = _COUNTED_THINGS.search(before)
        return before_it is not None and number(before_it["count"]) != len(self.places.tasks)  # 四项里头…其他三项

    def _of_the_same(self, match: re.Match[str], said: str) -> bool:
        amount = _AN_AMOUNT.search(said)
        if amount is not None and not _NO_AMOUNT.search(amount.group()):
            return True
        return _A_SHARE.search(said) is not None and _BY_A_DAY.match(self.text, match.end()) is not None

    def _one_at_most(self, start: int, end: int) -> bool:
        named = {ref for m in self.places.found if start <= m.start < end for ref in m.refs}
        return len(named) <= 1

    def _quantified(self, match: re.Match[str], kind: MentionKind) -> None:
        if not self.places.is_free(*match.span()):
            return
        if _OF_THEM.match(self.text, match.end()) or _IN_A_WORD.match(self.text, match.start() - 1):
            return
        said = match.groupdict().get("count")
        count = number({"俩": "两", "仨": "三"}.get(said, said)) if said else None
        if count and count > len(self.places.tasks) and not re.search("任务|事项", match.group()):
            return  # 共28件，已全部答复: things of one task
        single = match.groupdict().get("one") or re.match("另外?一", match.group())
        named = (int(count),) if count else (1,) if single else ()
        self.places.add(Mention(match.start(), match.end(), kind, (), kind.value, named))


def _as_mention(keyword: titles.Keyword, base: int) -> Mention:
    refs = keyword.refs if len(keyword.refs) == 1 else ()
    return Mention(base + keyword.start, base + keyword.end, MentionKind.TITLE, refs, "title-words", keyword.refs)

"""Tasks named by number: 3号, 第3项, ③, 4#, 6-8, 6、8 and bare figures; numbers of other things are none."""

from __future__ import annotations

import re

from bot.reading.kinds import NUMBERS, MentionKind
from bot.reading.mentions.mention import Mention
from bot.reading.mentions.numbers import (
    ALSO_BEFORE,
    BARE,
    BEFORE_A_SHARE,
    BEGUN_ANEW,
    BEHIND_A_CLAIM,
    BY_PLACE,
    DAY_AFTER,
    DAY_BEFORE,
    DOCUMENT_BEFORE,
    FINISH_AFTER,
    GLUED,
    HAPPENS_AFTER,
    LAST_DAY,
    LIST,
    LIST_END,
    NTH_OTHER,
    NUMBER,
    RANGE,
    REPORTED_AFTER,
    RUN,
    STATEMENT,
    THINGS,
    N,
)
from bot.reading.mentions.places import Places
from bot.reading.text.normal_form import LIST_MARKS, plain
from bot.reading.text.numerals import number

_COUNTED_BEFORE = re.compile(r"(?<!第)(?:[二两三四五六七八九十]|\d{1,3})[个座处条](?!月|星期)")


class NumberFinder:
    def __init__(self, places: Places) -> None:
        self.places = places
        self.text = places.text

    def find(self) -> None:
        for match in RANGE.finditer(self.text):
            self._range(match)
        for match in LIST.finditer(self.text):
            self._list(match)
        for match in RUN.finditer(self.text):
            said = tuple(int(number(letter) or 0) for letter in match["n"])
            if set(said) <= self.places.open and not self.places.dated(match.start(), match.end()):
                self.places.name(match.start(), match.end(), said, "number-list")
        for match in NUMBER.finditer(self.text):
            self._number(match)
        self._bare_figures()

    def _bare_figures(self) -> None:
        for match in BARE.finditer(self.text):
            self._bare(match)
        if any(mention.kind in NUMBERS for mention in self.places.found):
            for match in BEGUN_ANEW.finditer(self.text):
                self._bare(match)
        if any(mention.rule == "number-bare" for mention in self.places.found):
            for pattern in (GLUED, BEHIND_A_CLAIM, BEFORE_A_SHARE):
                for match in pattern.finditer(self.text):
                    self._bare(match)
            self._other_bare()

    def _range(self, match: re.Match[str]) -> None:
        first, last = number(match["first"]), number(match["last"])
        if (
            first is None
            or last is None
            or not first < last <= first + 60
            or self.places.dated(match.start(), match.end())
        ):
            return
        if match["sign"] is None and not self._bare_range(match, {int(first), int(last)}):
            return
        said = tuple(range(int(first), int(last) + 1))
        if {first, last} <= self.places.open:  # 6-8 of 6, 8, 9: those of them that are open
            said = tuple(ref for ref in said if ref in self.places.open)
        self.places.name(match.start(), match.end(), said, "number-range")

    def _bare_range(self, match: re.Match[str], ends: set[int]) -> bool:
        """2-4完: without any sign only where both ends are open, a clause begins and something is told of them."""
        told = len(self.places.tasks) > 1 and ends <= self.places.open and STATEMENT.match(self.text, match.end())
        return bool(told) and self.places.at_start(match.start())

    def _list(self, match: re.Match[str]) -> None:
        """1、2、3号: a list of numbers, sure by its marks (号, 项) or by a predicate after it."""
        start, end = match.span()
        words = match.group().rstrip("、,/. 和及与")
        end = start + len(words)
        said = [int(number(part) or 0) for part in re.findall(N, words)]
        marked = re.search("[号项]|任务|第", words)
        after = self.text[end : end + 8]
        if len({part.isascii() for part in re.findall(N, words)}) > 1 and re.search("[、,]", words):
            return  # 一、2号: a heading before a number
        if (
            len(said) < 2
            or self.places.dated(start, end)
            or (re.match(r"[.]?\d", after) and not words.endswith(("号", "项")))
            or re.match("月|日|年|[两三几]天|[个处家户天周万亿%种套次名位场批台轮班]", after)
        ):
            return
        if not marked and not (set(said) <= self.places.open and self.places.at_start(start) and self._is_told_of(end)):
            return
        if "." in words and "、" not in words and (not marked or not words.endswith(("号", "项"))):
            return  # 任务7.5公顷
        self.places.name(start, end, tuple(said), "number-list")

    def _is_told_of(self, end: int) -> bool:
        return bool(LIST_END.match(self.text, end) or (len(self.places.tasks) > 1 and STATEMENT.match(self.text, end)))

    def _number(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or ""
        words = match[kind]
        said = LIST_MARKS.index(words) + 1 if kind == "mark" else int(number(words) or 0)
        if DOCUMENT_BEFORE.search(self.text, max(0, match.start() - 8), match.start()) and kind in (
            "nth",
            "hao",
        ):
            return
        if kind == "item":
            self._list_number(match, said)
        elif kind == "sharp":
            self._sharp(match, said)
        elif kind == "nth":
            other = NTH_OTHER.match(self.text, match.end())
            own = other and any(t.ref == said and other.group() in plain(t.title) for t in self.places.tasks)
            if said not in self.places.open and self._counts_things(match):
                return
            if BY_PLACE.search(self.text) and len(self.places.tasks) > 1:  # 头一件办结，第二件一半: a place, no number
                self.places.add(Mention(*match.span(), MentionKind.EITHER, (), "number-nth"))
                return
            if other is None or own or self._all_its_problems(said, match.end()):
                self.places.name(match.start(), match.end(), (said,), "number-nth")
        elif kind != "hao" or self._is_task_number(match, said):
            self.places.name(match.start(), match.end(), (said,), "number-" + kind)

    def _sharp(self, match: re.Match[str], said: int) -> None:
        """4#已交工: so engineers write a task's number; of one task, or within a clause, it is a part of something."""
        named = said in self.places.open or (self.places.at_start(match.start()) and not self._is_a_machine(match))
        if len(self.places.tasks) > 1 and named:
            self.places.name(match.start(), match.end(), (said,), "number-sharp")

    def _is_a_machine(self, match: re.Match[str]) -> bool:
        """水泵1#2#转了，3#轴承发热: where other figures with # number no task, this one does not either."""
        others = {int(other["sharp"]) for other in NUMBER.finditer(self.text) if other.lastgroup == "sharp"}
        return len(others) > 1 and not others & self.places.open

    def _counts_things(self, match: re.Match[str]) -> bool:
        """三个水库里有两个已验收，第三个还在灌浆: the third of what was counted, no task."""
        return "个" in match.group() and _COUNTED_BEFORE.search(self.text, 0, match.start()) is not None

    def _all_its_problems(self, said: int, end: int) -> bool:
        """第4项问题全部销号: all problems of task 4, unless a task consists of numbered problems."""
        every = re.match("问题(?:已经?)?(?:都|均|全部|全都)", self.text[end : end + 8])
        listed = any(re.search("问题|反馈|巡[察视]|督察|审计|整改", plain(task.title)) for task in self.places.tasks)
        return every is not None and said in self.places.open and len(self.places.tasks) > 1 and not listed

    def _list_number(self, match: re.Match[str], said: int) -> None:
        if self.places.at_start(match.start()) and not self._heads_a_paragraph(match, said):
            self.places.name(match.start(), match.end(), (said,), "list-number", kind=MentionKind.LIST)

    def _heads_a_paragraph(self, match: re.Match[str], said: int) -> bool:
        """一、二、三、 or 1. 2. 3. of a report count its points: some of them number no open task."""
        chinese = not match["item"].isdigit()
        points = {
            int(number(other["item"]) or 0)
            for other in NUMBER.finditer(self.text)
            if other.lastgroup == "item" and (not other["item"].isdigit()) == chinese
        }
        return said not in self.places.open and bool(points & {said - 1, said + 1})

    def _is_task_number(self, match: re.Match[str], said: int) -> bool:
        before, after = (
            self.text[max(0, match.start() - 6) : match.start()],
            self.text[match.end() : match.end() + 16],
        )
        if match.group().endswith(("任务", "事项", "工作", "项目")) or self.places.own_words(match):
            return True
        if re.match(THINGS, after) or (before[-1:] in "第月〔" and before):
            return False
        if re.match(DAY_AFTER, after) or re.search(DAY_BEFORE, before):
            return False
        if said in self.places.open:
            return True
        if said > LAST_DAY:
            return True
        meant = re.match(FINISH_AFTER, after) and (len(self.places.tasks) == 1 or self._after_mention(match.start()))
        return not meant and self._is_reported_on(match)

    def _is_reported_on(self, match: re.Match[str]) -> bool:
        """8号已办结, of no open task: a number only where a clause begins with it and tells how something stands.

        Anywhere else 8号 is a day: 厂家答应8号到, 8号怕是不行, 定的25号上. Beside 2号, where 2 is open, 9号 names too.
        """
        told = REPORTED_AFTER.match(self.text, match.end()) is not None
        if ALSO_BEFORE.search(self.text, 0, match.start()):
            return told or self._numbers_name()
        if self._numbers_name() and not HAPPENS_AFTER.match(self.text, match.end()):
            return self.places.at_start(match.start()) or self.text[match.start() - 1] in "\x01公里亩"
        return told and self.places.at_start(match.start())

    def _numbers_name(self) -> bool:
        """Whether an open task is called by its number with 号 in this message."""
        said = (other["hao"] for other in NUMBER.finditer(self.text) if other.lastgroup == "hao")
        return any(int(number(each) or 0) in self.places.open for each in said)

    def _after_mention(self, place: int) -> bool:
        clause = max(self.text.rfind(mark, 0, place) for mark in ",;。!\n")
        return any(mention.start > clause for mention in self.places.found)

    def _bare(self, match: re.Match[str]) -> None:
        words = match.groupdict().get("d") or match["n"]
        said = int(number(words) or 0)
        if said in self.places.open and len(self.places.tasks) > 1:
            self.places.name(match.start(), match.start() + len(words), (said,), "number-bare")

    def _other_bare(self) -> None:
        """1完了 9一半: where bare figures number tasks, one that is none of them is a doubt."""
        for match in BARE.finditer(self.text):
            words = match["d"] or match["n"]
            if (
                words.isdigit()
                and int(words) not in self.places.open
                and not self.places.dated(match.start(), match.end())
            ):
                self.places.name(match.start(), match.start() + len(words), (int(words),), "number-bare")

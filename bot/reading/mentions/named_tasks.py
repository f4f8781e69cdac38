"""Which task is meant: numbers, list marks, title words, 以上/全部, 其余, 除…外."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.kinds import MentionKind
from bot.reading.mentions import titles
from bot.reading.mentions.groups import A_PART, ALL, COUNTED, EXCEPT, INSIDE, REST
from bot.reading.mentions.numbers import (
    BARE,
    DAY_AFTER,
    DAY_BEFORE,
    FINISH_AFTER,
    GLUED,
    INNER,
    LIST,
    LIST_END,
    NTH_OTHER,
    NUMBER,
    RANGE,
    RUN,
    THINGS,
    N,
)
from bot.reading.text.normal_form import LIST_MARKS, plain
from bot.reading.text.numerals import number
from db.reading_facts import AskedTask


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where tasks are named. `refs` is empty when the words fit no task or cannot decide between several."""

    start: int
    end: int
    kind: MentionKind
    refs: tuple[int, ...]
    rule: str
    named: tuple[int, ...] = ()  # numbers as said, or the tasks that fit equally well


def mentions(text: str, tasks: Sequence[AskedTask]) -> list[Mention]:
    """All places that name tasks, in order, not overlapping. Percents are masked by the caller."""
    finder = _Finder(text, tasks)
    finder.numbers()
    finder.quantifiers()
    finder.titles()
    return sorted(finder.found, key=lambda mention: mention.start)


class _Finder:
    def __init__(self, text: str, tasks: Sequence[AskedTask]) -> None:
        self.text = text
        self.tasks = tasks
        self.open = {task.ref for task in tasks}
        self.taken = bytearray(len(text) + 1)
        self.found: list[Mention] = []
        self.ends: set[int] = set()
        for inner in INNER.finditer(text):
            if not self._own_words(inner):
                self._take(*inner.span())

    def _own_words(self, match: re.Match[str]) -> bool:
        """2号建议答复: what follows the number is the title of that very task, no building or proposal."""
        said = re.match(N, match.group())
        ref = number(said.group()) if said else None
        follows = self.text[self.text.index("号", match.start()) + 1 :][:3] if "号" in match.group() else ""
        pause = self.text[match.end() : match.end() + 1] in ("嘛", "呢", "吧")
        thing = re.sub(f"^{N}(?:号|路|#)", "", match.group())
        return any(
            task.ref == ref
            and ((pause and thing in plain(task.title)) or (len(follows) == 3 and follows in plain(task.title)))
            for task in self.tasks
        )

    def numbers(self) -> None:
        for match in RANGE.finditer(self.text):
            self._range(match)
        for match in LIST.finditer(self.text):
            self._list(match)
        for match in RUN.finditer(self.text):
            said = tuple(int(number(letter) or 0) for letter in match["n"])
            if set(said) <= self.open and not self._dated(match.start(), match.end()):
                self._name(match.start(), match.end(), said, "number-list")
        for match in NUMBER.finditer(self.text):
            self._number(match)
        for match in BARE.finditer(self.text):
            self._bare(match)
        if any(mention.rule == "number-bare" for mention in self.found):
            for match in GLUED.finditer(self.text):
                self._bare(match)
            self._other_bare()

    def _range(self, match: re.Match[str]) -> None:
        first, last = number(match["first"]), number(match["last"])
        if first is None or last is None or not first < last <= first + 60 or self._dated(match.start(), match.end()):
            return
        said = tuple(range(int(first), int(last) + 1))
        self._name(match.start(), match.end(), said, "number-range")

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
            or self._dated(start, end)
            or re.match("月|日|年|[.]?\\d|[个处家户天周万亿%种套次名位场批台轮班]", after)
        ):
            return
        if not marked and (not set(said) <= self.open or not LIST_END.match(after) or not self._at_start(start)):
            return
        if "." in words and not marked and "、" not in words:
            return
        self._name(start, end, tuple(said), "number-list")

    def _number(self, match: re.Match[str]) -> None:
        kind = match.lastgroup or ""
        words = match[kind]
        said = LIST_MARKS.index(words) + 1 if kind == "mark" else int(number(words) or 0)
        if kind == "item":
            self._list_number(match, said)
        elif kind == "nth":
            other = NTH_OTHER.match(self.text, match.end())
            own = other and any(t.ref == said and other.group() in plain(t.title) for t in self.tasks)
            if other is None or own or self._all_its_problems(said, match.end()):
                self._name(match.start(), match.end(), (said,), "number-nth")
        elif kind != "hao" or self._is_task_number(match, said):
            self._name(match.start(), match.end(), (said,), "number-" + kind)

    def _all_its_problems(self, said: int, end: int) -> bool:
        """第4项问题全部销号: all problems of task 4, unless a task consists of numbered problems."""
        every = re.match("问题(?:已经?)?(?:都|均|全部|全都)", self.text[end : end + 8])
        listed = any(re.search("问题|反馈|巡[察视]|督察|审计|整改", plain(task.title)) for task in self.tasks)
        return every is not None and said in self.open and len(self.tasks) > 1 and not listed

    def _list_number(self, match: re.Match[str], said: int) -> None:
        if self._at_start(match.start()):
            self._name(match.start(), match.end(), (said,), "list-number", kind=MentionKind.LIST)

    def _is_task_number(self, match: re.Match[str], said: int) -> bool:
        before, after = self.text[max(0, match.start() - 6) : match.start()], self.text[match.end() : match.end() + 16]
        if match.group().endswith(("任务", "事项", "工作", "项目")) or self._own_words(match):
            return True
        if re.match(THINGS, after) or (before[-1:] in "第月〔" and before):
            return False
        if re.match(DAY_AFTER, after) or re.search(DAY_BEFORE, before):
            return False
        if said in self.open:
            return True
        return not (
            said <= 31
            and re.match(FINISH_AFTER, after)
            and (len(self.tasks) == 1 or self._after_mention(match.start()))
        )

    def _after_mention(self, place: int) -> bool:
        clause = max(self.text.rfind(mark, 0, place) for mark in ",;。!\n")
        return any(mention.start > clause for mention in self.found)

    def _bare(self, match: re.Match[str]) -> None:
        words = match.groupdict().get("d") or match["n"]
        said = int(number(words) or 0)
        if said in self.open and len(self.tasks) > 1:
            self._name(match.start(), match.start() + len(words), (said,), "number-bare")

    def _other_bare(self) -> None:
        """1完了 9一半: where bare figures number tasks, one that is none of them is a doubt."""
        for match in BARE.finditer(self.text):
            words = match["d"] or match["n"]
            if words.isdigit() and int(words) not in self.open and not self._dated(match.start(), match.end()):
                self._name(match.start(), match.start() + len(words), (int(words),), "number-bare")

    def _dated(self, start: int, end: int) -> bool:
        return bool(
            re.match(DAY_AFTER, self.text[end : end + 4])
            or re.search(DAY_BEFORE, self.text[max(0, start - 6) : start])
            or re.match("日|月", self.text[end : end + 1])
        )

    def _at_start(self, place: int) -> bool:
        before = self.text[max(0, place - 8) : place].rstrip(" ")
        return (
            not before
            or before[-1] in ",;。!:\n:("
            or re.search("(?:完成|办结|其中|另外|有|是|更正|对于|关于)$", before) is not None
            or place in self.ends
        )

    def _name(
        self, start: int, end: int, said: tuple[int, ...], rule: str, kind: MentionKind = MentionKind.NUMBER
    ) -> None:
        if any(self.taken[start:end]):
            return
        known = tuple(dict.fromkeys(ref for ref in said if ref in self.open))
        if len(known) < len(set(said)) and kind is not MentionKind.LIST:
            kind = MentionKind.UNKNOWN
        self._add(Mention(start, end, kind, known, rule, said))

    def _add(self, mention: Mention) -> None:
        self.found.append(mention)
        self.ends.add(mention.end)
        self._take(mention.start, mention.end)

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def quantifiers(self) -> None:
        if len(self.tasks) < 2:
            return
        for match in EXCEPT.finditer(self.text):
            self._except(match)
        for match in REST.finditer(self.text):
            if not self._of_things(match):
                self._quantified(match, MentionKind.REST)
        for match in ALL.finditer(self.text):
            self._quantified(match, MentionKind.ALL)
        for match in COUNTED.finditer(self.text):
            self._quantified(match, MentionKind.ALL)

    def _except(self, match: re.Match[str]) -> None:
        self._numbers_excepted(match)
        before = [m for m in self.found if match.start() <= m.start < match.end()]
        inside = before or [
            _as_mention(k, match.start("what") if match["what"] else match.start("bare"))
            for k in titles.keywords(match["what"] or match["bare"], self.tasks)
        ]
        named = tuple(dict.fromkeys(ref for m in inside for ref in m.refs))
        for mention in before:
            self.found.remove(mention)
        outside = match.end() - (1 if match.group().endswith("外") else 0)
        last = max((m.end for m in inside if match.start() < m.start), default=outside)
        self._add(Mention(match.start(), min(last, outside), MentionKind.EXCEPT, named, "except", named))
        if outside == match.end() and self.text[outside : outside + 1] in ("都", "均", "全"):
            self._add(Mention(outside, outside + 1, MentionKind.REST, (), "rest"))
        if outside < match.end():  # 除3号外均已办结: what follows is said of the rest
            self._add(Mention(outside, match.end(), MentionKind.REST, (), "rest"))

    def _numbers_excepted(self, match: re.Match[str]) -> None:
        """除3外: the bare figure is a task's number."""
        words, place = (match[kind] or "" for kind in ("what", "bare")), match.start("what")
        said = next((w for w in words if w), "")
        if INSIDE.fullmatch(said):
            self._forget(*match.span())
            start = place if match["what"] else match.start("bare")
            self._name(start, start + len(said), tuple(int(number(n) or 0) for n in re.findall(N, said)), "number-bare")

    def _forget(self, start: int, end: int) -> None:
        self.found = [m for m in self.found if not start <= m.start < end or m.kind is not MentionKind.NUMBER]
        self.taken[start:end] = bytes(end - start)

    def _of_things(self, match: re.Match[str]) -> bool:
        """共6个市场，完工4个，其余2个正在装修: counted things of one task, no tasks."""
        before = self.text[max(0, match.start() - 40) : match.start()]
        since = max(before.rfind(mark) for mark in "。;\n") + 1
        short = match["count"] is None and self.text[match.end() : match.end() + 1] not in ("都", "均", "全", "也")
        if short and match.group().startswith(("剩", "余下")) and A_PART.search(before, since):
            return True
        return (
            match["count"] is not None
            and re.search(r"(?<![第\d])(?:\d+|[二两三四五六七八九十百]+)[个处户家项件栋条所座](?!任务|事项)", before)
            is not None
        )

    def _quantified(self, match: re.Match[str], kind: MentionKind) -> None:
        if any(self.taken[match.start() : match.end()]):
            return
        said = match.groupdict().get("count")
        count = number(said) if said else None
        if count and count > len(self.tasks) and not re.search("任务|事项", match.group()):
            return  # 共28件，已全部答复: things of one task
        single = match.groupdict().get("one") or re.match("另外?一", match.group())
        named = (int(count),) if count else (1,) if single else ()
        self._add(Mention(match.start(), match.end(), kind, (), kind.value, named))

    def titles(self) -> None:
        if len(self.tasks) < 2:
            return
        for keyword in titles.keywords(self.text, self.tasks):
            if not any(self.taken[keyword.start : keyword.end]):
                kind = MentionKind.TITLE if len(keyword.refs) == 1 else MentionKind.EITHER
                refs = keyword.refs if kind is MentionKind.TITLE else ()
                self._add(Mention(keyword.start, keyword.end, kind, refs, "title-words", keyword.refs))


def _as_mention(keyword: titles.Keyword, base: int) -> Mention:
    refs = keyword.refs if len(keyword.refs) == 1 else ()
    return Mention(base + keyword.start, base + keyword.end, MentionKind.TITLE, refs, "title-words", keyword.refs)

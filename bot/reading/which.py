"""Which task is meant: numbers, list marks, title words, 以上/全部, 其余, 除…外."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading import titles
from bot.reading.numbers import number
from bot.reading.text import LIST_MARKS, plain
from db.said import AskedTask


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where tasks are named. `refs` is empty when the words fit no task or cannot decide between several."""

    start: int
    end: int
    kind: str  # number, list, title, all, rest, except, unknown, either
    refs: tuple[int, ...]
    rule: str
    named: tuple[int, ...] = ()  # numbers as said, or the tasks that fit equally well


_N = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_JOIN = r"(?:[、/.和及与跟加 ]|(?<=[0-9一二三四五六七八九十]),(?=\d)|以及|还有)"
_SEP = r"(?:号|项|个|件)?(?:任务|事项)?"
# What makes 3号 a part of something else: a building, a line, a letter, a day.
_THINGS = (
    "楼|栋|幢|线|路|院|坑|地块|井|机|文(?!明)|提案|建议|议案|信访|公告|令|车|门|桥|窗口|标段|标|池|"
    "泵|矿|水库|厂房|仓|馆|宿舍|片区|点位|隧道|工单"
    "|通知|会议室|厅|桩|塔|台风|站|闸|渠|楼盘|合同|批复|纪要|房|地|小区|村|组(?!织)|炉|罐|柜|街|弄堂"
)
_DAY_AFTER = (
    r"(?:前(?!期|置|面|段)|之前|以前|以内|内(?!容|部)|左右|上午|下午|晚|早上|中午|凌晨|下班|当天|"
    r"[-至到]\d{1,2}[号日]|的?会)"
)
_DAY_BEFORE = (
    r"(?:\d[月./-]|[一二三四五六七八九十]月|[上下本这当每]个?月(?:的)?|预计|计划|争取|力争|确保|保证|"
    r"(?<![关对由])于|(?<![0-9])到|至|最迟|最晚|截至|截止"
    r"|定在|拟|在|得|大概|大约|预期|估计)$"
)
_FINISH_AFTER = (
    r"(?:就|能|可以?|才能|就能|全部|全面|整体|正式|指定|肯定|准|一定|绝对|保证|应该|差不多|大概|估计|都|给你?|得|要|必须|搞|之?前)*(?:完成(?!了|[0-9一二三四五六七八九]|\x01|度)|"
    r"办结(?!了)|完(?=$|[,。;!工])(?!工了)|(?:[干做弄搞办装修拆改铺建换]|整)[完好](?!了)|搞定(?!了)|上线(?!了)|销号(?!了)|竣工(?!了)|交付(?!了)|弄完(?!了)|搞完(?!了)|报(?:送|过去|上去)|结束|投用|"
    r"通车|印发|验收)"
)
_PREDICATE = (
    r"(?=已|正|在|还|没|未|完|办|推|均|都|全|ok|done|进|尚|基本|[:,.。 \-]|搞|弄|申|因|预|计|下|月|争|"
    r"力|差|快|搁|卡|停|延|滞|目前|finish|delay|block|pend|✅|\x01|$"
    r"|干|做|修|建|改|拆|签|请|是|也|由|需|就|刚|今|明|本|大|约|为|不|处|落|整|开|受|暂|拖|继|按)"
)

# What only a hurried writer puts right behind a bare figure.
_TERSE = (
    r"(?=妥|好[了啦咯喽]|齐|转|换|交给|移|归|[上下]半年|[明后今]天|大后天|[春国五元中端清]|年|[上中下]旬|[周礼星]|[一半全][点直半部]|"
    r"冇|木|销|通|竣|报|审|等|缺|被|把|让|找|逾|超|滞|缓|晚|无|有|能|可|要|想|会|确|保|务|马|即|接|尾|主体|收|验|结|发|印|"
    r"ing|wip|delay|stuck|hold|block|pend|close|complete|ready|fin|\x01)"
)

_NUMBER = re.compile(
    rf"(?:(?:任务|事项)(?:编号|序号)?(?P<task>{_N})(?:号|(?![个项件条月日年天周点万亿千百%亩米吨户处]|"
    rf"\.?\d))(?:任务|事项)?"
    rf"|第(?P<nth>{_N})(?:项|个|件|条|号)(?:任务|事项|工作(?!日|组|人)|事)?"
    rf"|(?:no\.?|#|编号|序号|task ?|item ?)(?P<no>\d{{1,3}})(?:号)?(?:任务|事项)?"
    rf"|(?P<mark>[{LIST_MARKS}])(?:号|项)?(?:任务|事项)?"
    rf"|(?P<hao>{_N})号(?:任务|事项|工作(?!日|人|组|专)|项目)?"
    rf"|(?P<item>{_N})(?:、|\.(?!\d)|\)|:)(?=\D))"
)
_NTH_OTHER = re.compile(
    r"(?:问题|措施|隐患|指标|建议|意见|整改|内容|标准|议题|议程|条款|规定|要求|批|阶段|工作日|季度|月|"
    r"星期|礼拜|周|小区|轮|期|次)"
)
_COUNTS_ELSE = "月|日|年|[.]?\\d|[个处家户天周万亿%种套次名位场批台轮班]"
_RANGE = re.compile(
    rf"(?:第|任务)?(?P<first>{_N}){_SEP}(?:-|至|到)(?:第|任务)?(?P<last>{_N})(?:号|项|(?=均|都|全))(?:任务|事项|工作)?"
)
_LIST = re.compile(rf"(?:第|任务)?{_N}{_SEP}(?:{_JOIN}{{1,2}}(?:第|任务)?{_N}{_SEP}){{1,12}}")
_LIST_END = re.compile(
    r"(?=都|均|全|已|两|三|这|也|还|正|推|完|办|未|没|基本|在|进|[:]|ok|done|申|因|预|计|延|搞|弄|做|干|整|卡|停|"
    r"齐|妥|好[了啦咯]|换|转|交|移|由|归|销|竣|冇|可|能|要|需|finish|delay|close|✅|\x01)"
)
_RUN = re.compile(r"(?<![一二三四五六七八九十百第月])(?P<n>[一二三四五六七八九]{2,4})号(?:任务)?")
_BARE = re.compile(
    rf"(?:(?<=^)|(?<=[,;。!\n ])|(?<=[和、])|(?<=其中)|(?<=另外)|(?<=但)|(?<=而))(?:(?P<n>\d{{1,3}}|"
    rf"[一二三四五六七八九](?!是)){_PREDICATE}|(?P<d>\d{{1,3}}) ?{_TERSE})"
    rf"(?![0-9.]|[个处项次家户天月周年日点件条万亿公千米吨套台人])"
)
_GLUED = re.compile(
    r"(?<=[了啦咯完好动着过搞弄办做干走推中行住停\x01])(?P<n>\d{1,3})(?=已|还|没|未|完|弄|搞|办|做|干|卡|停|\x01|ok|done|正|在|基本|差|快|推)"
)
_INNER = re.compile(rf"{_N}(?:号|路|#)(?:{_THINGS}|公交)")


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
        for inner in _INNER.finditer(text):
            if not self._own_words(inner):
                self._take(*inner.span())

    def _own_words(self, match: re.Match[str]) -> bool:
        """2号建议答复: what follows the number is the title of that very task, no building or proposal."""
        said = re.match(_N, match.group())
        ref = number(said.group()) if said else None
        follows = self.text[self.text.index("号", match.start()) + 1 :][:3] if "号" in match.group() else ""
        return any(task.ref == ref and len(follows) == 3 and follows in plain(task.title) for task in self.tasks)

    def numbers(self) -> None:
        for match in _RANGE.finditer(self.text):
            self._range(match)
        for match in _LIST.finditer(self.text):
            self._list(match)
        for match in _RUN.finditer(self.text):
            said = tuple(int(number(letter) or 0) for letter in match["n"])
            if set(said) <= self.open and not self._dated(match.start(), match.end()):
                self._name(match.start(), match.end(), said, "number-list")
        for match in _NUMBER.finditer(self.text):
            self._number(match)
        for match in _BARE.finditer(self.text):
            self._bare(match)
        if any(mention.rule == "number-bare" for mention in self.found):
            for match in _GLUED.finditer(self.text):
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
        said = [int(number(part) or 0) for part in re.findall(_N, words)]
        marked = re.search("[号项]|任务|第", words)
        after = self.text[end : end + 8]
        if len({part.isascii() for part in re.findall(_N, words)}) > 1 and "、" in words:
            return  # 一、2号: a heading before a number
        if (
            len(said) < 2
            or self._dated(start, end)
            or re.match("月|日|年|[.]?\\d|[个处家户天周万亿%种套次名位场批台轮班]", after)
        ):
            return
        if not marked and (not set(said) <= self.open or not _LIST_END.match(after) or not self._at_start(start)):
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
            if not _NTH_OTHER.match(self.text, match.end()):
                self._name(match.start(), match.end(), (said,), "number-nth")
        elif kind != "hao" or self._is_task_number(match, said):
            self._name(match.start(), match.end(), (said,), "number-" + kind)

    def _list_number(self, match: re.Match[str], said: int) -> None:
        if self._at_start(match.start()):
            self._name(match.start(), match.end(), (said,), "list-number", kind="list")

    def _is_task_number(self, match: re.Match[str], said: int) -> bool:
        before, after = self.text[max(0, match.start() - 6) : match.start()], self.text[match.end() : match.end() + 16]
        if match.group().endswith(("任务", "事项", "工作", "项目")) or self._own_words(match):
            return True
        if re.match(_THINGS, after) or (before[-1:] in "第月〔" and before):
            return False
        if re.match(_DAY_AFTER, after) or re.search(_DAY_BEFORE, before):
            return False
        if said in self.open:
            return True
        return not (
            said <= 31
            and re.match(_FINISH_AFTER, after)
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
        for match in _BARE.finditer(self.text):
            words = match["d"] or match["n"]
            if words.isdigit() and int(words) not in self.open and not self._dated(match.start(), match.end()):
                self._name(match.start(), match.start() + len(words), (int(words),), "number-bare")

    def _dated(self, start: int, end: int) -> bool:
        return bool(
            re.match(_DAY_AFTER, self.text[end : end + 4])
            or re.search(_DAY_BEFORE, self.text[max(0, start - 6) : start])
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

    def _name(self, start: int, end: int, said: tuple[int, ...], rule: str, kind: str = "number") -> None:
        if any(self.taken[start:end]):
            return
        known = tuple(dict.fromkeys(ref for ref in said if ref in self.open))
        unknown = len(known) < len(set(said))
        self._add(Mention(start, end, "unknown" if unknown and kind != "list" else kind, known, rule, said))

    def _add(self, mention: Mention) -> None:
        self.found.append(mention)
        self.ends.add(mention.end)
        self._take(mention.start, mention.end)

    def _take(self, start: int, end: int) -> None:
        self.taken[start:end] = b"\1" * (end - start)

    def quantifiers(self) -> None:
        if len(self.tasks) < 2:
            return
        for match in _EXCEPT.finditer(self.text):
            self._except(match)
        for match in _REST.finditer(self.text):
            if not self._of_things(match):
                self._quantified(match, "rest")
        for match in _ALL.finditer(self.text):
            self._quantified(match, "all")
        for match in _COUNTED.finditer(self.text):
            self._quantified(match, "all")

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
        self._add(Mention(match.start(), min(last, outside), "except", named, "except", named))
        if outside == match.end() and self.text[outside : outside + 1] in ("都", "均", "全"):
            self._add(Mention(outside, outside + 1, "rest", (), "rest"))
        if outside < match.end():  # 除3号外均已办结: what follows is said of the rest
            self._add(Mention(outside, match.end(), "rest", (), "rest"))

    def _numbers_excepted(self, match: re.Match[str]) -> None:
        """除3外: the bare figure is a task's number."""
        words, place = (match[kind] or "" for kind in ("what", "bare")), match.start("what")
        said = next((w for w in words if w), "")
        if _INSIDE.fullmatch(said):
            self._forget(*match.span())
            start = place if match["what"] else match.start("bare")
            self._name(
                start, start + len(said), tuple(int(number(n) or 0) for n in re.findall(_N, said)), "number-bare"
            )

    def _forget(self, start: int, end: int) -> None:
        self.found = [m for m in self.found if not start <= m.start < end or m.kind != "number"]
        self.taken[start:end] = bytes(end - start)

    def _of_things(self, match: re.Match[str]) -> bool:
        """共6个市场，完工4个，其余2个正在装修: counted things of one task, no tasks."""
        before = self.text[max(0, match.start() - 40) : match.start()]
        since = max(before.rfind(mark) for mark in "。;\n") + 1
        short = match["count"] is None and self.text[match.end() : match.end() + 1] not in ("都", "均", "全", "也")
        if short and match.group().startswith(("剩", "余下")) and _A_PART.search(before, since):
            return True
        return (
            match["count"] is not None
            and re.search(r"(?:\d|[二两三四五六七八九十百])[个处户家项件栋条所座]{1,2}(?!任务|事项)", before)
            is not None
        )

    def _quantified(self, match: re.Match[str], kind: str) -> None:
        if any(self.taken[match.start() : match.end()]):
            return
        said = match.groupdict().get("count")
        count = number(said) if said else None
        if count and count > len(self.tasks) and not re.search("任务|事项", match.group()):
            return  # 共28件，已全部答复: things of one task
        named = (int(count),) if count else (1,) if match.groupdict().get("one") else ()
        self._add(Mention(match.start(), match.end(), kind, (), kind, named))

    def titles(self) -> None:
        if len(self.tasks) < 2:
            return
        for keyword in titles.keywords(self.text, self.tasks):
            if not any(self.taken[keyword.start : keyword.end]):
                kind = "title" if len(keyword.refs) == 1 else "either"
                refs = keyword.refs if kind == "title" else ()
                self._add(Mention(keyword.start, keyword.end, kind, refs, "title-words", keyword.refs))


def _as_mention(keyword: titles.Keyword, base: int) -> Mention:
    refs = keyword.refs if len(keyword.refs) == 1 else ()
    return Mention(base + keyword.start, base + keyword.end, "title", refs, "title-words", keyword.refs)


_A_PART = re.compile("\x01|大部分|多数|部分")
_COUNT = r"(?P<count>[两俩二三四五六七八九十]|(?<!\d)\d{1,2}(?=[项个件条]))"
_UNIT = (
    r"(?:大?项|个|件|条|样)(?!问题|隐患|小区|村|乡|镇|县|区|点|工作日|月|人|地|子|标段|批次|部门|单位|"
    r"企业|方案)(?:任务|事项|工作|事情?|活)?"
)
_STATE_NEXT = (
    r"(?=,?(?:都|均|全|还|正|也|已|按|推|在|没|未|尚|进|完|办|预|计|基本|:|差|下|月|争|力|暂|本|年|明|"
    r"\d(?![\d.]*[处户家栋所座场台名人万亿])|ok|申|因|done|in |弄|搞|处|继|卡|停|拖|延|finish|delay))"
)
_INSIDE = re.compile(rf"{_N}(?:[、,和跟 ]{_N})*")
_EXCEPT = re.compile(
    r"(?<![拆清解消扣删免废开革])除(?:了|去|开)?(?P<what>[^,。;!\n除]{1,20}?)(?:以外|之外|"
    r"外)(?![地部包墙立围电网观])|(?:(?<=[,。;! ])|(?<=^))除了?(?P<bare>[^,。;!\n除外]{1,12})(?=,|还|都|均|全)"
)
_REST = re.compile(
    rf"(?:其余|其他|其它|剩下|剩余|余下|另外|别|另)的?[那这]?{_COUNT}?(?:几|各)?{_UNIT}"
    rf"|(?:其余|其他|其它|剩下|剩余|余下|别)的?(?:任务|事项|工作)?{_STATE_NEXT}"
    r"|(?:其余|其他|其它|剩下|剩余|余下)的?(?:任务|事项|工作)?(?=请?详?见|看|同上|照旧|不变|没变)"
    rf"|(?P<one>还?有(?:另外)?一?[个项](?:任务|事项|工作|事)?){_STATE_NEXT}(?!月|星期)"
    r"|(?:其余|其他|其它|剩下|余下|别)的(?=$|[,。])|另外?一(?:项|个|件)(?:任务|事项|工作|事)?|"
    r"\b(?:the )?(?:others?|rest)\b"
)
_ALL = re.compile(
    rf"(?:以上|上述|上面|这(?=[些几各两俩二三四五六七八九十\d])|手上|手头|名下|我的?|所有|全部)的?这?{_COUNT}?(?:几|各|些)?{_UNIT}{_STATE_NEXT}"
    rf"|(?:以上|上述|这些?|所有)(?:的)?(?:任务|事项|工作|项目)?{_STATE_NEXT}|(?:各项|所有|全部|所有的|"
    rf"这些)(?:任务|事项|工作|事){_STATE_NEXT}"
    rf"|\b(?:all|both)\b"
)
_COUNTED = re.compile(
    rf"(?<![其余另外前后第中剩下有])(?:这|我这)?{_COUNT}{_UNIT}(?=[^,。;]{{0,6}}(?:都|均|全|已)|,(?:都|均|全|已))"
)

"""Short answers to an open question: 第二个, 对, 不是, 下周五, 3号, 60%."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.reading import replies
from bot.reading.asks import delegates
from bot.reading.dates.day_finder import beyond, durations, find
from bot.reading.kinds import SURE, Words
from bot.reading.lexicon.expressions import any_of
from bot.reading.mentions import named_tasks
from bot.reading.text import numerals
from bot.reading.text.normal_form import plain
from db.reading_facts import AskedTask, Doubt, Intent, Query, Reading, Row, Said
from schedules.workdays import Calendar

SHORT = 24  # letters; what is longer is a report of its own
_YES = re.compile(
    r"(?:嗯+|对|对的|是|是的|没错|正确|确认|确定|可以|好的?|行|ok|yes|y|已完成|完成了|办完了|办结了|"
    r"确实(?:办结|完成)?了?|👍|✅)[了啊呀的吧。!,]*"
)
_NO = re.compile(
    r"(?:不|不是|不对|没有|没|错|否|no|n|都不是|不是的|还没有?|没完成|没办完|尚未|还没完成|没呢|"
    r"还没办完)[呢啊的了。!,]*"
)
_PLACE = re.compile(r"(?:第|选|是)?(?:第)?([一二三四五六七八九十]|\d{1,2})(?:个|项|种|条)?[吧了的。!]*")
_LAST = {
    "前者": 0,
    "前一个": 0,
    "前面那个": 0,
    "早的": 0,
    "后者": -1,
    "后一个": -1,
    "后面那个": -1,
    "最后一个": -1,
    "晚的": -1,
}
_ALL = re.compile(r"(?:都是?|全部|全都是?|两个都是?|都要|所有|all|both)[的了。!]*")
_NUMBER = re.compile(rf"(?:大概|约|完成了?|到|是|应该是|进度)*({numerals.NUMERAL})(?:%|了)?[吧。!]*")
_POINTING = re.compile(r"[那这][个项件条]|上次|上回|刚才|之前|前面|说过")  # at something only he sees
_FILLER = re.compile(r"[是的说指就那这个项件条事吧了呢啊我应该,.。! ]|任务|事项|工作")
_DATES = (Doubt.IMPOSSIBLE_DATE, Doubt.PAST_DATE, Doubt.NO_NEW_DATE, Doubt.NOT_LATER)
_NO_DATE = re.compile(r"%|已|了|[一二三四五六七八九]成|分之|卡|困难")
_NAME = re.compile(r"(?:是|由|叫|给|找)?([\u4e00-\u9fff]{2,12}?)(?:同志|负责|牵头|跟进)?[吧。!]*")


_SOLVED = re.compile(r"(?:困难|问题)?(?:已经?|都|基本|全部)*(?:解决|协调好|克服|落实)了?")
_UNSOLVED = re.compile(r"(?:困难|问题)?(?:还|仍)?(?:没有?|未|尚未|没能?)(?:解决|协调好|克服|落实)[呢啊了]?|仍?在协调")


# To a proposal only words that judge it: 已完成 or 还没有 say something of their own.
_AGREES = re.compile(
    r"(?:嗯+|对|是|没错|没问题|正确|确认|确定|可以|好|行|同意|照此记录|就这样|都?对|都是|全对|全部正确|全部对|都没错|都正确|"
    r"ok|yes|y|👍|✅|👌)(?:[的了啊呀吧嘞呢,!。 ]|照此记录|就这样|对|是|没错)*"
)
_DISAGREES = re.compile(
    r"(?:不|不是|不对|都?不对|错|错了|否|有误|记错|弄错|搞错|读错|不准确?|不正确|no|n|❌)[的了啊呀吧呢,!。 ]*"
)
_LINE = re.compile(
    r"第?([一二三四五六七八九]|\d)(?:条|个|项|[.、:,])?"
    r"(?:(?P<no>不对|不是|错了?|有误|不准)|(?P<yes>对|是|没错|正确))的?[,;、。 ]*"
)


def agrees(written: str) -> bool | None:
    """Whether he says that our proposal is right; None where he says anything else."""
    text = plain(written).strip(" 。.!,")
    if _DISAGREES.fullmatch(text):
        return False
    return True if _AGREES.fullmatch(text) else None


def by_line(written: str) -> dict[int, bool]:
    """1对，2不对: what he says of each numbered line; empty where he says anything else."""
    text, found, at = plain(written).strip(" 。.!,"), {}, 0
    while at < len(text):
        said = _LINE.match(text, at)
        if said is None:
            return {}
        found[int(numerals.number(said[1]) or 0)] = said["yes"] is not None
        at = said.end()
    return found if 0 not in found else {}


_HELPED = re.compile(
    r"(?:已经?|都|基本|全部)*(?:协调|解决|办妥|落实|沟通|对接|处理)(?:好|完|到位|妥|下来)?了?|同意.{0,12}|(?:没|无)问题.{0,12}"
)
_CANNOT_HELP = re.compile(
    r".{0,16}(?:暂不能|暂时不能|办不了|解决不了|无法|没法|难以|不具备条件|不行|不同意|无权|不归我|不属).{0,40}"
)


def helped(written: str) -> bool | None:
    """What a department asked for help answers: coordinated, or not able to; None where he only tells how it goes."""
    text = plain(written).strip(" 。.!,")
    if _CANNOT_HELP.fullmatch(text):
        return False
    return True if _HELPED.match(text) and not re.search(r"正在|还在|尚|下周|下月|预计|争取", text) else None


_MORE_TIME = any_of(Words.MORE_TIME)
_IN_TIME = any_of(Words.IN_TIME)


def more_time(written: str) -> bool | None:
    """Asked whether he applies for a later date: whether he does; None where his words say something else."""
    text = plain(written).strip(" 。.!,")
    if len(text) > SHORT:
        first = re.split(r"[,，。;；!！]", text, maxsplit=1)[0]
        return False if len(first) <= SHORT and _IN_TIME.fullmatch(first) else None
    if _IN_TIME.match(text):
        return False
    return True if _MORE_TIME.fullmatch(text) else None


_BESIDE = re.compile(
    r"[\d一二三四五六七八九十月日号年%.周前后底初中旬上下个天内两半成]|预计|完成|办结|大概|左右|应该|可能|估计|到|在|不?(?:知道|清楚|确定|记得)"
)
_COURTESY = re.compile(r"(?:好|好的|收到|知道了?|明白|嗯+|行|谢谢?|辛苦|马上|尽快|抓紧|落实|办理)[了的,。!啊呀]*")


def says_its_own(written: str) -> bool:
    """Words that are no try at an answer: more than a pointer, a date or a figure, or a mere courtesy."""
    text = plain(written).strip(" 。.!,")
    if _COURTESY.fullmatch(text):
        return True
    if _POINTING.search(text) and len(text) <= 10:
        return False
    return len(_BESIDE.sub("", _FILLER.sub("", text))) >= 4


def solved(written: str) -> bool | None:
    """Whether a difficulty is over, as a short answer says it; None where it says neither."""
    text = plain(written).strip(" 。.!,")
    if _UNSOLVED.fullmatch(text) or _NO.fullmatch(text):
        return False
    return True if _SOLVED.fullmatch(text) or _YES.fullmatch(text) else None


def answer(
    written: str, query: Query, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar
) -> Reading | None:
    """The rows this answer settles; the query again if it stays open; None if the message is no answer to it."""
    text = plain(written).strip(" 。.!,")
    if not text or len(text) > SHORT:
        return None
    asking = _Asking(text, query, tasks, today, calendar)
    if _names_and_says(asking):
        return _anew(asking)
    rows = _SETTLE.get(query.doubt, _report)(asking)
    if rows is None:
        return None
    return Reading(Intent.UPDATE, rows) if rows else Reading(Intent.AMBIGUOUS, (), (query,))


class _Asking:
    def __init__(self, text: str, query: Query, tasks: Sequence[AskedTask], today: date, calendar: Calendar) -> None:
        self.text, self.query, self.tasks, self.today, self.calendar = text, query, tasks, today, calendar

    @property
    def refs(self) -> tuple[int, ...]:
        return self.query.refs or tuple(task.ref for task in self.tasks)

    @property
    def kept(self) -> Row:
        return self.query.kept or Row(self.refs[0] if len(self.refs) == 1 else None)

    def ready(self, **values: object) -> tuple[Row, ...]:
        """What was kept, with the missing piece; asked for several tasks it holds for none of them yet."""
        ref = self.kept.ref if self.kept.ref is not None else (self.refs[0] if len(self.refs) == 1 else None)
        return () if ref is None else (replace(self.kept, ref=ref, **values),)  # type: ignore[arg-type]

    def day(self) -> date | None:
        days = [found.day for found in find(self.text, self.today, self.calendar) if found.day]
        return days[0] if len(set(days)) == 1 else None

    def later_day(self) -> date | None:
        """Asked until when more time is wanted: 1月10日 in February may be next January."""
        day, due = self.day(), self.due()
        if day is not None or due is None:
            return day
        return beyond(self.text, due, today=self.today, calendar=self.calendar)

    def due(self) -> date | None:
        ref = self.kept.ref or (self.refs[0] if len(self.refs) == 1 else None)
        return next((task.due for task in self.tasks if task.ref == ref), None)


Rows = tuple[Row, ...] | None


def _names_and_says(asking: _Asking) -> bool:
    """1号完成70% is more than an answer: it names a task and says something of it."""
    sure = [mention for mention in named_tasks.mentions(asking.text, asking.tasks) if mention.kind in SURE]
    if not sure:
        return False
    rest = asking.text
    for mention in reversed(sure):
        rest = rest[: mention.start] + rest[mention.end :]
    if not _FILLER.sub("", rest):
        return False
    return asking.query.doubt not in _DATES or bool(_NO_DATE.search(rest))


def _anew(asking: _Asking) -> Reading | None:
    """Of the very task that was asked about it settles the question; of any other it is a report of its own."""
    kept = asking.kept
    reading = replies.read(asking.text, asking.tasks, today=asking.today, calendar=asking.calendar)
    if reading.queries or not reading.rows or any(row.ref is None or row.ref != kept.ref for row in reading.rows):
        return None
    return Reading(Intent.UPDATE, tuple(_over(kept, row) for row in reading.rows))


def _which(asking: _Asking) -> Rows:
    refs = _named(asking)
    if not refs:
        unsaid = any(shape.fullmatch(asking.text) for shape in (_NO, _YES)) or _POINTING.search(asking.text)
        return () if unsaid else _report(asking)
    return tuple(replace(asking.kept, ref=ref) for ref in refs)


def _named(asking: _Asking) -> tuple[int, ...]:
    """第二个 is a place among what was offered; 2号, 任务2 or a bare 2 is the number of a task."""
    text, refs = asking.text, asking.refs
    opened = tuple(task.ref for task in asking.tasks)
    if _ALL.fullmatch(text):
        return refs
    if text in _LAST:
        return (refs[_LAST[text]],)
    place = _PLACE.fullmatch(text)
    if place:
        said = int(numerals.number(place[1]) or 0)
        if "个" in text or said not in opened:
            return (refs[said - 1],) if 0 < said <= len(refs) else ()
        return (said,)
    named = named_tasks.mentions(text, asking.tasks)
    sure = tuple(dict.fromkeys(ref for mention in named for ref in mention.refs if mention.kind in SURE))
    return sure if all(mention.kind in SURE for mention in named) else ()


def _either(asking: _Asking) -> Rows:
    chosen = _chosen(asking)
    if chosen is None:
        return _value(asking)
    percent = re.fullmatch(r"[\d.]+", chosen)
    return asking.ready(percent=float(chosen)) if percent else _dated(asking, date.fromisoformat(chosen))


def _chosen(asking: _Asking) -> str | None:
    choices = asking.query.choices
    if not choices:
        return None
    if asking.text in _LAST:
        return choices[_LAST[asking.text]]
    place = _PLACE.fullmatch(asking.text)
    said = int(numerals.number(place[1]) or 0) if place and "个" in asking.text else 0
    return choices[said - 1] if 0 < said <= len(choices) else None


def _value(asking: _Asking) -> Rows:
    day = asking.later_day() if _wants_time(asking) else asking.day()
    if day is not None:
        return _dated(asking, day)
    percent = _percent(asking)
    return percent if percent is not None else _report(asking)


def _dated(asking: _Asking, day: date) -> Rows:
    if day < asking.today:
        return ()
    return _deadline(asking, day) if _wants_time(asking) else asking.ready(expected_date=day, state=_going(asking))


def _wants_time(asking: _Asking) -> bool:
    return any(name == "new_deadline" for name, _ in asking.kept.spans)


def _going(asking: _Asking) -> Said:
    return asking.kept.state or Said.IN_PROGRESS


def _percent(asking: _Asking) -> Rows:
    value = numerals.percent_value(asking.text)
    bare = _NUMBER.fullmatch(asking.text)
    if value is None and bare:
        value = numerals.number(bare[1])
    if value is None:
        return None
    if not 0 <= value <= 100:
        return ()
    return asking.ready(percent=value, state=Said.DONE_CLAIMED if value == 100 else _going(asking))


def _new_deadline(asking: _Asking) -> Rows:
    day, due = asking.later_day(), asking.due()
    lengths = durations(asking.text)
    if lengths and due and (day is None or not re.search("后|内", asking.text)):
        day = lengths[0].after(due, asking.calendar)
    return _report(asking) if day is None else _deadline(asking, day)


def _deadline(asking: _Asking, day: date) -> Rows:
    due = asking.due()
    if due is not None and day <= due:
        return ()
    return asking.ready(new_deadline=day, state=asking.kept.state or Said.DELAYED)


def _hedged(asking: _Asking) -> Rows:
    if _YES.fullmatch(asking.text):
        return asking.ready(state=Said.DONE_CLAIMED)
    if _NO.fullmatch(asking.text):
        return asking.ready(state=Said.IN_PROGRESS)
    return _percent(asking) or _report(asking)


def _who(asking: _Asking) -> Rows:
    found = delegates.delegation(asking.text, 0, len(asking.text))
    if found is not None and not found.unnamed:
        return asking.ready(delegate=asking.text[found.start : found.end])
    name = _NAME.fullmatch(asking.text)
    if name is None or _NO.fullmatch(asking.text) or _YES.fullmatch(asking.text):
        return ()
    return asking.ready(delegate=name[1])


def _report(asking: _Asking) -> Rows:
    """Any other answer is read as a report on the tasks that were asked about."""
    about = [task for task in asking.tasks if task.ref in asking.refs]
    reading = replies.read(asking.text, about, today=asking.today, calendar=asking.calendar)
    if reading.intent in (Intent.ACK, Intent.SMALLTALK, Intent.QUESTION):
        return () if _YES.fullmatch(asking.text) or _NO.fullmatch(asking.text) else None
    if any(query.kept and query.kept.ref is None and query.kept != Row(None) for query in reading.queries):
        return None  # a report that has to ask a question of its own
    if not reading.rows or reading.queries:
        return ()
    return tuple(_over(asking.query.kept, row) for row in reading.rows)


def _over(kept: Row | None, said: Row) -> Row:
    """The newer words win; what they do not touch is kept."""
    if kept is None or kept.ref not in (None, said.ref) or said.state == Said.DONE_CLAIMED:
        return said
    fields = ("percent", "expected_date", "new_deadline", "reason", "blocker", "delegate", "promise")
    old = {name: getattr(kept, name) for name in fields if getattr(said, name) is None}
    return replace(said, **old, help_from=said.help_from or kept.help_from)


_SETTLE: dict[Doubt, Callable[[_Asking], Rows]] = {
    Doubt.WHICH_TASK: _which,
    Doubt.UNKNOWN_NUMBER: _which,
    Doubt.EITHER_OR: _either,
    Doubt.CONTRADICTION: _value,
    Doubt.IMPOSSIBLE_DATE: _value,
    Doubt.PAST_DATE: _value,
    Doubt.IMPOSSIBLE_PERCENT: _value,
    Doubt.HEDGE: _hedged,
    Doubt.NO_NEW_DATE: _new_deadline,
    Doubt.NOT_LATER: _new_deadline,
    Doubt.NO_NAME: _who,
}

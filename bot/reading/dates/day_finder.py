"""What days a Chinese sentence names. The grammar is in the tables of the neighbouring files.

Every pattern is bounded, so the time is linear in the text. Deadline cells, which follow other rules, are in `cells`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.reading.dates import absolute_days, festivals, periods, relative_days, short_days, vague_times
from bot.reading.dates import durations as spans_of_time
from bot.reading.dates.durations import FoundSpan
from bot.reading.dates.shapes import Found, Frame, Rule, WorkingDays, settle
from db.reading_facts import Doubt

__all__ = ["FoundDate", "FoundSpan", "durations", "find", "first_date"]

RULES: list[Rule] = [
    *spans_of_time.RULES,
    *absolute_days.RULES,
    *short_days.RULES,
    *periods.RULES,
    *relative_days.RULES,
    *festivals.RULES,
    *vague_times.RULES,
]
# Traditional and full-width forms that matter here; one sign for one, so that places in the text hold.
SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９．／－：　週禮後號這個節國慶勞動陽曆內兩從間無舊歷過來還給約會開婦軍師黨兒個爭確計劃預",
    "0123456789./-: 周礼后号这个节国庆劳动阳历内两从间无旧历过来还给约会开妇军师党儿个争确计划预",
)
HINT = re.compile(
    r"[\d年月日号周天季旬节假期内后前晚早末底快拜儿夜]|[春中端重元清冬][节秋午阳旦明至宵]|国庆|除夕|五一|新年|过年|十一"
)
SENTENCE = re.compile(r"[^。;!?\n；！？]+[。;!?\n；！？]*")
JOIN = re.compile(r" ?(?:起|开始)?(?:至|直至|到|直到|~|～|—{1,2}|–|-{1,2}|―|─{1,2}|－)(?:截?止)?(?:今年|本)? ?")
LIST = re.compile(r" ?(?:、|和|及|或|或者|还是|,|，) ?")
WEEKDAY_BESIDE = re.compile(r" ?[,，(（]? ?")  # 10月9日（周五）: the same day said twice


INTENDED = re.compile(r"(?:预计|预期|计划|力争|争取|确保|保证|打算|准备|承诺|目标)(?:[在于到])?$")
PROGRESS_BEHIND = re.compile(
    r"(?:任务|事项|项目|工作)?(?:目前|现在|已经?|才|总体|整体|[干做完弄搞推]){0,3}(?:进度|完成|办结|到|推进|至|成|\d|[一二三四五六七八九]成|一半|过半)"
)
# 大概两周, 四周左右, 8个工作日: nothing but a length of time, which answers "how long still?"
LENGTH_ALONE = re.compile(
    rf"(?:大概|大约|约|估计|差不多|可能|应该|预计|起码|至少|最多|最快|最慢|怕是)?(?:是|要|得|需要?)?{spans_of_time.LENGTH}"
    r"(?:左右|上下|吧|的?样子|的?时间|差不多|光景|[。,，!])*"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day named at `text[start:end]`. No day: see `fault`; `vague` words (尽快, 节后) have neither.

    The rule `bare-day` is an 'N号' that may as well be the number of a task."""

    start: int
    end: int
    day: date | None
    fault: Doubt | None
    rule: str
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int
    rule: str
    found: Found


def find(text: str, today: date, calendar: WorkingDays) -> list[FoundDate]:
    """The days named in a text, in order of place; no two overlap."""
    return [_told(hit) for hit in hits(text, Frame(today, calendar))]


def durations(text: str) -> list[FoundSpan]:
    """The lengths of time named in a text (延期三周), in order of place."""
    return spans_of_time.durations(text.translate(SAME_LENGTH))


_BEYOND = timedelta(days=183)  # a later day without a year is rather a slip of the pen


def beyond(words: str, due: date, *, today: date, calendar: WorkingDays) -> date | None:
    """The day that these words, which name no year, mean where one behind this deadline is asked for."""
    found = next(iter(find(words, due + timedelta(days=1), calendar)), None)
    return found.day if found and found.day and max(due, today) < found.day <= due + _BEYOND else None


def first_date(text: str, today: date, calendar: WorkingDays) -> date | None:
    """The day that a text read alone means: the first one, unless that is rather a task's number (6号做到三成) and
    another is what is intended; of a mere length of time (两周上下) its end, counted from today."""
    found = [hit for hit in hits(text, Frame(today, calendar, rolling=True)) if hit.found.day]
    if not found:
        length = LENGTH_ALONE.fullmatch(text) and next(iter(durations(text)), None)
        return length.after(today, calendar) if length else None
    if found[0].rule == "bare-day" and PROGRESS_BEHIND.match(text, found[0].end):
        found = [hit for hit in found if INTENDED.search(text, 0, hit.start)] or found[1:] or found
    return found[0].found.day


def hits(text: str, frame: Frame) -> list[Hit]:
    text = text.translate(SAME_LENGTH)
    if not HINT.search(text):
        return []
    return _joined(text, _apart(_all(text, frame)), frame)


def _all(text: str, frame: Frame) -> list[Hit]:
    """No day reaches over the end of a sentence, so each is searched only for what its letters can name."""
    found = []
    for sentence in SENTENCE.finditer(text):
        letters = set(sentence.group())
        for rule in RULES:
            if rule.needs and letters.isdisjoint(rule.needs):
                continue
            for match in rule.pattern.finditer(text, *sentence.span()):
                read = rule.read(match, frame)
                if read is not None and match.end() > match.start():
                    found.append(_hit(rule, match, read))
    return found


def _hit(rule: Rule, match: re.Match[str], read: Found) -> Hit:
    if match.groupdict().get("after") and rule.name not in ("within", "festival"):
        read = Found(vague=True)  # 10月1日后: from then on, which is no day
    return Hit(match.start(), match.end(), read.rule or rule.name, read)


def _apart(found: list[Hit]) -> list[Hit]:
    """The leftmost first, the longest of those; what overlaps them is dropped."""
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _joined(text: str, found: list[Hit], frame: Frame) -> list[Hit]:
    """Ranges become their end; the later day of a range or a list takes month and year from the earlier."""
    joined: list[Hit] = []
    for hit in found:
        joined.append(_with_earlier(text, joined, hit, frame) if joined else hit)
    return joined


def _with_earlier(text: str, joined: list[Hit], hit: Hit, frame: Frame) -> Hit:
    """The hit as it reads behind the one before, which it may swallow."""
    last = joined[-1]
    between = text[last.end : hit.start]
    if _starts_there(text, last, hit):
        spans = spans_of_time.durations(text[hit.start : hit.end])
        day = spans[0].after(last.found.day, frame.calendar) if spans and last.found.day else None
        return Hit(joined.pop().start, hit.end, "within", Found(day=day))
    if last.found.day and last.end == hit.start and vague_times.SEASON_BEHIND.fullmatch(text, hit.start, hit.end):
        return replace(joined.pop(), end=hit.end)  # 6月15日主汛期前: the season only says why
    if _is_its_weekday(last.found, hit.found) and WEEKDAY_BESIDE.fullmatch(between):
        return replace(joined.pop(), end=hit.end)
    adjacent = not between and last.rule == hit.rule == "bare-day" and hit.found.dom == (last.found.dom or 0) + 1
    if (adjacent or JOIN.fullmatch(between)) and not last.found.vague:
        rule = "bare-day" if last.rule == hit.rule == "bare-day" else "range"
        return Hit(joined.pop().start, hit.end, rule, _inherit(last.found, hit.found, frame))
    return replace(hit, found=_inherit(last.found, hit.found, frame)) if LIST.fullmatch(between) else hit


def _starts_there(text: str, last: Hit, hit: Hit) -> bool:
    """自9月25日起10个工作日内: the time runs from the day before it."""
    near = last.end == hit.start and last.found.day is not None
    return near and hit.rule == "within" and text.startswith(("起", "之日起"), hit.start)


def _is_its_weekday(earlier: Found, later: Found) -> bool:
    return earlier.day is not None and earlier.month is not None and earlier.day.weekday() == later.weekday


def _inherit(earlier: Found, later: Found, frame: Frame) -> Found:
    if later.weekday is not None and earlier.day is not None:
        ahead = (later.weekday - earlier.day.weekday() - 1) % 7 + 1
        return replace(later, day=earlier.day + timedelta(days=ahead))
    if later.dom is None or later.year is not None:
        return later
    month = later.month or earlier.month
    if month is None or (later.month is not None and earlier.year is None):
        return later
    year = earlier.year
    if year is not None and earlier.month is not None and month < earlier.month:
        year += 1
    return settle(frame, year, month, later.dom)


def _told(hit: Hit) -> FoundDate:
    return FoundDate(hit.start, hit.end, hit.found.day, hit.found.fault, hit.rule, hit.found.vague)

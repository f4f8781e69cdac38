"""Whether a finishing word speaks of now or of later, surely or perhaps."""

from __future__ import annotations

import re

from bot.reading.clauses.facts import without_title
from bot.reading.clauses.scope import Scope, days_before
from bot.reading.dates.day_finder import FoundDate
from bot.reading.kinds import Kind
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.spans import within
from db.reading_facts import Doubt

_SOON = re.compile(
    r"(?:要|会|能|能够|可|可以|将|需|需要|应|应当|就能|方可|才能|争取|再|去|来|为|求|抓紧|加快|力求|"
    r"推动|推进|督促|尽快|尽早|早日|想|待|如期|按期|按时|准时|保质保量|高质量|早点|赶紧|必须|必|务必|"
    r"即可|便可|才算|才|就可以|即|肯定|一定)(?:把?\x03?[它其]?)(?:全部|全面|整体|都|正式|顺利|彻底|"
    r"给)*$"
)


_ALREADY = re.compile("已|均(?!能|可|将|会|要|需|应|计划|预计|拟|按计划)|现(?=完|办)|刚|早就|终于|总算|算是|是")


_HEDGED = re.compile("应该|估计|可能|大概|也许|或许|想来|八成|多半")


_SOME_DAY = re.compile(
    r"(?:(?<![提以此目])前|之内|内|下[周月]\w{0,2}|[月年]底|月末|[上中下]旬|明天|后天|以内)(?:能|可以?|就|会|将|全部|"
    r"全面|都|整体|肯定|一定|确保|力争){0,3}$"
)


_GONE = re.compile("上个?(?:月|季|周)|去年|前年|早在")  # 上个月底就印发了


_LATER = re.compile(
    r"^(?:(?:这|那|该|此|本|整个?)[项个件]?(?:事情?|活儿?)?|任务|工作|项目|整体|全部|我们|我局|这边|\x03){0,4}(?:届时|到时候?|即|"
    r"就|便|即可|方可|就可以?|就算|算|也就)(?:能|"
    r"可|算|可以)*(?:全部)?"
)


def is_future(scope: Scope, mark: Mark) -> bool:
    before = scope.before(mark)
    after = scope.heard.masked[mark.end : mark.end + 2]
    if (scope.carried or scope.ahead) and _LATER.match(
        scope.heard.masked[scope.clause.start : mark.start].strip() or "x"
    ):
        return True
    if _carries(scope, mark, after) or _dated_behind(scope, mark) or _meant_for(scope, mark, after):
        return True
    days = days_before(scope, mark)
    if days:
        last = days[-1]
        since = scope.heard.masked[last.end : mark.start]
        if re.search("已经?(?:于|在)?$|[于在]$", scope.heard.masked[: last.start][-4:]) and not (
            last.day and last.day > scope.heard.today
        ):
            return False
        if not scope.clause.first(Kind.FUTURE) and _came_to_pass(scope, mark, last):
            return False
        if last.day and last.day > scope.heard.today:
            return True
        over = after[:1] in ("了", "啦") or scope.heard.masked[mark.start : mark.end].endswith("了")
        return not (_ALREADY.search(since) or over) and (last.day is None or last.day >= scope.heard.today)
    if _SOME_DAY.search(before) and not (_GONE.search(before) and after[:1] in ("了", "啦")):
        return True
    if _ALREADY.search(re.split("预计|计划|力争|争取|确保|保证", before)[-1]):
        return False
    ahead = [
        m
        for m in within(scope.clause.marks, mark.start - 30, mark.start)
        if m.kind is Kind.FUTURE and m.end <= mark.start
    ]
    if ahead and not (
        _HEDGED.search(scope.heard.masked[ahead[-1].start : ahead[-1].end]) and after[:1] in ("了", "吧")
    ):
        return True
    return _SOON.search(without_title(before, scope.title)) is not None and not after.startswith("了")


def _meant_for(scope: Scope, mark: Mark, after: str) -> bool:
    """预计上个月25号交齐: a slip of the day, which is meant to come."""
    days = days_before(scope, mark)
    if not days or after.startswith(("了", "啦")):
        return False
    return _INTENDS.search(scope.heard.masked, scope.clause.start, days[-1].start) is not None


_INTENDS = re.compile("(?:预计|预期|力争|争取|确保|保证|打算)(?:在|于|到)?$")


def _is_today(scope: Scope, day: FoundDate, since: str) -> bool:
    """今日验收通过: the day of the report itself, with no word of intention."""
    said = scope.heard.text[day.start : day.end]
    return (
        said in ("今日", "今天")
        and not scope.clause.first(Kind.FUTURE)
        and not re.search("[能会要将可争拟须]|再", since)
    )


def _carries(scope: Scope, mark: Mark, after: str) -> bool:
    """周五报结果，任务完成: a bare finishing clause right after a day to come is still of that day."""
    if not scope.carried or scope.carried <= scope.heard.today or after.startswith(("了", "啦", "✅")):
        return False
    if scope.heard.masked.endswith("了", mark.start, mark.end):
        return False  # 9月20日闭幕，方案印了
    return (
        scope.clause.end - scope.clause.start <= 6
        and mark.start - scope.clause.start <= 2
        and not scope.clause.first(Kind.ASPECT)
    )


def _came_to_pass(scope: Scope, mark: Mark, last: FoundDate) -> bool:
    """5月25日通过省厅验收, 三周内完成了: the day or the time that it took."""
    since = scope.heard.masked[last.end : mark.start]
    if _is_today(scope, last, since):
        return True
    if last.fault is Doubt.PAST_DATE:
        return scope.heard.masked.startswith("通过", mark.start) or _OPENED.search(since) is not None
    over = scope.heard.masked.startswith(("了", "啦"), mark.end)
    return last.rule == "within" and over and not re.search("[能可要会争想得]", since)


_OPENED = re.compile("正式|顺利|圆满|成功|建成")
_IS_ON = re.compile("(?:要么|或者|应该?|是|为|在|于|到|要|得|定|改|大概|大约|估计|预计|[ :]){0,6}")


def _dated_behind(scope: Scope, mark: Mark) -> bool:
    """完工是9月25号: the day to come is said behind the word."""
    day = next(iter(within(scope.heard.days, mark.end, min(mark.end + 12, scope.clause.end))), None)
    if day is None or "已" in scope.before(mark):
        return False
    between = scope.heard.masked[mark.end : day.start]
    later = day.day is not None and day.day > scope.heard.today
    return _IS_ON.fullmatch(between) is not None and (later or re.search("是|为|应|定", between) is not None)


def is_hedged(scope: Scope, mark: Mark) -> bool:
    before = scope.heard.masked[scope.clause.start : mark.start]
    tail = scope.heard.masked[mark.end : mark.end + 4]
    if scope.clause.first(Kind.MAYBE) or _HEDGED.search(before):
        return True
    return re.match(r"了?吧|了?(?:好像|可能|应该)", tail) is not None

"""Whether a finishing word speaks of the whole task or of a part of it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.clauses.facts import PARTS, of_title, unexplained
from bot.reading.clauses.scope import Scope, days_before
from bot.reading.dates import reported_periods
from bot.reading.kinds import Kind, Words
from bot.reading.lexicon.expressions import any_of, by_rule
from bot.reading.lexicon.vocabulary import Mark
from bot.reading.text.normal_form import plain
from bot.reading.text.spans import within
from db.reading_facts import Doubt

_LASTING = re.compile("建设|治理|整治|改造|优化|调整|检查|排查|更新|加工|创建|推广|修订|编制|申报|覆盖|安装")


# Words that only a whole work earns; 完工, 搞定 and 清零 are also said of its parts.
_OF_A_WHOLE = any_of(Words.OF_A_WHOLE)


_ACCEPTED = re.compile("验收(?:合格|通过)?$")  # 验收办结: the last step before what only a whole work earns


def of_a_time(scope: Scope, mark: Mark) -> bool:
    """完成本月计划, 一季度任务已完成: the part that falls into a period, unless the title is of that period."""
    if _YEARLY.search(scope.heard.text, max(scope.clause.start, mark.start - 8), mark.end + 4) and _outlasts(scope):
        return True
    near = within(scope.heard.periods, max(scope.clause.start, mark.start - 16), min(scope.clause.end, mark.end + 8))
    return any(
        reported_periods.is_attribute(scope.heard.text, day)
        and scope.heard.text[day.start : day.end] not in plain(scope.title)
        for day in near
    )


_YEARLY = re.compile("(?:年度|全年|今年|当年|本年度?)的?(?:建设|投资|工程|施工)?(?:任务|计划|目标|工作量?|投资)")


def _outlasts(scope: Scope) -> bool:
    """Whether the task goes on after this year, so that a year of it is a part."""
    refs = scope.clause.topic.refs if scope.clause.topic else ()
    ends = [scope.heard.due.get(ref) for ref in refs]
    return bool(ends) and all(end is not None and end.year > scope.heard.today.year for end in ends)


def completes(scope: Scope, mark: Mark) -> bool:
    """An act is a finishing word only with an aspect (已, 了, 全部) or a day ahead."""
    words = scope.heard.masked[mark.start : mark.end]
    before, after = scope.before(mark), scope.heard.masked[mark.end : mark.end + 4]
    if re.search(
        r"(?:正在|正(?!式)|开始|着手|准备|待|在|继续|抓紧|加快|组织|进行|推进|负责)[^已\x02]{0,4}$", before
    ) or re.match("中|工作|过程|阶段", after):
        return False
    if re.match("(?:了|完|毕|好|到位|齐|过去|上去|给)", after) or re.search("完|[上过]去|掉|清$|齐$|通$", words):
        return True
    if any(day.fault is not Doubt.PAST_DATE or scope.clause.first(Kind.FUTURE) for day in days_before(scope, mark)):
        return True
    if _LASTING.search(words):
        return re.search("均|全部|都(?!在)|全面|悉数", before) is not None and "已" in before
    return re.search("已|均|全部|都(?!在)|完成|正式|刚|终于|总算", before) is not None


def is_whole(scope: Scope, mark: Mark) -> bool:
    before, after = scope.before(mark), scope.after(mark)
    cut = _own_act(scope, mark)
    said = scope.plain(mark.start - len(before), mark.start - cut, besides=Kind.SKIP)
    subject = unexplained(_PASSED.sub("", _CHANNEL.sub("", said)), scope.title)
    if (cut or (mark.kind is Kind.ACT and _fits(scope, mark))) and re.search("全部|均|都|悉数", before):
        return "其中" not in before
    if _SOME.match(scope.heard.masked, mark.end):
        return False
    if mark.kind is Kind.ACT:
        return _fits(scope, mark) and len(subject) <= 2 and not PARTS.search(_subject_noun(subject, scope.title))
    if _object(scope, mark, after):
        return False
    if mark.rule == "verb-done" and _of_a_step(scope, mark, after):
        return False
    if re.match(r"(?:了)?(?:全部|所有|全年|既定)[^,。;]{2,}", after) or re.search(
        "剩余|剩下|其余|余下|还有|还差|还剩", scope.heard.masked[scope.clause.start : mark.start]
    ):
        return True
    if "其中" in before:
        return False
    words = scope.heard.masked[mark.start : mark.end]
    if mark.kind in (Kind.DONE, Kind.LATE_DONE) and _OF_A_WHOLE.search(words):
        subject = _ACCEPTED.sub("", subject)
        return not (
            subject and (PARTS.search(_subject_noun(subject, scope.title)) or re.search(r"\d", _counted(before)))
        )
    if subject and subject in "款钱人货料证地" and subject not in plain(scope.title):
        return False
    return len(subject) <= 1 or (of_title(subject, scope.title) and len(subject) <= 3)


def _step(scope: Scope, mark: Mark) -> str:
    """拆迁 of 拆迁完了: the step that the verb finishes, of which the mark holds only the last letter."""
    return scope.heard.masked[max(scope.clause.start, mark.start - 1) : mark.start + 1]


def _of_a_step(scope: Scope, mark: Mark, after: str) -> bool:
    """拆迁完了, 刚打完地基: the verb, or its object behind, is a part."""
    step, title = _step(scope, mark), plain(scope.title)
    if PARTS.fullmatch(step) and step not in title:
        return True
    part = PARTS.match(after) or _A_PART_OVER.fullmatch(after.strip())
    return part is not None and part.group().lstrip("了") not in title


_A_PART_OVER = any_of(Words.PART, "了(?:{})".format)


def _own_act(scope: Scope, mark: Mark) -> int:
    """印发完成: an act of this kind of task, right before 完成, is its own subject; its length."""
    act = next(
        (
            m
            for m in within(scope.clause.marks, mark.start - 8, mark.start)
            if m.end == mark.start and m.kind is Kind.ACT
        ),
        None,
    )
    return act.end - act.start if act and _fits(scope, act) else 0


def _subject_noun(subject: str, title: str) -> str:
    if re.search("报送|申报|材料|报告", title):
        return re.sub("材料|资料|报告|方案", "", subject)
    if re.search("改革|平台|系统|上线|一件事|共享", title):
        return re.sub("系统|平台", "", subject)
    return re.sub("方案|预案|稿|文件|文", "", subject) if re.search("方案|预案|制定|修订|编制|办法", title) else subject


def _counted(before: str) -> str:
    """Figures that are not 全部: 6处已竣工 is a part, 31个小区全部完工 is not."""
    return "" if re.search("全部|均|都|所有|全", before) else before


def _object(scope: Scope, mark: Mark, after: str) -> bool:
    """Whether an object follows that is only a part of the task (完成招标)."""
    if mark.rule != "done" or not scope.heard.masked[mark.start : mark.end].endswith("完成"):
        return _COUNTED_THINGS.match(after) is not None and not re.search("全部", after)
    words = re.split(r"并|且|,|,|、任务|已经|正在|现已|目前|现在", after)[0]
    rest = unexplained(re.sub("^(?:了|啦|吧|的)+", "", words), scope.title)
    if re.search(r"\d", words) and not re.search("全部|所有", words):
        return True
    return len(rest) >= 2 and not of_title(rest, scope.title)


_SOME = re.compile(
    "了?(?:一些|一?部分|一批|[首头第][一二三]?批|[一二首]期|几[个处项户家条栋]|若干|大部分?|大半|小半|少量|不少|好几|多数|主要|大头|关键)"
)


_COUNTED_THINGS = re.compile(
    r"了?(?:[^\u4e00-\u9fff]{0,2}\d|[一二两三四五六七八九十几百]{1,4}多?[个处户家条件台套栋座场批所公间段层幢块份根面](?![月半也都不]))"
)


def _fits(scope: Scope, mark: Mark) -> bool:
    words, title = scope.heard.masked[mark.start : mark.end], plain(scope.title)
    if words[:2] in title or words.startswith("落实"):
        return True
    return any(kind.search(title) and acts.match(words) for kind, acts in _task_kinds())


@lru_cache(maxsize=1)
def _task_kinds() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """What a title of some kind has, and by which acts such a task is done."""
    acts = by_rule(Words.FINISHES)
    return [(title, acts[rule]) for rule, title in by_rule(Words.TASK_KIND).items()]


# 竣工验收合格并投入使用: that the whole has passed is no part of it.
_PASSED = re.compile("(?:竣工|完工)验收(?:合格|通过|完成)(?:并且?|且|后)?|(?:竣工|完工|验收)$")
_CHANNEL = re.compile(
    "(?:通过|经由?|从|以|用)[^,。;!过]{0,10}(?:系统|平台|邮箱|邮件|oa|专网|内网|传真|机要|渠道|微信群?|方式|形式)(?:正式|统一)?$"
)

"""A deadline cell as a whole: its last day, the earlier ones as milestones, what recurs, what is kept up afterwards.

`6月底前取得明显成效，12月底前完成`, `年底前，并长期坚持`, `每季度25%，12月底前完成`, `印发后30日内`, `立行立改`.
Here too nothing is guessed: a cell without a day is a fault, and whatever was read otherwise than written is a note.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.ledger_files.deadlines.deadline_cells import AT_ONCE, DeadlineFault, plain
from bot.ledger_files.deadlines.periods_of_report import is_recurring
from bot.ledger_files.deadlines.seasons import with_days
from bot.ledger_files.deadlines.several_days import CLAUSE, several
from bot.ledger_files.deadlines.timing import Basis, Timing, refuse
from bot.ledger_files.ledger_shape import MilestoneRow
from bot.reading.dates.day_finder import hits
from bot.reading.dates.durations import durations, later
from bot.reading.dates.shapes import LAST, a_day

QUOTES = re.compile(r"[“”\"‘’']")
HOURS = re.compile(r"(?<=\d)[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?=$|\D)")
KEPT_UP = re.compile(
    r"(?:此后|以后|之后|今后)每[年季月][^，,；;。]*|(?:并|且|同时|后|之后|完成后|整改后)?(?:[^，,；;。0-9]{0,3}起)?(?:长期|持续|长效|常态化?|一直|动态)"
    r"(?:坚持|推进|整治|巩固|保持|落实|推动|实施|整改|运行|管控|管理|监管|开展|抓好|规范|改进|提升|清零|化|跟踪|跟进|用力|发力|维护|监测|巡查)*"
)
POLICY = re.compile(
    r"立行立改|即知即改|边整边改|即整即改|即时|立知立改|立说立行|立整立改|边查边改|即查即改|即改|立改|当场整改|现场整改|当日整改|马上就办|立查立改|即行即改|立即|马上|即办|即刻|当天|即时整改|随即"
)
OF_ISSUE = re.compile(
    r"^(?:自|从|在|于)?(?:(?:本|该)?(?:文件|通知|方案|意见|清单|台账|任务|通报|纪要|计划|办法|细则|责任书|督办单|交办单|整改通知书?|反馈意见|交办函|函)"
    r"|收到|接到|会议|会后|印发|下发|发文|交办|转办|部署|签发|发布|公布|反馈|通报|检查|督查|受理|立案|来函|接文|收文|接函|来文)"
    r"(?:本|该|督办|交办|整改|任务|通知书?|文件|清单|方案|通报|反馈|意见|会议|纪要|函|单|书|台账|印发|下发|下达|发布|公布|交办|转办|召开|结束|印制|签收|发出|部署|要求|受理|之日|当日|即日|的|次日)*"
    r"(?:之?后|起|以?来|算起|之内|内)*(?:的|,|，)?"
)  # fmt: skip
# A beginning without an end: from then on it is kept up.
FROM_NOW_ON = re.compile(
    r"^(?:即日起|从即日起|自即日起|(?:自|从)?(?:本)?(?:印发|发布|公布|下发|发文|交办|会议|签发|批准|审议通过)(?:之日|当日|后)?起|从现在起|现在起|今日起)"
    r"(?:施行|实施|执行|推行|实行|开展|启动|生效|推进|落实|组织实施|组织开展|全面推开|全面实施)*$"
)
SHARE = re.compile(r"每(?:个)?(季度?|月|半年)[^0-9，,；;。]{0,8}(\d{1,3}(?:\.\d+)?)%")
DASHES = re.compile(r"(20\d\d)[—–－](\d{1,2})[—–－](\d{1,2})")
BARE_SPAN = re.compile(r"^(?:3[2-9]|[4-9]\d|[1-3]\d\d)[日天]$")  # no day of a month
EVERY_YEAR = re.compile(r"^每年(?!.*20\d\d)")
WITHOUT_END = re.compile(r"[-—~至到]+(?:长期|常态化|持续)$")
DONE_BEHIND = re.compile(
    r"[（(,，]?(?:现|均)?已(?:经)?(?:全部|按期)?(?:完成|办结|销号|整改|落实|闭环|化解|验收)(?:到位|完毕|整改|销号)?[)）]?$"
)
MONTHS = re.compile(r"(20\d\d)[.年](\d{1,2})月?[-~—至到](\d{1,2})月?(?![\d.日号])")
EVENT = re.compile(r"^(?:20\d\d年|[今明]年)(?![^，,；;。（(]*[底末内])[^，,；;。（(]*[\u4e00-\u9fff]前$")
UNSETTLED = re.compile(r"适时|视情|择机|条件成熟|逐步|尽快|根据|按照上级|待")
YEAR_SPAN = re.compile(r"^(20\d\d)年?[-~—至到]+(20\d\d)年")
YEARS = re.compile(r"^(20\d\d)年?[-~—至到]+(20\d\d)年?(?:[底末]前?|前|期间)?$")
PLAN_END = re.compile(r"[“\"]?(十[三四五六七]五)[”\"]?(?:规划)?(?:期?末|期间|时期|内|期)?")
PLAN_YEARS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035, "十七五": 2040}
DONE = re.compile(
    r"^(?:已经?|均已|全部|已全部)?(?:完成|办结|销号|整改到位|完成整改|整改完成|整改完毕|完结|完毕|落实|化解|闭环)(?:销号|整改|验收)?$"
    r"|^已(?!定|要求|明确|确定)[^未尚拟预计待]{0,24}(?:完成|办结|销号|到位|完毕|化解|闭环|竣工|投用)[^未尚拟待]{0,14}$"
)
REPORTS = re.compile(r"每(?:个)?(?:周|月|季度?|半年)[^，,；;。]{0,14}(?:报送|报告|反馈|报|调度|汇报|通报)[^，,；;。]*")


def read_due(cell_text: str, basis: Basis) -> Timing:
    """Raises DeadlineFault."""
    text = DASHES.sub(r"\1-\2-\3", QUOTES.sub("", plain(HOURS.sub("", cell_text))))
    text, said = with_days(MONTHS.sub(_months, BARE_SPAN.sub(r"\g<0>内", text)))
    timing = _read_due(text, basis)
    return replace(timing, notes=(*timing.notes, *said)) if said else timing


def _read_due(text: str, basis: Basis) -> Timing:
    if DONE.match(text) or DONE.match(KEPT_UP.sub("", text).strip("，,；;。、并")):
        return Timing(done=True)
    if (done := DONE_BEHIND.search(text)) and _days(text[: done.start()], basis):
        return replace(_read_due(text[: done.start()], replace(basis, may_be_past=True)), done=True)
    if EVERY_YEAR.match(text) or WITHOUT_END.search(text):
        return Timing(recurring=True)
    stem, kept_up = _without_kept_up(text, basis)
    if (EVENT.match(stem) or UNSETTLED.search(stem)) and not _days(stem, basis):
        refuse("due_vague", f"完成时限“{text[:20]}”没有具体日期", "请写明日期，如“5月31日前”，或在括号内注明")
    for read in (_each_year, _shares, _policy, _from_issue, _years, _beside_recurring, several):
        timing = read(stem, basis)
        if timing:
            return replace(timing, standing=kept_up, notes=(*timing.notes, *_kept_up_note(kept_up, text)))
    if (is_recurring(stem) or FROM_NOW_ON.match(stem)) and not kept_up:
        return Timing(recurring=True)
    return Timing(basis.day(stem), standing=kept_up, notes=tuple(_kept_up_note(kept_up, text)))


def _months(match: re.Match[str]) -> str:
    """2027.1-12: from January to December, and not the twelfth of January."""
    first, last = int(match[2]), int(match[3])
    return f"{match[1]}年{first}月-{last}月" if first <= last <= 12 else match[0]


def _kept_up_note(kept_up: bool, text: str) -> list[tuple[str, str]]:
    return [("due_kept_up", f"“{text[:30]}”按所写日期办结，此后长期坚持")] if kept_up else []


def _without_kept_up(text: str, basis: Basis) -> tuple[str, bool]:
    """The cell without 并长期坚持, where a day is left: without one it recurs."""
    if not is_recurring(text) and not KEPT_UP.search(text):
        return text, False
    stem = KEPT_UP.sub("", text)
    stem = re.sub(r"[（(][)）]", "", REPORTS.sub("", stem) if REPORTS.search(stem) else stem).strip("，,；;。、并后")
    if stem and (_days(stem, basis) or POLICY.search(stem)) and stem != text:
        return stem, bool(KEPT_UP.search(text))
    return text, False


def _days(text: str, basis: Basis) -> list[date]:
    found = hits(text, basis.frame())
    unsure = ("bare-day", "day", "year") if EVENT.match(text) or UNSETTLED.search(text) else ("bare-day", "day")
    return [hit.found.day for hit in found if hit.found.day and hit.rule not in unsure]


def _each_year(text: str, basis: Basis) -> Timing | None:
    """2027-2029年每年完成三分之一: the end of the last year."""
    span = YEAR_SPAN.match(text)
    if not span or "每年" not in text:
        return None
    due = date(int(span[2]), 12, 31)
    return Timing(due, notes=(("due_each_year", f"“{text[:30]}”按 {due} 办结"),))


def _shares(text: str, basis: Basis) -> Timing | None:
    """每季度25%，12月底前完成: the day, and the share that is reached by each quarter before it."""
    share = SHARE.search(text)
    if not share:
        return None
    rest = (text[: share.start()] + text[share.end() :]).strip("，,；;。、以上左右")
    try:
        due = basis.day(rest) if _days(rest, basis) else None
    except DeadlineFault:
        due = None
    if due is None:
        return None
    months = {"季": 3, "月": 1, "半": 6}[share[1][0]]
    begin = basis.frame().today
    steps = []
    for number, month in enumerate(range(months, 13, months), 1):
        day = a_day(due.year, month, LAST)
        part = float(share[2]) * number
        if day and begin <= day < due and part < 100:
            steps.append(MilestoneRow(f"累计完成{part:g}%", day))
    note = ("due_shares", f"“{text[:30]}”按 {due} 办结，其间每期比例作为阶段节点")
    return Timing(due, tuple(steps), notes=(note,))


def _policy(text: str, basis: Basis) -> Timing | None:
    """立行立改 by policy: the next working day; a day beside it is the day."""
    if not POLICY.search(text) or _days(text, basis):
        return None
    if basis.base is None:
        refuse("due_without_base", f"完成时限“{text[:20]}”从交办之日起算，而本表没有交办日期", "请指定交办日期")
    if durations(text):
        return None
    day = basis.calendar.forward(basis.base, 1)
    # 立即 has always been read so; the others are a rule of the office, and said.
    said = () if AT_ONCE.search(text) else (("due_at_once", f"“{text[:12]}”按次一工作日 {day} 办结"),)
    return Timing(day, notes=said)


def _from_issue(text: str, basis: Basis) -> Timing | None:
    """文件印发后30日内: counted from the day of hand-out."""
    event = OF_ISSUE.match(text)
    spans = durations(text)
    if not event or len(spans) != 1 or spans[0].start < 2 or _days(text[: spans[0].start], basis):
        return None
    between = text[event.end() : spans[0].start]
    behind = text[spans[0].end :]
    if between.strip("，,、第起之后内在不超过最迟于的") or not re.match(
        r"(?:之?以?内|前|完成|办结|$|后|整改|报送|[，,。（(])", behind
    ):
        return None
    if basis.base is None:
        refuse(
            "due_without_base", f"完成时限“{text[:20]}”从印发或交办之日起算，而本表没有该日期", "请指定印发或交办日期"
        )
    day = later(basis.base, spans[0].unit, spans[0].count, basis.calendar)
    return Timing(day, notes=(("due_from_issue", f"“{text[:20]}”自 {basis.base} 起算，到 {day}"),))


def _years(text: str, basis: Basis) -> Timing | None:
    """2027-2028年, “十五五”期末: the last day of the last year."""
    if match := YEARS.match(text):
        return Timing(date(int(match[2]), 12, 31))
    plan = PLAN_END.fullmatch(text.strip("前"))
    return Timing(basis.day(f"{PLAN_YEARS[plan[1]]}年12月31日")) if plan else None


def _beside_recurring(text: str, basis: Basis) -> Timing | None:
    """4月底前建立，每季度更新: the day; what recurs beside it is said."""
    clauses = CLAUSE.split(text)
    steady = [clause for clause in clauses if is_recurring(clause) and not _days(clause, basis)]
    rest = "，".join(clause for clause in clauses if clause not in steady)
    if not steady or not _days(rest, basis):
        return None
    timing = several(rest, basis) or Timing(basis.day(rest))
    note = ("due_kept_up", f"“{'，'.join(steady)[:30]}”未作完成时限，按所写日期办结")
    return replace(timing, notes=(*timing.notes, note))

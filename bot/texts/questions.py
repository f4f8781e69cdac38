"""One short question for each doubt: it names what is unclear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import echo, words
from db.payloads import EchoRow
from db.reading_facts import Doubt, Query
from schedules import periods

RIGHT = "对，照此记录"
WRONG = "不对，我来写明"
NO_REPORT = "不是进展反馈"
REST_AS_SHOWN = "，其余同上"
ALL_RIGHT = "全部正确"
LATER = "稍后再说"
FOR_THE_OFFICE_TO_DO = "交督查室办理"
TO_HEAD_OF = "不限某一项，发{name}"
IS_PROGRESS = "这是进展"
TO_THE_OFFICE = "转督查员"
_SHORT = {RIGHT: "对", WRONG: "不对"}  # where many buttons share a message
SOLVED = "已经解决"
NOT_SOLVED = "尚未解决"
SURELY_DONE = "确已办结"
NOT_DONE = "尚未办结"
IN_DIFFICULTY = "有困难"
IS_PROGRESS = "这是进展"
TO_THE_OFFICE = "转督查员"


def not_done(percent: float | None) -> str:
    return f"{NOT_DONE}，进度{words.percent(percent)}" if percent is not None else NOT_DONE


def on_line(number: int, label: str) -> str:
    """The label of a button for one of several numbered lines."""
    return f"{number}. {_SHORT.get(label, label)}"


def task_label(number: int, title: str) -> str:
    return f"{number}号 {title}"[:40]


def text(query: Query, titles: dict[int, str], today: date, proposed: Sequence[EchoRow] = ()) -> str:
    """What is unclear; with a proposal, what 对 would store stands in it in full."""
    if proposed:
        stated = "；".join(echo.stated(row, today) for row in proposed)
        return f"{_because(query)}{stated}，对吗？"
    return _open_text(query, titles)


def _because(query: Query) -> str:
    """Why it is asked at all, in front of a proposal."""
    if not query.words:
        return ""
    said = words.quoted(query.words, 40)
    return {
        Doubt.WHICH_TASK: f"{said}未写明是哪一项。",
        Doubt.UNKNOWN_NUMBER: f"您名下没有{said}这一项在办事项。",
        Doubt.CONTRADICTION: f"{said}前后不一。",
        Doubt.EITHER_OR: f"{said}有两种可能。",
        Doubt.IMPOSSIBLE_DATE: f"日历上没有{said}这一天。",
        Doubt.PAST_DATE: f"{said}已经过去。",
        Doubt.DISAGREEMENT: f"{said}可以有两种理解。",
    }.get(query.doubt, f"未能读准{said}。")


def rival(row: EchoRow, today: date, *, same_task: bool) -> str:
    """Another reading, as its button says it."""
    said = echo.said(row, today)
    return said if same_task else f"{row.number}号 {said}"


def _open_text(query: Query, titles: dict[int, str]) -> str:
    said = words.quoted(query.words, 40) if query.words else "这句话"
    about = _about(query, titles)
    return {
        Doubt.WHICH_TASK: f"请问{said}说的是哪一项？",
        Doubt.UNKNOWN_NUMBER: f"您名下没有{said}这一项在办事项，请问说的是哪一项？",
        Doubt.CONTRADICTION: f"{about}的说法前后不一（{said}），请问目前是哪种情况？",
        Doubt.EITHER_OR: f"{about}：{said}有两种可能，请选定一种。",
        Doubt.HEDGE: f"{about}：{said}，请问是否确已办结？",
        Doubt.IMPOSSIBLE_DATE: f"{about}：日历上没有{said}这一天，请问是几月几日？",
        Doubt.PAST_DATE: f"{about}：{said}已经过去，请问预计哪一天办结？",
        Doubt.IMPOSSIBLE_PERCENT: f"{about}：{said}超出了0到100%，请问目前完成百分之几？",
        Doubt.NO_NEW_DATE: f"{about}：请问申请延期到哪一天？",
        Doubt.NOT_LATER: f"{about}：{said}不晚于现定时限，请问申请延期到哪一天？",
        Doubt.ELSEWHERE: f"{about}：请直接写明目前进展，例如“完成60%，预计下周五前办结”。",
        Doubt.NO_NAME: f"{about}：请问转由哪位同志（或哪个单位）负责？",
        Doubt.NO_NEW_VALUE: "前一条要更正为什么？请直接写明正确的情况。",
        Doubt.UNREADABLE: f"{about}：没有读懂{said}，请问目前是已办结、推进中，还是有困难？",
        Doubt.DISAGREEMENT: f"{about}：{said}可以有两种理解，请选定一种。",
    }[query.doubt]


def _about(query: Query, titles: dict[int, str]) -> str:
    refs: Sequence[int] = query.refs or ((query.kept.ref,) if query.kept and query.kept.ref else ())
    if len(refs) == 1:
        title = titles.get(refs[0])
        return words.titled(refs[0], title) if title else f"{refs[0]}号"
    return words.numbers(refs) if refs else "您的反馈"


def write_anew(number: int | None) -> str:
    example = f"{number}号" if number is not None else "31号"
    return f"好的，未作记录。请写明{example}的正确情况，例如“完成60%，预计下周五前办结”。"


def hollow(number: int, title: str, *, recurring: bool, beside: Sequence[int] = ()) -> str:
    """The one fact that is missing: a figure. `beside`: tasks of the same message that lack it too."""
    asked = f"{words.titled(number, title)}目前完成到百分之几？"
    if recurring:
        asked = f"{words.titled(number, title)}本期做了哪些工作、成效如何？请用一句话写明数字或结果。"
    return asked + (f"\n{_some(beside)}也没有写明数字或日期，请一并补报。" if beside else "")


def _some(numbers: Sequence[int]) -> str:
    more = f"等{len(numbers)}项" if len(numbers) > _NAMED else ""
    return words.numbers(numbers[:_NAMED]) + more


_NAMED = 5


def which_period(number: int, title: str, labels: Sequence[str]) -> str:
    """本月 in the first days of a month whose last report is wanting."""
    return f"{words.titled(number, title)}{labels[0]}的反馈尚未收到。您这次报的是{'还是'.join(labels)}的情况？"


def period_named(number: int, key: str) -> str:
    return f"已记为{number}号{period_label(key)}的反馈。"


def period_label(key: str) -> str:
    """3月, 第一季度: without its year, for both lie near."""
    label = periods.parse(key).label
    return label.partition("年")[2] or label


def late(number: int, title: str, due: str, said: str) -> str:
    """What he said does not fit the date; the way out stands in the buttons."""
    return f"{words.titled(number, title)}时限为{due}，{said}。是否申请延期？督查室已知悉。"


def fell(before: float, after: float) -> str:
    return f"进度由{words.percent(before)}降为{words.percent(after)}"


def later_than_due(day: str) -> str:
    return f"您所说的{day}晚于时限"


CANNOT_MAKE_IT = "您反映难以按期完成"
IN_TIME = "仍按期完成"


def extend_to(day: str) -> str:
    return f"申请延期至{day}"


def difficulty_over(number: int, title: str) -> str:
    return f"{words.titled(number, title)}此前反映的困难是否已经解决？"


def to_coordinator() -> str:
    return "没有读准您的意思，已转督查员与您联系，谢谢。"

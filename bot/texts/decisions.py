"""What is put before a coordinator or a leader for one tap, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import words
from bot.texts.task_lines import TaskLine, card
from db.payloads import OutcomePayload, RequestOutcome
from schedules.milestone_shift import Moved


def claim(line: TaskLine, who: str, said: str, at: str) -> str:
    return f"【办结核查】{who}于{at}申请办结：\n{card(line)}\n原话：{words.quoted(said)}\n请核查后点按。"


def moved(stones: Sequence[Moved], *, today: date) -> str:
    """节点随之调整：“主体完工”3月10日（周四）→3月24日（周四）"""
    each = [f"“{stone.name}”{words.day(stone.was, today=today)}→{words.day(stone.to, today=today)}" for stone in stones]
    return f"节点随之调整：{'；'.join(each)}"


def extension(line: TaskLine, who: str, said: str, wanted: date, reason: str, stones: Sequence[Moved] = ()) -> str:
    why = f"，理由：{reason}" if reason else "，未说明理由"
    return (
        f"【延期申请】{who}申请将时限延至{words.day(wanted, today=line.today)}{why}。\n{card(line)}\n"
        f"原话：{words.quoted(said)}" + (f"\n{moved(stones, today=line.today)}" if stones else "")
    )


def decision(
    line: TaskLine, who: str, said: str, options: Sequence[str], recommended: int | None, *, decides: str | None = None
) -> str:
    """`decides`: the leader who decides, in the copy of those who are only told."""
    rows = [
        f"　{place}. {option}{'（建议）' if place - 1 == recommended else ''}"
        for place, option in enumerate(options, 1)
    ]
    head = f"【请示】{who}请您决定：" if decides is None else f"【请示抄知】{who}请{decides}决定："
    return f"{head}\n{card(line)}\n" + "\n".join(rows) + f"\n原话：{words.quoted(said)}"


def confirmation(line: TaskLine, who: str, said: str, *, of_office: bool = False) -> str:
    """`of_office`: the copy of a 急件 for the coordinators, who may ask by telephone."""
    if of_office:
        head = f"【急件待确认】联络员{who}报告以下急件已办结，已请责任人{line.owner}确认；可电话核实后代其确认："
        return f"{head}\n{card(line)}\n原话：{words.quoted(said)}"
    return f"【请确认】{who}报告以下事项已办结，请您确认后提交督查室核查：\n{card(line)}\n原话：{words.quoted(said)}"


RELAYED_BY_SECRETARY = "领导的意见请点选，或直接回复本消息转述；督查员核实后生效。"
SENT = "已转告申请人并抄督查室。十分钟内可撤回。"
NOTHING_WAITS = "目前没有待您决定的请示。如是对某一项的批示，请写明编号，例如“66号同意按此办理”。"
NOT_CHOSEN = "好的，未作决定，请示仍待您选定。"
WHICH_REQUEST = "有几件请示待您决定，请问是哪一件？"


def new_day(value: date, *, today: date) -> str:
    return words.day(value, today=today)


def verdict_readback(task: str, kind: str, day: str, beside: str, *, yes: bool) -> str:
    """A verdict in many words before it counts; what is said beside it goes with it."""
    what = {"extension": "延期申请", "closure": "办结申请"}.get(kind, "申请")
    to = f"，时限延至{day}" if yes and day else "" if yes else "，时限不变" if kind == "extension" else ""
    also = f"\n附言一并转告：{words.quoted(beside, 200)}" if beside else ""
    return f"{task}的{what}：{'同意' if yes else '不同意'}{to}。{also}\n确认后即行转告并抄督查室。"


def readback(task: str, option: str, owner: str, due: str) -> str:
    """A choice before it counts: who does what by when."""
    by = f"，时限{due}" if due else ""
    return f"{task}：选定“{option}”，由{owner}办理{by}。确认后即行转告。"


def taken_back(task: str) -> str:
    return f"{task}请示的决定已撤回，请勿再办，待重新决定。"


_SEVERAL = {"closure": "办结核查", "extension": "延期申请", "decision": "请示", "confirm": "请确认"}


def row(number: int, title: str, who: str, wanted: str) -> str:
    until = f"，申请延至{wanted}" if wanted else ""
    return f"{words.titled(number, title)}，{who}{until}"


CONFIRM_ALL = "全部确认办结（{count}项）"


def several(kind: str, rows: Sequence[str], count: int) -> str:
    listed = "\n".join(f"{place}. {each}" for place, each in enumerate(rows, 1))
    rest = f"\n其余{count - len(rows)}件，发“待核查”或“请示”查看。" if count > len(rows) else ""
    return f"【{_SEVERAL.get(kind, '申请')}】{count}件，请点编号逐件处理：\n{listed}{rest}"


def handled(text: str, who: str, what: str) -> str:
    """The message as it stood, and by whom the matter was handled."""
    return f"{text}\n\n—— 已由{who}处理：{what}"


def withdrawn(text: str, who: str) -> str:
    """The message as it stood, and who has taken back what it put."""
    return f"{text}\n\n—— {who}已撤回"


def outcome(came: OutcomePayload, number: int, title: str, *, today: date | None = None) -> str:
    about = words.titled(number, title)
    until = f"，新的时限为{words.day(came.due, today=today)}" if came.due else ""
    still = f"，时限仍为{words.day(came.due, today=today)}" if came.due else ""
    because = f"原因：{came.reason}。" if came.reason else ""
    return {
        RequestOutcome.CLOSED: f"{about}经督查室核查，已予销号。",
        RequestOutcome.RETURNED: f"{about}经核查退回重办{until}。{because}请继续办理并及时反馈。",
        RequestOutcome.EXTENDED: f"{about}的延期申请已同意{until}。",
        RequestOutcome.NOT_EXTENDED: f"{about}的延期申请未获同意，原时限不变。{because}",
        RequestOutcome.DECIDED: f"{about}的请示，{came.who or '领导'}选定：{came.option}。",
        RequestOutcome.CLAIM_STANDS: (
            f"{about}已申请办结，{came.who}又报来进展；办结申请仍然有效，情况有变请您直接回复。"
        ),
        RequestOutcome.CONFIRMED: f"{about}的办结情况已由责任人确认，转督查室核查。",
        RequestOutcome.NOT_CONFIRMED: f"{about}：责任人认为尚未办结，请继续办理。",
        RequestOutcome.DIRECTIVE_DONE: f"{about}已办结销号，您的批示已落实。",
        RequestOutcome.ORDER_ANSWERED: f"{about}：{came.who}已就督办单作出反馈。",
        RequestOutcome.ALL_ANSWERED: f"{about}：各单位已全部反馈，发“{number}号分头反馈”查看。",
        RequestOutcome.HANDED_OVER: f"{about}已按新一期台账调整由{came.who}负责，您不必再反馈此项。",
        RequestOutcome.REDATED: f"{about}的时限由督查室调整{until}。{because}请重新签收。",
        RequestOutcome.EVIDENCE_WANTED: (
            f"{about}办结时须附{came.reason}，请在申请办结前后发来图片或文件。"
            if came.reason
            else f"{about}办结不再要求附材料。"
        ),
        RequestOutcome.RETARGETED: f"{about}的目标要求已调整为：{came.reason}。请重新签收。",
        RequestOutcome.RETITLED: f"{about}已启用这一名称，原名不再使用，其余不变。",
        RequestOutcome.RELED: f"{about}的牵头领导已调整为{came.who}，其余不变。",
        RequestOutcome.URGENT: f"{about}已列为急件，请优先办理；休息日也会提醒。",
        RequestOutcome.NOT_URGENT: f"{about}不再作急件，其余不变。",
        RequestOutcome.SUPPORTED: f"{about}增加配合单位：{came.reason}。",
        RequestOutcome.PART_RETURNED: f"{about}子项核查未通过，退回重办：{came.reason}。",
        RequestOutcome.STOPPED: f"{about}已中止办理，今后不再提醒。{because}",
        RequestOutcome.RESUMED: f"{about}已恢复办理{still}，请签收后继续推进。{because}",
        RequestOutcome.REOPENED: f"{about}经回头看重新打开，请继续办理并及时反馈。{because}",
        RequestOutcome.RELAPSED: f"{about}经回头看发现反弹，请查明原因，尽快整改并直接回复本消息说明整改安排。",
        RequestOutcome.CLOSED_BY_OFFICE: f"{about}经督查室核查，已予销号。{because}",
        RequestOutcome.RECORDED: f"{about}：督查室已代您登记“{came.reason}”。如有出入，请直接回复正确的情况。",
        RequestOutcome.UNDONE: f"{about}：督查室已撤销“{came.reason}”，以撤销前的情况为准。",
    }[came.what]


def added(task: str, who: str, said: str) -> str:
    """What a leader says beside his decision."""
    return f"{task}：{who}同时要求：{said}"

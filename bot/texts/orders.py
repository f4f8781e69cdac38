"""Orders read back before they count, what became of them, and what can be said instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.texts import sentences, words
from bot.texts.keyboards import Button

CONFIRM, CANCEL, UNDO = 1, 2, 3
CANCEL_LABEL = "取消"

CANCELLED = "已取消，未作任何改动。"
UNDONE = "已撤销，恢复到办理之前的情况"
STALE = "没有这一项，或已处理。"

NO_TASK = "没有编号为{numbers}的事项。请发“台账”或单位名称查看编号。"
NO_NAME = "名册中没有“{name}”。请写单位全称、简称或名册中的姓名；新增人员请发“任命李四为市林草局局长”。"
NO_LEADER = "名册中的市领导里没有“{name}”。请写领导在名册中的称呼，例如“任命王秘书为常务副市长秘书”。"
NOT_HIMSELF = "本人的任职、接任和代理不由本人办理，未作任何改动。请另一名督查员办理；没有的，请运维人员登记。"
NO_PERSONS_NAME = "“{said}”不像是人名，未作任何改动。请重新写明要办的事，并写接任者的姓名。"
NO_SUCH_DAY = "历上没有“{day}”这一天，请重新写明日期。"
NO_DATE = "没有读出日期。请写明，例如“3号改期到6月底”“我3月1日至5日外出，由王副局长代”。"
NO_HEAD = "{department}还没有在任的负责人。请先发“任命李四为{department}负责人”，再发“邀请李四”绑定账号。"
CLOSE_FORM = (
    "{number}号还没有办结申请。销号要有依据，请写明，例如“{number}号销号，依据：现场核查已完工”；"
    "或先代录责任人的反馈，例如“代{owner}报：{number}号已办结”。"
)
TELEPHONE_FORM = (
    "没有读准“{words}”，未作登记。请写明编号和情况，例如“代{who}报：3号完成60%，月底前办结”；也可请责任人直接回复。"
)
NOTHING_STANDING = "{number}号目前没有可更正的反馈。代录请发“代{owner}报：{number}号完成60%”。"
NOT_HIS = "此项由督查室办理。"
NOT_HIS_ORDER = "人员、账号、代录和事项的中止、恢复、转办由督查室办理，您的话已转督查员；本人名下事项的进展请直接写。"
NOBODY_TO_URGE = "目前没有需要催办的事项。"
LINK = "{name}的邀请链接（{until}前有效，限本人使用一次，请直接发给本人）：\n{link}"
LINK_BOUND = "{name}已绑定账号：对方点开链接后，须经原账号或督查员同意才会改绑。"


def buttons(instruction_id: int) -> list[Sequence[Button]]:
    return [[("确认", f"o:{instruction_id}:{CONFIRM}"), ("取消", f"o:{instruction_id}:{CANCEL}")]]


def undo_button(instruction_id: int) -> list[Sequence[Button]]:
    return [[("撤销", f"o:{instruction_id}:{UNDO}")]]


def undone(lines: Sequence[str]) -> str:
    return UNDONE + ("：\n" + "\n".join(lines) if lines else "。")


def undone_news(who: str, lines: Sequence[str]) -> str:
    return f"【人员】{who}已撤销以下办理，以撤销前的情况为准：\n" + "\n".join(lines)


def not_undone(lines: Sequence[str], why: str) -> str:
    return "\n".join([*lines, why])


def which_undone(lines: Sequence[str], day: str) -> str:
    """Before something of another day is undone by a bare word."""
    return f"要撤销的是{day}办理的：\n" + "\n".join(lines) + "\n确需撤销请点按；不是这一件请忽略。"


def readback(lines: Sequence[str], note: str = "") -> str:
    body = "\n".join(lines)
    return f"请核对，确认后生效：\n{body}" + (f"\n{note}" if note else "")


def done(lines: Sequence[str]) -> str:
    return "已办理：\n" + "\n".join(lines)


def red_line(task: str, *, on: bool) -> str:
    return (
        f"· {task}按有无报告：责任人每期点“无”或“有”，“有”即时报督查室和牵头领导" if on else f"· {task}不再按有无报告"
    )


def redate(task: str, was: date | None, day: date, *, today: date) -> str:
    before = f"由{words.day(was, today=today)}" if was else ""
    return f"· {task}办结时限{before}改为{words.day(day, today=today)}"


def same_date(numbers: Sequence[int], day: date, *, today: date) -> str:
    return f"{words.numbers(numbers)}的办结时限就是{words.day(day, today=today)}，没有改动。"


def turn(task: str, department: str, owner: str) -> str:
    return f"· {task}转由{department}（{owner}）办理"


def stays(task: str, department: str) -> str:
    return f"　{department}改为{task}配合单位，时限不变"


def supported_by(units: Sequence[str]) -> str:
    return f"· 配合单位：{'、'.join(units)}"


def from_source(source: str) -> str:
    return f"· 来源：{source}"


def target(task: str, new: str, old: str = "") -> str:
    was = f"\n　现目标：{old}" if old else ""
    return f"· {task}目标要求改为：{new}{was}"


OWN_TASK_FORM = (
    "这件批示没有写明承办单位。请发“新增任务：单位 内容 时限 {leader}”另立事项，"
    "例如“新增任务：市住建局 老旧小区改造方案 6月底前 {leader}”。"
)


def evidence(task: str, what: str) -> str:
    return f"· {task}办结须附{what}，收到前不予销号" if what else f"· {task}办结不再要求附材料"


def because(task: str, what: str, why: str) -> str:
    return f"· {task}{what}" + (f"（{why}）" if why else "")


def new_task(
    title: str, department: str, owner: str, leader: str, day: date, *, urgent: bool, target: str, today: date
) -> list[str]:
    lines = [f"· 新增任务：{title}", f"· 牵头单位：{department}（{owner}）", f"· 时限：{words.day(day, today=today)}"]
    lines += [f"· 牵头领导：{leader}"] if leader else []
    lines += [f"· 目标要求：{target}"] if target else []
    return [*lines, *(["· 急件"] if urgent else [])]


def away(absent: str, deputy: str, first: date, last: date, *, known: bool, today: date) -> list[str]:
    days = f"{words.day(first, today=today)}至{words.day(last, today=today)}"
    lines = [f"· {absent}{days}外出，其间由{deputy}代理，提醒发给{deputy}"]
    return lines if known else [*lines, f"· {deputy}尚未绑定：确认后请发“邀请{deputy}”，绑定前仍提醒{absent}本人"]


def over_already(absent: str, last: date, *, today: date) -> str:
    return f"{words.day(last, today=today)}已过。要结束现在的代理，请发“{absent}回来了，不用代理了”。"


def post_of(department: str, role: str) -> str:
    return department + sentences.ROLE_WORDS.get(role, role)


def replaced(former: str, new: str, post: str, tasks: int) -> list[str]:
    lines = [f"· {former}的{post}职务结束，由{new}接任"]
    return [*lines, f"· 名下{tasks}项未办结事项一并移交{new}，请其重新签收"] if tasks else lines


def dismissed(person: str, post: str, tasks: int, heir: str) -> list[str]:
    lines = [f"· {person}的{post}职务即时结束，不再收到任何事项"]
    return [*lines, f"· 名下{tasks}项未办结事项移交{heir}"] if tasks else lines


def unbound(person: str) -> list[str]:
    return [f"· {person}的账号解除绑定，职务和事项不变"]


def revoked(person: str) -> list[str]:
    return [f"· 作废{person}尚未使用的邀请链接"]


def appointed(person: str, post: str, *, new: bool, bound: bool, vacant: int) -> list[str]:
    lines = [f"· {'新增人员' if new else ''}{person}任{post}"]
    lines += [f"· 暂缺期间的{vacant}项事项由{person}接办，请其重新签收"] if vacant else []
    return lines if bound else [*lines, f"· {person}尚未绑定：请随后发“邀请{person}”，把链接转给本人"]


def beside_others(person: str, others: Sequence[str]) -> str:
    """Under what is read back, and nothing of what was done."""
    names = "、".join(others)
    return f"现任{names}仍在任，确认后两人同时负责；如是换人，请点“取消”，改发“{others[0]}换成{person}”。"


def holds_already(person: str, post: str) -> str:
    return f"{person}已任{post}，没有改动。"


def recorded(who: str, lines: Sequence[str], doubts: Sequence[str] = (), said: str = "", how: str = "电话代录") -> str:
    """`said`: kept word for word beside what was read of it."""
    words_ = [f"· 原话照记：{words.quoted(said, 200)}"] if said else []
    return "\n".join([f"请核对，确认后记为{who}的反馈（{how}）：", *lines, *words_, *doubts])


def doubt(said: str) -> str:
    """What was not read with certainty, under the proposal made of it."""
    about = f"“{said[:40]}”" if said else "其中有的话"
    return f"· {about}没有读准，以上是拟记的内容；不对请取消后改写，例如“完成60%，月底前办结”"


def urge(lines: Sequence[str], refused: Sequence[str]) -> str:
    parts = ["请核对，确认后逐一催办：", *lines] if lines else []
    return "\n".join([*parts, *refused])


def urged(names: Sequence[str], at: str) -> str:
    return f"{at}已催办：{'、'.join(names)}。"


def corrected(task: str, was: str, now: str, said: str) -> list[str]:
    return [f"· {task}原记录：{was}", f"· 更正为：{now}（{words.quoted(said, 100)}）"]

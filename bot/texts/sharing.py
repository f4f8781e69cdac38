"""配合事项 and 分头反馈: what departments beside the lead read, and what they have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from bot.texts.keyboards import Button

LISTED = 40
EARLIER = 3  # periods
TOLD = (
    "【配合事项】以下{count}项由贵单位配合，牵头单位负责反馈，不再逐次提醒您。"
    "有情况直接回复并写明编号，即转牵头单位和督查室；发“配合事项”随时查看。"
)
HEAD = "贵单位配合的事项（{count}项），有情况请写明编号直接回复："
NONE = "目前没有贵单位配合的在办事项。"
NOBODY_TO_ASK = "未反馈的单位都尚未绑定或联系不上，请电话联系。"
NO_SHARES = "{number}号没有分头反馈的单位。需要时请发“{number}号由各县区分别反馈”。"


@dataclass(frozen=True, slots=True)
class Share:
    """One member: its words and the day, or nothing yet."""

    department: str
    said: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """`partners`: names of supporting departments, `notes`: what they have said, counted apart."""

    partners: Sequence[str] = ()
    notes: int = 0
    shares: Sequence[Share] = ()  # of standing work those of the period asked for last
    period: str = ""
    earlier: Sequence[tuple[str, Sequence[Share]]] = ()  # period → its answers, newest first

    @property
    def missing(self) -> list[str]:
        return [each.department for each in self.shares if each.on is None]


def on_card(shared: Shared) -> list[str]:
    rows = []
    if shared.partners:
        notes = f"（配合反馈{shared.notes}条）" if shared.notes else ""
        rows.append(f"　配合单位：{words.one_line('、'.join(shared.partners), 80)}{notes}")
    if shared.shares:
        missing = shared.missing
        named = f"，未反馈：{words.one_line('、'.join(missing), 80)}" if missing else ""
        rows.append(f"　{shared.period}分头反馈：已反馈{len(shared.shares) - len(missing)}/{len(shared.shares)}{named}")
    return rows


def table(task: str, shared: Shared, *, today: date) -> str:
    """Who has not, then what each has said; of earlier periods who has not."""
    shares, missing = shared.shares, shared.missing
    counts = f"共{len(shares)}个单位，已反馈{len(shares) - len(missing)}个，未反馈{len(missing)}个"
    head = f"{task}{shared.period}分头反馈：{counts}"
    rows = [f"◆ 未反馈：{'、'.join(missing)}"] if missing else []
    for each in shares[:LISTED]:
        if each.on is not None:
            rows.append(f"· {each.department}（{words.day(each.on, today=today)}）{words.quoted(each.said, 120)}")
    rest = [f"其余{len(shares) - LISTED}个略。"] if len(shares) > LISTED else []
    return "\n".join([head, *rows, *rest, *_earlier(shared)])


def _earlier(shared: Shared) -> list[str]:
    rows = []
    for period, shares in shared.earlier[:EARLIER]:
        missing = [each.department for each in shares if each.on is None]
        named = f"，缺报：{words.one_line('、'.join(missing), 80)}" if missing else ""
        rows.append(f"{period}：已反馈{len(shares) - len(missing)}/{len(shares)}{named}")
    return rows


def table_buttons(task_id: int, missing: int) -> list[Sequence[Button]]:
    return [[(f"催未反馈的{missing}个单位", f"shareurge:{task_id}")]] if missing else []


def card_button(task_id: int) -> Button:
    return ("分头反馈表", f"shares:{task_id}")


def asked_again(names: Sequence[str]) -> str:
    return f"已催{len(names)}个单位：{words.one_line('、'.join(names), 300)}。"


def to_record(task: str, period: str, said: str) -> str:
    return f"· {task}{period}分头反馈：{words.quoted(said, 200)}"


def share_stored(task: str, department: str, period: str) -> str:
    return f"已记为{department}对{task}的{period}反馈；情况有变请再写，将附在其后。"


def noted(task: str, lead: str) -> str:
    return f"已转{lead}和督查室，附在{task}之后；不影响该项进度。"


def note_for_lead(task: str, department: str, said: str) -> str:
    return f"【配合反馈】{department}对{task}：{words.quoted(said, 300)}"


def shared(task: str, departments: Sequence[str], *, each_period: bool) -> str:
    often = "每期各答一次" if each_period else "各答一次"
    return f"· {task}请{'、'.join(departments)}（{len(departments)}个单位）分别反馈，{often}"


def group(name: str, members: Sequence[str], new: Sequence[str]) -> list[str]:
    lines = [f"· {name}包括{len(members)}个单位：{'、'.join(members)}"]
    return [*lines, *([f"· 其中新增单位：{'、'.join(new)}"] if new else [])]


def department(name: str, aliases: Sequence[str], head: str) -> list[str]:
    lines = [f"· 新增单位：{name}" + (f"（简称{'、'.join(aliases)}）" if aliases else "")]
    return [*lines, f"· 负责人：{head}，确认后请发“邀请{head}”" if head else "· 暂无负责人"]


CARD_TAIL = "贵单位配合此项：有情况请直接回复本消息，即转牵头单位和督查室。"
NO_MEMBERS = "还不知道{name}包括哪些单位。请先发“{name}包括甲县、乙区、丙市”。"
NO_DEPARTMENT_NAME = "请写明单位全称，例如“新增单位：市数据局（简称数据局），局长李四”。"

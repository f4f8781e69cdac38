"""Sub-items, fields and visits in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.texts import words
from db.item_words import ItemState
from schedules.items import Tally

LISTED = 40
NAMED = 5
NO_ITEMS = "{number}号没有子项。督查员可发“{number}号清单：甲；乙；丙”，或以“{number}号清单”为附言发来表格。"
ITEMS_FORM = (
    "没有读出子项。请逐项写明，例如“38号问题清单：镜湖北岸排口（市水利局，6月底前）；东湾村垃圾点（市住建局）”。"
)
VISIT_FORM = "没有读准督导登记。请写明谁、哪天、哪一项，例如“督导登记：常务副市长3月5日到20号，发现征地滞后”。"
NO_VISITS = "本月还没有登记现场督导。"
ALL_READY = "有类型的事项要件齐备。"
NO_STAGES = "还没有登记阶段。请发“20号阶段：储备”。"
NO_BROKEN = "目前没有未兑现承诺的待清案件。"


@dataclass(frozen=True, slots=True)
class ItemLine:
    number: int
    title: str
    state: ItemState
    owner: str = ""
    leader: str = ""
    due: date | None = None
    late: bool = False
    missed: str = ""  # the period in which nobody was there
    visits: int = 0


def item(line: ItemLine, today: date) -> str:
    """3. 镜湖北岸排口（市水利局，6月30日前）：待办，逾期"""
    who = "，".join(
        each for each in (line.owner, line.leader, words.day(line.due, today=today) + "前" if line.due else "") if each
    )
    marks = [line.state.label] if (not line.missed and line.state is not ItemState.OPEN) or not line.visits else []
    marks += ["逾期"] if line.late else []
    marks += [f"{line.missed}未巡查"] if line.missed else []
    marks += [f"已到{line.visits}次"] if line.visits else []
    return f"{line.number}. {line.title}" + (f"（{who}）" if who else "") + f"：{'，'.join(marks)}"


def tally(found: Tally) -> str:
    names = f"（{'、'.join(found.open[:NAMED])}{'等' if len(found.open) > NAMED else ''}）" if found.open else ""
    return f"{found.kind}共{found.total}项：待办{found.left}{names}，已办{found.done}，已核{found.checked}"


def counted(total: int, done: int) -> str:
    return f"子项共{total}项：已办{done}，待办{total - done}"


def listing(
    task: str, groups: Mapping[str, Sequence[ItemLine]], sums: Sequence[str], leaders: Mapping[str, int], today: date
) -> str:
    rows: list[str] = []
    for kind, lines in groups.items():
        rows += [f"◆ {kind}", *(item(line, today) for line in lines[:LISTED])]
        rows += [f"其余{len(lines) - LISTED}项略。"] if len(lines) > LISTED else []
    by_leader = "、".join(f"{name}{count}" for name, count in leaders.items())
    heads = [
        f"{task}",
        *(f"　{each}" for each in sums),
        *([f"　按领导：{by_leader}，合计{sum(leaders.values())}"] if leaders else []),
    ]
    return "\n".join([*heads, *rows])


def entered(task: str, kind: str, titles: Sequence[str]) -> str:
    return f"· {task}{kind}{len(titles)}项：{'；'.join(titles[:10])}{'…' if len(titles) > 10 else ''}"


def checked(task: str, titles: Sequence[str], *, dropped: bool = False, returned: bool = False, why: str = "") -> str:
    what = "撤下" if dropped else "退回重办" if returned else "核查通过"
    return f"· {task}{what}：{'、'.join(titles)}" + (f"（{why}）" if why else "")


CHECK_TYPES = "核对类型"
NO_TYPES_NAMED = "没有待设定类型的事项：台账的类别栏没有写类型，或已经设定。可逐项发“3号类型：项目”。"


def types_left(names: Sequence[str]) -> str:
    return f"另有{len(names)}种类型待核对：{'、'.join(names)}。以上确认后，请再发“{CHECK_TYPES}”。"


def no_alert(numbers: Sequence[int]) -> str:
    return f"{words.numbers(numbers)}是限期办结事项；平战转换只用于常态推进事项。"


def only(name: str, values: Sequence[str]) -> str:
    return f"{name}只能是：{'、'.join(values)}。"


def typed(task: str, name: str, brings: Sequence[str]) -> str:
    return f"· {task}类型：{name}" + (f"（{'；'.join(brings)}）" if brings else "")


def field_put(task: str, name: str, value: str) -> str:
    return f"· {task}{name}：{value or '空缺'}"


def alerted(task: str, *, on: bool) -> str:
    return f"· {task}转为战时：每日反馈，直至转回平时" if on else f"· {task}转回平时：恢复原反馈周期"


def visited(task: str, visitor: str, on: date, found: str, today: date, item_title: str = "") -> str:
    at = f"“{item_title}”" if item_title else ""
    return f"· {visitor}{words.day(on, today=today)}到{task}{at}现场" + (f"：{found}" if found else "")


def unready(rows: Sequence[tuple[int, str, Sequence[str]]]) -> str:
    if not rows:
        return ALL_READY
    return "\n".join(
        [f"【不齐备】{len(rows)}项", *(f"{number}号 {title}：{'；'.join(why)}" for number, title, why in rows[:LISTED])]
    )


def stages(name: str, counts: Mapping[str, int], moves: Sequence[tuple[int, str, str]]) -> str:
    now = "，".join(f"{value}{count}" for value, count in counts.items())
    rows = [f"{number}号：{before}→{after}" for number, before, after in moves[:LISTED]]
    return "\n".join([f"【{name}】{now}，共{sum(counts.values())}项", *(["◆ 本季度变动", *rows] if rows else [])])


def stage_counts(name: str, counts: Mapping[str, int]) -> str:
    """项目阶段：储备5、开工12、建成3."""
    return f"项目{name}：{'、'.join(f'{value}{count}' for value, count in counts.items())}"


def visit_counts(month: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """`rows`: leader, visits of the month, how many are expected."""
    lines = [f"　{name}：{count}次" + (f"（应{wanted}次）" if wanted else "") for name, count, wanted in rows]
    return "\n".join([f"【现场督导】{month}", *lines])


def firm(name: str, tasks: Sequence[str], found: Sequence[str]) -> str:
    return "\n".join([f"【{name}】事项{len(tasks)}项" + (f"，子项{len(found)}项" if found else ""), *tasks, *found])


def turns(task: str, waiting: Sequence[str], had: Sequence[str]) -> str:
    parts = [f"{task}", f"　尚未轮到：{'、'.join(waiting)}"] + ([f"　本轮已安排：{'、'.join(had)}"] if had else [])
    return "\n".join(parts)


def broken(rows: Sequence[tuple[int, str, str, str]]) -> str:
    """`rows`: number, title, owner, what was promised."""
    return (
        "\n".join(
            [
                f"【失信清单】待清{len(rows)}件（仅督查室可见）",
                *(f"{number}号 {title}｜{owner}：{what}" for number, title, owner, what in rows[:LISTED]),
            ]
        )
        if rows
        else NO_BROKEN
    )

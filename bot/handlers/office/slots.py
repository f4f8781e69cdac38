"""The slots of an act: which tasks, departments, people and days a coordinator's words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.handlers.context import BoundContext
from db import departments_named, people, tasks
from db.models import Person, Role, Task
from db.tasks import Filter, Named

CLEAR = 1.0  # words in common with a title: as many name it without its number
AHEAD = 1.5  # so many times more than with the next one
OFFERED = 6
LEAST = 0.9


@dataclass(frozen=True, slots=True)
class Slots:
    """`tasks`: meant for sure; `near`: those that may be meant; `unknown`: numbers no task has; `units`: in the order
    of the words; `names`: of departments, as written; `given`: what he was asked for and has written since, by the name
    of the slot."""

    said: str
    tasks: tuple[Task, ...] = ()
    near: tuple[Named, ...] = ()
    unknown: tuple[int, ...] = ()
    units: dict[int, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    leaders: tuple[Person, ...] = ()
    given: dict[str, str] = field(default_factory=dict)
    numbered: bool = False  # the tasks are named by their numbers or chosen by a tap

    @property
    def dated(self) -> str:
        """His words without the numbers of the tasks: 24号前期手续 names no day."""
        named = "|".join(str(each) for each in self.numbers) if self.numbered else ""
        return re.sub(rf"(?<![\d月])(?:{named})号", "，", self.said) if named else self.said

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(task.number for task in self.tasks)


async def found(context: BoundContext, said: str, *, given: dict[str, str] | None = None) -> Slots:
    from bot.reading.mentions import leader_names, unit_names  # see bot.runtime.preload

    every = await tasks.named(context.session, Filter())
    said = _plain_numbers(said)
    known = await people.department_names(context.session)
    units = unit_names.named(_VERBS.sub("，", said), known, loose=True)
    full = await departments_named.full_names(context.session)
    leaders = {each.name: each for each in await people.with_role(context.session, Role.LEADER)}
    slots = Slots(
        said,
        names=tuple(unit_names.written(said, known)),
        units={each: full[each] for each in units if each in full},
        leaders=tuple(leaders[name] for name in leader_names.named(said, leaders)),
        given=given or {},
    )
    return await _with_tasks(context, slots, every)


# 统计一下 is no 统计局, 审计一下 no 审计局.
_VERBS = re.compile(
    r"(?:统计|审计|协调|教育|司法解释|公安机关|应急)(?=一下|下[,，。]|出来|汇总|本周|上周|本月|各单位|分单位|教育)"
)

_NUMERAL = re.compile(
    r"(?<![一二三四五六七八九十百幺两零\d])(?:[一二三四五六七八九]?百零?[一二三四五六七八九]?十?[一二三四五六七八九]?|[二三四五六七八九]?十[一二三四五六七八九]?)(?=号)|一百零[一二三四五六七八九]|[幺一二三四五六七八九零]{3}(?=号|领|那|这)"
)


def _plain_numbers(said: str) -> str:
    """二十七号, 一百零三, 幺二九 as figures."""
    from bot.reading.text import numerals  # see bot.runtime.preload

    def figure(found: re.Match[str]) -> str:
        words = found[0].replace("幺", "一")
        if len(words) == 3 and not set(words) & {"十", "百"}:
            return "".join(str("零一二三四五六七八九".index(each)) for each in words)
        value = numerals.number(words)
        return str(int(value)) if value is not None else found[0]

    return _NUMERAL.sub(figure, said)


async def _with_tasks(context: BoundContext, slots: Slots, every: Sequence[Named]) -> Slots:
    from bot.reading.mentions import called_numbers  # see bot.runtime.preload

    chosen = [each for each in every if str(each.id) in slots.given.get("tasks", "").split(",")]
    if chosen:
        return replace(slots, tasks=tuple(await tasks.whole_of(context.session, chosen)), numbered=True)
    known = {each.number: each for each in every}
    numbers = called_numbers.numbers(slots.said, known) or called_numbers.bare(slots.said, known)
    if numbers:
        meant = await tasks.whole_of(context.session, [known[each] for each in numbers])
        return replace(slots, tasks=tuple(meant), numbered=True)
    unknown = called_numbers.unknown(slots.said, known)
    near = [*_miswritten(unknown, every), *_near(slots, every)]
    if near and not unknown and _is_clear(_unnamed(slots), near):
        return replace(slots, tasks=tuple(await tasks.whole_of(context.session, near[:1])))
    return replace(slots, near=tuple(dict.fromkeys(near))[:OFFERED], unknown=unknown)


def _unnamed(slots: Slots) -> str:
    """His words without the departments: 财政局 names no task about 财政."""
    from bot.reading.office import relevance  # see bot.runtime.preload

    return relevance.without(slots.said, slots.names)


def _miswritten(unknown: Sequence[int], every: Sequence[Named]) -> list[Named]:
    """163号 where there is none: 63号, 16号, 13号."""
    said = {str(each) for each in unknown}
    forms = {number[:at] + number[at + 1 :] for number in said for at in range(len(number))}
    return [each for each in every if str(each.number) in forms]


def _near(slots: Slots, every: Sequence[Named]) -> list[Named]:
    """By the words of titles; a department or leader he names counts as a word of each of its tasks."""
    from bot.reading.office import relevance  # see bot.runtime.preload

    worded = [relevance.Worded(each.number, each.title, each.target) for each in every]
    shares = relevance.shares(_unnamed(slots), worded)
    led = {leader.id for leader in slots.leaders}
    scores = {
        each: shares[each.number]
        + (0.6 if each.lead_department_id in slots.units else 0)
        + 0.3 * (each.leader_id in led)
        for each in every
        if shares[each.number] >= LEAST
    }
    return sorted(scores, key=lambda each: -scores[each])


def _is_clear(said: str, near: Sequence[Named]) -> bool:
    from bot.reading.office import relevance  # see bot.runtime.preload

    shares = relevance.shares(said, [relevance.Worded(each.number, each.title, each.target) for each in near])
    first = shares[near[0].number]
    rest = max((shares[each.number] for each in near[1:]), default=0)
    return first >= CLEAR and first >= AHEAD * rest

"""Whom and which department the words of an order mean, as the register has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.handlers.context import BoundContext
from bot.texts import orders as texts
from db import departments_named, people, posts, tasks
from db.models import Person, Role, Task
from schedules.steps.refusals import NotHisToDecide

_TITLE = re.compile(r"(?:的)?(?:局长|主任|负责人|一把手|责任人|行长|校长|院长|县长|区长|镇长|同志|主要领导)$")


_SECOND = re.compile(r"副(?:局长|主任|书记|秘书长|县长|区长|镇长)")
_DIRECTOR = {"督查室主任", "督办室主任", "主任"}


class NotKnown(Exception):
    """The text says what is not known and what can be said instead; it is fit to be shown."""


async def department(context: BoundContext, words: str) -> tuple[int, str] | None:
    """The one department these words are a name of, and nothing but."""
    bare = _TITLE.sub("", words.strip())
    for name in (words.strip(), bare, f"市{bare}"):
        found = await people.department_named(context.session, name)
        if found is not None:
            return found.id, found.name
    named = await departments_named.in_words(context.session, [bare])
    if len(named) == 1:
        department_id, name = next(iter(named.items()))
        return (department_id, name) if len(bare) <= len(name) + 1 else None
    return None


async def person(context: BoundContext, words: str) -> Person | None:
    """By his name; by his department its head; by a part of a name that only one has."""
    named = words.strip()
    exact = await people.by_name(context.session, named)
    if exact is not None:
        return exact
    if named in _DIRECTOR:
        return next(iter(await people.with_role(context.session, Role.DIRECTOR)), None)
    if "联络员" in named:
        return await _liaison(context, named)
    unit = await department(context, named) if not _SECOND.search(named) else None
    if unit is not None:
        return next(iter(await posts.heads_of(context.session, unit[0])), None)
    bare = named.removesuffix("同志")
    fitting = [each for each in await people.everyone(context.session) if len(bare) >= 2 and bare in each.name]
    return fitting[0] if len(fitting) == 1 else None


async def _liaison(context: BoundContext, named: str) -> Person | None:
    """市发改委联络员: the only one of that department."""
    unit = await department(context, named.partition("联络员")[0])
    found = await posts.liaisons_of(context.session, unit[0]) if unit is not None else []
    return found[0] if len(found) == 1 else None


async def person_or_refuse(context: BoundContext, words: str) -> Person:
    found = await person(context, words)
    if found is None:
        raise NotKnown(texts.NO_NAME.format(name=words))
    return await people.with_posts(context.session, found.id)


_HIMSELF = re.compile(r"(?:我|本人|自己)(?:本人|自己)?(?:(?:来)?(?:当|做|为|任|担任|接任).*)?")
_NO_NAME_OF_A_PERSON = re.compile(r"\d|[,，。;；:：?？]")


def is_himself(words: str) -> bool:
    return _HIMSELF.fullmatch(words.strip()) is not None


def of_another(context: BoundContext, words: str, known: Person | None) -> str:
    """The name of whoever is to hold a post; nobody gives himself one. Raises NotHisToDecide."""
    from bot.reading.mentions.person_names import may_be_name  # see bot.runtime.preload

    if is_himself(words) or (known is not None and known.id == context.person.id):
        raise NotHisToDecide(texts.NOT_HIMSELF)
    if known is None and (_NO_NAME_OF_A_PERSON.search(words) or not may_be_name(words)):
        raise NotHisToDecide(texts.NO_PERSONS_NAME.format(said=words))
    return known.name if known is not None else words


async def tasks_numbered(context: BoundContext, numbers: Sequence[int]) -> list[Task]:
    found, missing = [], []
    for number in numbers:
        task = await tasks.by_number(context.session, number)
        if task is None:
            missing.append(number)
        else:
            found.append(task)
    if missing or not found:
        raise NotKnown(texts.NO_TASK.format(numbers="、".join(map(str, missing)) or "0"))
    return found


_AFTER = r"(?:这|该)?(?:一)?(?:项|件|个)?(?:事项|任务|工作|事)?"


async def by_number(context: BoundContext, said: str) -> str | None:
    """The same words with the one title they hold turned into its number: 把国土绿化改到3月底, 把1号改到3月底."""
    held = await tasks.titled_in(context.session, said)
    longest = [task for task in held if not any(task.title in other.title for other in held if other is not task)]
    if len(longest) != 1:
        return None
    task = longest[0]
    return re.sub(f'[“"]?{re.escape(task.title)}[”"]?{_AFTER}', f"{task.number}号", said, count=1)

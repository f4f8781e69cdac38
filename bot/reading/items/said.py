"""A reply set against the sub-items of its task: 第3项已整改, 36个问题已整改35个, 新增零就业家庭1户."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.text import normal_form
from schedules.task_types import TaskTypes

_CLAUSE = re.compile(r"[,。;!?\n]+")
_DONE = re.compile(
    r"(?:整改|销号|完成|办结|化解|清零|消除|解决|落实|就业|安置|封堵|拆除|验收|办理|举办|开讲|主讲|提交|报送|到位|审查|建成|清理|清运|修复|关停|取缔|更换|补种)"
    r"(?!率|中|方案|计划)"
)
_NOT_YET = re.compile(r"未|没|尚|还在|正在|不能|无法|预计|计划|将|拟|争取|力争|准备")
_THERE = re.compile(r"巡|检查|排查|走访|督导|接访|查看|到过")
_MEASURE = "个项件处户条宗起名"
_NUMBERED = re.compile(rf"第(?P<numbers>\d{{1,3}}(?:[、,和及]第?\d{{1,3}})*)[{_MEASURE}号]")
_TALLY = re.compile(
    rf"(?P<total>\d{{1,4}})[{_MEASURE}](?P<noun>[^,。;\d]{{0,10}}?)(?:目前|现|均|都)?(?:已经?|完成)?"
    rf"(?:整改|销号|化解|办结|完成|解决|清零)(?:了|到位|完成)?(?P<done>\d{{1,4}})[{_MEASURE}]"
)
_NEW = re.compile(
    rf"新(?:增|发现|排查出)(?P<noun>[^\d,。;:]{{2,12}}?)(?P<many>\d{{1,3}})[{_MEASURE}](?:[:(](?P<names>[^。)]+))?"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A sub-item as its task knows it."""

    id: int
    number: int
    title: str
    place: str = ""
    rhythm: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """New ones of a kind; without names as many as were counted."""

    kind: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemsSaid:
    done: tuple[int, ...] = ()
    visited: tuple[int, ...] = ()
    new: tuple[Named, ...] = ()
    total: int | None = None
    finished: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.done or self.visited or self.new or self.total is not None)


def said(words: str, known: Sequence[Known], types: TaskTypes) -> ItemsSaid:
    text = normal_form.normalize(words).text
    done: dict[int, None] = {}
    visited: dict[int, None] = {}
    for clause in _CLAUSE.split(_joined(text)):
        if _NOT_YET.search(clause):
            continue
        for each in _meant(clause, known):
            if each.rhythm and _THERE.search(clause):
                visited[each.id] = None
            elif not each.rhythm and _DONE.search(clause):
                done[each.id] = None
    tally = _TALLY.search(text)
    total, finished = (int(tally["total"]), int(tally["done"])) if tally else (None, None)
    if total is not None and finished is not None and finished > total:
        total = finished = None
    return ItemsSaid(tuple(done), tuple(visited), tuple(_new(text, types)), total, finished)


def _joined(text: str) -> str:
    """第3,5项: one clause."""
    return re.sub(r"(?<=\d),(?=第?\d{1,3}[项个件处户条])", "、", text)


def _meant(clause: str, known: Sequence[Known]) -> list[Known]:
    numbers = {int(each) for match in _NUMBERED.finditer(clause) for each in re.findall(r"\d+", match["numbers"])}
    named = [each for each in known if _plain(each.title) in clause or (len(each.place) > 1 and each.place in clause)]
    longest = [each for each in named if not any(each.title in other.title and other is not each for other in named)]
    return list({each.id: each for each in [*longest, *(each for each in known if each.number in numbers)]}.values())


def _plain(title: str) -> str:
    return normal_form.normalize(title).text.strip()


def _new(text: str, types: TaskTypes) -> list[Named]:
    found = []
    for match in _NEW.finditer(text):
        kind = types.kind_in(match["noun"])
        if kind is None:
            continue
        many = int(match["many"])
        names = [each.strip() for each in re.split(r"[、;]|,(?=[^,]{2,})", match["names"] or "") if each.strip()][:many]
        names += [""] * (many - len(names))
        found.append(Named(kind.name, tuple(names)))
    return found

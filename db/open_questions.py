"""What is kept of a question we asked: its words, its buttons, and what waits behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from db.reading_facts import Query, Row


class Asked(StrEnum):
    """Why a question was put."""

    DOUBT = "doubt"  # the reader was not sure
    DIFFICULTY = "difficulty"  # progress on a blocked task: is the difficulty over?
    HOLLOW = "hollow"  # a report without figure, date or result
    DIFFICULTY_WORDS = "difficulty_words"  # he tapped 有困难
    PERIOD = "period"  # 本月 in the first days of a month: the last one, or this?
    LATE = "late"  # what he said means that the date will not hold
    FIGURE = "figure"  # a figure that cannot be meant as it is written: which of the values is it?
    REWRITE = "rewrite"  # our proposal was wrong: he writes what is right
    MATTER_WORDS = "matter_words"  # a tap about a matter that needs words: 回复, 转给…, 暂不能
    UNRELATED = "unrelated"  # kept as no report: 这是进展 under it says otherwise
    LEFT_OUT = "left_out"  # a stretch of a report that gave nothing: what is it?
    RETURN = "return"  # the reason and the new date of a return
    WHOSE_WORD = "whose_word"  # a secretary of two leaders: in whose name does he speak?


class Do(StrEnum):
    """What a tap does where it stores nothing."""

    LATER = "later"
    HARD = "hard"  # he is asked to write his difficulty
    WRONG = "wrong"  # our proposal is wrong: he is asked to write what is right
    PROGRESS = "progress"  # what was taken for no report is one
    OFFICE = "office"  # his words go to the coordinators
    AMEND = "amend"  # `amend:<saying>:<编号>`: these words stand instead of those
    NONE = "none"  # what one of two readers took for a report is none


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a question: `row` and `more` are stored, or `do` is done: a word of Do, `ref:<编号>`,
    `period:<report>:<its period>`, or `whose:<leader>` of a word relayed (0: each of his own tasks)."""

    label: str
    row: Row | None = None
    do: str | None = None
    more: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return () if self.row is None else (self.row, *self.more)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """`query`: the doubt; `rest`: those asked after it; `request_id`: of the claim to be returned; `ref`: the 编号 of
    the task in difficulty; `matter_id` and `verb`: what the words are for; `about` and `by`: the tasks of a word to be
    relayed, and its day."""

    text: str
    choices: tuple[Choice, ...] = ()
    rest: tuple[Query, ...] = ()
    query: Query | None = None
    request_id: int | None = None
    ref: int | None = None
    about: tuple[int, ...] = ()  # ids of tasks
    by: date | None = None
    matter_id: int | None = None
    verb: int | None = None

    @property
    def refs(self) -> tuple[int, ...]:
        """The tasks it is about, as far as it knows."""
        if self.ref is not None:
            return (self.ref,)
        if self.query is not None:
            kept = self.query.kept.ref if self.query.kept is not None else None
            return (kept,) if kept is not None else self.query.refs
        return tuple(dict.fromkeys(row.ref for each in self.choices for row in each.rows if row.ref is not None))


@cache
def _stored() -> TypeAdapter[OpenQuestion]:
    return TypeAdapter(OpenQuestion)


def written(question: OpenQuestion) -> dict[str, Any]:
    """As it is stored: JSON without what has its default."""
    return dict(_stored().dump_python(question, mode="json", exclude_defaults=True))


def read_stored(stored: Mapping[str, Any]) -> OpenQuestion:
    """Of a row of this program or of an older one. Several handlers read the same row of an update."""
    known = _READ.get(id(stored))
    if known is not None and known[0] is stored:
        return known[1]
    if len(_READ) >= _KEPT:
        _READ.clear()
    found: OpenQuestion = _stored().validate_python(dict(stored))
    _READ[id(stored)] = stored, found  # held, so that nothing else gets its id
    return found


_KEPT = 64
_READ: dict[int, tuple[Mapping[str, Any], OpenQuestion]] = {}

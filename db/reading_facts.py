"""The facts of a report: what can be read out of a person's words.

Pure: readers in `bot/reading/` produce these values, steps in `schedules/steps/` store them,
and neither needs to know the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Intent(StrEnum):
    """What a whole message wants; exactly one, in the order of the labelling rules."""

    AMBIGUOUS = "ambiguous"
    CORRECTION = "correction"
    EXTENSION = "extension"
    DECISION_REQUEST = "decision_request"
    DELEGATION = "delegation"
    UPDATE = "update"
    QUESTION = "question"
    ACK = "ack"
    SMALLTALK = "smalltalk"


class Said(StrEnum):
    """The state a head's words give to a task: a statement, never the ledger's own state."""

    DONE_CLAIMED = "done_claimed"
    BLOCKED = "blocked"
    NOT_STARTED = "not_started"
    DELAYED = "delayed"
    IN_PROGRESS = "in_progress"


class Doubt(StrEnum):
    """Why something could not be stored safely; each has a question of its own."""

    WHICH_TASK = "which_task"  # no reference and several open tasks, or a title that fits two
    UNKNOWN_NUMBER = "unknown_number"  # a number that is no open task of the sender
    CONTRADICTION = "contradiction"  # 已办结…目前75%
    EITHER_OR = "either_or"  # 周五或者下周一
    HEDGE = "hedge"  # 估计是办完了吧
    IMPOSSIBLE_DATE = "impossible_date"  # 2月30日
    PAST_DATE = "past_date"  # a slip: a day just passed, or a promise in the past
    IMPOSSIBLE_PERCENT = "impossible_percent"  # 120%
    NO_NEW_DATE = "no_new_date"  # an extension without a usable date
    NOT_LATER = "not_later"  # a new deadline not later than the current one
    ELSEWHERE = "elsewhere"  # 见附件, 同上次
    NO_NAME = "no_name"  # a delegation without a name
    NO_NEW_VALUE = "no_new_value"  # a withdrawal without new values
    UNREADABLE = "unreadable"  # it claims to report, and nothing can be read
    DISAGREEMENT = "disagreement"  # two readers read it differently


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the message as written, and the rule that read it: `text[start:end]`."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of the message as written that says something of substance, and the tasks it names."""

    start: int
    end: int
    refs: tuple[int, ...] = ()
    own: bool = True  # it may be of the only open task, which it does not name


@dataclass(frozen=True, slots=True)
class AskedTask:
    """An open task of the sender, as he sees it: `ref` is the 编号, `paper` its number in its own table if another."""

    ref: int
    title: str
    due: date | None = None
    paper: int | None = None


@dataclass(frozen=True, slots=True)
class PercentBy:
    """A percent promised for a later day: never present progress. Either half may be unknown."""

    percent: float | None
    by: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """What a reply says of one task. `ref` is None while the task is still to be asked for."""

    ref: int | None
    state: Said | None = None
    percent: float | None = None
    expected_date: date | None = None
    new_deadline: date | None = None
    reason: str | None = None
    blocker: str | None = None
    help_from: tuple[str, ...] = ()
    delegate: str | None = None
    promise: PercentBy | None = None
    options: tuple[str, ...] = ()
    recommended: int | None = None
    difficulty_solved: bool = False
    substance: bool = True  # False: hollow words without a figure, a date or a result
    spans: tuple[tuple[str, Span], ...] = ()  # (field name, where and by which rule it was read)


@dataclass(frozen=True, slots=True)
class Query:
    """One thing to ask back: why, about which words, for which tasks, and what is kept until the answer comes."""

    doubt: Doubt
    words: str = ""
    span: Span | None = None
    refs: tuple[int, ...] = ()  # the tasks it may be about; empty: any open one
    kept: Row | None = None  # what was read and waits for the missing piece
    choices: tuple[str, ...] = ()  # for either/or: the readings to choose from, ISO dates or percents
    proposed: tuple[Row, ...] = ()  # the best reading of the doubtful words: what 对 under the question stores
    rivals: tuple[Row, ...] = ()  # other readings of the same task, each with a button of its own


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read out of one message."""

    intent: Intent
    rows: tuple[Row, ...] = ()
    queries: tuple[Query, ...] = ()
    read_by: tuple[tuple[int | None, str], ...] = ()  # by task: which reader what is stored or asked comes from
    told: tuple[Stretch, ...] = field(default=(), compare=False)  # what it says, whether or not it is stored

    @property
    def ask_back(self) -> bool:
        return bool(self.queries)

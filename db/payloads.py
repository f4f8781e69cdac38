"""What each kind of message carries: one dataclass per kind, and its written form in the outbox.

The written form is JSON without the fields that have their default. Rows of older programs are read with the defaults
in place of what they lack; fields nobody knows any more are ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Annotated, Any, ClassVar

from pydantic import PlainSerializer, TypeAdapter

from db import json_text
from db.json_text import JsonText
from db.messages import Kind, Repeat
from db.reading_facts import Said

Button = tuple[str, str]  # label, callback data
Rows = tuple[tuple[Button, ...], ...]

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)]


class Scope(StrEnum):
    """Whose weekly report it is."""

    OFFICE = "office"  # the whole ledger
    LEADER = "leader"  # the field of one leader
    HEAD = "head"  # what one head owns
    GROUP = "group"  # the whole ledger, without what is the office's own affair


class Notice(StrEnum):
    """What the coordinators are told of."""

    ASKED = "asked"
    UNCLEAR = "unclear"
    HELP = "help"
    DELEGATE = "delegate"
    NO_TASK = "no_task"
    UNREACHABLE = "unreachable"
    SECRET = "secret"  # somebody sent what bears a mark of secrecy
    POISON = "poison"
    UNKNOWN = "unknown"
    UNDELIVERABLE = "undeliverable"
    OUTAGE = "outage"
    RESTORED = "restored"
    BREACH = "breach"
    CLOCK = "clock"
    TROUBLE = "trouble"
    ATTACHMENTS = "attachments"


class RequestOutcome(StrEnum):
    """What became of one's own request or claim."""

    CLOSED = "closed"
    RETURNED = "returned"
    EXTENDED = "extended"
    NOT_EXTENDED = "not_extended"
    DECIDED = "decided"
    CLAIM_STANDS = "claim_stands"  # though `who` has reported otherwise
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    DIRECTIVE_DONE = "directive_done"  # the task of a leader's 批示 is closed
    ORDER_ANSWERED = "order_answered"  # a 督办单, by `who`
    ALL_ANSWERED = "all_answered"  # of a task for a group, by every member
    HANDED_OVER = "handed_over"  # by the next edition of the ledger, to `who`
    # what the supervision office did of its own accord
    REDATED = "redated"
    RETARGETED = "retargeted"
    RETITLED = "retitled"
    RELED = "reled"  # another leader leads
    URGENT = "urgent"  # an 急件 from now on
    NOT_URGENT = "not_urgent"
    SUPPORTED = "supported"  # by more departments
    PART_RETURNED = "part_returned"  # a sub-item stands open again
    EVIDENCE_WANTED = "evidence_wanted"
    STOPPED = "stopped"
    RESUMED = "resumed"
    REOPENED = "reopened"
    RELAPSED = "relapsed"  # 回头看 found that what was done has not lasted
    CLOSED_BY_OFFICE = "closed_by_office"
    RECORDED = "recorded"  # 电话代录, 更正: what now stands as his report
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What every kind carries. `again`: how often it was sent before; `repeat` overrides what its kind says;
    `addendum`: a sentence under an answer."""

    kind: ClassVar[Kind]
    again: int = 0
    repeat: Repeat | None = None
    addendum: str = ""


@dataclass(frozen=True, slots=True)
class PlainPayload(Payload):
    kind = Kind.PLAIN
    text: str
    items: tuple[int, ...] = ()
    buttons: Rows = ()
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class WelcomePayload(PlainPayload):
    kind = Kind.WELCOME


@dataclass(frozen=True, slots=True)
class QuestionPayload(PlainPayload):
    kind = Kind.QUESTION


@dataclass(frozen=True, slots=True)
class TaskCardPayload(PlainPayload):
    kind = Kind.TASK_CARD


@dataclass(frozen=True, slots=True)
class EchoRow:
    """One report as it was understood; no later state may change it."""

    number: int
    title: str
    state: str  # the office's word
    said: Said | None = None
    percent: float | None = None
    expected: date | None = None
    promised_percent: float | None = None
    promised_by: date | None = None
    new_deadline: date | None = None
    reason: str | None = None
    blocker: str | None = None
    help_from: tuple[str, ...] = ()
    delegate: str | None = None
    period: str | None = None  # as people call it: 3月, 一季度
    period_done: bool = False
    solved: bool = False
    short_of: float | None = None  # percent promised for a day that has come, where the figure is below it
    short_by: date | None = None  # that day
    claimed: bool = False
    evidence_wanted: str = ""  # what has still to be shown before it is closed
    figures: tuple[str, ...] = ()  # each figure against its target, in words
    confirming: bool = False
    extension: bool = False
    decision: bool = False
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class EchoQuestion:
    """The open question under an echo, with the labels of its buttons."""

    id: int
    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EchoPayload(Payload):
    kind = Kind.ECHO
    rows: tuple[EchoRow, ...] = ()
    items: tuple[int, ...] = ()
    questions: tuple[EchoQuestion, ...] = ()
    question: EchoQuestion | None = None  # the only one, in rows of a program that asked one after the other
    saying_id: int | None = None
    reply_to: int | None = None
    assisted: tuple[int, ...] = ()  # numbers of what is stored as a second reader alone read it

    @property
    def asked(self) -> tuple[EchoQuestion, ...]:
        return self.questions or ((self.question,) if self.question else ())


@dataclass(frozen=True, slots=True)
class ListingPayload(Payload):
    """The tasks are shown as they stand when it goes out. `mine`: he may sign for them; `urge`: by 催办 buttons."""

    kind = Kind.LISTING
    head: str
    ids: tuple[int, ...]
    tail: str = ""
    with_owner: bool = False
    mine: bool = False
    urge: bool = False
    paper: str = ""  # key of the paper that shows the same (`bot/documents/kinds.py`)


@dataclass(frozen=True, slots=True)
class ReactionPayload(Payload):
    kind = Kind.REACTION
    chat_id: int
    message_id: int
    emoji: str


@dataclass(frozen=True, slots=True)
class MenuPayload(Payload):
    kind = Kind.MENU
    commands: tuple[tuple[str, str], ...]  # name, description


@dataclass(frozen=True, slots=True)
class EditButtonsPayload(Payload):
    kind = Kind.EDIT_BUTTONS
    chat_id: int
    message_id: int
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class DeletionPayload(Payload):
    kind = Kind.DELETION
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class EditEchoPayload(Payload):
    kind = Kind.EDIT_ECHO
    chat_id: int
    message_id: int
    text: str
    buttons: Rows = ()
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """One rung of one task. `round` is the rung's own, `until` the one its task is in after it was taken; both are
    unknown of rows queued before rounds were told apart."""

    task_id: int
    rung: str
    occurrence: str
    at: Moment | None = None
    round: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class MorningPayload(Payload):
    """`matter_ids`: what he holds besides and is asked about today; `partner_ids`: tasks his department supports, told
    once."""

    kind = Kind.MORNING
    items: tuple[ReminderItem, ...]
    matter_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UrgentPayload(MorningPayload):
    kind = Kind.URGENT


@dataclass(frozen=True, slots=True)
class DeskRow:
    task_id: int
    rung: str


@dataclass(frozen=True, slots=True)
class DeskPayload(Payload):
    """`evening`: of 急件 at the end of a day, and of nothing else."""

    kind = Kind.DESK
    rows: tuple[DeskRow, ...]
    evening: bool = False


@dataclass(frozen=True, slots=True)
class UrgePayload(Payload):
    kind = Kind.URGE
    task_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RequestPayload(Payload):
    kind = Kind.REQUEST
    request_id: int
    task_id: int
    more: tuple[int, ...] = ()  # others of the same kind that came with it, in one list
    sort: str = ""  # what may share a message with it


@dataclass(frozen=True, slots=True)
class ClaimPayload(RequestPayload):
    kind = Kind.CLAIM


@dataclass(frozen=True, slots=True)
class OutcomePayload(Payload):
    """`option`, `chosen` and `who`: of a decision, its words, its place, and who made it."""

    kind = Kind.OUTCOME
    what: RequestOutcome
    task_id: int
    reason: str = ""
    due: date | None = None
    option: str = ""
    chosen: int | None = None
    who: str = ""
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class DigestPayload(Payload):
    kind = Kind.DIGEST
    day: date
    scope: Scope


@dataclass(frozen=True, slots=True)
class AttachmentPayload(Payload):
    kind = Kind.ATTACHMENT
    attachment: str  # its key


@dataclass(frozen=True, slots=True)
class NoticePayload(Payload):
    """`what` is a Notice, or a word of an older program; `text`: a person's words or ours; `name`: of a trouble."""

    kind = Kind.NOTICE
    what: str
    person_id: int | None = None
    text: str | None = None
    why: str | None = None
    items: tuple[int, ...] = ()
    name: str | None = None
    inbox_id: int | None = None
    outbox_id: int | None = None
    outbox_ids: tuple[int, ...] = ()


class Part(StrEnum):
    """What a matter is to the reader of a message about it."""

    OFFICE = "office"  # he may act on it as a coordinator
    HOLDER = "holder"  # it is his to act on
    RAISER = "raiser"  # he raised it
    TOLD = "told"  # he is told, and has nothing to do


@dataclass(frozen=True, slots=True)
class MatterPayload(Payload):
    """`more`: others of the same kind that came with it, in one list."""

    kind = Kind.MATTER
    matter_id: int
    part: Part = Part.OFFICE
    more: tuple[int, ...] = ()
    sort: str = ""  # what may share a message with it
    paper: int = 0  # of a 督办单: the draft it was signed as, under which it is printed


@dataclass(frozen=True, slots=True)
class EvidencePayload(Payload):
    """`request_id`: the claim it is to prove, with whose buttons it goes out."""

    kind = Kind.EVIDENCE
    evidence_id: int
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartnerPayload(Payload):
    """What a department supports, told once; the tasks are shown as they stand when it goes out."""

    kind = Kind.PARTNER
    task_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowUpPayload(Payload):
    kind = Kind.FOLLOW_UP
    matter_ids: tuple[int, ...]


class PostNews(StrEnum):
    """What is told of people and their posts."""

    APPOINTED = "appointed"  # to him
    ENDED = "ended"  # to him whose post has ended; with `last` his account is no longer bound
    TAKES_OVER = "takes_over"  # to the new owner: what is his from now on
    GIVES_AWAY = "gives_away"  # to the former owner who still is somebody
    BACK = "back"  # to the owner before: the giving away is undone
    TAKEN_BACK = "taken_back"  # to whoever had got it
    STANDS_IN = "stands_in"  # to the deputy: for whom, until when
    BOUND = "bound"
    REBOUND = "rebound"
    UNBOUND = "unbound"
    REVOKED = "revoked"
    ASKS_TO_REBIND = "asks_to_rebind"  # to the old account and the coordinators: a tap decides
    FOREIGN_LINK = "foreign_link"  # somebody bound has pressed a link of somebody else
    OLD_LINK = "old_link"  # an account that is nobody's has pressed a link that opens nothing any more
    FORMER_WRITES = "former_writes"  # the account of somebody who has gone still tries
    OFFICE_APPOINTED = "office_appointed"  # the same to the coordinators
    OFFICE_ENDED = "office_ended"
    OFFICE_STANDS_IN = "office_stands_in"


@dataclass(frozen=True, slots=True)
class PostPayload(Payload):
    """`person_id`: about whom; `other_id`: from or to whom, or who did it; `instruction_id`: what a tap decides."""

    kind = Kind.POST
    what: PostNews
    person_id: int
    other_id: int | None = None
    by_id: int | None = None
    role: str | None = None
    department_id: int | None = None
    items: tuple[int, ...] = ()
    begins: date | None = None  # where it lies ahead
    ends: date | None = None
    last: bool = False
    mine: bool = False  # the reader is the person himself
    instruction_id: int | None = None


PAYLOADS: dict[Kind, type[Payload]] = {
    each.kind: each
    for each in (
        PlainPayload,
        WelcomePayload,
        QuestionPayload,
        TaskCardPayload,
        EchoPayload,
        ListingPayload,
        ReactionPayload,
        MenuPayload,
        EditEchoPayload,
        EditButtonsPayload,
        DeletionPayload,
        MorningPayload,
        UrgentPayload,
        DeskPayload,
        UrgePayload,
        ClaimPayload,
        RequestPayload,
        OutcomePayload,
        DigestPayload,
        AttachmentPayload,
        NoticePayload,
        MatterPayload,
        FollowUpPayload,
        PartnerPayload,
        EvidencePayload,
        PostPayload,
    )
}


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(PAYLOADS[kind])


def written(payload: Payload) -> dict[str, Any]:
    """As it is stored."""
    if isinstance(payload, MorningPayload):
        return {**_written(replace(payload, items=())), "items": [_item_written(each) for each in payload.items]}
    return _written(payload)


def morning_text(payload: MorningPayload) -> JsonText:
    """What `written` says, in the text that is stored: of thousands of items most differ by their task alone."""
    head = json_text.dumps(_written(replace(payload, items=())))
    items = ",".join([f'{{"task_id":{each.task_id},{_rest_of(*_REST(each))}' for each in payload.items])
    return JsonText(f'{head[:-1]}{"," if len(head) > 2 else ""}"items":[{items}]}}')


_REST = attrgetter("rung", "occurrence", "at", "round", "until")


@lru_cache(maxsize=1024)
def _rest_of(rung: str, occurrence: str, at: datetime | None, round_: int | None, until: int | None) -> str:
    rest = _item_written(ReminderItem(0, rung, occurrence, at, round_, until))
    del rest["task_id"]
    return json_text.dumps(rest)[1:]


def _item_written(item: ReminderItem) -> dict[str, Any]:
    """As pydantic writes it."""
    row: dict[str, Any] = {"task_id": item.task_id, "rung": item.rung, "occurrence": item.occurrence}
    if item.at is not None:
        row["at"] = item.at.isoformat()
    if item.round is not None:
        row["round"] = item.round
    if item.until is not None:
        row["until"] = item.until
    return row


def _written(payload: Payload) -> dict[str, Any]:
    return dict(_adapter(payload.kind).dump_python(payload, mode="json", exclude_defaults=True))


def payload_of(kind: str, stored: Mapping[str, Any]) -> Payload:
    """What a stored row carries. Raises ValueError where the row lacks what its kind needs."""
    payload: Payload = _adapter(Kind(kind)).validate_python(dict(stored))
    return payload

"""What became of calls, written down with all that follows: repeats, unreachable people, notices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from db import attachments, outbox, people, reachability, sending
from db.inbox import storable
from db.messages import Call, Kind, NotNeeded, NotYet, Nowhere, Rank, Repeat, repeat_of
from db.models import OutboxRow, OutboxState
from db.payloads import Notice, NoticePayload
from db.sending import Ended
from schedules.sending import quiet
from schedules.sending.outcomes import Dropped, FileUnknown, Later, Moved, Outcome, Sent, Undeliverable, Unknown

log = structlog.get_logger(__name__)

LONGEST_WAIT = 300  # seconds between two tries
TRIES = 50  # and a day: then a call that is refused again and again no longer holds back its chat
CALL_TRIES = 8  # of a call that does no harm twice and is never heard of: some minutes
WRITES = 3  # tries to make words of a row
AGAIN_SECONDS, LONGEST_AGAIN = 30.0, 6 * 3600.0  # before what was lost goes again
CAUSE = "delivery"


_OURS = (Notice.UNDELIVERABLE, Notice.UNKNOWN, Notice.UNREACHABLE)  # what notices of the sender's own are about
_UNWRITTEN = re.compile(r"第(\d)次未能成文")


@dataclass(frozen=True, slots=True)
class Finished:
    """A claimed row and how it ended; `call` is None where it never became one."""

    row: OutboxRow
    call: Call | None
    outcome: Outcome | NotNeeded | Nowhere | NotYet | Exception


@dataclass(frozen=True, slots=True)
class OutcomeRecorder:
    """Writes fates in the caller's transaction. `allowed_from` says from when on a notice may go out."""

    session: AsyncSession
    now: datetime
    allowed_from: quiet.AllowedFrom
    own: Mapping[int, int] = field(default_factory=dict)  # failures of each call that were its own

    async def record(self, finished: Sequence[Finished]) -> None:
        ended = [await self._ended(one) for one in finished]
        await sending.end(self.session, ended)
        await self._report_unknown([one for fate, one in zip(ended, finished, strict=True) if _reported(fate, one)])
        for fate, one in zip(ended, finished, strict=True):
            _say(fate, one)

    async def _ended(self, one: Finished) -> Ended:
        match one.outcome:
            case Sent():
                return await self._sent(one, one.outcome)
            case Later():
                return await self._later(one, one.outcome)
            case Undeliverable():
                return await self._undeliverable(one, one.outcome)
            case Unknown(reason):
                return await self._unknown(one, reason)
            case Dropped(reason) | NotNeeded(reason):
                return self._end(one, OutboxState.DROPPED, reason)
            case Moved() | FileUnknown():
                return await self._numbered_anew(one, one.outcome)
            case Nowhere() | NotYet() | Exception():
                return await self._not_begun(one, one.outcome)

    def _end(self, one: Finished, state: OutboxState, reason: str | None = None, **more: Any) -> Ended:
        return Ended(one.row.id, state, self.now, reason, **more)

    async def _sent(self, one: Finished, outcome: Sent) -> Ended:
        if outcome.files and "attachment" in one.row.facts:
            await attachments.keep_file_id(self.session, one.row.facts["attachment"], outcome.files[0][1])
        sent = _as_sent(one.call, self.now)
        return self._end(one, OutboxState.SENT, chat_id=chat_of(one), message_id=outcome.message_id, sent=sent)

    async def _later(self, one: Finished, outcome: Later) -> Ended:
        tried_enough = self.own.get(one.row.id, 0) >= TRIES and self.now - one.row.queued_at > timedelta(days=1)
        if tried_enough and not outcome.everyone:
            return await self._undeliverable(one, Undeliverable(f"一天内多次未能送出：{outcome.reason}"))
        wait = backoff(one.row.attempts) if outcome.seconds is None else outcome.seconds
        if outcome.offline:
            wait = 1  # the sender itself waits for all of them
        return self._retry(one, outcome.reason, wait)

    def _retry(self, one: Finished, reason: str, seconds: float) -> Ended:
        then = self.now + timedelta(seconds=seconds)
        if quiet.bound(one.row, self.allowed_from) and (hushed := self.allowed_from(then)) > then:
            return self._end(one, OutboxState.QUEUED, reason, not_before=hushed)  # answers of its chat go meanwhile
        return self._end(one, OutboxState.LATER, reason, not_before=then)

    async def _undeliverable(self, one: Finished, outcome: Undeliverable) -> Ended:
        person = await people.by_chat(self.session, chat_of(one) or 0) if outcome.gone else None
        if person is not None:
            await reachability.lost(
                self.session,
                person,
                why=outcome.reason,
                now=self.now,
                cause=CAUSE,
                not_before=self.allowed_from(self.now),
            )
        else:
            await self._notice(one, outcome.reason, key=f"refused:{one.row.id}")
        return self._end(one, OutboxState.UNDELIVERABLE, outcome.reason)

    async def _not_begun(self, one: Finished, why: Nowhere | NotYet | Exception) -> Ended:
        match why:
            case Nowhere(reason):
                return await self._nowhere(one, reason)
            case NotYet(reason, seconds):
                again = self.now + timedelta(seconds=seconds)
                return self._end(one, OutboxState.QUEUED, reason, not_before=again)
            case Exception():
                return await self._unwritten(one, why)

    async def _nowhere(self, one: Finished, reason: str) -> Ended:
        """People nobody has bound yet: one notice a day speaks of all of them."""
        await self._notice(one, f"{reason}；当日其他联系不上的不再逐一通知", key=f"nowhere:{self.now.date()}")
        return self._end(one, OutboxState.UNDELIVERABLE, reason)

    async def _unwritten(self, one: Finished, error: Exception) -> Ended:
        failed = _UNWRITTEN.match(one.row.reason or "")
        tries = int(failed[1]) + 1 if failed else 1
        reason = storable(f"第{tries}次未能成文（{type(error).__name__}: {error}）")
        if tries < WRITES:
            return self._retry(one, reason, backoff(tries))
        await self._notice(one, f"{reason}，请运维查看日志", key=f"unwritable:{one.row.id}")
        return self._end(one, OutboxState.UNDELIVERABLE, reason)

    async def _numbered_anew(self, one: Finished, outcome: Moved | FileUnknown) -> Ended:
        if isinstance(outcome, FileUnknown):
            return await self._file_unknown(one, outcome.reason)
        await sending.moved(self.session, chat_of(one) or 0, outcome.chat_id)
        return self._retry(one, f"群组编号已变更为 {outcome.chat_id}", 0)

    async def _file_unknown(self, one: Finished, reason: str) -> Ended:
        """The number it went by is forgotten, so the next try uploads; what was uploaded is not tried again."""
        key, number = one.row.facts.get("attachment"), _file_number(one.call)
        if key is None or number is None:
            return await self._undeliverable(one, Undeliverable(reason))
        await attachments.forget_file_id(self.session, key, number)
        return self._retry(one, reason, 0)

    async def _unknown(self, one: Finished, reason: str) -> Ended:
        repeat = repeat_of(one.row.kind, one.row.facts)
        if repeat is Repeat.CALL and self.own.get(one.row.id, 0) < CALL_TRIES:
            return self._retry(one, reason, backoff(one.row.attempts))
        if repeat is Repeat.AGAIN and (one.row.again_of_id is None or one.row.kind == Kind.NOTICE):
            await self._again(one.row, lost_on_the_way=one.call is not None)
        return self._end(one, OutboxState.UNKNOWN, reason)

    async def _again(self, row: OutboxRow, *, lost_on_the_way: bool) -> None:
        """Once more, marked 重发; a second copy that gets lost is left alone, but for what the office must hear.

        Where an answer was lost the next one would be too: it waits a little, each time longer.
        """
        times = int(row.facts.get("again", 0)) + 1
        then = self.now + timedelta(seconds=min(LONGEST_AGAIN, AGAIN_SECONDS * 4 ** (times - 1)))
        if row.kind == Kind.NOTICE:
            then = self.allowed_from(then)
        await outbox.queue(
            self.session,
            kind=Kind(row.kind),
            facts={**row.facts, "again": times},
            now=self.now,
            not_before=then if lost_on_the_way else None,
            cause=row.cause,
            rank=Rank(row.rank),
            person_id=row.person_id,
            chat_id=row.chat_id,
            key=f"again:{row.id}",
            items=await outbox.items(self.session, row.id),
            again_of_id=row.id,
        )

    async def _report_unknown(self, lost: Sequence[Finished]) -> None:
        """One notice for all that one transaction finds lost."""
        if lost:
            ids = [one.row.id for one in lost]
            more = f"同时另有 {len(ids) - 1} 条结果不明。" if len(ids) > 1 else ""
            person_id, numbers = lost[0].row.person_id, tuple(ids)
            notice = NoticePayload(Notice.UNKNOWN, person_id=person_id, outbox_ids=numbers, why=more)
            await self._tell(notice, key=f"unknown:{ids[0]}")

    async def _notice(self, one: Finished, reason: str, *, key: str) -> None:
        """A notice about such a notice would never end."""
        row = one.row
        if row.kind != Kind.NOTICE or row.facts.get("what") not in _OURS:
            why = reason[:200]
            notice = NoticePayload(Notice.UNDELIVERABLE, outbox_id=row.id, person_id=row.person_id, why=why)
            await self._tell(notice, key=key)

    async def _tell(self, notice: NoticePayload, *, key: str) -> None:
        await outbox.tell_coordinators(
            self.session, notice, now=self.now, cause=CAUSE, key=key, not_before=self.allowed_from(self.now)
        )


def backoff(attempts: int) -> float:
    """Seconds until the next try: 2, 4, 8 … up to five minutes."""
    return float(min(LONGEST_WAIT, 2 ** min(attempts + 1, 10)))


def chat_of(one: Finished) -> int | None:
    chat = one.call.parameters.get("chat_id") if one.call else None
    return chat if isinstance(chat, int) else one.row.chat_id


def _file_number(call: Call | None) -> str | None:
    """The number of a file that was sent instead of its content."""
    given = call.parameters if call else {}
    return next((given[name] for name in ("photo", "document") if name in given), None)


def _as_sent(call: Call | None, now: datetime) -> dict[str, Any]:
    assert call is not None, "only a call can be sent"
    given = call.parameters
    return {
        "method": call.method,
        "text": given.get("text", given.get("caption", "")),
        "buttons": given.get("reply_markup"),
        "files": [name for name, _ in call.files.values()],
        "at": now.isoformat(),
    }


def _reported(fate: Ended, one: Finished) -> bool:
    return fate.state == OutboxState.UNKNOWN and one.row.kind != Kind.NOTICE


def _say(fate: Ended, one: Finished) -> None:
    row = one.row
    usual = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.QUEUED)
    say = log.info if fate.state in usual else log.warning
    say(
        f"message.{fate.state.value}",
        outbox=row.id,
        kind=row.kind,
        person=row.person_id,
        message=fate.message_id,
        reason=fate.reason,
        cause=row.cause,
        tasks=list(one.call.items) if one.call is not None else [],
    )

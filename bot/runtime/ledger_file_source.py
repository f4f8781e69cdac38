"""Ledgers sent in the chat: fetched, read by a process of its own, and kept with the update before it is served."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog

from bot.drafting import kept_drafts
from bot.drafting.kept_drafts import Kept
from bot.ledger_files.kept_reading import AGAIN, Read, chosen_again, written
from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.register import Register
from bot.runtime import office_drafts
from bot.runtime.ledger_worker import NOT_READ, drafted_apart, noted_apart, read_apart
from bot.runtime.office_register import registered
from bot.telegram_io.api_client import AnswerLost, BotApi, NotSent
from db import incoming_ledgers, people
from db.inbox import Needing
from db.models import Person
from db.rights import Action, may
from db.session import Database
from schedules.policy import Policy

log = structlog.get_logger(__name__)

NEED = "ledger_file"
TEXTS = (".txt", ".docx")  # may be a speech or minutes
ENDINGS = (".xlsx", ".xlsm", ".csv", ".docx", ".xls", ".et", ".txt")
LARGEST = 20 * 2**20  # what the Bot API lets a bot fetch
TRIES, PAUSE_SECONDS = 3, 1.0


def needed(raw: Mapping[str, Any]) -> str | None:
    """A table in a private chat, or a tap by which one is to be read otherwise."""
    query, message = raw.get("callback_query"), raw.get("message")
    if isinstance(query, dict):
        return NEED if str(query.get("data", "")).startswith(f"{AGAIN}:") else None
    if not isinstance(message, dict):
        return None
    chat, document = message.get("chat"), message.get("document")
    private = isinstance(chat, dict) and chat.get("type") == "private"
    if not private or not isinstance(document, dict):
        return None
    fits = str(document.get("file_name", "")).lower().endswith(ENDINGS)
    return NEED if fits and int(document.get("file_size") or 0) <= LARGEST else None


@dataclass(frozen=True, slots=True)
class _Order:
    file_id: str
    file_name: str
    caption: str = ""
    base_date: date | None = None
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)  # whom a name means, as was tapped

    @property
    def name(self) -> str:
        return self.file_name.rpartition(".")[0] or self.file_name


class LedgerFileSource:
    """A source of `Preparation`: None for whoever has no business with ledgers."""

    def __init__(self, database: Database, policy: Policy, bot_api: BotApi, clock: Any) -> None:
        self._database = database
        self._policy = policy
        self._bot_api = bot_api
        self._clock = clock

    async def __call__(self, row: Needing) -> bytes | None:
        person = await self._person(row)
        order = await self._order(json.loads(row.raw)) if person is not None else None
        if person is None or order is None:
            return None
        imports, is_text = may(person.roles, Action.IMPORT), order.file_name.lower().endswith(TEXTS)
        bare = order.file_name.lower().endswith(".txt")
        if bare and not imports:
            return None  # from anybody else it is a file like any other
        content = await self._fetched(order.file_id)
        if content is None:
            return written(Read(None))
        if imports and is_text and (bare or kept_drafts.asks(order.caption)):
            return await self._drafts(order, content)
        sheet = await self._read(order, content)
        if imports and is_text and not sheet.tasks and not sheet.columns:
            return await self._drafts(order, content)
        grave = [fault for fault in sheet.faults if fault.severity != "note"]
        noted = await noted_apart(content, sheet.faults) if grave and may(person.roles, Action.IMPORT) else None
        return written(Read(sheet, noted))

    async def _person(self, row: Needing) -> Person | None:
        async with self._database.reading() as session:
            person = await people.by_chat(session, row.chat_id) if row.chat_id is not None else None
            fits = person is not None and (may(person.roles, Action.IMPORT) or may(person.roles, Action.REPORT))
            return person if fits else None

    async def _order(self, raw: Mapping[str, Any]) -> _Order | None:
        query = raw.get("callback_query")
        if query is not None:
            return await self._chosen(str(query.get("data", "")))
        message = raw["message"]
        document, caption = message["document"], str(message.get("caption") or "")
        name = str(document.get("file_name") or "表")
        return _Order(str(document["file_id"]), name, caption, self._day_in(caption))

    def _day_in(self, caption: str) -> date | None:
        """The day of the meeting, where it is written under the file."""
        from bot.reading.dates import day_finder  # see bot.runtime.preload
        from bot.reading.text import normal_form

        if not caption:
            return None
        today = self._policy.today(self._clock())
        return day_finder.first_date(normal_form.normalize(caption).text, today, self._policy.calendar)

    async def _chosen(self, data: str) -> _Order | None:
        numbers = [int(each) for each in data.split(":")[1:] if each.isdigit() and len(each) < 19]
        if len(numbers) != 2:
            return None
        async with self._database.reading() as session:
            incoming = await incoming_ledgers.by_id(session, numbers[0])
        if incoming is None:
            return None
        choices = chosen_again(incoming.choices, numbers[1], self._policy.today(self._clock()))
        based = choices.get("base_date")
        return _Order(
            incoming.file_id,
            incoming.file_name,
            base_date=date.fromisoformat(based) if based else None,
            columns=dict(choices.get("columns", {})),
            units=dict(choices.get("units", {})),
        )

    async def _fetched(self, file_id: str) -> bytes | None:
        """None where Telegram refuses, or is not reached in a few tries: he is asked to send it again."""
        for place in range(TRIES):
            await asyncio.sleep(PAUSE_SECONDS if place else 0)
            try:
                reply = await self._bot_api.call("getFile", {"file_id": file_id})
                if reply.ok and isinstance(reply.result, dict) and isinstance(reply.result.get("file_path"), str):
                    return await self._bot_api.file(reply.result["file_path"])
                log.warning("file.refused", status=reply.status, reason=reply.description)
                if reply.status in (400, 403, 404) and reply.body is not None:
                    return None
            except (NotSent, AnswerLost) as error:
                log.warning("file.not_fetched", reason=str(error))
        return None

    async def _read(self, order: _Order, content: bytes) -> LedgerSheet:
        async with self._database.reading() as session:
            register = _with_units(await registered(session), order.units)
        return await read_apart(
            content,
            name=order.name,
            register=register,
            base_date=order.base_date,
            calendar=self._policy.calendar,
            columns=order.columns or None,
        )

    async def _drafts(self, order: _Order, content: bytes) -> bytes:
        """What the text hands out, with a workbook of it."""
        async with self._database.reading() as session:
            known = await office_drafts.known(session)
        asked, as_of = kept_drafts.asks(order.caption), self._policy.today(self._clock())
        made = await drafted_apart(content, name=order.name, asked=asked, known=known, as_of=as_of)
        return made if made is not None else kept_drafts.written(Kept(order.name, asked, fault=NOT_READ))


def _with_units(register: Register | None, units: Mapping[str, str]) -> Register | None:
    """The register as it will be once the answers are remembered."""
    if register is None or not units:
        return register
    return register.named({**register.names, **units})

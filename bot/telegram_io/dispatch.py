"""python-telegram-bot as a dispatcher and nothing else: its handlers run, its network does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ApplicationHandlerStop, ContextTypes
from telegram.request import BaseRequest, RequestData

from bot.handlers.context import IN_HAND, OfficeContext
from bot.handlers.update_scope import InHand, Unreadable
from bot.texts import reasons
from db import outbox

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
ANSWERED = ("message", "edited_message", "callback_query")


class Unanswered(Exception):
    """The handlers went through and nothing was queued for whoever wrote: it is not let pass in silence."""


class _NoNetwork(BaseRequest):
    """Inside a transaction nothing but the database is awaited; what goes out goes through the outbox."""

    def __init__(self, me: dict[str, Any]) -> None:
        self._me = me

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, json.dumps({"ok": True, "result": self._me}).encode()
        raise RuntimeError("a handler queues what it has to say; it does not call Telegram")


async def dispatcher(token: str, me: dict[str, Any], register: Callable[[AnyApplication], None]) -> Dispatcher:
    """`me`: what getMe answered. `register` adds the handlers."""
    quiet = _NoNetwork({"is_bot": True, "first_name": "回音", **me})
    built: AnyApplication = (
        ApplicationBuilder()
        .token(token)
        .request(quiet)
        .get_updates_request(quiet)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=OfficeContext))
        .build()
    )
    register(built)
    built.add_error_handler(_remember)
    await built.initialize()
    return Dispatcher(built)


async def _remember(update: object, context: OfficeContext) -> None:
    """python-telegram-bot swallows what a handler raises; intake raises it again. No handler follows: it would write
    into a transaction that has ended, and its own failure would hide the first."""
    context.in_hand.failure = context.error
    raise ApplicationHandlerStop


class Dispatcher:
    """The `Front` that intake asks."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application

    def understood(self, raw: dict[str, Any]) -> Update:
        """Raises Unreadable."""
        try:
            return Update.de_json(raw, self._application.bot)
        except Exception as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    async def handle(self, update: Update, in_hand: InHand, chat_id: int | None) -> None:
        """Run the handlers in this transaction. Raises what a handler raised, or Unanswered."""
        mark = IN_HAND.set(in_hand)
        try:
            await self._application.process_update(update)
        finally:
            IN_HAND.reset(mark)
        if in_hand.failure is not None:
            raise in_hand.failure
        if not any(getattr(update, kind) is not None for kind in ANSWERED):
            in_hand.owed_nothing = in_hand.owed_nothing or reasons.NO_MESSAGE
        if in_hand.owed_nothing is None and not _answered(in_hand, chat_id):
            raise Unanswered


def _answered(in_hand: InHand, chat_id: int | None) -> bool:
    """Something is queued for the chat or the person."""
    person_id = in_hand.person.id if in_hand.person else None
    return any(
        (queued.chat_id is not None and queued.chat_id == chat_id)
        or (queued.person_id is not None and queued.person_id == person_id)
        for queued in outbox.queued_here(in_hand.session)
    )

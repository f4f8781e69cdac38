"""python-telegram-bot as a dispatcher and nothing else: its handlers run, its network does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ApplicationHandlerStop, ContextTypes
from telegram.request import BaseRequest, RequestData

from bot.handlers import delays
from bot.handlers.context import UPDATE_SCOPE, OfficeContext
from bot.handlers.update_scope import Unreadable, UpdateScope
from bot.telegram_io import field_types
from bot.telegram_io.visible_text import visible
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
    context.scope.failure = context.error
    raise ApplicationHandlerStop


class Dispatcher:
    """The `UpdateHandler` that intake asks."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application

    def understood(self, raw: dict[str, Any]) -> Update:
        """Raises Unreadable."""
        if (field := field_types.wrong(raw)) is not None:
            raise Unreadable(f"{field} is not what Telegram sends there")
        try:
            return Update.de_json(visible(raw), self._application.bot)
        except Exception as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    async def handle(self, update: Update, scope: UpdateScope, chat_id: int | None) -> None:
        """Run the handlers in this transaction. Raises what a handler raised, or Unanswered."""
        mark = UPDATE_SCOPE.set(scope)
        try:
            await self._application.process_update(update)
        finally:
            UPDATE_SCOPE.reset(mark)
        if scope.failure is not None:
            raise scope.failure
        await delays.say_when(scope)
        if not any(getattr(update, kind) is not None for kind in ANSWERED):
            scope.owed_nothing = scope.owed_nothing or reasons.NO_MESSAGE
        if scope.owed_nothing is None and not _answered(scope, chat_id):
            raise Unanswered


def _answered(scope: UpdateScope, chat_id: int | None) -> bool:
    """Something is queued for the chat or the person."""
    person_id = scope.person.id if scope.person else None
    return any(
        (queued.chat_id is not None and queued.chat_id == chat_id)
        or (queued.person_id is not None and queued.person_id == person_id)
        for queued in outbox.queued_here(scope.session)
    )

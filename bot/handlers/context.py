"""What a handler is given beside the update: its transaction, the moment, the person, the cause, the office."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.handlers.update_scope import Office, UpdateScope
from db import outbox
from db.models import Person

UPDATE_SCOPE: ContextVar[UpdateScope] = ContextVar("in_hand")


class OfficeContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Made by python-telegram-bot for each update; it reads the scope that intake has set."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application=application, chat_id=chat_id, user_id=user_id)
        self.scope = UPDATE_SCOPE.get()

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        return cls(application)

    @property
    def session(self) -> AsyncSession:
        return self.scope.session

    @property
    def now(self) -> datetime:
        return self.scope.now

    @property
    def cause(self) -> str:
        return self.scope.cause

    @property
    def office(self) -> Office:
        return self.scope.office

    @property
    def person(self) -> Person | None:
        return self.scope.person

    def owe_nothing(self, reason: str) -> None:
        """Say that this update gets no answer, and why; otherwise a commit without one is refused."""
        self.scope.owed_nothing = reason


class BoundContext(OfficeContext):
    """The context of a bound person: strangers are answered before."""

    @property
    def person(self) -> Person:
        person = self.scope.person
        assert person is not None, "strangers are answered before"
        return person

    async def replied_to(self, update: Update) -> outbox.Message | None:
        """Our message that this one replies to; looked up once per update."""
        message = update.effective_message
        if message is None or message.reply_to_message is None:
            return None
        if not self.scope.looked_up:
            found = await outbox.message(self.session, message.chat_id, message.reply_to_message.message_id)
            self.scope.replied_to, self.scope.looked_up = found, True
        return self.scope.replied_to


Handler = Callable[[Update, BoundContext], Awaitable[None]]


def bound(handler: Handler) -> Callable[[Update, OfficeContext], Coroutine[Any, Any, None]]:
    """The handler as python-telegram-bot calls it, behind the one that answers strangers."""

    async def served(update: Update, context: OfficeContext) -> None:
        known = BoundContext(context.application)
        known.args = context.args
        await handler(update, known)

    return served

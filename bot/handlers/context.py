"""What a handler is given beside the update: the transaction in hand, the moment, the person, the cause, the office."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession
from telegram.ext import Application, CallbackContext, ExtBot

from bot.handlers.update_scope import InHand, Office
from db.models import Person

IN_HAND: ContextVar[InHand] = ContextVar("in_hand")


class OfficeContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Made by python-telegram-bot for each update; it reads what intake has in hand."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application=application, chat_id=chat_id, user_id=user_id)
        self.in_hand = IN_HAND.get()

    @classmethod
    def from_update(cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]) -> Self:
        return cls(application)

    @property
    def session(self) -> AsyncSession:
        return self.in_hand.session

    @property
    def now(self) -> datetime:
        return self.in_hand.now

    @property
    def cause(self) -> str:
        return self.in_hand.cause

    @property
    def office(self) -> Office:
        return self.in_hand.office

    @property
    def person(self) -> Person | None:
        return self.in_hand.person

    @person.setter
    def person(self, value: Person | None) -> None:
        self.in_hand.person = value

    def owe_nothing(self, reason: str) -> None:
        """Say that this update gets no answer, and why; otherwise a commit without one is refused."""
        self.in_hand.owed_nothing = reason

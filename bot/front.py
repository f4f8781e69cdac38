"""The conversations behind python-telegram-bot. Nobody needs them before somebody has written: loaded late."""

from __future__ import annotations

from typing import Any

from bot import dispatch, handlers
from bot.dispatch import Dispatcher


async def opened(token: str, me: dict[str, Any]) -> Dispatcher:
    """`me`: what getMe answered."""
    return await dispatch.dispatcher(token, me, handlers.register)

"""The conversations behind python-telegram-bot. Nobody needs them before somebody has written: loaded late."""

from __future__ import annotations

from typing import Any

from bot.handlers import registration
from bot.telegram_io import dispatch
from bot.telegram_io.dispatch import Dispatcher


async def opened(token: str, me: dict[str, Any]) -> Dispatcher:
    """`me`: what getMe answered."""
    return await dispatch.dispatcher(token, me, registration.register)

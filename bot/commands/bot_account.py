"""Which account the token is of; asked for a while, for whoever sits at the terminal does not wait for ever."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from bot.runtime.operator_errors import Refused, TokenRefused
from bot.settings import Settings
from bot.telegram_io.api_client import AnswerLost, BotApi, NotSent, Reply

GIVE_UP_SECONDS = 20.0
_PAUSE = 1.0

_REASONS = {
    "ConnectError": "连接被拒绝，或解析不到主机名",
    "ConnectTimeout": "连接超时",
    "ProxyError": "代理不通",
    "PoolTimeout": "连接超时",
    "ReadTimeout": "对方没有答复",
    "ReadError": "连接中途断开",
    "RemoteProtocolError": "对方不是 Bot API",
    "TimeoutError": "对方没有答复",
}


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    username: str


async def account(settings: Settings, *, seconds: float | None = None) -> Account:
    """Raises Refused with the reason where no answer comes within `seconds`, TokenRefused where it is unknown."""
    until = time.monotonic() + (GIVE_UP_SECONDS if seconds is None else seconds)
    async with BotApi(settings.api_url, settings.needed_token()) as bot_api:
        while True:
            reason = await _asked(bot_api, until - time.monotonic())
            if isinstance(reason, Account):
                return reason
            if time.monotonic() + _PAUSE > until:
                raise Refused(f"连不上 Bot API（{reason}）：请核对网络、代理（HTTPS_PROXY）与 HUIYIN_API_URL。")
            await asyncio.sleep(_PAUSE)


async def _asked(bot_api: BotApi, seconds: float) -> Account | str:
    """The account, or why there was no answer."""
    try:
        async with asyncio.timeout(max(0.1, seconds)):
            return _of(await bot_api.call("getMe", seconds=max(0.1, seconds)))
    except (NotSent, AnswerLost) as error:
        return _REASONS.get(str(error), str(error))
    except TimeoutError:
        return _REASONS["TimeoutError"]


def _of(reply: Reply) -> Account | str:
    if reply.ok and isinstance(reply.result, dict) and reply.result.get("username"):
        return Account(int(reply.result.get("id", 0)), str(reply.result["username"]))
    if reply.status in (401, 404):
        raise TokenRefused("Telegram 不认可此令牌：请核对 HUIYIN_TOKEN（以及 HUIYIN_API_URL）。")
    return reply.description or f"答复 HTTP {reply.status}，不是 Bot API"

"""The people's side and control from a test or the playground: a thin client of the sandbox's HTTP."""

import base64
from datetime import datetime
from typing import Any, Self

import aiohttp

from bot.sandbox.world import Wire


class SandboxError(Exception):
    """The sandbox says why a person cannot do that."""


class SandboxClient:
    """Users, chats and messages are numbers; every act of a person answers with the update it caused."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, path: str, /, **facts: Any) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        given = {name: value for name, value in facts.items() if value is not None}
        async with self._session.post(f"{self.root}/{path}", json=given) as response:
            answer = await response.json()
        if response.status != 200:
            raise SandboxError(answer.get("error") or answer.get("description"))
        return answer

    # people

    async def start(self, user_id: int, payload: str | None = None, name: str | None = None) -> Wire:
        return await self._act("start", user_id=user_id, payload=payload, name=name)

    async def text(self, user_id: int, words: str, *, reply_to: int | None = None, chat_id: int | None = None) -> Wire:
        return await self._act("text", user_id=user_id, words=words, reply_to=reply_to, chat_id=chat_id)

    async def photo(self, user_id: int, content: bytes | None = None, **facts: Any) -> Wire:
        return await self._media("photo", user_id, content, facts)

    async def document(self, user_id: int, content: bytes | None = None, **facts: Any) -> Wire:
        """`file_name`, `caption`, `reply_to`, `chat_id`; `size` claims a size the content does not have."""
        return await self._media("document", user_id, content, facts)

    async def voice(self, user_id: int, content: bytes | None = None, **facts: Any) -> Wire:
        return await self._media("voice", user_id, content, facts)

    async def sticker(self, user_id: int, content: bytes | None = None, **facts: Any) -> Wire:
        return await self._media("sticker", user_id, content, facts)

    async def _media(self, kind: str, user_id: int, content: bytes | None, facts: Wire) -> Wire:
        encoded = None if content is None else base64.b64encode(content).decode()
        return await self._act("media", user_id=user_id, kind=kind, content=encoded, **facts)

    async def album(self, user_id: int, items: list[Wire] | None = None, **place: Any) -> list[Wire]:
        """Items: {kind, caption, file_name, content (bytes)}; two photographs unless given."""
        return list(await self.ask("people/album", user_id=user_id, items=_encoded(items), **place))

    async def edit(self, user_id: int, message_id: int, words: str, *, chat_id: int | None = None) -> Wire:
        return await self._act("edit", user_id=user_id, message_id=message_id, words=words, chat_id=chat_id)

    async def tap(
        self, user_id: int, message_id: int, button: str, *, chat_id: int | None = None, wait: float | None = None
    ) -> Wire:
        """Tap by the button's data or words; the state of the callback query. `wait`: seconds for its answer."""
        return await self._act("tap", user_id=user_id, message_id=message_id, button=button, chat_id=chat_id, wait=wait)

    async def query(self, callback_query_id: str) -> Wire:
        """What became of a tap."""
        return await self._act("query", callback_query_id=callback_query_id)

    async def react(self, user_id: int, message_id: int, emoji: str, *, chat_id: int | None = None) -> Wire:
        return await self._act("react", user_id=user_id, message_id=message_id, emoji=emoji, chat_id=chat_id)

    async def block(self, user_id: int) -> Wire:
        return await self._act("block", user_id=user_id)

    async def unblock(self, user_id: int) -> Wire:
        return await self._act("unblock", user_id=user_id)

    async def deactivate(self, user_id: int, *, gone: bool = True) -> Wire:
        return await self._act("deactivate", user_id=user_id, gone=gone)

    # groups

    async def add_to_group(self, chat_id: int, user_id: int, *, kind: str = "supergroup", title: str = "") -> Wire:
        return await self._act("group", chat_id=chat_id, user_id=user_id, kind=kind, title=title)

    async def standing(self, chat_id: int, user_id: int, standing: str) -> Wire:
        """The bot becomes administrator, member, kicked or left."""
        return await self._act("standing", chat_id=chat_id, user_id=user_id, standing=standing)

    async def migrate(self, chat_id: int, user_id: int, new_id: int | None = None) -> Wire:
        return await self._act("migrate", chat_id=chat_id, user_id=user_id, new_id=new_id)

    # what was said and asked

    async def transcript(
        self, chat_id: int | None = None, *, after: int = 0, count: int | None = None, wait: float | None = None
    ) -> list[Wire]:
        """With `wait`: once there are `count` messages after that `seq`, or so many seconds have passed."""
        return list(await self.ask("control/transcript", chat_id=chat_id, after=after, count=count, wait=wait))

    async def calls(
        self, method: str | None = None, *, after: int = 0, count: int | None = None, wait: float | None = None
    ) -> list[Wire]:
        """With `wait`: answered calls, once there are `count` of them or so many seconds have passed."""
        return list(await self.ask("control/calls", method=method, after=after, count=count, wait=wait))

    async def violations(self) -> list[str]:
        return list(await self.ask("control/violations"))

    async def waiting(self) -> list[Wire]:
        """Updates the bot has not confirmed."""
        return list((await self._act_at("control/updates"))["waiting"])

    # control

    async def set_clock(self, now: datetime | float) -> float:
        seconds = now.timestamp() if isinstance(now, datetime) else now
        return float((await self._act_at("control/clock", now=seconds))["now"])

    async def advance(self, seconds: float) -> float:
        return float((await self._act_at("control/clock", advance=seconds))["now"])

    async def now(self) -> float:
        return float((await self._act_at("control/clock"))["now"])

    async def faults(self, *rows: Wire, **row: Any) -> None:
        """One row by keywords, or several as mappings: kind, method, chat_id, text, times, code, retry_after, …"""
        await self.ask("control/faults", rows=[*rows, *([row] if row else [])])

    async def seed_faults(self, seed: int, rate: float, **facts: Any) -> None:
        await self.ask("control/faults/seed", seed=seed, rate=rate, **facts)

    async def clear_faults(self) -> None:
        await self.ask("control/faults/clear")

    async def release(self) -> int:
        """Let go of what hangs; how many calls that were."""
        return int((await self._act_at("control/faults/release"))["released"])

    async def hanging(self, count: int = 0, *, wait: float = 0) -> int:
        return int((await self._act_at("control/faults/hanging", count=count, wait=wait))["hanging"])

    async def limits(self, **facts: Any) -> None:
        await self.ask("control/limits", **facts)

    async def polled(self, *, wait: float) -> bool:
        """Whether a long poll waits, or comes to wait within so many seconds."""
        return bool((await self._act_at("control/updates/polled", wait=wait))["polled"])

    async def reset_updates(self) -> int:
        """Drop what waits; the numbers keep growing."""
        return int((await self._act_at("control/updates/reset"))["dropped"])

    async def jump_update_ids(self, to: int | None = None) -> int:
        return int((await self._act_at("control/updates/jump", to=to))["next"])

    async def bad_update(self) -> int:
        return int((await self._act_at("control/updates/bad"))["update_id"])

    async def _act(self, act: str, **facts: Any) -> Wire:
        return await self._act_at(f"people/{act}", **facts)

    async def _act_at(self, path: str, **facts: Any) -> Wire:
        answer: Wire = await self.ask(path, **facts)
        return answer


def _encoded(items: list[Wire] | None) -> list[Wire] | None:
    return items and [
        {key: base64.b64encode(value).decode() if isinstance(value, bytes) else value for key, value in item.items()}
        for item in items
    ]

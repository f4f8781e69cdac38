"""A person with a telephone: what he does goes over HTTP, what he hears is in the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.sandbox.client import SandboxClient


class Stage(Protocol):
    """What a person needs of the city he stands in."""

    client: SandboxClient

    async def settle(self) -> None: ...


class Actor:
    """A person with a telephone. Everything he does goes over HTTP, everything he hears is in the transcript."""

    def __init__(self, stage: Stage, name: str, chat_id: int, code: str) -> None:
        self.stage = stage
        self.name = name
        self.chat_id = chat_id
        self.code = code

    async def presses_start(self) -> None:
        await self.stage.client.start(self.chat_id, self.code, name=self.name)

    async def enrols(self) -> None:
        await self.presses_start()
        await self.stage.settle()

    async def says(self, words: str, *, reply_to: int | None = None) -> int:
        """The number of his message."""
        update = await self.stage.client.text(self.chat_id, words, reply_to=reply_to)
        await self.stage.settle()
        return int(update["message"]["message_id"])

    async def edits(self, message_id: int, words: str) -> None:
        await self.stage.client.edit(self.chat_id, message_id, words)
        await self.stage.settle()

    async def taps(self, button: str, *, message: dict[str, Any] | None = None) -> None:
        """Tap the newest button of this label, or the one under the given message."""
        target = message or await self.with_button(button)
        await self.stage.client.tap(self.chat_id, int(target["message_id"]), button)
        await self.stage.settle()

    async def with_button(self, button: str) -> dict[str, Any]:
        """The newest message with this button."""
        return (await self.with_one_of([button]))[0]

    async def with_one_of(self, labels: Sequence[str], *, holding: str = "") -> tuple[dict[str, Any], str]:
        """The newest message (that holds these words) with one of these buttons, and which of them."""
        for message in reversed(await self.messages()):
            shown = self.buttons(message) if holding in str(message["text"]) else []
            for label in labels:
                if label in shown:
                    return dict(message), label
        raise AssertionError(f"{self.name} sees no button {'|'.join(labels)!r} under {holding or 'any message'!r}")

    async def holding(self, words: str) -> dict[str, Any]:
        """The newest message in which these words stand."""
        for message in reversed(await self.messages()):
            if words in str(message["text"]):
                return dict(message)
        raise AssertionError(f"{self.name} has no message with {words!r}")

    @staticmethod
    def buttons(message: dict[str, Any]) -> list[str]:
        return [str(each["text"]) for row in message.get("buttons") or [] for each in row]

    async def messages(self) -> list[dict[str, Any]]:
        """What the bot has said to him, oldest first, as it stands now."""
        transcript = await self.stage.client.transcript(self.chat_id)
        return [message for message in transcript if message["outgoing"] and not message["deleted"]]

    async def texts(self) -> list[str]:
        return [str(message["text"] or "") for message in await self.messages()]

    async def last(self) -> str:
        return ["", *await self.texts()][-1]

"""How a call can end. Only the courier knows which error of the messenger means which."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """It is in the chat, or done. `files` maps a parameter to the number under which the file is known from now on."""

    message_id: int | None = None
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """Surely not sent. `seconds` as the messenger asked; `everyone` where no other call would fare better, `offline`
    because nobody at all was reached."""

    reason: str
    seconds: float | None = None
    everyone: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """It will never be sent: `gone` because its recipient cannot be reached, otherwise because it was refused."""

    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent: the answer was lost."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """There is nothing left to do it to."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another number now."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class FileUnknown:
    """Surely not sent: the number under which a file was known is known no longer."""

    reason: str


Outcome = Sent | Later | Undeliverable | Unknown | Dropped | Moved | FileUnknown

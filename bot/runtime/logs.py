"""One structured line per event, from our modules and from libraries alike; the token is in none of them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "<令牌>"
_CHATTY = ("httpx", "httpcore", "telegram", "apscheduler", "aiosqlite", "asyncio", "alembic", "matplotlib")


class Hider:
    """Takes secrets out of everything that is to be written, however deep and however spelled."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spelled = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(spelled, key=len, reverse=True)

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        return {key: self.hide(value) for key, value in event.items()}

    def hide(self, value: Any) -> Any:
        match value:
            case None | bool() | int() | float():
                return value
            case dict():
                return {self.hide(key): self.hide(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self.hide(inner) for inner in value]
            case _:
                return self.text(str(value))

    def text(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text


class _Stream:
    """The last gate: whatever a formatter let through."""

    def __init__(self, stream: TextIO, hider: Hider) -> None:
        self._stream = stream
        self._hider = hider

    def write(self, text: str) -> int:
        return self._stream.write(self._hider.text(text))

    def flush(self) -> None:
        self._stream.flush()


def configure(*, secrets: Iterable[str], as_json: bool = True, stream: TextIO | None = None) -> None:
    """Call once, before anything is logged. `secrets`: the token, the webhook's secret, the database's password."""
    hider = Hider(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hider,
    ]
    shape: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(_Stream(stream or sys.stderr, hider))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shape]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _forms(secret: str) -> list[str]:
    """A token also shows itself quoted in a URL, and by its second half alone."""
    half = secret.partition(":")[2]
    return [secret, quote(secret, safe=""), *([half] if len(half) >= 5 else [])]

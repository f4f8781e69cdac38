"""What the office's language model says of a reply, asked before the reply is served and kept with it as written."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.second_reader import worth
from bot.second_reader.language_model.kept import KeptAnswer
from bot.second_reader.language_model.model import Model
from db import people, tasks
from db.inbox import Needing
from db.reading_facts import AskedTask
from db.session import Database
from schedules.policy import Policy

NEED = "model"
SHORTEST = 2  # letters


def needed(raw: Mapping[str, Any]) -> str | None:
    """Words written in a private chat may be a report; commands and taps are none."""
    body = raw.get("message") or raw.get("edited_message")
    if not isinstance(body, dict):
        return None
    chat, words = body.get("chat"), body.get("text")
    private = isinstance(chat, dict) and chat.get("type") == "private"
    return NEED if private and isinstance(words, str) and len(words) >= SHORTEST and words[0] != "/" else None


class ModelSource:
    """A source of `Preparation`: the answer as written, or None where none was worth asking for or none came."""

    def __init__(self, database: Database, policy: Policy, model: Model) -> None:
        self._database = database
        self._policy = policy
        self._model = model

    async def __call__(self, row: Needing) -> bytes | None:
        words = _words(json.loads(row.raw))
        asked = await self._tasks_of(row.chat_id) if words else ()
        now = self._model.clock()
        if not asked or not self._worth(words, asked, now):
            return None
        started = time.monotonic()
        today, calendar = self._policy.today(now), self._policy.calendar
        answer = await self._model.ask(words, asked, today=today, calendar=calendar)
        return KeptAnswer(answer, time.monotonic() - started).packed()

    async def _tasks_of(self, chat_id: int | None) -> list[AskedTask]:
        """The open tasks of whoever writes there; nobody else's reply is shown to a model."""
        async with self._database.reading() as session:
            person = await people.by_chat(session, chat_id) if chat_id is not None else None
            if person is None:
                return []
            today = self._policy.today(self._model.clock())
            found = await tasks.open_of(session, person.answers_for(today))
            return [AskedTask(task.number, task.title, task.due) for task in found]

    def _worth(self, words: str, asked: list[AskedTask], now: datetime) -> bool:
        from bot.reading import replies  # see bot.runtime.preload

        policy = self._policy
        reading = replies.read(words, asked, today=policy.today(now), calendar=policy.calendar)
        return worth.asking(reading, words, long=policy.reader_long)


def _words(raw: Mapping[str, Any]) -> str:
    body = raw.get("message") or raw.get("edited_message") or {}
    return str(body.get("text") or "")

"""What leaves the house for a model: the message with telephone numbers masked, tasks as number, title and due date."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from bot.ledger_files.secrecy import is_marked
from bot.second_reader.language_model.almanac import almanac
from db.reading_facts import AskedTask
from schedules.workdays import Calendar

_LONG_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{15,19}[Xx]?)(?!\d)")


def masked(text: str) -> str:
    """Telephone, card and identity numbers as asterisks of the same length, so that quotes keep their places."""
    return _LONG_NUMBER.sub(lambda found: "*" * len(found[0]), text)


def may_leave(text: str) -> bool:
    """Marks of secrecy never leave; such a message is read by the grammar alone."""
    return not is_marked(re.split(r"[\n。；;]", text))


def question(text: str, tasks: Sequence[AskedTask], *, today: date, calendar: Calendar) -> str:
    """The user's turn of the conversation, as JSON: a head cannot close a quotation mark in it."""
    shown = [
        {"ref": task.ref, "title": task.title, "due": task.due.isoformat() if task.due else None} for task in tasks
    ]
    asked = {
        "today": f"{today.isoformat()} 星期{'一二三四五六日'[today.weekday()]}",
        "tasks": shown,
        "calendar": almanac(today, calendar),
        "reply": masked(text),
    }
    return json.dumps(asked, ensure_ascii=False)


def prompt() -> str:
    """The office's rules and six examples: the system's turn of the conversation."""
    return files("bot.second_reader.language_model").joinpath("prompt.md").read_text(encoding="utf-8")

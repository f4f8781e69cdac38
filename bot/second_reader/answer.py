"""The form of a model's answer: quotes, slots and states, nothing free. Also the JSON schema it is asked to keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from db.reading_facts import Said

LONGEST = 20_000  # letters of an answer that are looked at


class AnswerFault(ValueError):
    """What came back is no answer in the form asked for."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuotedPercent(_Strict):
    value: float = Field(ge=0, le=100)
    quote: str = Field(min_length=1, max_length=200)


class QuotedDay(_Strict):
    value: date
    quote: str = Field(min_length=1, max_length=200)


class AnsweredRow(_Strict):
    ref: int
    state: Said | None = None
    quote: str = Field(min_length=1, max_length=400)
    percent: QuotedPercent | None = None
    expected_date: QuotedDay | None = None
    new_deadline: QuotedDay | None = None
    blocker: str | None = Field(default=None, max_length=400)
    reason: str | None = Field(default=None, max_length=400)
    help_from: tuple[str, ...] = Field(default=(), max_length=10)
    delegate: str | None = Field(default=None, max_length=60)


class Answer(_Strict):
    rows: tuple[AnsweredRow, ...] = Field(default=(), max_length=40)
    ask: tuple[int, ...] = Field(default=(), max_length=40)


def answer(written: str) -> Answer:
    """Raises AnswerFault; a code fence around the JSON is taken off, for some servers add one."""
    if len(written) > LONGEST:
        raise AnswerFault("答复过长")
    text = written.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        raise AnswerFault(f"答复不合格式：{error.error_count()}处") from error


def schema() -> dict[str, Any]:
    """For `response_format`: {"type": "json_schema", …}."""
    return {"type": "json_schema", "json_schema": {"name": "reading", "schema": Answer.model_json_schema()}}

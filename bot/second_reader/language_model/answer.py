"""The form of a model's answer: quotes, slots, states, intent, doubts; nothing free. Also its JSON schema."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic.json_schema import SkipJsonSchema

from db.reading_facts import Doubt, Intent, Said

LONGEST = 20_000  # letters of an answer that are looked at
MOST_ROWS = 40


class AnswerFault(ValueError):
    """What came back is no answer in the form asked for."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuotedPercent(_Strict):
    value: float = Field(json_schema_extra={"minimum": 0, "maximum": 100})  # beyond: refused by itself, see grounding
    quote: str = Field(min_length=1, max_length=200)


class QuotedDay(_Strict):
    value: date
    quote: str = Field(min_length=1, max_length=200)


class QuotedPromise(_Strict):
    percent: QuotedPercent | None = None
    by: QuotedDay | None = None


class AnsweredRow(_Strict):
    ref: int
    state: Said | None = None
    quote: str = Field(min_length=1, max_length=400)
    percent: QuotedPercent | None = None
    expected_date: QuotedDay | None = None
    new_deadline: QuotedDay | None = None
    promise: QuotedPromise | None = None
    blocker: str | None = Field(default=None, max_length=400)
    reason: str | None = Field(default=None, max_length=400)
    help_from: tuple[str, ...] = Field(default=(), max_length=10)
    delegate: str | None = Field(default=None, max_length=60)
    options: tuple[str, ...] = Field(default=(), max_length=10)
    recommended: int | None = Field(default=None, ge=1, le=10)

    @field_validator("help_from", "options", mode="before")
    @classmethod
    def _none_is_empty(cls, given: object) -> object:
        return () if given is None else given


class AnsweredDoubt(_Strict):
    """What should be asked. `ref` is None where it is not known of which task."""

    ref: int | None = None
    kind: Doubt = Doubt.UNREADABLE
    quote: str | None = Field(default=None, max_length=400)


class Answer(_Strict):
    """`ask` is the older form of `doubts`: numbers of tasks alone, as answers kept by an older program have it."""

    intent: Intent | None = None
    rows: tuple[AnsweredRow, ...] = Field(default=(), max_length=MOST_ROWS)
    doubts: tuple[AnsweredDoubt, ...] = Field(default=(), max_length=40)
    ask: tuple[int, ...] = Field(default=(), max_length=40)
    # Of rows that are none in the form asked for: the number, and why. Never part of what is asked for.
    unfit: SkipJsonSchema[tuple[tuple[int, str], ...]] = ()

    @property
    def doubted(self) -> tuple[AnsweredDoubt, ...]:
        return (*self.doubts, *(AnsweredDoubt(ref=ref) for ref in self.ask))


def answer(written: str) -> Answer:
    """Raises AnswerFault; a code fence around the JSON is taken off, for some servers add one.

    A row that does not keep the form is set aside by itself: one slip does not cost the others.
    """
    if len(written) > LONGEST:
        raise AnswerFault("答复过长")
    text = written.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        said = json.loads(text)
        if not isinstance(said, dict) or "unfit" in said:
            raise AnswerFault("答复不合格式")
        rows, unfit = _rows(said.get("rows") or [])
        return Answer.model_validate({**said, "rows": rows, "unfit": unfit})
    except ValidationError as error:
        raise AnswerFault(f"答复不合格式：{error.error_count()}处") from error
    except (ValueError, RecursionError) as error:
        raise AnswerFault("答复不是 JSON") from error


def _rows(said: Any) -> tuple[list[AnsweredRow], list[tuple[int, str]]]:
    if not isinstance(said, list) or len(said) > MOST_ROWS:
        raise AnswerFault("答复不合格式")
    rows, unfit = [], []
    for each in said:
        try:
            rows.append(AnsweredRow.model_validate(each))
        except ValidationError as error:
            ref = each.get("ref") if isinstance(each, dict) else None
            if not isinstance(ref, int):
                raise
            unfit.append((ref, f"不合格式：{error.error_count()}处"))
    return rows, unfit


def schema() -> dict[str, Any]:
    """For `response_format`: {"type": "json_schema", …}; what older programs kept is not asked for."""
    form = deepcopy(Answer.model_json_schema())
    form["properties"].pop("ask")
    form["$defs"]["Doubt"]["enum"].remove(Doubt.DISAGREEMENT.value)  # only two readings can find that
    form["required"] = ["intent", "rows", "doubts"]
    return {"type": "json_schema", "json_schema": {"name": "reading", "schema": form}}

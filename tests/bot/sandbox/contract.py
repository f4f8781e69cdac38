"""The contract of a request: the Bot API's own models, and the limits no model knows.

A hook for `Sandbox(contract=contract)`; anything it names is a fault of the bot, even where Telegram would be silent.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from aiogram.types.base import TelegramObject
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.sandbox.given import Given

LONGEST = {
    "answerCallbackQuery.text": 200,
    "setMyCommands.commands": 100,
    "deleteMessages.message_ids": 100,
    "setMessageReaction.reaction": 1,
    "sendMediaGroup.media": 10,
    "setWebhook.secret_token": 256,
    "setWebhook.url": 256,
    "getUpdates.limit": 100,
}
SHORTEST = {
    "sendMediaGroup.media": 2,
    "deleteMessages.message_ids": 1,
    "sendMessage.text": 1,
    "editMessageText.text": 1,
}


class _Attached(InputFile):
    """An upload that came with the request."""

    async def read(self, bot: Any) -> Any:
        yield b""


def contract(method: str, given: Given) -> list[str]:
    """What is wrong with this request, each in a line; nothing for a request without fault."""
    model = _models().get(method)
    if model is None:
        return [f"no method {method}"]
    values = {name: _read(value) for name, value in given.values.items()}
    uploads = {name: _Attached(filename=file.name) for name, file in given.files.items() if name in model.model_fields}
    return [
        *_unknown_fields(model, values, ""),
        *_deprecated(model, values),
        *_misfits(model, {**values, **uploads}),
        *_lengths(method, values),
        *_attachments(values, given),
        *(
            f"{name} is ignored beside parse_mode"
            for name in ("entities", "caption_entities")
            if name in values and "parse_mode" in values
        ),
    ]


@cache
def _models() -> dict[str, type[TelegramMethod[Any]]]:
    found = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        m.__api_method__: m
        for m in found
        if isinstance(m, type) and isinstance(getattr(m, "__api_method__", None), str)
    }


def _read(value: Any) -> Any:
    """Objects and arrays inside a form come as JSON."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _unknown_fields(model: type[BaseModel], value: Any, path: str) -> Iterator[str]:
    """Fields Telegram would ignore, however deep."""
    if not isinstance(value, dict):
        return
    names = {field.alias or name: field for name, field in model.model_fields.items()}
    for name, inner in value.items():
        if name not in names:
            yield f"unknown field {path}{name}"
        else:
            yield from _inside(names[name].annotation, inner, f"{path}{name}.")


def _inside(annotation: Any, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _inside(_item_of(annotation), item, path)
    elif isinstance(value, dict):
        models = _models_in(annotation)
        best = min((list(_unknown_fields(model, value, path)) for model in models), key=len, default=[])
        yield from best


def _item_of(annotation: Any) -> Any:
    if get_origin(annotation) is list:
        return get_args(annotation)[0]
    options = [_item_of(option) for option in get_args(annotation) if get_origin(option) is list]
    return Union[tuple(options)] if options else annotation  # noqa: UP007 - built from values


def _models_in(annotation: Any) -> list[type[TelegramObject]]:
    if isinstance(annotation, type) and issubclass(annotation, TelegramObject):
        return [annotation]
    return [model for option in get_args(annotation) for model in _models_in(option)]


def _deprecated(model: type[BaseModel], values: dict[str, Any]) -> Iterator[str]:
    for name in values:
        field = model.model_fields.get(name)
        if (
            field is not None
            and isinstance(field.json_schema_extra, dict)
            and field.json_schema_extra.get("deprecated")
        ):
            yield f"deprecated field {name}"


def _misfits(model: type[BaseModel], values: dict[str, Any]) -> Iterator[str]:
    try:
        model.model_validate(values)
    except ValidationError as fault:
        for error in fault.errors(include_url=False):
            yield f"{'.'.join(map(str, error['loc']))}: {error['msg']}"


def _lengths(method: str, values: dict[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if not isinstance(value, str | list):
            continue
        most, least = LONGEST.get(f"{method}.{name}"), SHORTEST.get(f"{method}.{name}", 0)
        if most is not None and len(value) > most:
            yield f"{name} longer than {most}"
        if len(value) < least:
            yield f"{name} shorter than {least}"


def _attachments(values: dict[str, Any], given: Given) -> Iterator[str]:
    """Every attach:// has its part, and every part is named by one or by a field."""
    named = set(_attached(list(values.values())))
    yield from (f"attach://{name} has no part" for name in sorted(named - set(given.files)))
    yield from (f"part {name} is not used" for name in sorted(set(given.files) - named - _FILE_FIELDS))


_FILE_FIELDS = {"photo", "video", "document", "thumbnail", "certificate"}


def _attached(values: list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str) and value.startswith("attach://"):
            yield value.removeprefix("attach://")
        elif isinstance(value, dict):
            yield from _attached(list(value.values()))
        elif isinstance(value, list):
            yield from _attached(value)


def fits(kind: Any, value: Any) -> Any:
    """An object the sandbox returned, read by the Bot API's own model; raises where it does not fit."""
    return TypeAdapter(kind).validate_python(value)

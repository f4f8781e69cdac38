"""What a request brings: form, JSON, multipart or query string, read into parameters."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.given import Given, Upload
from bot.sandbox.refusals import refuse


async def given_of(request: web.BaseRequest) -> Given:
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Given(values)
    try:
        return await _body(request, values)
    except web.HTTPRequestEntityTooLarge:
        raise refuse("entity_too_large") from None


async def _body(request: web.BaseRequest, values: dict[str, Any]) -> Given:
    kind = request.content_type
    if kind.startswith("multipart/"):
        return await _parts(request, values)
    content = await request.read()
    if kind == "application/json":
        values.update(_object(content))
    else:
        values.update(parse_qsl(content.decode(errors="replace"), keep_blank_values=True))
    return Given(values)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        raise refuse("bad_json") from None
    if not isinstance(found, dict):
        raise refuse("bad_json")
    return found


async def _parts(request: web.BaseRequest, values: dict[str, Any]) -> Given:
    files: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = Upload(part.filename, part.content_type, part.file.read())
        else:
            values[name] = part.decode(errors="replace") if isinstance(part, bytes | bytearray) else part
    return Given(values, files)

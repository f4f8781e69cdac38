"""A file somebody sent, again by the messenger's id of it: with his words, his name, the day, and the check buttons."""

from __future__ import annotations

from bot.renderers.text_message import Rendering
from bot.texts import evidence as texts
from bot.texts import keyboards, reasons, words
from db import people, reports, requests, tasks
from db.messages import Call, NotNeeded, Nowhere
from db.models import Evidence, RequestState
from db.payloads import EvidencePayload

_METHODS = {"photo": ("sendPhoto", "photo"), "video": ("sendVideo", "video")}
CAPTION = 1000  # Telegram takes 1,024


async def shown(rendering: Rendering, payload: EvidencePayload) -> Call | NotNeeded | Nowhere:
    found = await rendering.session.get(Evidence, payload.evidence_id)
    saying = await reports.saying(rendering.session, found.saying_id) if found is not None else None
    if found is None or saying is None:
        return NotNeeded(reasons.FILE_GONE)
    chat_id = await rendering.chat_id()
    if chat_id is None:
        return Nowhere(reasons.NOT_REACHED)
    who = (await people.by_ids(rendering.session, [saying.person_id]))[saying.person_id].name
    task = (await tasks.by_ids(rendering.session, [found.task_id])).get(found.task_id) if found.task_id else None
    about = words.titled(task.number, task.title) if task is not None else ""
    day = words.day(rendering.policy.today(saying.at), today=rendering.today)
    again = words.AGAIN if rendering.again else ""
    caption = again + texts.caption(about, who, day, saying.words)
    parameters: dict[str, object] = {"chat_id": chat_id, "caption": caption[:CAPTION]}
    if payload.request_id is not None:
        request = await requests.locked(rendering.session, payload.request_id)
        if request is not None and request.state == RequestState.OPEN:
            parameters["reply_markup"] = keyboards.inline(keyboards.of_claim(request.id))
    method, name = _METHODS.get(found.kind, ("sendDocument", "document"))
    items = (found.task_id,) if found.task_id is not None else ()
    return Call(method, {**parameters, name: found.file_id}, items=items)

"""A file that goes with the weekly report: by its number where the messenger knows it, uploaded where it does not."""

from __future__ import annotations

from typing import Any

from bot.documents import kinds
from bot.renderers.text_message import Rendering
from bot.texts import captions, reasons, words
from db import attachments, people, tasks
from db.messages import Call, NotNeeded, NotYet, Nowhere
from db.models import Attachment, Drawn, Person
from db.payloads import AttachmentPayload
from db.rights import OFFICE, Action, Reach, may
from db.tasks import Filter

_NEEDED = {
    Drawn.CHART: Action.EXPORT,
    Drawn.WORKBOOK: Action.EXPORT,
    Drawn.FAULTS: Action.IMPORT,
    Drawn.DRAFT: Action.IMPORT,
    Drawn.DIFFERENCE: Action.IMPORT,
    Drawn.INVITATIONS: Action.APPOINT,
}
_WAIT_SECONDS = 1.0  # while another row uploads it


async def attachment(rendering: Rendering, payload: AttachmentPayload) -> Call | NotNeeded | Nowhere | NotYet:
    found = await attachments.by_key(rendering.session, payload.attachment)
    person = await rendering.person()
    if found is None or found.made_at is None or person is None:
        return NotNeeded(reasons.FILE_GONE)
    if not await _may_read(rendering, person, found):
        return NotNeeded(reasons.NO_LONGER_HIS)
    chat_id = await rendering.chat_id()
    if chat_id is None:
        return Nowhere(reasons.NOT_REACHED)
    return await _call(rendering, found, {"chat_id": chat_id, "caption": _caption(rendering, person, found)})


async def _call(rendering: Rendering, found: Attachment, parameters: dict[str, Any]) -> Call | NotNeeded | NotYet:
    method, name = ("sendPhoto", "photo") if found.kind is Drawn.CHART else ("sendDocument", "document")
    if found.file_id is not None:
        return Call(method, {**parameters, name: found.file_id})
    if not await attachments.begin_upload(rendering.session, found.id, rendering.row.id):
        return NotYet(reasons.FILE_UPLOADING, _WAIT_SECONDS)
    content = await attachments.content(rendering.session, found.id)
    if content is None:
        return NotNeeded(reasons.FILE_PURGED)
    return Call(method, parameters, files={name: (found.name, content)})


async def _may_read(rendering: Rendering, person: Person, found: Attachment) -> bool:
    """Roles may have changed since it was queued: nobody reads a task outside his own."""
    if found.person_id is not None:
        bearer = await people.with_posts(rendering.session, person.id)
        if found.kind is Drawn.DOCUMENT:
            reach = kinds.reach(bearer.roles, kinds.read_key(found.chosen).kind)
            return found.person_id == person.id and reach is not Reach.NONE
        return found.person_id == person.id and may(bearer.roles, _NEEDED[found.kind])
    if found.leader_id is None:
        coordinators = await people.with_role(rendering.session, *OFFICE, today=rendering.today)
        return person.id in {each.id for each in coordinators}
    return found.leader_id == person.id and await tasks.any_of(rendering.session, Filter(leader_id=person.id))


def _caption(rendering: Rendering, person: Person, found: Attachment) -> str:
    assert found.made_at is not None, "asked before"
    made = rendering.policy.local(found.made_at)
    again = words.AGAIN if rendering.again else ""
    if found.kind is Drawn.DOCUMENT:
        return again + captions.document(kinds.read_key(found.chosen).kind, made)
    if found.person_id is not None:
        return again + captions.asked_for(found.kind.value, found.chosen, made)
    if found.kind is Drawn.WORKBOOK:
        return again + captions.workbook(made)
    return again + captions.chart(made, leader=person.name if found.leader_id else None)

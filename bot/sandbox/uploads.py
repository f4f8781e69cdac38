"""Files: kept by file_id, shown as the Bot API shows them, refused when too large or not what they claim."""

import hashlib
import mimetypes
from typing import Any

from bot.sandbox import images
from bot.sandbox.given import Given, Upload
from bot.sandbox.refusals import refuse
from bot.sandbox.world import File, Wire, World

LARGEST_PHOTO = 10 * 2**20
LARGEST_UPLOAD = 50 * 2**20
LARGEST_DOWNLOAD = 20 * 2**20
_FOLDERS = {"photo": "photos", "voice": "voice", "sticker": "stickers", "video": "videos", "audio": "music"}
_FACTS: dict[str, Wire] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "audio": {"duration": 3},
    "video": {"duration": 3, "width": 320, "height": 240},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}


def keep(world: World, kind: str, upload: Upload, *, size: int | None = None, facts: Wire | None = None) -> File:
    """A new file; `size` stands for a content too large to carry around in a test."""
    number = next(world.numbers)
    digest = hashlib.sha256(upload.content + upload.name.encode()).hexdigest()
    folder, ending = _FOLDERS.get(kind, "documents"), upload.name.rpartition(".")[2] or "bin"
    file = File(
        id=f"{kind}{number:06d}{digest[:40]}",
        unique=f"AQ{digest[:16]}",
        kind=kind,
        path=f"{folder}/file_{number}.{ending}",
        size=len(upload.content) if size is None else size,
        content=upload.content,
        facts={**_FACTS.get(kind, {}), **_named(kind, upload), **(facts or {})},
    )
    world.files[file.id] = file
    return file


def _named(kind: str, upload: Upload) -> Wire:
    if kind not in {"document", "audio", "video"}:
        return {}
    guess = mimetypes.guess_type(upload.name)[0] or upload.kind or "application/octet-stream"
    return {"file_name": upload.name, "mime_type": guess}


def shown(file: File) -> Any:
    """The value of the message field named like the file's kind."""
    names = {"file_id": file.id, "file_unique_id": file.unique, "file_size": file.size}
    return [{**names, **file.facts}] if file.kind == "photo" else {**names, **file.facts}


def sent(world: World, given: Given, kind: str, source: object = None) -> Wire:
    """The field of a message that shows the file a call brings: an upload, a file_id, or attach://."""
    name = source if isinstance(source, str) else given.text(kind)
    if name.startswith("attach://"):
        upload = given.files.get(name.removeprefix("attach://"))
    else:
        upload = None if name else given.files.get(kind)
    if upload is not None:
        return {kind: shown(_uploaded(world, kind, upload))}
    return {kind: shown(_known(world, kind, name))}


def _known(world: World, kind: str, name: str) -> File:
    if not name or name.startswith("attach://"):
        raise refuse("file_none", kind=kind)
    if name.startswith(("http://", "https://")):
        raise refuse("file_url")
    file = world.files.get(name)
    if file is None:
        raise refuse("file_id")
    if file.kind != kind:
        raise refuse("file_kind", found=file.kind.title(), kind=kind.title())
    return file


def _uploaded(world: World, kind: str, upload: Upload) -> File:
    if not upload.content:
        raise refuse("file_empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise refuse("entity_too_large")
    return keep(world, kind, upload, facts=_photo_facts(upload.content) if kind == "photo" else None)


def _photo_facts(content: bytes) -> Wire:
    if len(content) > LARGEST_PHOTO:
        raise refuse("photo_big", size=len(content), limit=LARGEST_PHOTO)
    size = images.size_of(content)
    if size is None:
        raise refuse("photo_broken")
    width, height = size
    if not width or not height or width + height > 10_000 or max(size) > 20 * min(size):
        raise refuse("photo_shape")
    return {"width": width, "height": height}

"""Edits: the bot changes what it has said."""

from typing import Any

from bot.sandbox import albums
from bot.sandbox.given import Given
from bot.sandbox.markup import markup_of
from bot.sandbox.posts import writable
from bot.sandbox.refusals import refuse
from bot.sandbox.words import body, written
from bot.sandbox.world import Post, Wire, World

_TEXT = ("text", "entities")
_CAPTION = ("caption", "caption_entities")
_MEDIA = ("photo", "document", "video", "audio", "animation", "voice")


def _target(world: World, given: Given) -> Post:
    if given.text("inline_message_id"):
        raise refuse("edit_inline")
    chat = writable(world, given)
    number = given.number("message_id")
    if number is None:
        raise refuse("message_id")
    post = chat.live(number)
    if post is None:
        raise refuse("edit_gone")
    if not post.outgoing:
        raise refuse("edit_foreign")
    return post


def has_media(post: Post) -> bool:
    return any(kind in post.wire for kind in _MEDIA)


def edit_text(world: World, given: Given) -> Wire:
    post = _target(world, given)
    text, marks = written(given)
    if "text" not in post.wire:
        raise refuse("edit_no_text")
    if not text:
        raise refuse("text_empty")
    return _changed(world, post, given, _TEXT, body(text, marks))


def edit_caption(world: World, given: Given) -> Wire:
    post = _target(world, given)
    text, marks = written(given, "caption", entities="caption_entities")
    if not has_media(post):
        raise refuse("edit_no_caption")
    return _changed(world, post, given, _CAPTION, body(text, marks, "caption"))


def edit_media(world: World, given: Given) -> Wire:
    post = _target(world, given)
    fields = albums.item(world, given, given.data("media"))
    if "media_group_id" in post.wire and not albums.replaceable(post.wire, fields):
        raise refuse("media_change")
    return _changed(world, post, given, (*_TEXT, *_CAPTION, *_MEDIA), fields)


def edit_markup(world: World, given: Given) -> Wire:
    return _changed(world, _target(world, given), given, (), {})


def _changed(world: World, post: Post, given: Given, replaced: tuple[str, ...], fields: dict[str, Any]) -> Wire:
    """The message with these fields in the place of those; buttons not given are taken away."""
    markup = markup_of(given)
    inline = {"reply_markup": markup} if markup and markup.get("inline_keyboard") else {}
    kept = {key: value for key, value in post.wire.items() if key not in {*replaced, "reply_markup", "edit_date"}}
    wire = {**kept, **fields, **inline}
    if wire == {key: value for key, value in post.wire.items() if key != "edit_date"}:
        raise refuse("edit_same")
    post.edits.append({"time": world.clock.now(), "before": _face(post.wire)})
    post.wire = {**wire, "edit_date": world.now()}
    return post.wire


def _face(wire: Wire) -> Wire:
    shown = (*_TEXT, *_CAPTION, *_MEDIA, "reply_markup")
    return {key: wire[key] for key in shown if key in wire}


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
}

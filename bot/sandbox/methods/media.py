"""Pictures, documents and albums of the bot."""

from bot.sandbox import albums, uploads
from bot.sandbox.given import Given
from bot.sandbox.markup import markup_of
from bot.sandbox.posts import extras, reply_fields, say, writable
from bot.sandbox.words import body, written
from bot.sandbox.world import Wire, World


def send_photo(world: World, given: Given) -> Wire:
    return _send(world, given, "photo")


def send_video(world: World, given: Given) -> Wire:
    return _send(world, given, "video")


def send_document(world: World, given: Given) -> Wire:
    return _send(world, given, "document")


def _send(world: World, given: Given, kind: str) -> Wire:
    chat = writable(world, given)
    text, marks = written(given, "caption", entities="caption_entities")
    markup = markup_of(given)
    fields = {**reply_fields(chat, given), **extras(given)}
    return say(world, chat, {**fields, **uploads.sent(world, given, kind), **body(text, marks, "caption")}, markup).wire


def send_album(world: World, given: Given) -> list[Wire]:
    chat = writable(world, given)
    fields = {**reply_fields(chat, given), **extras(given)}
    shown = albums.items(world, given)
    if len(shown) > 1:
        fields["media_group_id"] = str(next(world.numbers) + 13_000_000_000)
    return [say(world, chat, {**fields, **item}, None).wire for item in shown]


METHODS = {
    "sendVideo": send_video,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_album,
}

"""Words of the bot."""

from bot.sandbox.given import Given
from bot.sandbox.markup import markup_of
from bot.sandbox.posts import extras, reply_fields, say, writable
from bot.sandbox.refusals import refuse
from bot.sandbox.words import body, written
from bot.sandbox.world import Wire, World

_ACTIONS = """
typing upload_photo record_video upload_video record_voice upload_voice upload_document
choose_sticker find_location record_video_note upload_video_note
"""
ACTIONS = frozenset(_ACTIONS.split())


def get_me(world: World, given: Given) -> Wire:
    return {
        **world.bot.wire(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def send_message(world: World, given: Given) -> Wire:
    chat = writable(world, given)
    text, marks = written(given)
    if not text:
        raise refuse("text_empty")
    markup = markup_of(given)
    fields = {**reply_fields(chat, given), **body(text, marks), **extras(given)}
    return say(world, chat, fields, markup).wire


def send_chat_action(world: World, given: Given) -> bool:
    writable(world, given)
    if given.text("action") not in ACTIONS:
        raise refuse("action")
    return True


METHODS = {"getMe": get_me, "sendMessage": send_message, "sendChatAction": send_chat_action}

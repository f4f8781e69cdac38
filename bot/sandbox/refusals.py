"""Every refusal in Telegram's words; a new one is a new row."""

from typing import Any


class Refused(Exception):
    """An answer with ok=false."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def wire(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


REFUSALS: dict[str, tuple[int, str]] = {
    # the way in
    "token": (401, "Unauthorized"),
    "path": (404, "Not Found"),
    "method": (404, "Not Found: method not found"),
    "entity_too_large": (413, "Request Entity Too Large"),
    "bad_json": (400, "Bad Request: can't parse request JSON object"),
    "malformed": (400, "Bad Request: wrong parameters specified"),
    "retry": (429, "Too Many Requests: retry after {seconds}"),
    # getting updates
    "other_poller": (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    "webhook_active": (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
    "webhook_set": (409, "Conflict: terminated by setWebhook request"),
    "webhook_https": (400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
    "webhook_secret": (400, "Bad Request: secret token contains unallowed characters"),
    # who is written to
    "chat_empty": (400, "Bad Request: chat_id is empty"),
    "chat_unknown": (400, "Bad Request: chat not found"),
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "not_started": (403, "Forbidden: bot can't initiate conversation with a user"),
    "kicked": (403, "Forbidden: bot was kicked from the {kind} chat"),
    "not_member": (403, "Forbidden: bot is not a member of the {kind} chat"),
    "migrated": (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    "user_unknown": (400, "Bad Request: user not found"),
    "leave_private": (400, "Bad Request: chat member status can't be changed in private chats"),
    # what is written
    "text_empty": (400, "Bad Request: message text is empty"),
    "text_long": (400, "Bad Request: message is too long"),
    "caption_long": (400, "Bad Request: message caption is too long"),
    "entities": (400, "Bad Request: can't parse entities: {why}"),
    "parse_mode": (400, "Bad Request: unsupported parse_mode"),
    "number": (400, 'Bad Request: field "{name}" must be a valid Number'),
    "object": (400, "Bad Request: can't parse {name} JSON object"),
    "reply_gone": (400, "Bad Request: message to be replied not found"),
    # buttons
    "markup": (400, "Bad Request: object expected as reply markup"),
    "markup_rows": (400, 'Bad Request: field "{kind}" must be an Array of Arrays'),
    "button_object": (400, "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    "button_text": (400, "Bad Request: can't parse inline keyboard button: Can't find field \"text\""),
    "button_kind": (
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "button_data": (400, "Bad Request: BUTTON_DATA_INVALID"),
    "button_url": (400, "Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"),
    "markup_long": (400, "Bad Request: reply markup is too long"),
    # a message once sent
    "message_id": (400, "Bad Request: message identifier is not specified"),
    "edit_gone": (400, "Bad Request: message to edit not found"),
    "edit_foreign": (400, "Bad Request: message can't be edited"),
    "edit_same": (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
        "a current content and reply markup of the message",
    ),
    "edit_no_text": (400, "Bad Request: there is no text in the message to edit"),
    "edit_no_caption": (400, "Bad Request: there is no caption in the message to edit"),
    "edit_inline": (400, "Bad Request: MESSAGE_ID_INVALID"),
    "delete_gone": (400, "Bad Request: message to delete not found"),
    "delete_old": (400, "Bad Request: message can't be deleted for everyone"),
    "delete_none": (400, "Bad Request: message identifiers are not specified"),
    "delete_list": (400, "Bad Request: expected an Array of message identifiers"),
    "delete_many": (400, "Bad Request: too many message identifiers specified"),
    "pin_gone": (400, "Bad Request: message to pin not found"),
    "unpin_gone": (400, "Bad Request: message to unpin not found"),
    "pin_rights": (400, "Bad Request: not enough rights to manage pinned messages in the chat"),
    "reaction_gone": (400, "Bad Request: message to react not found"),
    "reaction": (400, "Bad Request: REACTION_INVALID"),
    "reaction_many": (400, "Bad Request: REACTIONS_TOO_MANY"),
    # taps
    "query_old": (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
    "query_text": (400, "Bad Request: MESSAGE_TOO_LONG"),
    "action": (400, "Bad Request: wrong parameter action in request"),
    # files
    "file_none": (400, "Bad Request: there is no {kind} in the request"),
    "file_empty": (400, "Bad Request: file must be non-empty"),
    "file_id": (400, "Bad Request: wrong remote file identifier specified: Wrong string length"),
    "file_kind": (400, "Bad Request: can't use file of type {found} as {kind}"),
    "file_url": (400, "Bad Request: failed to get HTTP URL content"),
    "file_unknown": (400, "Bad Request: invalid file_id"),
    "file_big": (400, "Bad Request: file is too big"),
    "photo_big": (
        400,
        "Bad Request: file of size {size} bytes is too big for a photo; the maximum size is {limit} bytes",
    ),
    "photo_broken": (400, "Bad Request: IMAGE_PROCESS_FAILED"),
    "photo_shape": (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    "media_none": (400, 'Bad Request: parameter "media" is required'),
    "media_list": (400, "Bad Request: expected an Array of InputMedia"),
    "media_object": (400, "Bad Request: can't parse InputMedia: InputMedia must be an Object"),
    "media_kind": (400, 'Bad Request: can\'t parse InputMedia: type "{kind}" is unsupported'),
    "media_gone": (400, "Bad Request: can't parse InputMedia: media not found"),
    "media_change": (400, "Bad Request: can't change media type in the album"),
    "album_none": (400, "Bad Request: there are no messages to send"),
    "album_many": (400, "Bad Request: too many messages to send as an album"),
    "album_mixed": (400, "Bad Request: {kind} can't be mixed with other media types"),
    "album_item": (400, 'Bad Request: failed to send message #{place} with the error message "{why}"'),
    # commands
    "commands": (400, "Bad Request: expected an Array of BotCommand"),
    "commands_many": (400, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
    "command_name": (400, "Bad Request: BOT_COMMAND_INVALID"),
    "command_words": (400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    "scope": (400, 'Bad Request: unsupported type "{kind}" of BotCommandScope'),
}


def refuse(name: str, parameters: dict[str, Any] | None = None, /, **facts: object) -> Refused:
    code, words = REFUSALS[name]
    return Refused(code, words.format(**facts), parameters)

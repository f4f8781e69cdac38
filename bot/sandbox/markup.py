"""Keyboards: what Telegram accepts under a message."""

from typing import Any

from bot.sandbox.given import Given
from bot.sandbox.refusals import Refused, refuse

LONGEST_DATA = 64  # bytes
MOST_BUTTONS = 100
LONGEST_MARKUP = 10 * 1024  # bytes
_KINDS = {"remove_keyboard", "force_reply"}
_ACTIONS = {
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:", "ton://")


def markup_of(given: Given) -> dict[str, Any] | None:
    """The keyboard a call brings, checked; None where there is none."""
    if not given.text("reply_markup") and given.values.get("reply_markup", "") is not None:
        return None
    markup = given.data("reply_markup")
    if not isinstance(markup, dict):
        raise refuse("markup")
    if len(given.text("reply_markup").encode()) > LONGEST_MARKUP:
        raise refuse("markup_long")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _inline(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return {**markup, "keyboard": _rows(markup["keyboard"], "keyboard", _plain_button)}
    return markup if _KINDS & set(markup) else None


def _inline(rows: Any) -> list[list[dict[str, Any]]]:
    checked = _rows(rows, "inline_keyboard", _button)
    if sum(map(len, checked)) > MOST_BUTTONS:
        raise refuse("markup_long")
    return [row for row in checked if row]


def _rows(rows: Any, kind: str, check: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise refuse("markup_rows", kind=kind)
    return [[check(button) for button in row] for row in rows]


def _plain_button(button: Any) -> dict[str, Any]:
    return {"text": button} if isinstance(button, str) else dict(button)


def _button(button: Any) -> dict[str, Any]:
    fault = _fault(button)
    if fault is not None:
        raise fault
    return dict(button)


def _fault(button: Any) -> Refused | None:
    if not isinstance(button, dict):
        return refuse("button_object")
    if not str(button.get("text", "")).strip():
        return refuse("button_text")
    if not any(button.get(action) not in (None, "") for action in _ACTIONS):
        return refuse("button_kind")
    if len(str(button.get("callback_data", "")).encode()) > LONGEST_DATA:
        return refuse("button_data")
    if "url" in button and not str(button["url"]).startswith(_SCHEMES):
        return refuse("button_url", url=button["url"])
    return None

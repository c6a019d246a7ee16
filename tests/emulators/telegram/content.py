"""What a message may hold, checked as Telegram checks it."""

from typing import Any

from tests.emulators.telegram import parameters
from tests.emulators.telegram.answers import bad_request
from tests.emulators.telegram.entities import Parsed, utf16
from tests.emulators.telegram.links import LinkError, checked, is_link
from tests.emulators.telegram.markup_parser import MarkupError, parse_html, parse_plain

Params = dict[str, Any]

TEXT_UNITS, CAPTION_UNITS = 4096, 1024
MARKUP_BYTES = 32_768


def text_of(params: Params) -> Parsed:
    """Return the text of a message."""
    given = str(params.get("text", ""))
    if not given:
        raise bad_request("message text is empty")
    content = _parsed(given, params)
    if not content.text:
        raise bad_request("text must be non-empty")
    if utf16(content.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return content


def caption_of(params: Params) -> Parsed:
    """Return the caption of a photo; there need not be one."""
    content = _parsed(str(params.get("caption", "")), params)
    if utf16(content.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return content


def _parsed(text: str, params: Params) -> Parsed:
    if len(text.encode()) > MARKUP_BYTES:
        raise bad_request("Text is too long")
    mode = str(params.get("parse_mode", "")).lower()
    if mode not in ("", "html"):  # Markdown is not emulated: relaybot does not use it
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(text) if mode else parse_plain(text)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def link_preview_of(params: Params) -> Params:
    """Return link_preview_options."""
    options = parameters.nested(params, "link_preview_options") or {}
    url = options.get("url")
    if url is not None and not is_link(url):
        raise bad_request("wrong HTTP URL specified")
    if options.get("prefer_large_media") and options.get("prefer_small_media"):
        raise bad_request("can't prefer both small and large media")
    return dict(options)


def reply_markup_of(params: Params) -> Params | None:
    """Return reply_markup, its buttons checked."""
    markup = parameters.nested(params, "reply_markup")
    if not markup:
        return None
    for button in (button for row in markup.get("keyboard", ()) for button in row):
        _check_request(button.get("request_chat"))
    buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in markup.get("inline_keyboard", ())):
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)
    return dict(markup)


def _check_button(button: Params) -> None:
    if not button.get("text"):
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(str(button.get("callback_data", "-")).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if ("callback_data" in button) == ("url" in button):
        raise bad_request("BUTTON_TYPE_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    try:
        checked(url)
    except LinkError as error:
        text = f"inline keyboard button URL '{url}' is invalid: {error}"
        raise bad_request(text) from None


def _check_request(request: Params | None) -> None:
    """The bot may be given no right that the person need not have."""
    if request is None:
        return
    given, needed = (
        {name for name, true in request.get(f"{who}_administrator_rights", {}).items() if true}
        for who in ("bot", "user")
    )
    if not given <= needed:
        raise bad_request("CHAT_ADMIN_RIGHTS_INVALID")

"""A message as its readers see it: for `relaybot preview`, the demo and tests."""

import re
from urllib.parse import urlsplit

from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview
from relaybot.telegram.format import TelegramMessage
from relaybot.telegram.limits import visible_text
from relaybot.telegram.markup import escape
from relaybot.telegram.rows import in_rows

_PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_QUOTE_ENDS = re.compile(r"(</(?:blockquote|pre)>)\n")  # a page begins a new line by itself
_FOLD = "<blockquote expandable>"
# It shows three lines; who taps it, or comes to it by key, sees it all.
_PAGE_FOLD = '<blockquote class="msg-fold" tabindex="0">'
_TERMINAL_FOLD = "▾ "


def preview(message: TelegramMessage) -> Preview:
    """Show a message on a page and on a terminal."""
    body = f'<div class="msg-body">{_page_markup(message.html)}</div>'
    parts = _ordered(message, body, _photos(message), _card(message))
    return Preview(
        platform=PlatformName.TELEGRAM,
        html=f'<article class="msg msg-telegram">{"".join(parts)}{_buttons(message)}</article>',
        text=_terminal(message),
    )


def _ordered(message: TelegramMessage, words: str, photos: str, card: str) -> tuple[str, ...]:
    """Pictures stand above the words unless it is said otherwise, a page's card below them."""
    if message.pictures:
        return (words, photos) if message.caption_above else (photos, words)
    return (card, words) if message.preview_above else (words, card)


def _page_markup(markup: str) -> str:
    """Telegram's HTML is a subset of a page's, except that its line ends count."""
    markup = markup.replace(_FOLD, _PAGE_FOLD)
    safe_links = markup.replace("<a href=", '<a rel="noopener nofollow" href=')
    safe_links = _QUOTE_ENDS.sub(r"\1", safe_links)
    parts = _PREFORMATTED.split(safe_links)
    parts[::2] = [part.replace("\n", "<br>\n") for part in parts[::2]]
    return "".join(parts)


def _photos(message: TelegramMessage) -> str:
    if not message.pictures:
        return ""
    kind = "msg-photos msg-covered" if message.covered else "msg-photos"
    images = (_image(picture.url, picture.alt) for picture in message.pictures)
    return f'<div class="{kind}">{"".join(images)}</div>'


def _card(message: TelegramMessage) -> str:
    """A page has its host as a heading; a picture that is previewed stands alone."""
    if message.preview_url is None:
        return ""
    alone = message.preview_url == message.image
    host = "" if alone else escape(urlsplit(message.preview_url).hostname or message.preview_url)
    image = _image(message.image) if message.image else ""
    return f'<div class="msg-preview">{host}{image}</div>'


def _image(url: str, alt: str = "") -> str:
    return f'<img class="msg-image" src="{escape(url)}" alt="{escape(alt)}" loading="lazy">'


def _buttons(message: TelegramMessage) -> str:
    rows = in_rows(message.buttons, lambda button: button.label)
    shown = (
        "".join(
            f'<a rel="noopener nofollow" href="{escape(button.url)}">{escape(button.label)}</a>'
            for button in row
        )
        for row in rows
    )
    return "".join(f'<div class="msg-buttons">{row}</div>' for row in shown)


def _terminal(message: TelegramMessage) -> str:
    card = f"[preview: {message.preview_url}]" if message.preview_url else ""
    photos = "\n".join(f"[picture: {_told(one.url, one.alt)}]" for one in message.pictures)
    words = visible_text(message.html.replace(_FOLD, _FOLD + _TERMINAL_FOLD))
    buttons = "\n".join(f"[{button.label}: {button.url}]" for button in message.buttons)
    return "\n\n".join(filter(None, (*_ordered(message, words, photos, card), buttons)))


def _told(url: str, alt: str) -> str:
    return f"{alt} {url}" if alt else url

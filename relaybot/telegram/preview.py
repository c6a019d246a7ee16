"""A message as its readers see it: for `relaybot preview`, the demo and tests."""

import re
from urllib.parse import urlsplit

from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview
from relaybot.telegram.format import TelegramMessage
from relaybot.telegram.limits import visible_text
from relaybot.telegram.markup import escape

_PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_QUOTE_ENDS = re.compile(r"(</(?:blockquote|pre)>)\n")  # a page begins a new line by itself


def preview(message: TelegramMessage) -> Preview:
    """Show a message on a page and on a terminal."""
    body = f'<div class="msg-body">{_page_markup(message.html)}</div>'
    parts = (_card(message), body) if message.preview_above else (body, _card(message))
    return Preview(
        platform=PlatformName.TELEGRAM,
        html=f'<article class="msg msg-telegram">{"".join(parts)}{_buttons(message)}</article>',
        text=_terminal(message),
    )


def _page_markup(markup: str) -> str:
    """Telegram's HTML is a subset of a page's, except that its line ends count."""
    markup = markup.replace("<blockquote expandable>", "<blockquote>")  # shown open
    safe_links = markup.replace("<a href=", '<a rel="noopener nofollow" href=')
    safe_links = _QUOTE_ENDS.sub(r"\1", safe_links)
    parts = _PREFORMATTED.split(safe_links)
    parts[::2] = [part.replace("\n", "<br>\n") for part in parts[::2]]
    return "".join(parts)


def _card(message: TelegramMessage) -> str:
    if message.preview_url is None:
        return ""
    host = escape(urlsplit(message.preview_url).hostname or message.preview_url)
    image = ""
    if message.image:
        image = f'<img class="msg-image" src="{escape(message.image)}" alt="" loading="lazy">'
    return f'<div class="msg-preview">{host}{image}</div>'


def _buttons(message: TelegramMessage) -> str:
    if not message.buttons:
        return ""
    links = (
        f'<a rel="noopener nofollow" href="{escape(button.url)}">{escape(button.label)}</a>'
        for button in message.buttons
    )
    return f'<div class="msg-buttons">{"".join(links)}</div>'


def _terminal(message: TelegramMessage) -> str:
    card = f"[preview: {message.preview_url}]" if message.preview_url else ""
    words = visible_text(message.html)
    buttons = "\n".join(f"[{button.label}: {button.url}]" for button in message.buttons)
    order = (card, words, buttons) if message.preview_above else (words, card, buttons)
    return "\n\n".join(filter(None, order))

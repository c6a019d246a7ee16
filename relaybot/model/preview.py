"""How a message will look to its readers, for the demo page and a terminal."""

from dataclasses import dataclass

from relaybot.model.destination import PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One message as its readers see it.

    `html` is safe to put into a page: everything is escaped, links say rel="noopener nofollow". It
    is one `<article class="msg msg-discord">` (or `msg-telegram`); its parts use these classes and
    no others: `msg-author` (may hold `<img class="msg-logo" alt="">`), `msg-title`, `msg-body`,
    `msg-image`, `msg-footer`, `msg-preview` (Telegram's link preview card) and `msg-buttons` (holds
    one `<a>` a button). `text` is the same for a terminal.
    """

    platform: PlatformName
    html: str
    text: str

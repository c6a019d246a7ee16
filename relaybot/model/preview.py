"""How a message will look to its readers, for the demo page and a terminal."""

from dataclasses import dataclass

from relaybot.model.destination import PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One message as its readers see it.

    `html` is safe to put into a page: everything is escaped, links say rel="noopener nofollow". It
    is one `<article class="msg msg-discord">` (or `msg-telegram`), whose parts have classes that
    begin with `msg-`: how they look stands in web/static/chat.css. `text` is the same for a
    terminal.
    """

    platform: PlatformName
    html: str
    text: str
    speaker: str | None = None  # who speaks instead of the bot; `html` begins with name and face

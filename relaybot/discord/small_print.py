"""What stands around the words of a post: who, when, where, what to listen to."""

from collections.abc import Callable

from relaybot.discord import limits
from relaybot.discord.labels import is_odd, mended
from relaybot.discord.markup import escape, link, quiet_link, to_markdown
from relaybot.discord.told import Told
from relaybot.message import small_print
from relaybot.message.shortened import leading_on, shortened
from relaybot.message.small_print import lasting
from relaybot.richtext.nodes import Document
from relaybot.richtext.plain import plain

_BYLINE, _EVENT, _CAPTIONS = 200, 300, 600  # characters at most
_LEAST = 40  # visible characters that are worth their markup


def escaped(text: str, limit: int) -> str:
    """Return one line of plain text as Markdown; cut before escaping, lest an escape be cut."""
    room, marked = limit, escape(limits.cut(text, limit))
    while (length := limits.measure(marked)) > limit:
        room = min(room - 1, room * limit // length)
        marked = escape(limits.cut(text, room))
    return marked


def struck_title(told: Told, limit: int) -> str:
    """Return the title as Markdown, struck through when the post was taken back."""
    if not told.look.withdrawn:
        return escaped(told.title, limit)
    return f"~~{escaped(told.title, limit - 4)}~~"


def taken_back(told: Told) -> str:
    """Return the sentence that the post was taken back as Markdown, "" when it stands."""
    look = told.look
    return f"*{escaped(look.words.withdrawn(look.name), 400)}*" if look.withdrawn else ""


def byline(told: Told) -> str:
    """Return who wrote it as Markdown, "" when nobody says so."""
    return escaped(told.look.words.by(told.byline), _BYLINE) if told.byline else ""


def event(told: Told) -> str:
    """Return when and where it takes place as Markdown, "" when it is no event."""
    look = told.look
    if not look.event or look.withdrawn:
        return ""
    place = escaped(told.event_place, _EVENT) if told.event_place else ""
    return "\n".join(
        filter(None, (f"📅 **{escaped(look.event, _EVENT)}**", place and f"📍 {place}"))
    )


def listen(told: Told) -> str:
    """Return how long the episode is as Markdown, with a link to it unless a button leads there."""
    if not told.audio:
        return ""
    words, url = told.look.words.listen, told.audio.url
    to = "" if told.has_button(url) else link(words, url)
    said = " · ".join(filter(None, (to, lasting(told.audio.duration))))
    return f"🎧 {said}" if said else ""


def captions(told: Told) -> str:
    """Return what the article says about its pictures as small Markdown, "" for nothing."""
    return f"-# 📷 {escaped(told.captions, _CAPTIONS)}" if told.captions else ""


def read_on(told: Told) -> str:
    """Return a link to a post that has no title and no button to lead there, as Markdown."""
    lacking = not told.titled and told.url and not told.has_button(told.url)
    return quiet_link(told.look.words.read, told.url) if lacking and told.url else ""


def posted(told: Told, *, dated: bool) -> str:
    """Return "Posted in English · March 14, 2026 at 10:40 AM · Oregon" as plain text.

    `dated` False, and a place where each reader has a zone of their own: without the moment. Of a
    post that was taken back: nothing.
    """
    look = told.look
    if look.withdrawn:
        return ""
    moment = look.moment if dated else ""
    return small_print.posted(look.words, look.language, moment, look.region)


def body_within(told: Told, document: Document, most: int, excess: Callable[[str], float]) -> str:
    """Return the article as Markdown, about `most` visible characters of it.

    `excess`: how many times as large as its room a text is. Markup counts for Discord: where it is
    too much, as with many long links, less is said.
    """
    length = most
    while length >= _LEAST:
        over = 1.0
        for part, was_cut in shortened(document, length):
            body = _body(told, part, continues=told.continues or was_cut)
            over = excess(body)
            if over <= 1:
                return body
        length = int(length * min(0.9, 1 / over))
    words = escaped(" ".join(plain(document).split()), most)
    return words if not told.look.withdrawn and excess(words) <= 1 else ""


def _body(told: Told, document: Document, *, continues: bool) -> str:
    words = leading_on(document, told.url) if continues else document
    body = to_markdown(words).strip()
    return to_markdown(mended(words)).strip() if is_odd(body) else body

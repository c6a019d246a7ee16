"""A delivery → one Discord message, in the style its place chose.

`compact`, `card` and `full` lay it out; here it is chosen, and what they have in common is added.
"""

from dataclasses import dataclass, replace

from relaybot.discord import limits
from relaybot.discord.card import Card, card_of
from relaybot.discord.compact import line_of
from relaybot.discord.full import Full, full_of
from relaybot.discord.look import Look, look_of
from relaybot.discord.markup import escape
from relaybot.discord.persona import Speaker, speaker_of
from relaybot.discord.small_print import escaped, struck_title, taken_back
from relaybot.discord.told import Told, told_of
from relaybot.message.content import LinkButton
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """One line, one card or one container, within `limits`, leaving room for a mention before it.

    `plain` is the message in its simplest form, for when Discord takes no other. Nothing in it ever
    mentions anybody: whom a place wants told is the sender's business.
    """

    line: str = ""  # Markdown
    card: Card | None = None
    full: Full | None = None
    plain: str  # Markdown
    speaker: Speaker | None = None  # who speaks; None = the bot itself
    buttons: tuple[LinkButton, ...] = ()
    title: str  # plain: of the post, or what stands for it
    url: str | None = None  # of the post
    thread_name: str  # of the forum post, or of the discussion under the message


def format_post(
    outgoing: Outgoing, style: Style | None = None, *, voiced: bool | None = None
) -> DiscordMessage:
    """Return the message for one delivery; whatever the post holds, it fits and has a title.

    `style`: None = as its place wishes. `voiced`: its chapter speaks, by way of a webhook; None =
    where its place wishes that and Discord allows the name.
    """
    wanted, speaker = outgoing.claim.destination.preferences, speaker_of(outgoing)
    if voiced is None:
        voiced = wanted.persona
    look = look_of(outgoing, style or wanted.style, voiced=voiced and speaker is not None)
    return message_of(outgoing, look)


def message_of(outgoing: Outgoing, look: Look) -> DiscordMessage:
    """Return the message of that look."""
    told = told_of(outgoing, look)
    message = DiscordMessage(
        plain=_plain(told),
        speaker=speaker_of(outgoing) if look.voiced else None,
        buttons=told.buttons,
        title=told.title,
        url=limits.usable_url(outgoing.claim.post.post.link),
        thread_name=limits.cut(told.title, limits.THREAD_NAME),
    )
    if look.style is Style.FULL:
        return replace(message, full=full_of(told))
    line = line_of(told) if look.style is Style.COMPACT else ""
    return replace(message, line=line) if line else replace(message, card=card_of(told))


def bare_message(outgoing: Outgoing) -> DiscordMessage:
    """Return title and address and nothing that takes understanding: for when that fails."""
    post, chapter = outgoing.claim.post.post, outgoing.chapter
    name = limits.cut(chapter.name, limits.EMBED_AUTHOR) or chapter.slug
    title = limits.cut(" ".join(post.title.split()), limits.EMBED_TITLE) or name
    url = limits.usable_url(post.link)
    text = _with_address(f"**{escape(title)}**\n{escape(name)}", url)
    name = limits.cut(title, limits.THREAD_NAME)
    return DiscordMessage(line=text, plain=text, title=title, url=url, thread_name=name)


def _plain(told: Told) -> str:
    name = escaped(told.look.name, 600) if told.look.named else ""
    lines = f"**{struck_title(told, 600)}**", name, taken_back(told)
    return _with_address("\n".join(filter(None, lines)), told.url)


def _with_address(head: str, url: str | None) -> str:
    room = limits.CONTENT - limits.MENTION - limits.measure(head) - 1
    return f"{head}\n{url}" if url and limits.measure(url) <= room else head

"""A post, or a whole answer → what the library is given to send.

A post that is refused has simpler forms; the posts of an answer are put together to few messages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from relaybot.commands.reply import Reply
from relaybot.discord import limits
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.discord.markup import to_markdown
from relaybot.discord.outcomes import Remedy


@dataclass(frozen=True, slots=True)
class Form:
    """How a message is going to be sent."""

    message: DiscordMessage
    role: int | None  # mentioned before it
    plain: bool = False

    @property
    def content(self) -> str:
        """Return the text outside of the card."""
        text = self.message.plain if self.plain else self.message.line
        if not self.role:
            return text
        return f"<@&{self.role}>{chr(10) if self.plain else ' '}{text}".rstrip()

    def fitting(self, remedy: Remedy) -> Remedy:
        """Return the remedy, or the next one when there is nothing it could take away."""
        has = {
            Remedy.WITHOUT_IMAGE: self.message.image and not self.plain,
            Remedy.WITHOUT_BUTTONS: self.message.buttons and not self.plain,
            Remedy.WITHOUT_MENTION: self.role,
        }
        return remedy if has.get(remedy, True) else Remedy.PLAIN

    def simpler(self, remedy: Remedy) -> "Form":
        """Return what to try next."""
        match remedy:
            case Remedy.WITHOUT_IMAGE:
                return replace(self, message=replace(self.message, image=None))
            case Remedy.WITHOUT_BUTTONS:
                return replace(self, message=replace(self.message, buttons=()))
            case Remedy.WITHOUT_MENTION:
                return replace(self, role=None)
            case Remedy.PLAIN:
                return replace(self, plain=True)
            case Remedy.UNARCHIVE:
                return self


def embed_of(message: DiscordMessage) -> discord.Embed:
    """Return the card as the library sends it."""
    embed = discord.Embed(
        title=message.title,
        url=message.url,
        description=message.description or None,
        timestamp=message.timestamp,
        colour=message.colour,
    )
    embed.set_author(name=message.author_name, url=message.author_url, icon_url=message.author_icon)
    if message.image:
        embed.set_image(url=message.image)
    if message.footer:
        embed.set_footer(text=message.footer)
    return embed


def options_of(form: Form) -> dict[str, Any]:
    """Return what the library's `send` and `create_thread` have in common."""
    told = [discord.Object(form.role)] if form.role else False
    options: dict[str, Any] = {
        "allowed_mentions": discord.AllowedMentions(
            everyone=False, users=False, roles=told, replied_user=False
        )
    }
    if form.content:
        options["content"] = form.content
    if not form.plain and not form.message.line:
        options["embed"] = embed_of(form.message)
    if not form.plain and form.message.buttons:
        options["view"] = _view(form.message)
    return options


def _view(message: DiscordMessage) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in message.buttons:
        view.add_item(discord.ui.Button[Any](label=button.label, url=button.url))
    view.stop()  # nobody waits for presses on links
    return view


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an answer."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()


def parts(reply: Reply, *, cards: bool) -> Sequence[Part]:
    """Return the messages of an answer, at least one; `cards` False: embeds are not allowed.

    Short words without links stand as they are; with links they are put into a card, where
    Discord does not unfurl them, and so are long ones, for which a card has more room.
    """
    words = to_markdown(reply.body)
    messages = [format_post(outgoing) for outgoing in reply.posts]
    if not cards:
        said = limits.cut_at_line(words, limits.CONTENT) or limits.ELLIPSIS
        return [Part(content=said), *(Part(content=m.line or m.plain) for m in messages)]
    in_card = "](http" in words or limits.measure(words) > limits.CONTENT
    embeds = [_card(words)] if in_card else []
    embeds += [embed_of(message) for message in messages if not message.line]
    lines = [Part(content=text) for text in _joined(m.line for m in messages)]
    batches = list(_batches(embeds)) or [()]
    first = None if in_card else words or (None if embeds else limits.ELLIPSIS)
    parts_of_cards = [
        Part(content=None if position else first, embeds=batch)
        for position, batch in enumerate(batches)
    ]
    return [*parts_of_cards, *lines]


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Put posts of one line together as long as they fit into one message."""
    text = ""
    for line in filter(None, lines):
        longer = f"{text}\n{line}" if text else line
        if text and limits.measure(longer) > limits.CONTENT:
            yield text
            longer = line
        text = longer
    if text:
        yield text


def _card(words: str) -> discord.Embed:
    return discord.Embed(description=limits.cut_at_line(words, limits.EMBED_DESCRIPTION))


def _batches(embeds: Iterable[discord.Embed]) -> Iterator[tuple[discord.Embed, ...]]:
    """Put cards together as long as they fit into one message."""
    batch: tuple[discord.Embed, ...] = ()
    for embed in embeds:
        longer = (*batch, embed)
        if batch and (len(longer) > limits.EMBEDS or _size(longer) > limits.EMBED_TOTAL):
            yield batch
            longer = (embed,)
        batch = longer
    if batch:
        yield batch


def _size(embeds: Iterable[discord.Embed]) -> int:
    texts = (
        (embed.title, embed.description, embed.author.name, embed.footer.text) for embed in embeds
    )
    return sum(limits.measure(text) for four in texts for text in four if text)

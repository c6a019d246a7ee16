"""A message, or a whole answer → what the library is given to send."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from relaybot.commands.reply import Reply
from relaybot.discord import limits
from relaybot.discord.card import Card
from relaybot.discord.form import Form, form_of
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.discord.full import Full
from relaybot.discord.markup import to_markdown

Item = discord.ui.Item[Any]
NOBODY = discord.AllowedMentions(everyone=False, users=False, roles=False, replied_user=False)


def options_of(form: Form) -> dict[str, Any]:
    """Return what the library's ways to send have in common."""
    told = [discord.Object(form.role)] if form.role else False
    mentions = discord.AllowedMentions(everyone=False, users=False, roles=told, replied_user=False)
    options: dict[str, Any] = {"allowed_mentions": mentions}
    if form.layout:
        return options | {"view": layout_of(form)}
    if form.content:
        options["content"] = form.content
    if form.message.card and not form.plain:
        options["embed"] = embed_of(form)
    if view := _row_of(form):
        options["view"] = view
    return options


def changes_of(form: Form) -> dict[str, Any]:
    """Return what the library's ways to edit have in common: all there is, and no ping.

    On an edit Discord would tell everybody mentioned anew unless it is told not to.
    """
    if form.layout:
        return {"view": layout_of(form), "allowed_mentions": NOBODY}
    embed = embed_of(form) if form.message.card and not form.plain else None
    return {
        "content": form.content or None,
        "embeds": [embed] if embed else [],
        "view": _row_of(form),
        "allowed_mentions": NOBODY,
    }


def embed_of(form: Form) -> discord.Embed:
    """Return the card as the library sends it."""
    card: Card | None = form.message.card
    if card is None:
        raise TypeError("only a card is sent as an embed")
    embed = discord.Embed(
        title=card.title or None,
        url=card.url,
        description=card.description or None,
        timestamp=card.timestamp,
        colour=card.colour,
    )
    if card.author_name:
        embed.set_author(name=card.author_name, url=card.author_url, icon_url=form.logo)
    for picture in form.pictures:
        embed.set_image(url=picture.url)
    if card.footer:
        embed.set_footer(text=card.footer)
    return embed


def layout_of(form: Form) -> discord.ui.LayoutView:
    """Return a message of Components V2 as the library sends it.

    Such a message has no text of its own: a mention stands in a text display, as everything does.
    """
    view = discord.ui.LayoutView(timeout=None)
    full = form.message.full
    if form.plain or full is None:
        view.add_item(discord.ui.TextDisplay(form.content or limits.ELLIPSIS))
    else:
        if form.role:
            view.add_item(discord.ui.TextDisplay(f"<@&{form.role}>"))
        items = _items(form, full)
        view.add_item(discord.ui.Container(*items, accent_colour=full.colour))
    view.stop()  # nobody waits for presses on links
    return view


def _items(form: Form, full: Full) -> Iterator[Item]:
    if full.head and form.logo:
        yield discord.ui.Section(full.head, accessory=discord.ui.Thumbnail(form.logo))
    elif full.head:
        yield discord.ui.TextDisplay(full.head)
    yield from map(discord.ui.TextDisplay, filter(None, (full.before, full.body)))
    if form.pictures:
        shown = (discord.MediaGalleryItem(p.url, description=p.alt or None) for p in form.pictures)
        yield discord.ui.MediaGallery(*shown)
    yield from map(discord.ui.TextDisplay, filter(None, (full.after, full.foot)))
    if buttons := _buttons(form):
        yield discord.ui.ActionRow(*buttons)


def _buttons(form: Form) -> list[discord.ui.Button[Any]]:
    shown = form.message.buttons if form.buttons and not form.plain else ()
    buttons = [discord.ui.Button[Any](label=button.label, url=button.url) for button in shown]
    return buttons[: limits.ROW_BUTTONS]


def _row_of(form: Form) -> discord.ui.View | None:
    if not (buttons := _buttons(form)):
        return None
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    view.stop()
    return view


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of an answer."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()
    layout: discord.ui.LayoutView | None = None  # instead of both


def parts(reply: Reply, *, cards: bool) -> Sequence[Part]:
    """Return the messages of an answer, at least one; `cards` False: embeds are not allowed.

    Short words without links stand as they are; with links they are put into a card, where
    Discord does not unfurl them, and so are long ones, for which a card has more room. Posts are
    told in the bot's own voice.
    """
    words = to_markdown(reply.body)
    messages = [format_post(outgoing, voiced=False) for outgoing in reply.posts]
    if not cards:
        said = limits.cut_at_line(words, limits.CONTENT) or limits.ELLIPSIS
        return [Part(content=said), *(Part(content=m.line or m.plain) for m in messages)]
    in_card = "](http" in words or limits.measure(words) > limits.CONTENT
    embeds = [_card(words)] if in_card else []
    embeds += [embed_of(Form(message)) for message in messages if message.card]
    batches = list(_batches(embeds)) or [()]
    first = None if in_card else words or (None if embeds else limits.ELLIPSIS)
    parts_of_cards = [
        Part(content=None if position else first, embeds=batch)
        for position, batch in enumerate(batches)
    ]
    return [*parts_of_cards, *_others(messages)]


def _others(messages: Sequence[DiscordMessage]) -> Iterator[Part]:
    """Yield what is no card: lines, as many together as fit, and containers, each by itself."""
    for text in _joined(message.line for message in messages):
        yield Part(content=text)
    for message in messages:
        if message.full:
            yield Part(layout=layout_of(form_of(message)))


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

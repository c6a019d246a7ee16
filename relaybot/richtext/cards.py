"""What platforms draw as a card: a file, another post, a player; here one link with its title.

A row of the table per class; who knows another platform's cards adds a row, and a case to the test.
A card that does not hold what it should is read like any other element: its words are not lost.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from relaybot.richtext import embeds
from relaybot.richtext.addresses import may_be_fetched, secure, web_address, without_trackers
from relaybot.richtext.characters import tidy
from relaybot.richtext.inlines import BREAK, PLAIN, STRONG, Run, one_line
from relaybot.richtext.nodes import Block, Paragraph, Picture, Quote

Attributes = Mapping[str, str | None]
Blocks = Sequence[Block] | None
Card = Callable[[LexborNode, Attributes, str | None], Blocks]

_MOST_PICTURES = 50


def may_be_card(names: str) -> bool:
    """Whether an element with these classes may be one."""
    return not _CARDS.keys().isdisjoint(names.split())


def of_card(node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    """What an element stands for when it is a card; None when it is not one."""
    for name in (attributes.get("class") or "").split():
        if name in _CARDS:
            return _CARDS[name](node, attributes, base)
    return None


def _post(node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    """Another post: its title, and whose it is."""
    title = _words(node, ".kg-bookmark-title, .embedded-post-title")
    source = _words(node, ".kg-bookmark-author, .embedded-post-publication-name")
    words = f"{title} – {source}" if title and source else title
    return _link(attributes.get("href"), words, base)


def _digest(_node: LexborNode, attributes: Attributes, _base: str | None) -> Blocks:
    """Another post of the same letter, of which only the words are told."""
    told = _told(attributes)
    lines = [Run(_text(told, "title"), STRONG), BREAK, Run(_text(told, "caption"), PLAIN)]
    words = one_line(lines)
    return [Paragraph(words)] if words else None


def _file(node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    title = _words(node, ".kg-file-card-title, .file-embed-details-h1")
    link = node.css_first("a[href]")
    address = attributes.get("href") or (link.attributes.get("href") if link is not None else None)
    return _link(address, title, base)


def _audio(node: LexborNode, _attributes: Attributes, base: str | None) -> Blocks:
    player = node.css_first("audio[src]")
    url = web_address(player.attributes.get("src"), base) if player is not None else None
    return [embeds.named(_words(node, ".kg-audio-title"), "Audio", url)] if url else None


def _sound(_node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    url = web_address(attributes.get("data-url"), base)
    return [embeds.named(attributes.get("data-title"), "Audio", url)] if url else None


def _video(_node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    embed = embeds.of_markup(attributes.get("data-html") or "", base)
    return [embed] if embed else None


def _tweet(_node: LexborNode, attributes: Attributes, _base: str | None) -> Blocks:
    """A post on X: its words as a quotation, then its address."""
    told = _told(attributes)
    url = web_address(_text(told, "url"))
    embed = embeds.of_address(url) if url else None
    words = one_line([Run(_text(told, "full_text"), PLAIN)])
    if embed is None:
        return None
    return [Quote((Paragraph(words),)), embed] if words else [embed]


def _instagram(_node: LexborNode, attributes: Attributes, _base: str | None) -> Blocks:
    name = _text(_told(attributes), "instagram_id")
    embed = embeds.of_address(f"https://www.instagram.com/p/{name}/") if name else None
    return [embed] if embed else None


def _gallery(_node: LexborNode, attributes: Attributes, base: str | None) -> Blocks:
    told = _told(attributes).get("gallery")
    gallery = told if isinstance(told, dict) else {}
    images = gallery.get("images")
    each = images[:_MOST_PICTURES] if isinstance(images, list) else []
    addresses = [web_address(_text(one, "src"), base) for one in each if isinstance(one, dict)]
    shown = [Picture(secure(one)) for one in addresses if one and may_be_fetched(one, base)]
    if shown:
        caption = one_line([Run(_text(gallery, "caption"), PLAIN)])
        shown[-1] = Picture(shown[-1].url, caption=caption)
    return shown or None


_CARDS: dict[str, Card] = {
    # Ghost
    "kg-bookmark-container": _post,
    "kg-file-card-container": _file,
    "kg-audio-card": _audio,
    # Substack
    "embedded-post": _post,
    "digest-post-embed": _digest,
    "file-embed-wrapper": _file,
    "tweet": _tweet,
    "instagram": _instagram,
    "image-gallery-embed": _gallery,
    # Squarespace
    "sqs-audio-embed": _sound,
    "sqs-video-wrapper": _video,
}


def _link(address: str | None, words: str, base: str | None) -> Blocks:
    url = web_address(address, base)
    if not url or not words:
        return None
    return [Paragraph(one_line([Run(words, PLAIN, without_trackers(url))]))]


def _words(node: LexborNode, selector: str) -> str:
    found = node.css_first(selector)
    return tidy(found.text(separator=" ")) if found is not None else ""


def _told(attributes: Attributes) -> dict[str, Any]:
    """What a platform wrote for its own script; {} when it is nothing that can be read."""
    try:
        told = json.loads(attributes.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""

"""Links, and the small raised and lowered numbers that often are some."""

from functools import partial

from selectolax.lexbor import LexborNode

from relaybot.richtext import hidden, notes
from relaybot.richtext.addresses import mail_address, web_address, without_trackers
from relaybot.richtext.cards import of_card
from relaybot.richtext.inlines import IN_PAGE
from relaybot.richtext.reader import Attributes, Leave, Reader, skip

_PICTURE_OF_POST = ("pic.twitter.com/", "pic.x.com/")  # how X writes that a post has one
_NUMBERS = ("tel:", "sms:")
_SHORTEST_NUMBER = 3


def link(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """`<a>`: to a page, to somebody by mail or telephone, or to a place on the same page."""
    href = (attributes.get("href") or "").strip()
    if href.startswith("#"):
        return _within_page(reader, node, attributes)
    if "/open_sms" in href:  # Buzzsprout: "Send us a text", above and below every episode
        return skip
    if "t.co/" in href and node.text().strip().startswith(_PICTURE_OF_POST):
        return skip
    card = of_card(node, attributes, reader.base) if attributes.get("class") else None
    if card is not None:
        for block in card:
            reader.build.block(block)
        return skip
    if href[:4].lower() in _NUMBERS:
        return _number(reader, node, href[4:])
    before, reader.build.url = reader.build.url, _address(href, reader.base)
    return partial(_end_link, reader, before)


def _address(href: str, base: str | None) -> str | None:
    if href[:7].lower() == "mailto:":
        return mail_address(href)
    address = web_address(href, base)
    return without_trackers(address) if address else None


def _end_link(reader: Reader, url: str | None) -> None:
    reader.build.url = url


def _number(reader: Reader, node: LexborNode, number: str) -> Leave:
    """A telephone number, which no chat links: said where the words do not say it."""
    number = number.partition("?")[0].partition(";")[0].strip()
    digits = notes.digits(number)
    if len(digits) < _SHORTEST_NUMBER or notes.digits(node.text()).endswith(digits[-7:]):
        return None
    return partial(reader.build.words, f" ({number})")


def _within_page(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """A place on the same page: nothing to open, but the numbers of notes say something."""
    words = node.text().strip("\ufe0e\ufe0f \n\t") or _drawn(node)
    names = attributes.get("class") or ""
    if "footnote-number" in names or notes.leads_back(words) or notes.is_remark(attributes):
        return skip
    if hidden.is_anchor(attributes, words):
        return skip
    number = notes.small_number(words, notes.RAISED)
    if number:
        reader.build.words(number)
        return skip
    if attributes.get("href") == "#":  # a script does something
        return None
    before, reader.build.url = reader.build.url, IN_PAGE
    return partial(_end_link, reader, before)


def _drawn(node: LexborNode) -> str:
    """The sign that a page draws as a picture: WordPress makes pictures of all emoji."""
    sign = node.css_first("img[alt]")
    return (sign.attributes.get("alt") or "").strip() if sign is not None else ""


def raised(reader: Reader, node: LexborNode, _attributes: Attributes) -> Leave:
    """`<sup>`."""
    return _small_number(reader, node, notes.RAISED)


def lowered(reader: Reader, node: LexborNode, _attributes: Attributes) -> Leave:
    """`<sub>`."""
    return _small_number(reader, node, notes.LOWERED)


def _small_number(reader: Reader, node: LexborNode, digits: dict[int, int]) -> Leave:
    number = notes.small_number(node.text().strip(), digits)
    if number is None:
        return None
    link = node.css_first("a")
    href = (link.attributes.get("href") or "#") if link is not None else "#"
    before = reader.build.url
    if not href.startswith("#"):
        reader.build.url = _address(href, reader.base)
    reader.build.words(number)
    reader.build.url = before
    return skip

"""Lists of feeds from and for other readers: OPML 1.0 and 2.0 (http://opml.org/spec2.opml)."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml.ElementTree import fromstring

from relaybot.errors import DirectoryError
from relaybot.model.source import Chapter, Feed
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.wording import quoted, visible

MOST_BYTES = 10_000_000
MOST_FEEDS = 5_000  # no organization has so many; a first file of more could not be gone through
_HEADLINE = "This list of feeds cannot be used:"


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """One feed of an OPML list: its address as it stands there, the rest made fit for people."""

    title: str  # never empty: the host stands in for a missing one
    url: str
    site: str | None = None
    language: str | None = None


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Return every feed of the list in its order, folders flattened, each address once.

    Read with defusedxml; the standard library's ElementTree only writes here.

    Addresses are not judged here. Raises DirectoryError for what is not OPML or holds no feed.
    """
    root = _parse(data)
    if _local(root.tag) != "opml":
        raise DirectoryError(
            _HEADLINE, [f"it is XML of the kind {quoted(_local(root.tag))}; OPML is wanted"]
        )
    found: dict[str, OpmlFeed] = {}
    for element in root.iter():
        if _local(element.tag) == "outline" and (feed := _feed(element)):
            found.setdefault(feed.url, feed)
    if not found:
        raise DirectoryError(_HEADLINE, ["there is no feed in it (no outline with an xmlUrl)"])
    if len(found) > MOST_FEEDS:
        raise DirectoryError(_HEADLINE, [f"{len(found)} feeds stand in it; {MOST_FEEDS} at most"])
    return tuple(found.values())


def write_opml(catalogue: Catalogue) -> str:
    """Return the whole directory as OPML 2.0; a chapter with several feeds is a folder."""
    root = Element("opml", version="2.0")
    title = ", ".join(catalogue.organizations.values()) or "relaybot"
    SubElement(SubElement(root, "head"), "title").text = visible(title)
    body = SubElement(root, "body")
    for chapter in catalogue.chapters:
        _write_feeds(body, chapter)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _parse(data: bytes) -> Element:
    if len(data) > MOST_BYTES:
        raise DirectoryError(_HEADLINE, [f"it is larger than {MOST_BYTES // 1_000_000} MB"])
    try:
        # A DTD alone does no harm and old readers write one; entities are refused by default.
        return fromstring(data.lstrip())
    except ParseError as error:
        raise DirectoryError(_HEADLINE, [f"it is not well-formed XML: {error}"]) from error
    except (ValueError, LookupError) as error:  # entities; an encoding nobody knows
        raise DirectoryError(_HEADLINE, [f"it is XML that is not read: {error}"]) from error


def _feed(element: Element) -> OpmlFeed | None:
    said = {_local(key): value.strip() for key, value in element.attrib.items()}
    url = said.get("xmlurl", "")
    if not url:
        return None
    title = visible(said.get("title") or "") or visible(said.get("text") or "")
    return OpmlFeed(
        title=title or _host(url),
        url=url,
        site=said.get("htmlurl") or None,
        language=said.get("language") or None,
    )


def _host(url: str) -> str:
    try:
        return visible(urlsplit(url).hostname or url)
    except ValueError:
        return visible(url)


def _local(name: object) -> str:
    """Return a tag or attribute without namespace, in small letters: readers differ in both."""
    return str(name).rpartition("}")[2].lower()


def _write_feeds(body: Element, chapter: Chapter) -> None:
    if len(chapter.feeds) > 1:
        body = SubElement(body, "outline", text=visible(chapter.name))
    for feed in chapter.feeds:
        SubElement(body, "outline", dict(_attributes(feed)))


def _attributes(feed: Feed) -> Iterable[tuple[str, str]]:
    name = visible(feed.name)
    yield from (("type", "rss"), ("text", name), ("title", name), ("xmlUrl", feed.url))
    if feed.site:
        yield "htmlUrl", feed.site
    if feed.language:
        yield "language", feed.language
    if feed.region:
        yield "category", f"/region/{feed.region}"

"""The pictures of an entry, from what feedparser found: best first."""

from collections.abc import Iterator
from typing import Any

from relaybot.feeds.found import dict_of, dicts_of, integer_of, text_of
from relaybot.feeds.media import ELEMENT
from relaybot.model.raw import RawEnclosure

# Elements in which themes and plugins name the picture of an article, as feedparser spells them.
_FIELDS = (
    *(ELEMENT, "featured_image", "featuredimage", "featured-image", "wp_featuredmedia"),
    *("og_image", "image_url", "imageurl", "cover_image", "cover", "media_image"),
    *("thumbnail", "thumbnail_url", "thumb"),
)
_SMALL = 300  # pixels: a thumbnail that is stated to be narrower stands in only
_UNSTATED = 600 * 400  # what a picture without a stated size is taken for


def own_images(entry: Any) -> tuple[RawEnclosure, ...]:
    """Return media:content by size, thumbnails that are not small, and what other fields name."""
    pictures = [media for media in dicts_of(entry, "media_content") if is_picture(media)]
    largest_first = sorted(map(_media, pictures), key=_area, reverse=True)
    thumbnails = (_media(thumbnail) for thumbnail in dicts_of(entry, "media_thumbnail"))
    named = [*largest_first, *(picture for picture in thumbnails if not _is_small(picture))]
    return tuple(picture for picture in (*named, *_fields(entry)) if picture.url)


def stand_ins(entry: Any) -> tuple[RawEnclosure, ...]:
    """Return what is shown for want of better: small thumbnails, and the cover of an episode."""
    thumbnails = (_media(thumbnail) for thumbnail in dicts_of(entry, "media_thumbnail"))
    cover = RawEnclosure(url=text_of(dict_of(entry, "image"), "href") or text_of(entry, "image"))
    found = (*(picture for picture in thumbnails if _is_small(picture)), cover)
    return tuple(picture for picture in found if picture.url)


def logos(feed: Any) -> tuple[str, ...]:
    """Return the pictures that stand for the whole feed."""
    image = dict_of(feed, "image")
    named = (text_of(image, "href"), text_of(image, "url"), text_of(feed, "logo"))
    return tuple(dict.fromkeys(url for url in (*named, text_of(feed, "icon")) if url))


def is_picture(media: Any) -> bool:
    """Say whether a media:content is a picture, by what is stated, else by the file's name."""
    stated = text_of(media, "medium") or text_of(media, "type").partition("/")[0]
    if stated:
        return stated == "image"
    path = text_of(media, "url").partition("?")[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


def _media(media: Any) -> RawEnclosure:
    return RawEnclosure(
        url=text_of(media, "url"),
        type=text_of(media, "type"),
        alt=text_of(media, "alt"),
        width=integer_of(text_of(media, "width")),
        height=integer_of(text_of(media, "height")),
    )


def _fields(entry: Any) -> Iterator[RawEnclosure]:
    for name in _FIELDS:
        members = dict_of(entry, name)
        written = [text_of(members, key) for key in ("url", "href", "src")]
        url = next(filter(None, (text_of(entry, name), *written)), "")
        if url.startswith(("http://", "https://", "/")) and " " not in url:
            yield RawEnclosure(url=url)


def _area(picture: RawEnclosure) -> int:
    if picture.width and picture.height:
        return picture.width * picture.height
    return picture.width * picture.width if picture.width else _UNSTATED


def _is_small(picture: RawEnclosure) -> bool:
    return picture.width is not None and picture.width < _SMALL

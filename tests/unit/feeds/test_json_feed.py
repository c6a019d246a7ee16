import json

import pytest

from relaybot.errors import ParseError
from relaybot.feeds.json_feed import parse_json_feed
from relaybot.model.raw import RawEnclosure, RawEntry

VERSION = "https://jsonfeed.org/version/1.1"


def entry(**item: object) -> RawEntry:
    (found,) = parse_json_feed(json.dumps({"version": VERSION, "items": [item]})).entries
    return found


def test_what_a_feed_says_of_itself() -> None:
    feed = parse_json_feed(
        json.dumps({"version": VERSION, "title": "T", "home_page_url": "https://t"})
    )
    assert (feed.title, feed.site, feed.format, feed.entries) == ("T", "https://t", "json1.1", ())


def test_numbers_are_ids_but_no_links() -> None:
    assert entry(id=7, url=7) == RawEntry(guid="7")


def test_external_link_when_there_is_no_own() -> None:
    assert entry(external_url="https://other.example/").link == "https://other.example/"


def test_an_attachment() -> None:
    attachment = {"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg", "title": "One"}
    assert entry(attachments=[attachment | {"size_in_bytes": 5.0}]).enclosures == (
        RawEnclosure(url="https://a.example/1.mp3", type="audio/mpeg", length=5, alt="One"),
    )


@pytest.mark.parametrize(
    "junk", [None, True, 3, 3.5, "x", [], [[]], {}, {"url": {}}, [None, {"a": 1}]]
)
def test_any_type_anywhere(junk: object) -> None:
    names = "id url external_url title content_html content_text summary image banner_image tags"
    more = "date_published date_modified author authors language attachments"
    item = dict.fromkeys(f"{names} {more}".split(), junk)
    document = {"version": VERSION, "items": [item, junk], "title": junk, "language": junk}
    for found in parse_json_feed(json.dumps(document)).entries:
        assert isinstance(found.guid, str)


@pytest.mark.parametrize("junk", [None, 3, "x", {"a": 1}])
def test_items_that_are_no_list(junk: object) -> None:
    assert parse_json_feed(json.dumps({"version": VERSION, "items": junk})).entries == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "that looks like JSON but cannot be read as JSON"),
        ("[" * 100_000, "that looks like JSON but cannot be read as JSON"),
        ('{"version": ' + "1" * 5_000 + "}", "that looks like JSON but cannot be read as JSON"),
        ("{}", "that is JSON, but not a JSON Feed"),
        ("[1]", "that is JSON, but not a JSON Feed"),
    ],
)
def test_what_is_no_feed(text: str, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        parse_json_feed(text)

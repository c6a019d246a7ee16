from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaybot.errors import ParseError
from relaybot.feeds.parse import parse
from relaybot.model.raw import RawFeed

ITEM = (
    "<item><title>Post {0}</title><link>https://a.example/{0}</link>"
    "<guid isPermaLink='false'>{0}</guid><description>{1}</description></item>"
)


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>".encode()


def test_two_thousand_entries() -> None:
    raw = parse(rss(*(ITEM.format(number, "Words.") for number in range(2_000))), None)
    assert [entry.guid for entry in raw.entries] == [str(number) for number in range(2_000)]


def test_an_entry_of_a_megabyte() -> None:
    body = "&lt;p&gt;Tenants met.&lt;/p&gt; " * 40_000
    (entry,) = parse(rss(ITEM.format(1, body)), None).entries
    assert entry.summary.count("<p>Tenants met.</p>") == 40_000


def test_the_content_type_is_only_a_hint() -> None:
    assert parse(rss(ITEM.format(1, "x")), "text/html").entries
    assert (
        parse(b'{"version":"https://jsonfeed.org/version/1","items":[]}', "image/png").entries == ()
    )


@pytest.mark.parametrize(
    "body", [b"/etc/passwd", b"https://elmford.example/feed/", b"file:///etc/hosts"]
)
def test_a_body_that_names_a_place_is_not_followed(body: bytes) -> None:
    with pytest.raises(ParseError, match="that is not a feed"):
        parse(body, None)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_feed_or_a_parse_error(noise: bytes) -> None:
    for body in (
        noise,
        b"<rss><channel><item><title>" + noise + b"</title></item></channel></rss>",
    ):
        with suppress(ParseError):
            assert isinstance(parse(body, None), RawFeed)

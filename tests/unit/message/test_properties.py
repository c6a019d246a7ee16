"""Whatever a feed brings, in whatever style: both platforms take it, nobody is pinged or misled."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import normalise
from relaybot.message.as_if import as_if_owed
from relaybot.model.destination import PicturePlace, PlatformName, Preferences, Style
from relaybot.model.post import Post
from relaybot.model.raw import RawEnclosure, RawEntry, RawEvent, RawFeed
from tests.builders import NOON, a_feed
from tests.rendered import discord_faults, telegram_faults
from tests.unit.richtext.test_properties import ANY_TEXT, HTML, MARKUP

HOSTILE = st.sampled_from(
    [
        "@everyone", "@here", "<@123>", "<@&456>", "<#789>", "</join:12>", "<a:x:12>", "<t:0:R>",
        "[https://bank.example](https://evil.example)", "```", "# ", "-# ", "> ", "||", "1. ",
        "<b>", "&lt;a href=x&gt;", "tg://user?id=1", "/start@bot", "@durov", "#" * 40, "é" * 300,
        "👨‍👩‍👧‍👦" * 40, "\u202e", "﷽" * 60, "漢" * 400, "[x](", "\\" * 9, "_*~`|" * 12,
    ]
)  # fmt: skip
WORDS = st.lists(HOSTILE | st.text(max_size=12), max_size=8).map(" ".join)
TITLES = WORDS | ANY_TEXT
ADDRESSES = st.sampled_from(
    [
        "", "https://league.example/a", "//x.example/a b", "javascript:alert(1)", "https://[bad",
        "http://user:secret@x.example/", "https://" + "x" * 3000 + ".example/", "/relative?a=b&c=d",
        "https://xn--bcher-kva.example/ü", "https://x.example/)](https://evil.example",
        "https://x.example/" + "%41" * 900, "tg://resolve?domain=x", "mailto:a@b.example",
    ]
)  # fmt: skip
BODIES = HTML | st.lists(MARKUP | WORDS, max_size=6).map("<p>".join)
FILES = st.builds(RawEnclosure, url=ADDRESSES, type=st.sampled_from(["", "audio/mpeg", "image/x"]))
MOMENTS = st.sampled_from([None, 0.0, -1e11, 4e11, NOON.timestamp(), NOON.timestamp() - 43_200])
EVENTS = st.none() | st.builds(
    RawEvent,
    starts=st.sampled_from(["", "2026-04-02", "2026-04-02T18:30:00Z", "9999-12-31T23:59:59-12:00"]),
    ends=st.sampled_from(["", "2026-04-03", "0001-01-01T00:00:00Z", "2026-04-02T20:00:00"]),
    place=WORDS,
)
ENTRIES = st.builds(
    RawEntry,
    link=ADDRESSES,
    title=TITLES,
    author=WORDS,
    summary=BODIES,
    content=BODIES,
    published=MOMENTS,
    enclosures=st.lists(FILES, max_size=2).map(tuple),
    images=st.lists(FILES, max_size=3).map(tuple),
    event=EVENTS,
)
PREFERENCES = st.builds(
    Preferences,
    style=st.sampled_from(Style),
    images=st.booleans(),
    picture_place=st.sampled_from(PicturePlace),
    buttons=st.booleans(),
    hashtags=st.booleans(),
    persona=st.booleans(),
    language=st.sampled_from([None, "en", "es"]),
    timezone=st.sampled_from([None, "Pacific/Kiritimati", "America/Los_Angeles", "Nowhere"]),
)


def a_post(entry: RawEntry) -> Post | None:
    [item] = identify((entry,))
    feed = a_feed(language=None)
    return normalise(item, feed, RawFeed(), feed.url, datetime(2026, 3, 15, tzinfo=UTC))


@given(ENTRIES, PREFERENCES, st.lists(WORDS, max_size=7), st.booleans())
@settings(max_examples=250, deadline=None)
def test_both_platforms_take_it(
    entry: RawEntry, preferences: Preferences, others: list[str], withdrawn: bool
) -> None:
    post = a_post(entry)
    if post is None:
        return
    more: dict[str, Any] = {"also_from": others, "withdrawn_at": NOON if withdrawn else None}
    for platform, faults in (
        (PlatformName.DISCORD, discord_faults),
        (PlatformName.TELEGRAM, telegram_faults),
    ):
        assert faults(as_if_owed(post, a_feed(), platform, preferences, NOON, **more)) == []

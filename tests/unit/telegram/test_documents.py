"""Every style and form, over posts that would break a careless one: all stays within limits."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PicturePlace, Preferences, Style
from relaybot.model.post import Audio, Event, Image
from relaybot.telegram.format import (
    Form,
    TelegramMessage,
    format_as,
    format_post,
    format_title_only,
)
from tests import builders
from tests.emulators.telegram.content import (
    CAPTION_UNITS,
    MARKUP_BYTES,
    TEXT_UNITS,
    link_preview_of,
    reply_markup_of,
)
from tests.emulators.telegram.entities import Parsed, utf16
from tests.emulators.telegram.markup_parser import parse_html
from tests.emulators.telegram.pictures import photo_of

LINK = "https://elmford.example/posts/1"
SENTENCE = "The hall opens at six. "
LINKS = "".join(f'<a href="https://a.example/{n}">word {n}</a>, ' for n in range(500))

NASTY: dict[str, dict[str, Any]] = {
    "one long word": {"html": f"<p>{'x' * 10_000}</p>", "title": "y" * 10_000},
    "long words": {"html": f"<p>{('x' * 700 + ' ') * 20}</p>"},
    "10,000 characters": {"html": f"<p>{SENTENCE * 440}</p>"},
    "10,000 characters in paragraphs": {"html": f"<p>{SENTENCE * 3}</p>" * 150},
    "10,000 characters of escapes": {"html": f"<p>{'&lt;&amp;&quot; ' * 3000}</p>"},
    "lines": {"html": "x<br>" * 5000},
    "emoji": {"html": f"<p>{'👩🏽‍🚒🏳️‍🌈 ' * 2000}</p>", "title": "😀" * 400},
    "emoji without a space": {"html": f"<p>{'😀' * 6000}</p>"},
    "accents": {"html": "<p>" + "e\u0301\u0302\u0303" * 4000 + "</p>"},
    "quotes": {"html": f"<blockquote><p>{SENTENCE * 20}</p></blockquote>" * 10},
    "quotes in quotes": {"html": f"<blockquote>{SENTENCE * 9}" * 30 + "</blockquote>" * 30},
    "quotes in a list": {
        "html": "<ul>" + f"<li><blockquote><i>{SENTENCE}</i></blockquote></li>" * 99 + "</ul>"
    },
    "lists": {"html": f"<ol><li>{SENTENCE}<ul><li>{SENTENCE}</li></ul></li></ol>" * 60},
    "deep lists": {"html": f"<ul><li>{SENTENCE}" * 150 + "</li></ul>" * 150},
    "headings": {"html": f"<h2>{SENTENCE}</h2>" * 300},
    "code": {"html": f"<p>{SENTENCE}</p><pre>{'if a &lt; b: c' * 900}</pre>"},
    "500 links": {"html": f"<p>{LINKS}</p>"},
    "links in 500 paragraphs": {"html": f"<p>{LINKS.replace(', ', '</p><p>')}</p>"},
    "500 long links": {"html": f"<p>{LINKS.replace('.example/', '.example/' + 'z' * 1900)}</p>"},
    "500 bold words": {"html": "<p>" + "<b>bold</b> and " * 500 + "</p>"},
    "500 styles within each other": {"html": "<p>" + "<b>a<i>b<s>c</s></i></b> d " * 500 + "</p>"},
    "right to left": {"html": f"<p>{'الإيجار مرتفع جدا. ' * 300}</p>", "title": "\u202eإضراب"},
    "Hebrew with a link": {
        "html": f'<p>{"שכר הדירה. " * 90}<a href="https://a.example">כאן</a></p>' * 5
    },
    "no spaces, but sentences": {"html": f"<p>{'大会は六時に始まる。' * 900}</p>"},
    "mentions": {"html": f"<p>{'@someone /start tg://x #rent ' * 300}</p>", "title": "@someone"},
    "a table": {"html": "<table>" + f"<tr><td>{SENTENCE}</td><td>@x</td></tr>" * 200 + "</table>"},
    "nothing": {"html": "", "title": "", "link": None, "published": None, "language": None},
    "nothing but a picture": {"html": "", "title": "", "link": None},
    "hostile fields": {
        "title": "</b><script>",
        "byline": "@someone <i>" * 99,
        "language": "<b>@x" * 99,
        "link": 'https://elmford.example/?"><b>&x=1 y',
    },
    "the longest addresses": {
        "html": f"<p>{SENTENCE * 200}</p>",
        "link": "https://elmford.example/" + '"' * 2000,
        "audio": Audio(url="https://elmford.example/" + "&" * 2000, duration=1e9),
    },
    "odd addresses": {"link": "https://[half", "audio": Audio(url="http:///x")},
    "half a character": {"title": "\ud83d", "html": "<p>\ud83d</p>" * 500},
}
PICTURES = "".join(f'<img src="https://a.example/{n}.jpg" alt="@x <b>">' for n in range(6))
LONGEST = "https://elmford.example/" + "&" * 2000
PLAIN: dict[str, Any] = {
    "image": Image(url="https://a.example/p.jpg"),
    "audio": Audio(url="https://a.example/"),
}
RICH: dict[str, Any] = {
    "image": Image(url="https://a.example/p.jpg", alt="😀" * 900),
    "audio": Audio(url=LONGEST, duration=1e9),
    "event": Event(starts=datetime(2026, 4, 2, 18, tzinfo=UTC), place="Grange Hall <b>@x " * 90),
    "byline": "Ada @someone " * 30,
}
OTHERS = ("Oakham @someone <b>", "🌹" * 400, "/start", *("Riverbend Library Workers" * 9,) * 9)


def outgoing_of(preferences: Preferences, *, rich: bool = False, **post: Any) -> Outgoing:
    address = builders.an_address("-1001", "telegram")
    given = (RICH if rich else PLAIN) | post
    if rich:
        given["html"] = f"{PICTURES}{given.get('html', '')}"
    outgoing = builders.an_outgoing(
        builders.a_stored_post(1, **given),
        builders.a_destination(address, preferences=preferences),
        chapter=builders.a_chapter(name="Elmford <b>@someone #1 " * 20) if rich else None,
    )
    return replace(outgoing, also_from=OTHERS) if rich else outgoing


def messages(preferences: Preferences, **post: Any) -> list[TelegramMessage]:
    outgoing = outgoing_of(preferences, **post)
    return [format_post(outgoing), format_title_only(outgoing)]


def read(message: TelegramMessage) -> Parsed:
    """Return what readers get, or fail for what Telegram would refuse or lose."""
    units = TEXT_UNITS if message.form is Form.TEXT else CAPTION_UNITS
    parsed = parse_html(message.html)
    assert parsed.text
    assert parsed.dropped == 0
    assert parsed.words("mention") + parsed.words("bot_command") == []
    assert max(utf16(parsed.text), utf16(message.text)) <= units
    assert len(message.html.encode()) <= MARKUP_BYTES
    row = [{"text": button.label, "url": button.url} for button in message.buttons]
    reply_markup_of({"reply_markup": {"inline_keyboard": [row]}})
    assert message.form is not Form.ALBUM or not message.buttons
    for picture in message.pictures:
        photo_of(picture.url)
    link_preview_of({"link_preview_options": {"url": message.preview_url or LINK}})
    return parsed


def taken_back(outgoing: Outgoing) -> Outgoing:
    stored = replace(outgoing.claim.post, withdrawn_at=builders.NOON)
    return replace(outgoing, claim=replace(outgoing.claim, post=stored), also_from=())


RICHLY = Preferences(style=Style.FULL, hashtags=True, language="es")


@pytest.mark.parametrize("case", NASTY)
def test_a_sent_message_stays_within_every_limit(case: str) -> None:
    outgoing = outgoing_of(RICHLY, rich=True, **NASTY[case])
    for one, style, form in product((outgoing, taken_back(outgoing)), Style, Form):
        read(format_as(one, style, form))
        read(format_title_only(one, style, form))


@pytest.mark.parametrize("case", NASTY)
def test_everything_there_is_around_it(case: str) -> None:
    counts = {Form.TEXT: {0}, Form.PHOTO: {1}, Form.ALBUM: {2, 3, 4}}
    for style in Style:
        chosen = replace(RICHLY, style=style)
        message = format_post(outgoing_of(chosen, rich=True, **NASTY[case]))
        read(message)
        assert len(message.pictures) in counts[message.form]


@pytest.mark.parametrize("case", NASTY)
def test_within_every_limit(case: str) -> None:
    for style, language in product(Style, (None, "es")):
        for message in messages(Preferences(style=style, language=language), **NASTY[case]):
            parsed = read(message)
            if style is Style.COMPACT:
                assert "\n" not in parsed.text
                assert message.preview_url is None


@pytest.mark.parametrize("case", NASTY)
def test_a_fuller_style_never_says_less(case: str) -> None:
    said = [
        len(read(messages(Preferences(style=style), **NASTY[case])[0]).text)
        for style in (Style.COMPACT, Style.CARD, Style.FULL)
    ]
    assert said == sorted(said)


LONG = [case for case in NASTY if case.startswith(("10,000 characters", "500 ", "quotes", "lists"))]


@pytest.mark.parametrize("case", LONG)
def test_full_is_long_and_folded(case: str) -> None:
    parsed = read(messages(Preferences(style=Style.FULL), **NASTY[case])[0])
    [folded] = parsed.words("expandable_blockquote")
    assert utf16(parsed.text) > 1200
    assert utf16(parsed.text) - utf16(folded) < 1200


def test_nothing_is_folded_that_is_short() -> None:
    for style in Style:
        message, _ = messages(Preferences(style=style), html=f"<p>{SENTENCE * 30}</p>")
        assert read(message).words("expandable_blockquote") == []


def test_a_fold_loses_nothing() -> None:
    html = "".join(f"<p>Sentence {n} stands here.</p>" for n in range(60))
    message, _ = messages(Preferences(style=Style.FULL), html=html)
    numbers = [int(n) for n in re.findall(r"Sentence (\d+)", read(message).text)]
    assert numbers == list(range(60))


PREFERENCES = st.builds(
    Preferences,
    style=st.sampled_from(Style),
    images=st.booleans(),
    buttons=st.booleans(),
    hashtags=st.booleans(),
    picture_place=st.sampled_from(PicturePlace),
    language=st.sampled_from((None, "es")),
)
MARKUP = st.text(alphabet=st.sampled_from('<>/abipulq"=& @#😀\nא.'), max_size=400)


@given(
    html=MARKUP,
    repeated=st.integers(1, 20),
    shown=st.integers(0, 6),
    preferences=PREFERENCES,
    title=st.text(max_size=20),
    byline=st.none() | st.text(max_size=20),
    name=st.text(max_size=20),
    others=st.lists(st.text(max_size=20), max_size=7),
    form=st.sampled_from(Form),
)
def test_whatever_a_feed_says(
    html: str,
    repeated: int,
    shown: int,
    preferences: Preferences,
    title: str,
    byline: str | None,
    name: str,
    others: list[str],
    form: Form,
) -> None:
    pictures = "".join(f'<img src="https://a.example/{n}.jpg">' for n in range(shown))
    outgoing = outgoing_of(preferences, html=pictures + html * repeated, title=title, byline=byline)
    chapter = replace(outgoing.chapter, name=name)
    outgoing = replace(outgoing, chapter=chapter, also_from=tuple(others))
    read(format_post(outgoing))
    read(format_title_only(outgoing))
    for one in (outgoing, taken_back(outgoing)):
        read(format_as(one, preferences.style, form))

"""What a post looks like on Telegram, read back by a parser as strict as Telegram's."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.message.content import LinkButton
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PicturePlace, Preferences, Style
from relaybot.model.post import Audio, Image
from relaybot.telegram.format import (
    Form,
    TelegramMessage,
    format_as,
    format_post,
    format_title_only,
)
from tests import builders
from tests.emulators.telegram.content import MARKUP_BYTES, TEXT_UNITS
from tests.emulators.telegram.entities import Parsed, utf16
from tests.emulators.telegram.markup_parser import parse_html

LINK = "https://elmford.example/posts/1"
MOMENT = "March 13, 2026 at 2:00\u202fAM PDT"


def an_outgoing(**post: Any) -> Outgoing:
    given: dict[str, Any] = {"published": datetime(2026, 3, 13, 9, tzinfo=UTC)}
    return builders.an_outgoing(builders.a_stored_post(1, **(given | post)))


def message(**post: Any) -> TelegramMessage:
    return format_post(an_outgoing(**post))


def read(formed: TelegramMessage) -> Parsed:
    parsed = parse_html(formed.html)
    assert parsed.text
    assert parsed.dropped == 0
    assert parsed.words("mention") == []
    assert parsed.words("bot_command") == []
    assert utf16(parsed.text) <= TEXT_UNITS
    assert utf16(formed.text) <= TEXT_UNITS
    assert len(formed.html.encode()) <= MARKUP_BYTES
    return parsed


def test_whole_message() -> None:
    formed = message(
        title="Rent strike at 5th & Main",
        html="<p>Tenants <b>won</b>.</p><ul><li>No rise</li><li>Repairs</li></ul>",
        byline="Ada Moreno",
    )
    assert formed.html == (
        "📣 Elmford Tenants' League\n"
        f'<b><a href="{LINK}">Rent strike at 5th &amp; Main</a></b>\n'
        "<i>By Ada Moreno</i>\n\n"
        "Tenants <b>won</b>.\n\n"
        "• No rise\n• Repairs\n\n"
        f"<i>Posted in English · {MOMENT} · Oregon</i>"
    )
    assert formed.preview_url == LINK
    assert not formed.large_preview
    read(formed)


def test_plain_text_says_the_same() -> None:
    formed = message(title="A & B", html="<p>Words.</p>")
    assert formed.text == (
        "📣 Elmford Tenants' League\nA & B\n\nWords.\n\n"
        f"Posted in English · {MOMENT} · Oregon\n\n{LINK}"
    )


def lines(**post: Any) -> list[str]:
    """Return what stands between the chapter's name and the small print."""
    head, *rest = [line for line in read(message(**post)).text.split("\n") if line]
    return ([] if head == "📣 Elmford Tenants' League" else [head]) + rest[:-1]


LINES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no body": ({"title": "T", "html": ""}, ["T"]),
    "only a footer": (
        {
            "title": "T",
            "html": f'<p>The post <a href="{LINK}">T</a> appeared first on'
            ' <a href="https://elmford.example">Elmford</a>.</p>',
        },
        ["T"],
    ),
    "summary instead of a body": ({"title": "T", "html": " ", "summary": "Said."}, ["T", "Said."]),
    "summary instead of a picture": (
        {"title": "T", "html": '<img src="https://e.example/a.png">', "summary": "Said."},
        ["T", "Said."],
    ),
    "no title": (
        {"title": "", "html": "<p>Short and clear.</p>"},
        ["Short and clear."],
    ),
    "no title, long body": (
        {"title": "", "html": f"<p>First words {'and more ' * 20}.</p>"},
        ["First words " + "and more " * 19 + "and more ."],
    ),
    "nothing at all": ({"title": "", "html": ""}, ["📣 New post from Elmford Tenants' League"]),
    "title of white space": ({"title": " a \n  b ", "html": ""}, ["a b"]),
}


@pytest.mark.parametrize("case", LINES)
def test_lines(case: str) -> None:
    post, expected = LINES[case]
    assert lines(**post) == expected


def test_more_on_the_page_is_said_once() -> None:
    _, words = lines(title="T", html="<p>It begins in the hall. [&hellip;]</p>")
    assert words.startswith("It begins in the hall.")
    assert words.endswith("…")
    assert words.count("…") == 1


def test_no_link() -> None:
    formed = message(link=None, title="T")
    assert read(formed).words("text_link") == []
    assert formed.preview_url is None
    assert "T\n" in formed.text


def test_picture_makes_the_preview_large() -> None:
    formed = message(image=Image(url="https://elmford.example/a.jpg"))
    assert (formed.preview_url, formed.large_preview) == (LINK, True)
    assert formed.image == "https://elmford.example/a.jpg"


def test_picture_without_a_link_is_shown_itself() -> None:
    formed = message(link=None, image=Image(url="https://elmford.example/a.jpg"))
    assert (formed.preview_url, formed.large_preview) == ("https://elmford.example/a.jpg", True)


def test_a_post_of_a_picture_alone_shows_it_and_not_its_page() -> None:
    formed = message(html='<p><img src="https://elmford.example/a.jpg" alt=""></p>')
    assert (formed.preview_url, formed.large_preview) == ("https://elmford.example/a.jpg", True)


DURATIONS = {
    "seconds": (20.0, "1 min"),
    "minutes": (2520.0, "42 min"),
    "hours": (3900.0, "1 h 05 min"),
}


@pytest.mark.parametrize("case", DURATIONS)
def test_episode(case: str) -> None:
    seconds, expected = DURATIONS[case]
    episode = Audio(url="https://elmford.example/1.mp3", duration=seconds)
    formed = message(audio=episode)
    assert f"\n🎧 {expected}\n" in read(formed).text
    assert LinkButton("Listen", episode.url) in formed.buttons


def test_episode_without_a_duration() -> None:
    assert "🎧" not in message(audio=Audio(url="https://elmford.example/1.mp3")).html


def test_an_episode_without_buttons_has_a_link() -> None:
    episode = Audio(url="https://elmford.example/1.mp3", duration=2520)
    outgoing = builders.an_outgoing(
        builders.a_stored_post(1, audio=episode),
        builders.a_destination(preferences=Preferences(buttons=False)),
    )
    parsed = read(format_post(outgoing))
    assert "\n🎧 Listen · 42 min\n" in parsed.text
    assert "Listen" in parsed.words("text_link")


SOUND = "https://elmford.example/1.mp3"
PLAYERS: dict[str, tuple[str, int]] = {
    "the episode": (SOUND, 0),
    "the episode, counted by WordPress": (f"{SOUND}?_=1", 0),
    "another sound": ("https://elmford.example/2.mp3", 1),
}


@pytest.mark.parametrize("style", [Style.CARD, Style.FULL])
@pytest.mark.parametrize("case", PLAYERS)
def test_an_episode_is_one_line_and_one_button(case: str, style: Style) -> None:
    source, players = PLAYERS[case]
    html = f'<p>We met.</p><audio controls src="{source}"></audio>'
    outgoing = builders.an_outgoing(
        builders.a_stored_post(1, html=html, audio=Audio(url=SOUND, duration=60)),
        builders.a_destination(preferences=Preferences(style=style)),
    )
    formed = format_post(outgoing)
    text = read(formed).text
    assert (text.count("▶ Audio"), text.count("🎧 1 min")) == (players, 1)
    assert LinkButton("Listen", SOUND) in formed.buttons


def test_long_body_is_cut_to_an_excerpt() -> None:
    parsed = read(message(html="<p>" + "One more sentence stands here. " * 400 + "</p>"))
    assert 300 < len(parsed.text) < 700


def test_an_address_in_a_title_leads_to_the_post_as_every_title_does() -> None:
    parsed = read(message(title="See https://bank.example/login", html=""))
    assert list(parsed.links().values()) == [LINK]
    assert parsed.words("url") == []


def in_a_place(**preferences: Any) -> Outgoing:
    place = builders.a_destination(preferences=Preferences(**preferences))
    published = datetime(2026, 3, 13, 9, tzinfo=UTC)
    return builders.an_outgoing(builders.a_stored_post(1, published=published), place)


def test_compact_is_one_line() -> None:
    formed = format_post(in_a_place(style=Style.COMPACT))
    assert formed.html == (
        f'📣 Elmford Tenants\' League: <b><a href="{LINK}">Post number 1</a></b> · March 13, 2026'
    )
    assert formed.text == f"📣 Elmford Tenants' League: Post number 1 · March 13, 2026\n\n{LINK}"
    assert formed.preview_url is None
    assert formed.buttons == (LinkButton("Read", LINK),)


def test_an_episode_whose_page_is_its_sound_has_one_button() -> None:
    sound = "https://elmford.example/1.mp3"
    assert message(link=sound, audio=Audio(url=sound)).buttons == (LinkButton("Listen", sound),)


def test_title_only() -> None:
    formed = format_title_only(an_outgoing(title="T", html="<p>Body</p>"))
    assert read(formed).text == "📣 Elmford Tenants' League\nT"
    assert formed.text.endswith(LINK)


HOSTILE: dict[str, dict[str, Any]] = {
    "markup in every field": {
        "title": "</b><script>x</script>",
        "byline": "<i>&lt;",
        "html": "<p>&lt;b&gt;<b>x</p><blockquote><blockquote>y</blockquote></blockquote>",
        "link": 'https://elmford.example/?"><b>&x=1',
    },
    "long title": {"title": "long " * 5000},
    "long title of emoji": {"title": "😀" * 5000},
    "long byline": {"byline": "name " * 5000},
    "long link": {"link": "https://elmford.example/" + "x" * 40_000},
    "link of quotes": {"link": "https://elmford.example/" + '"' * 2000},
    "many links": {"html": '<a href="https://a.example/">x</a> ' * 1000},
    "long links": {"html": f'<a href="https://a.example/{"x" * 9000}">word</a> ' * 50},
    "deep lists": {"html": "<ul><li>" * 200 + "x" + "</li></ul>" * 200},
    "a mention": {"title": "@someone", "html": "<p>/start @someone</p>", "byline": "@someone"},
    "half a character": {"title": "\ud83d", "html": "<p>\ud83d</p>"},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile(case: str) -> None:
    read(message(**HOSTILE[case]))


def test_a_chapter_with_a_hostile_name() -> None:
    outgoing = an_outgoing()
    chapter = replace(outgoing.chapter, name="<b>@league " * 500)
    read(format_post(replace(outgoing, chapter=chapter)))


@given(
    title=st.text(max_size=50),
    html=st.text(alphabet=st.sampled_from('<>/abipulq"=& @#😀\n'), max_size=300),
    summary=st.text(max_size=20),
    byline=st.none() | st.text(max_size=10),
)
def test_whatever_a_feed_says(title: str, html: str, summary: str, byline: str | None) -> None:
    read(message(title=title, html=html, summary=summary, byline=byline))


SENTENCE = "The hall opens at six. "


def pictures(count: int) -> str:
    return "".join(f'<img src="https://elmford.example/{n}.jpg">' for n in range(1, count + 1))


def full(html: str, **preferences: Any) -> TelegramMessage:
    outgoing = in_a_place(style=Style.FULL, **preferences)
    stored = outgoing.claim.post
    changed = replace(stored, post=replace(stored.post, html=html))
    return format_post(replace(outgoing, claim=replace(outgoing.claim, post=changed)))


FORMS: dict[str, tuple[str, Form, int]] = {
    "no picture": (f"<p>{SENTENCE}</p>", Form.TEXT, 0),
    "one picture, few words": (f"<p>{SENTENCE}</p>{pictures(1)}", Form.PHOTO, 1),
    "one picture, as many words as fit": (f"<p>{SENTENCE * 34}</p>{pictures(1)}", Form.PHOTO, 1),
    "one picture, more words": (f"<p>{SENTENCE * 45}</p>{pictures(1)}", Form.TEXT, 0),
    "one picture, no words": (pictures(1), Form.PHOTO, 1),
    "two pictures, few words": (f"<p>{SENTENCE}</p>{pictures(2)}", Form.ALBUM, 2),
    "pictures, no words": (pictures(3), Form.ALBUM, 3),
    "more than are shown": (pictures(12), Form.ALBUM, 4),
    "pictures, half of the words fit": (f"<p>{SENTENCE * 60}</p>{pictures(2)}", Form.ALBUM, 2),
    "pictures, 2,000 characters": (f"<p>{SENTENCE * 90}</p>{pictures(4)}", Form.TEXT, 0),
    "pictures that lead nowhere": (f'<p>{SENTENCE}</p><img src="https://x/1.jpg">', Form.TEXT, 0),
}


@pytest.mark.parametrize("case", FORMS)
def test_what_gives_most(case: str) -> None:
    html, form, shown = FORMS[case]
    formed = full(html)
    assert (formed.form, len(formed.pictures)) == (form, shown)
    said = parse_html(formed.html).text.count(SENTENCE.strip())
    told, there = said, html.count(SENTENCE.strip())
    assert told == there or (form is Form.ALBUM and told >= there / 2)


def test_a_photo_with_its_caption() -> None:
    formed = full(f"<p>Words.</p>{pictures(1)}")
    assert formed.html == (
        "📣 Elmford Tenants' League\n"
        f'<b><a href="{LINK}">Post number 1</a></b>\n\n'
        f"Words.\n\n<i>Posted in English · {MOMENT} · Oregon</i>"
    )
    assert (formed.preview_url, formed.caption_above, formed.covered) == (None, False, False)
    assert formed.buttons == (LinkButton("Read", LINK),)
    assert formed.text.endswith(LINK)


def test_the_links_of_an_album_stand_as_words_below_its_text() -> None:
    formed = full(f"<p>Words.</p>{pictures(2)}", hashtags=True)
    assert f'Words.\n\n👉 <a href="{LINK}">Read</a>\n\n<i>Posted' in formed.html
    assert formed.buttons == ()
    assert "👉" not in full(f"<p>Words.</p>{pictures(2)}", buttons=False).html


def test_a_picture_that_cannot_be_had_is_left_out() -> None:
    outgoing = in_a_place(style=Style.FULL)
    html = f"<p>Words.</p>{pictures(3)}"
    stored = replace(
        outgoing.claim.post, post=replace(outgoing.claim.post.post, html=html, link=None)
    )
    outgoing = replace(outgoing, claim=replace(outgoing.claim, post=stored))
    gone: set[str] = set()
    forms = []
    for number in (2, 1, 3):
        gone.add(f"https://elmford.example/{number}.jpg")
        formed = format_post(outgoing, frozenset(gone))
        assert not {picture.url for picture in formed.pictures} & gone
        assert formed.preview_url not in gone
        forms.append(formed.form)
    assert forms == [Form.ALBUM, Form.PHOTO, Form.TEXT]


# The preference, the style and form; whether the picture then stands above the words.
PLACES: dict[str, tuple[PicturePlace, Style, int, bool]] = {
    "a card as usual": (PicturePlace.AUTO, Style.CARD, 0, False),
    "a card, above": (PicturePlace.ABOVE, Style.CARD, 0, True),
    "a card, below": (PicturePlace.BELOW, Style.CARD, 0, False),
    "a long text as usual": (PicturePlace.AUTO, Style.FULL, 0, True),
    "a long text, below": (PicturePlace.BELOW, Style.FULL, 0, False),
    "a photo as usual": (PicturePlace.AUTO, Style.FULL, 1, True),
    "a photo, above": (PicturePlace.ABOVE, Style.FULL, 1, True),
    "a photo, below": (PicturePlace.BELOW, Style.FULL, 1, False),
    "an album, below": (PicturePlace.BELOW, Style.FULL, 2, False),
}


@pytest.mark.parametrize("case", PLACES)
def test_where_pictures_stand(case: str) -> None:
    place, style, count, above = PLACES[case]
    formed = full(f"<p>Words.</p>{pictures(count)}", picture_place=place)
    if style is Style.CARD:
        formed = format_post(in_a_place(style=style, picture_place=place))
    assert (not formed.caption_above if count else formed.preview_above) is above


def test_the_picture_of_a_long_text_is_previewed_alone() -> None:
    formed = full(f"<p>{SENTENCE * 90}</p>{pictures(2)}")
    picture = "https://elmford.example/1.jpg"
    assert (formed.preview_url, formed.image, formed.large_preview) == (picture, picture, True)


@pytest.mark.parametrize("style", Style)
def test_no_pictures_where_none_are_wanted(style: Style) -> None:
    outgoing = in_a_place(style=style, images=False)
    formed = format_post(outgoing)
    assert (formed.form, formed.pictures, formed.preview_url) == (Form.TEXT, (), None)


def taken_back(outgoing: Outgoing) -> Outgoing:
    stored = replace(outgoing.claim.post, withdrawn_at=builders.NOON)
    return replace(outgoing, claim=replace(outgoing.claim, post=stored))


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("form", Form)
def test_a_post_that_was_taken_back(style: Style, form: Form) -> None:
    formed = format_as(taken_back(in_a_place(style=style, hashtags=True)), style, form)
    parsed = parse_html(formed.html)
    assert parsed.words("strikethrough")[0] == "Post number 1"
    line = style is Style.COMPACT and form is Form.TEXT
    back = "taken back" if line else "Elmford Tenants' League has taken this post back."
    assert parsed.words("italic") == [back]
    assert parsed.text.index(back) > parsed.text.index("Post number 1")
    assert line or parsed.text.index(back) < parsed.text.index("The body")
    assert parsed.words("text_link") + parsed.words("hashtag") == []
    assert (formed.buttons, formed.preview_url) == ((), None)
    assert formed.covered is (form is not Form.TEXT)


@pytest.mark.parametrize("form", Form)
def test_a_message_keeps_its_style_and_form(form: Form) -> None:
    chosen_since = in_a_place(style=Style.COMPACT)
    formed = format_as(chosen_since, Style.FULL, form)
    assert formed.form is form
    assert "The body of post number 1." in formed.html


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("form", Form)
def test_title_only_in_every_form(style: Style, form: Form) -> None:
    for outgoing in (an_outgoing(title="T"), taken_back(an_outgoing(title="T"))):
        formed = format_title_only(outgoing, style, form)
        assert formed.form is form
        assert parse_html(formed.html).text.replace(": ", "\n").split("\n")[1][:2] in ("T", "T ")

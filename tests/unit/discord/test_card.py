from typing import Any

import pytest

from relaybot.discord import limits
from relaybot.discord.colours import COLOURS, TAKEN_BACK
from relaybot.model.destination import Preferences
from relaybot.model.post import Audio, Event, Image
from relaybot.model.source import Kind
from tests import builders
from tests.unit.discord.making import NAME, PAGE, a_card

PICNIC = Image(url="https://elmford.example/picnic.jpg")


def test_a_whole_post() -> None:
    made = a_card(
        title="Rent strike wins *again*",
        byline="Ada Quill",
        html="<p>The landlord signed on Friday.</p><p>Come to the picnic.</p>",
        image=PICNIC,
        language="es",
    )

    assert made.author_name == NAME
    assert made.author_url == "https://elmford.example/"
    assert made.author_icon == "https://elmford.example/logo.png"
    assert made.title == r"Rent strike wins \*again\*"
    assert made.url == PAGE
    assert made.description == (
        "*Por Ada Quill*\n\nThe landlord signed on Friday.\n\nCome to the picnic."
    )
    assert made.image == PICNIC.url
    assert made.footer == "Publicado en español · Oregón"
    assert made.timestamp == builders.a_post().published


SPARSE: dict[str, tuple[dict[str, Any], str, str]] = {
    "no body": ({"html": ""}, "Post number 1", ""),
    "a body that is only the footer": (
        {"html": "<p>The post Post number 1 appeared first on Elmford.</p>"},
        "Post number 1",
        "",
    ),
    "the summary stands in": (
        {"html": "<p> </p>", "summary": "A picnic on Sunday."},
        "Post number 1",
        "A picnic on Sunday.",
    ),
    "no title": (
        {"title": "", "html": "<p>Picnic on <a href='/1'>Sunday</a>.</p>"},
        "",
        "Picnic on [Sunday](https://elmford.example/1).",
    ),
    "no title, taken back": (
        {"title": "", "html": "<p>Picnic on Sunday.</p>", "withdrawn": True},
        "",
        f"*{NAME} has taken this post back.*\n\n~~Picnic on Sunday.~~",
    ),
    "nothing at all": (
        {"title": " ", "html": "", "link": None},
        "New post from Elmford Tenants' League",
        "",
    ),
}


@pytest.mark.parametrize(("post", "title", "description"), SPARSE.values(), ids=SPARSE)
def test_what_is_missing(post: dict[str, Any], title: str, description: str) -> None:
    made = a_card(**post)

    assert (made.title, made.description) == (title, description)


FILE = "https://elmford.example/1.mp3"


def test_a_post_without_a_title_has_a_link_where_it_has_no_button() -> None:
    made = a_card(None, Preferences(buttons=False), title="", html="<p>Picnic on Sunday.</p>")

    assert made.title == ""
    assert made.description == f"Picnic on Sunday.\n\n[Read](<{PAGE}>)"


EPISODES = {
    "minutes": (Audio(url=FILE, duration=2520), f"[Listen]({FILE}) · 42 min", "42 min"),
    "hours": (Audio(url=FILE, duration=3900), f"[Listen]({FILE}) · 1 h 05 min", "1 h 05 min"),
    "how long is not said": (Audio(url=FILE), f"[Listen]({FILE})", ""),
    "no address": (Audio(url="javascript:alert(1)"), "", ""),
}


@pytest.mark.parametrize(("audio", "linked", "length"), EPISODES.values(), ids=EPISODES)
def test_an_episode_has_a_length_and_one_link(audio: Audio, linked: str, length: str) -> None:
    bare = a_card(None, Preferences(buttons=False), audio=audio, html="").description
    assert bare.removeprefix("🎧 ") == linked
    assert a_card(audio=audio, html="").description.removeprefix("🎧 ") == length


def test_an_event_says_when_and_where() -> None:
    event = Event(starts=builders.NOON, place="Mill\nStreet *library*")
    there = Preferences(timezone="America/New_York")

    made = a_card(None, there, event=event, html="<p>All are welcome.</p>")

    assert made.description == (
        "📅 **Saturday, March 14, 2026, 8:00\u202fAM**\n📍 Mill Street \\*library\\*\n\n"
        "All are welcome."
    )


FOOTERS: dict[str, tuple[dict[str, Any], tuple[str, ...], str]] = {
    "language and region": ({}, (), "Posted in English · Oregon"),
    "nobody knows the language": ({"language": None}, (), "Oregon"),
    "told elsewhere too": (
        {},
        ("Millbrook", "Boston"),
        "Also from Millbrook, Boston\nPosted in English · Oregon",
    ),
}


@pytest.mark.parametrize(("post", "also", "footer"), FOOTERS.values(), ids=FOOTERS)
def test_the_footer(post: dict[str, Any], also: tuple[str, ...], footer: str) -> None:
    chapter = {"language": None}

    assert a_card(chapter, also_from=also, **post).footer == footer


def test_each_reader_has_a_time_of_their_own_unless_the_place_has_one() -> None:
    here, there = a_card(), a_card(None, Preferences(timezone="America/New_York"))

    assert here.timestamp == builders.a_post().published
    assert there.timestamp is None
    assert there.footer == "Posted in English · March 13, 2026 at 8:01\u202fAM · Oregon"


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_a_colour(kind: Kind) -> None:
    assert a_card({"kind": kind}).colour == COLOURS[kind]


def test_an_excerpt_is_short_and_ends_where_a_person_would_end_it() -> None:
    made = a_card(html="<p>" + "The picnic begins at noon. " * 100 + "</p>")

    assert 300 < len(made.description) <= 680
    assert made.description.endswith(f"noon. […]({PAGE})")


def test_an_excerpt_that_ends_within_a_sentence_says_so() -> None:
    made = a_card(html="<p>" + "picnic " * 200 + "</p>")

    assert made.description.endswith(f"picnic[…]({PAGE})")


ENDS = {
    "a sentence": ("<p>" + "The hall opens. " * 60 + "</p>", f"opens. […]({PAGE})"),
    "a sign that needs no space": ("<p>" + "門は開いている。" * 99 + "</p>", f"。[…]({PAGE})"),
    "a list": ("<ul>" + "<li>The hall opens.</li>" * 60 + "</ul>", f"opens.\n\n[…]({PAGE})"),
    "code": (f"<pre>lp -o</pre><p>{'picnic ' * 200}</p>", f"picnic[…]({PAGE})"),
    "code, and a sentence that has no room": (
        f"<p>{'The hall opens. ' * 30}</p><pre>lp -o</pre><p>{'picnic ' * 200}</p>",
        f"```\n\n[…]({PAGE})",
    ),
    "hardly more than fits": (f"<p>{'The hall opens. ' * 40}</p>", "The hall opens."),
}


@pytest.mark.parametrize(("html", "end"), ENDS.values(), ids=ENDS)
def test_what_was_left_out_is_a_tap_away(html: str, end: str) -> None:
    assert a_card(html=html).description.endswith(end)


def test_an_episode_is_not_told_twice() -> None:
    sound = Audio(url=FILE, duration=60)
    made = a_card(html=f"<p>Hear.</p><audio src='{FILE}'></audio>", audio=sound)

    assert made.description == "Hear.\n\n🎧 1 min"


def test_a_teaser_says_that_there_is_more_and_leads_there() -> None:
    made = a_card(html="<p>The picnic begins</p><p><a href='/posts/1'>Read More…</a></p>")

    assert made.description == f"The picnic begins […]({PAGE})"


def test_no_pictures() -> None:
    made = a_card(None, Preferences(images=False), image=PICNIC)

    assert (made.image, bool(made.author_icon)) == (None, True)


def test_the_first_picture_that_discord_can_show() -> None:
    drawing = Image(url="https://elmford.example/drawing.svg")

    made = a_card(image=drawing, html="<p>Look.</p><img src='/crowd.jpg' width=900 height=600>")

    assert made.image == "https://elmford.example/crowd.jpg"


SPEAKING = {
    "by itself": ({}, ("", None, None)),
    "a name too long to stand above": (
        {"name": "League " * 20},
        (
            ("League " * 20).strip(),
            "https://elmford.example/",
            "https://elmford.example/logo.png",
        ),
    ),
}


@pytest.mark.parametrize(("chapter", "author"), SPEAKING.values(), ids=SPEAKING)
def test_a_chapter_that_speaks_is_not_named_twice(
    chapter: dict[str, Any], author: tuple[str | None, ...]
) -> None:
    made = a_card(chapter, voiced=True)

    assert (made.author_name, made.author_url, made.author_icon) == author


def test_what_was_taken_back() -> None:
    made = a_card(
        withdrawn=True,
        title="Rent *strike*",
        byline="Ada Quill",
        html="<p>See <a href='/plan'>the <b>plan</b></a>.</p>",
        image=PICNIC,
        audio=Audio(url=FILE),
        event=Event(starts=builders.NOON, place="Library"),
    )

    assert (made.title, made.url, made.image) == (r"~~Rent \*strike\*~~", None, None)
    assert made.description == (f"*{NAME} has taken this post back.*\n\n~~See the plan.~~")
    assert made.colour == TAKEN_BACK


def test_a_long_title_that_was_taken_back_is_struck_to_its_end() -> None:
    made = a_card(withdrawn=True, title="*Tenants* " * 60)

    assert limits.measure(made.title) <= limits.EMBED_TITLE
    assert made.title.startswith("~~")
    assert made.title.endswith("…~~")

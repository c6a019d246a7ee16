from dataclasses import replace
from typing import Any

import pytest

from relaybot.discord import limits
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.model.post import Audio, Image
from tests import builders


def message(chapter: dict[str, Any] | None = None, **post: Any) -> DiscordMessage:
    return format_post(
        builders.an_outgoing(
            post=builders.a_stored_post(1, **post),
            chapter=builders.a_chapter(**(chapter or {})),
        )
    )


def size(made: DiscordMessage) -> int:
    parts = made.author_name, made.title, made.description, made.footer
    return sum(map(limits.measure, parts))


def fits(made: DiscordMessage) -> bool:
    urls = (made.url, made.author_url, made.author_icon, made.image)
    return (
        0 < limits.measure(made.title) <= limits.EMBED_TITLE
        and limits.measure(made.author_name) <= limits.EMBED_AUTHOR
        and limits.measure(made.description) <= limits.EMBED_DESCRIPTION
        and limits.measure(made.footer) <= limits.EMBED_FOOTER
        and 0 < limits.measure(made.thread_name) <= limits.THREAD_NAME
        and 0 < limits.measure(made.plain) <= limits.CONTENT
        and size(made) <= limits.EMBED_TOTAL
        and all(url == limits.usable_url(url) for url in urls)
    )


def test_a_whole_post() -> None:
    made = message(
        title="Rent strike wins *again*",
        byline="Ada Quill",
        html="<p>The landlord signed on Friday.</p><p>Come to the picnic.</p>",
        image=Image(url="https://elmford.example/picnic.jpg"),
        language="es",
    )

    assert made.author_name == "Elmford Tenants' League"
    assert made.author_url == "https://elmford.example/"
    assert made.author_icon == "https://elmford.example/logo.png"
    assert made.title == r"Rent strike wins \*again\*"
    assert made.url == "https://elmford.example/posts/1"
    assert made.description == (
        "*Por Ada Quill*\n\nThe landlord signed on Friday.\n\nCome to the picnic."
    )
    assert made.image == "https://elmford.example/picnic.jpg"
    assert made.footer == "Oregón · español"
    assert made.timestamp == builders.a_post().published
    assert made.thread_name == "Rent strike wins *again*"
    assert "Rent strike" in made.plain
    assert "https://elmford.example/posts/1" in made.plain
    assert {"oregon", "or", "spanish", "elmford"} <= made.subjects
    assert fits(made)


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
        {"title": "", "html": "<p>Picnic on Sunday.</p>"},
        "Picnic on Sunday.",
        "Picnic on Sunday.",
    ),
    "nothing at all": (
        {"title": " ", "html": "", "link": None},
        "New post from Elmford Tenants' League",
        "",
    ),
}


@pytest.mark.parametrize(("post", "title", "description"), SPARSE.values(), ids=SPARSE.keys())
def test_what_is_missing(post: dict[str, Any], title: str, description: str) -> None:
    made = message(**post)

    assert (made.title, made.description) == (title, description)
    assert fits(made)


EPISODES = {
    "minutes": (Audio(url="https://elmford.example/1.mp3", duration=2520), " · 42 min"),
    "hours": (Audio(url="https://elmford.example/1.mp3", duration=3900), " · 1 h 05 min"),
    "unknown": (Audio(url="https://elmford.example/1.mp3"), ""),
}


@pytest.mark.parametrize(("audio", "length"), EPISODES.values(), ids=EPISODES.keys())
def test_an_episode_has_a_link_and_a_length(audio: Audio, length: str) -> None:
    made = message(audio=audio, html="")

    assert made.description == f"🎧 [Listen](https://elmford.example/1.mp3){length}"


HOSTILE: dict[str, dict[str, Any]] = {
    "long title": {"title": "Tenants " * 200},
    "title of marks": {"title": "*_[" * 200},
    "one endless word": {"title": "a" * 5000, "html": f"<p>{'b' * 9000}</p>"},
    "title of emoji": {"title": "🏠" * 400},
    "long body": {"html": "<p>" + "Come to the picnic. " * 5000 + "</p>"},
    "many long links": {
        "html": "".join(
            f'<p><a href="https://elmford.example/{"x" * 1900}{n}">word</a></p>' for n in range(50)
        )
    },
    "a body of marks": {"html": f"<p>{'*_~' * 3000}</p>"},
    "no usable address": {
        "link": "https://elmford.example/" + "x" * 3000,
        "image": Image(url="data:image/png;base64,xx"),
        "audio": Audio(url="javascript:alert(1)"),
    },
    "long byline": {"byline": "Ada " * 500},
}


@pytest.mark.parametrize("post", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_always_fits(post: dict[str, Any]) -> None:
    long_names = {"name": "League " * 100, "region": "X" * 3000, "site": "ftp://a.example/"}

    assert fits(message(**post))
    assert fits(message(chapter=long_names, **post))


def test_an_excerpt_is_short_and_ends_where_a_person_would_end_it() -> None:
    made = message(html="<p>" + "The picnic begins at noon. " * 100 + "</p>")

    assert 300 < len(made.description) <= 640
    assert made.description.endswith(("noon.", "…"))


def test_a_teaser_says_that_there_is_more() -> None:
    made = message(html="<p>The picnic begins</p><p><a href='/posts/1'>Read More…</a></p>")

    assert made.description == "The picnic begins …"


def test_a_chapter_always_has_the_same_colour() -> None:
    assert message().colour == message(title="Another").colour


def test_rendering_knows_nothing_of_the_destination() -> None:
    outgoing = builders.an_outgoing()
    elsewhere = replace(
        outgoing,
        claim=replace(
            outgoing.claim, destination=builders.a_destination(builders.an_address("77"), id=2)
        ),
    )

    assert format_post(outgoing) == format_post(elsewhere)

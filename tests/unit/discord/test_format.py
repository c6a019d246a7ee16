import re
from dataclasses import replace
from typing import Any

import pytest

from relaybot.discord import limits
from relaybot.discord.format import DiscordMessage, LinkButton, format_post
from relaybot.discord.preview import preview
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Image
from tests import builders


def message(
    chapter: dict[str, Any] | None = None, wanted: Preferences | None = None, **post: Any
) -> DiscordMessage:
    destination = builders.a_destination(preferences=wanted or Preferences())
    return format_post(
        builders.an_outgoing(
            post=builders.a_stored_post(1, **post),
            destination=destination,
            chapter=builders.a_chapter(**(chapter or {})),
        )
    )


MENTION = len(f"<@&{2**64}>\n")


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
        and 0 < limits.measure(made.plain) <= limits.CONTENT - MENTION
        and limits.measure(made.line) <= limits.CONTENT - MENTION
        and "\n" not in made.line
        and len(made.buttons) <= limits.ROW_BUTTONS
        and all(0 < limits.measure(button.label) <= limits.BUTTON_LABEL for button in made.buttons)
        and all(0 < limits.measure(button.url) <= limits.BUTTON_URL for button in made.buttons)
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
    "pings": {"title": "@everyone <@&1> <@2>", "byline": "@here", "html": "<p>@here &lt;@2></p>"},
    "a long address in a line": {"link": "https://elmford.example/" + "ñ" * 500},
    "lines in a title": {"title": "Rent\n# strike\u2028now", "byline": "A\nB"},
    "every right to left": {"title": "\u202eevil", "html": "<p>\u202e</p>"},
}


STYLES = [Preferences(style=style, language=tongue) for style in Style for tongue in (None, "es")]
LONG_NAMES = {"name": "League " * 100, "region": "X" * 3000, "site": "ftp://a.example/"}
MARKED_NAMES = {"name": "*_~`|" * 60, "logo": "data:x"}


@pytest.mark.parametrize("chapter", [{}, LONG_NAMES, MARKED_NAMES], ids=["usual", "long", "marks"])
@pytest.mark.parametrize("wanted", STYLES, ids=lambda wanted: f"{wanted.style}-{wanted.language}")
@pytest.mark.parametrize("post", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_always_fits(post: dict[str, Any], wanted: Preferences, chapter: dict[str, Any]) -> None:
    made = message(chapter, wanted, **post)

    assert fits(made)
    assert not re.search(r"@(everyone|here)|(?<!\\)<[@#:/]", made.line + made.description)
    assert preview(made).text


def test_an_excerpt_is_short_and_ends_where_a_person_would_end_it() -> None:
    made = message(html="<p>" + "The picnic begins at noon. " * 100 + "</p>")

    assert 300 < len(made.description) <= 640
    assert made.description.endswith(("noon.", "…"))


def test_a_teaser_says_that_there_is_more() -> None:
    made = message(html="<p>The picnic begins</p><p><a href='/posts/1'>Read More…</a></p>")

    assert made.description == "The picnic begins …"


def test_a_chapter_always_has_the_same_colour() -> None:
    assert message().colour == message(title="Another").colour


COMPACT = Preferences(style=Style.COMPACT)
HEAD = "**Elmford Tenants' League** · "
PAGE = "(<https://elmford.example/posts/1>)"
DATE = "<t:1773403260:d>"
LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a title": ({}, f"[Post number 1]{PAGE} · {DATE}"),
    "a byline": ({"byline": "Ada Quill"}, f"[Post number 1]{PAGE} · *By Ada Quill* · {DATE}"),
    "in Spanish": (
        {"byline": "Ada Quill", "language": "es"},
        f"[Post number 1]{PAGE} · *Por Ada Quill* · {DATE}",
    ),
    "no room for more": (
        {"title": "Tenants " * 11 + "win", "byline": "Ada Quill"},
        f"[{'Tenants ' * 11}win]{PAGE}",
    ),
    "no room for the byline": (
        {"title": "Tenants win " * 5 + "again", "byline": "Ada " * 10},
        f"[{'Tenants win ' * 5}again]{PAGE}",
    ),
    "no date": ({"published": None}, f"[Post number 1]{PAGE}"),
    "marks": ({"title": "[*Rent*] strike", "published": None}, rf"[(\*Rent\*) strike]{PAGE}"),
    "an address for a title": (
        {"title": "See https://bank.example now", "published": None},
        rf"See https\://bank.example now ([elmford.example]{PAGE})",
    ),
    "an episode": (
        {"audio": Audio(url="https://elmford.example/1.mp3"), "published": None},
        f"[Post number 1]{PAGE} · 🎧 [Listen](<https://elmford.example/1.mp3>)",
    ),
    "an episode without a page": (
        {"audio": Audio(url="https://elmford.example/1.mp3"), "link": None, "published": None},
        "[Post number 1](<https://elmford.example/1.mp3>)",
    ),
    "no link": ({"link": None, "published": None}, "Post number 1"),
    "nothing": (
        {"title": "", "html": "", "published": None},
        f"[New post from Elmford Tenants' League]{PAGE}",
    ),
}


@pytest.mark.parametrize(("post", "line"), LINES.values(), ids=LINES.keys())
def test_a_compact_message_is_a_line(post: dict[str, Any], line: str) -> None:
    made = message(None, COMPACT, **post)

    assert made.line == HEAD + line
    assert (made.image, made.description) == (None, "")


def test_a_link_too_long_for_a_line_is_kept_in_a_card() -> None:
    made = message(None, COMPACT, link="https://elmford.example/" + "x" * 2000)

    assert made.line == ""
    assert made.description
    assert made.url


def test_a_full_message_says_more_and_keeps_the_formatting() -> None:
    html = "<p>" + "The <b>picnic</b> is <a href='/x'>here</a>. " * 200 + "</p><ul><li>one</ul>"
    card, full = (message(None, Preferences(style=s), html=html) for s in (Style.CARD, Style.FULL))

    assert len(card.description) < 2000 < len(full.description)
    assert full.description.startswith("The **picnic** is [here](https://elmford.example/x).")


def test_a_full_message_of_many_links_says_less() -> None:
    link = "<a href='https://elmford.example/" + "x" * 200 + "'>here</a>"
    made = message(None, Preferences(style=Style.FULL), html=f"<p>{f'Look {link}. ' * 400}</p>")

    assert 2000 < limits.measure(made.description) <= limits.EMBED_DESCRIPTION


def test_no_pictures() -> None:
    picture = Image(url="https://elmford.example/a.jpg")
    made = message(None, Preferences(images=False), image=picture)

    assert (made.image, bool(made.author_icon)) == (None, True)


EPISODE = Audio(url="https://elmford.example/1.mp3")
READ, LISTEN = (
    LinkButton("Read", "https://elmford.example/posts/1"),
    LinkButton("Listen", EPISODE.url),
)
BUTTONS: dict[str, tuple[dict[str, Any], Preferences, tuple[LinkButton, ...]]] = {
    "a page": ({}, Preferences(), (READ,)),
    "an episode": ({"audio": EPISODE}, Preferences(), (READ, LISTEN)),
    "the episode is the page": (
        {"audio": EPISODE, "link": EPISODE.url},
        Preferences(),
        (LISTEN,),
    ),
    "nothing to lead to": ({"link": None}, Preferences(), ()),
    "not wanted": ({"audio": EPISODE}, Preferences(buttons=False), ()),
    "in Spanish": ({}, Preferences(language="es"), (LinkButton("Leer", READ.url),)),
}


@pytest.mark.parametrize(("post", "wanted", "buttons"), BUTTONS.values(), ids=BUTTONS.keys())
def test_buttons(
    post: dict[str, Any], wanted: Preferences, buttons: tuple[LinkButton, ...]
) -> None:
    assert message(None, wanted, **post).buttons == buttons


def test_rendering_knows_only_the_looks_its_destination_chose() -> None:
    outgoing = builders.an_outgoing()
    unseen = Preferences(timezone="America/New_York", mention_role="5", publish=True, discuss=True)
    elsewhere = replace(
        outgoing,
        claim=replace(
            outgoing.claim,
            destination=builders.a_destination(
                builders.an_address("77"), id=2, silent=True, preferences=unseen
            ),
        ),
    )

    assert format_post(outgoing) == format_post(elsewhere)

from datetime import UTC, datetime

import pytest

from relaybot.message.article import telling_of
from relaybot.model.post import Event, Image
from relaybot.richtext.plain import words_of_block
from tests.builders import a_post

FLYER = '<img src="https://league.example/flyer.jpg" alt="{}">'
PICTURES_ONLY = {
    "what the picture shows": (
        FLYER.format("May Day, noon, Ferry Plaza."),
        None,
        "May Day, noon, Ferry Plaza.",
    ),
    "the title says so": (FLYER.format("May Day"), None, None),
    "nothing is said": (FLYER.format(""), None, None),
    "the feed's picture": (
        "",
        Image(url="https://league.example/a.jpg", alt="A very large broom"),
        "A very large broom",
    ),
    "there are words": (FLYER.format("A broom") + "<p>March with us.</p>", None, "March with us."),
}


@pytest.mark.parametrize(("html", "image", "told"), PICTURES_ONLY.values(), ids=PICTURES_ONLY)
def test_a_post_of_nothing_but_pictures(html: str, image: Image | None, told: str | None) -> None:
    post = a_post(title="May Day", html=html, summary="", image=image)
    words = [words_of_block(one) for one in telling_of(post).long.blocks]
    said = [one for one in words if one and not one.startswith("[")]
    assert said == ([told] if told else [])


SAID = "<p>Date: April 2, 2026</p><p>Place: Grange Hall</p><p>Bring soup.</p>"
EVENTS = {
    "what stands above it already": (True, ["Bring soup."]),
    "where nothing stands above": (
        False,
        ["Date: April 2, 2026", "Place: Grange Hall", "Bring soup."],
    ),
}


@pytest.mark.parametrize(("known", "told"), EVENTS.values(), ids=EVENTS)
def test_when_and_where_are_told_once(known: bool, told: list[str]) -> None:
    event = Event(starts=datetime(2026, 4, 2, 18, 30, tzinfo=UTC), place="Grange Hall")
    post = a_post(html=SAID, event=event if known else None)
    assert [words_of_block(one) for one in telling_of(post).long.blocks] == told


def test_the_byline_of_the_text_is_believed_before_that_of_the_feed() -> None:
    assert telling_of(a_post(html="<p>By Ada Moreno</p><p>Words.</p>")).byline == "Ada Moreno"
    assert telling_of(a_post(html="<p>Words.</p>", byline="Ada Moreno")).byline == "Ada Moreno"

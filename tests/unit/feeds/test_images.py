import pytest

from relaybot.feeds.images import best_image, first_audio
from relaybot.model.post import Audio, Image
from relaybot.model.raw import RawEnclosure, RawEntry

BASE = "https://a.example/posts/1"


def image(body: str = "", **entry: tuple[RawEnclosure, ...]) -> str | None:
    found = best_image(RawEntry(**entry), body, BASE)  # type: ignore[arg-type]  # only tuples
    return found.url if found else None


def test_what_the_feed_names_comes_first() -> None:
    named = RawEnclosure(url="/named.jpg")
    assert image("<img src='/body.jpg'>", images=(named,)) == "https://a.example/named.jpg"


def test_an_enclosed_picture_counts_even_with_length_zero() -> None:
    enclosed = RawEnclosure(url="https://a.example/e", type="image/png", length=0)
    assert image(enclosures=(enclosed,)) == "https://a.example/e"


def test_the_alternative_text_comes_along() -> None:
    found = best_image(RawEntry(), "<img src=x.jpg alt='The &amp; march'>", BASE)
    assert found == Image(url="https://a.example/posts/x.jpg", alt="The & march")


@pytest.mark.parametrize(
    "body",
    [
        "<img src=/x.gif width=1 height=1>",
        "<img src=/x.gif width='1px'>",
        "<img src=/x.gif height=0>",
        "<img src='https://medium.com/_/stat?event=x'>",
        "<img src='https://pixel.wp.com/b.gif?host=a'>",
        "<img src='https://secure.gravatar.com/avatar/1'>",
        "<img class='wp-smiley' src=/x.png>",
        "<img src=/images/spacer.gif>",
        "<img src=/images/chapter-logo.png>",
        "<img src=/x.svg>",
        "<img src='javascript:alert(1)'>",
        "<img>",
        "no picture",
    ],
)
def test_what_says_nothing(body: str) -> None:
    assert image(body) is None
    assert image(f"{body}<img src=/march.jpg>") == "https://a.example/march.jpg"


def test_the_widest_of_a_source_set() -> None:
    body = "<img srcset='/w_1,h_2/s.jpg 480w, /w_3,h_4/l.jpg 1200w,\n/m.jpg 800w'>"
    assert image(body) == "https://a.example/w_3,h_4/l.jpg"


def test_deep_nesting_is_no_trouble() -> None:
    assert image("<div>" * 30_000 + "<img src=/x.jpg>") in (None, "https://a.example/x.jpg")


@pytest.mark.parametrize(
    ("enclosure", "expected"),
    [
        (
            RawEnclosure(url="/1", type="audio/mpeg", length=0),
            Audio(url="https://a.example/1", type="audio/mpeg"),
        ),
        (
            RawEnclosure(url="/1.MP3?x=1", duration=9),
            Audio(url="https://a.example/1.MP3?x=1", duration=9),
        ),
        (RawEnclosure(url="/1.pdf", type="application/pdf"), None),
        (RawEnclosure(url="file:///1.mp3", type="audio/mpeg"), None),
    ],
)
def test_audio(enclosure: RawEnclosure, expected: Audio | None) -> None:
    assert first_audio(RawEntry(enclosures=(enclosure,)), BASE) == expected

import pytest

from relaybot.feeds.images import best_image, first_audio
from relaybot.model.post import Audio, Image
from relaybot.model.raw import RawEnclosure, RawEntry

BASE = "https://a.example/posts/1"


def image(body: str = "", **entry: tuple[RawEnclosure, ...]) -> str | None:
    found = best_image(RawEntry(**entry), body, BASE)  # type: ignore[arg-type]  # only tuples
    return found.url if found else None


@pytest.mark.parametrize(
    ("named", "chosen"),
    [
        ({"images": "/media.jpg", "enclosures": "/file.jpg", "stand_ins": "/s.jpg"}, "/media.jpg"),
        ({"enclosures": "/file.jpg", "stand_ins": "/cover.jpg"}, "/file.jpg"),
        ({"stand_ins": "/cover.jpg"}, "/body.jpg"),
    ],
)
def test_what_comes_first(named: dict[str, str], chosen: str) -> None:
    entry = {name: (RawEnclosure(url=url),) for name, url in named.items()}
    assert image("<img src='/body.jpg'>", **entry) == f"https://a.example{chosen}"


def test_a_stand_in_is_better_than_nothing() -> None:
    assert image("", stand_ins=(RawEnclosure(url="/cover.jpg"),)) == "https://a.example/cover.jpg"


def test_what_the_feed_names_is_looked_at_too() -> None:
    named = (
        RawEnclosure(url="https://secure.gravatar.com/avatar/1?s=96"),
        RawEnclosure(url="/pixel.gif", width=1, height=1),
        RawEnclosure(url="/favicon.ico"),
        RawEnclosure(url="/march.jpg"),
    )
    assert image(images=named) == "https://a.example/march.jpg"


@pytest.mark.parametrize(
    ("logos", "ornaments"),
    [
        (["https://cdn.example/up/badge-300x300.png", None], frozenset[str]()),
        ([], frozenset({"/up/badge.png"})),
    ],
    ids=["of the chapter", "of the feed"],
)
def test_a_logo_is_no_picture(logos: list[str | None], ornaments: frozenset[str]) -> None:
    entry = RawEntry(images=(RawEnclosure(url="/up/badge.png"),), ornaments=ornaments)
    body = "<img src=/up/badge-150x150.png><img src=/march.jpg>"
    assert best_image(entry, body, BASE, logos) == Image(url="https://a.example/march.jpg")


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("http://a.example/x.jpg", BASE, "https://a.example/x.jpg"),
        ("http://b.example/x.jpg", BASE, "https://b.example/x.jpg"),
        ("http://a.example:8000/x.jpg", BASE, "http://a.example:8000/x.jpg"),
        ("http://9.9.9.9/x.jpg", BASE, "http://9.9.9.9/x.jpg"),
        ("//b.example/x.jpg", BASE, "https://b.example/x.jpg"),
    ],
    ids=["own server", "another server", "a port of its own", "no name", "as the page"],
)
def test_by_https_where_that_is_to_be_expected(address: str, base: str, expected: str) -> None:
    entry = RawEntry(images=(RawEnclosure(url=address),))
    assert best_image(entry, "", base) == Image(url=expected)


@pytest.mark.parametrize(
    ("stated", "body", "alt"),
    [
        ("The &amp;amp; march", "", "The & march"),
        ("IMG_2041", "", ""),
        ("march-1.jpg", "", ""),
        ("", "<img src=/up/march-300x200.jpg alt='The march'>", "The march"),
        ("", "<img src=/up/other.jpg alt='The hall'>", ""),
    ],
    ids=["stated", "camera", "file", "from the text", "of another picture"],
)
def test_words_for_those_who_do_not_see_it(stated: str, body: str, alt: str) -> None:
    entry = RawEntry(images=(RawEnclosure(url="/up/march.jpg", alt=stated),))
    assert best_image(entry, body, BASE) == Image(url="https://a.example/up/march.jpg", alt=alt)


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
        "<img src='http://169.254.169.254/latest/x.png'>",
        "<img src='http://10.0.0.8/x.png'>",
        "<img src='https://localhost/x.png'>",
        "<img>",
        "no picture",
    ],
)
def test_what_says_nothing(body: str) -> None:
    assert image(body) is None
    assert image(f"{body}<img src=/march.jpg>") == "https://a.example/march.jpg"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/x.png", "http://127.0.0.1/x.png", "http://nas.local/x.png"]
)
def test_no_platform_is_asked_for_what_is_inside(url: str) -> None:
    assert image(images=(RawEnclosure(url=url),)) is None
    assert image(enclosures=(RawEnclosure(url=url, type="image/png"),)) is None
    assert image(stand_ins=(RawEnclosure(url=url),)) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a href=/s1600/b.jpg><img src=/s320/b.jpg></a>", "/s1600/b.jpg"),
        ("<a href='/b.jpg'>\n<img src=/b-300x214.jpg width=300></a>", "/b.jpg"),
        ("<a href=/gallery/><img src=/b-300x214.jpg></a>", "/b-300x214.jpg"),
        ("<a href=/b.jpg>x</a><img src=/c-300x214.jpg>", "/c-300x214.jpg"),
        ("<a href='http://10.1.1.1/b.jpg'><img src=/b-300x214.jpg></a>", "/b-300x214.jpg"),
    ],
    ids=["Blogger", "WordPress", "to a page", "beside a link", "inside"],
)
def test_a_small_picture_that_leads_to_the_large_one(body: str, expected: str) -> None:
    assert image(body) == f"https://a.example{expected}"


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

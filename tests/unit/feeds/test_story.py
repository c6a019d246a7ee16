import pytest

from relaybot.feeds.story import story_keys

LONG = "The tenants of the old mill met on Monday and voted to withhold the rent. " * 5
LINK = "https://a.example/posts/mill"


def tell_the_same(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> bool:
    return bool(set(story_keys(*one)) & set(story_keys(*other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("The mill votes", LINK, ""),
            ("The Mill Votes!", "http://www.a.example/posts/mill/", "x"),
            id="link and title",
        ),
        pytest.param(
            ("The mill votes", LINK, LONG),
            ("The mill votes", "https://b.example/9", f"<p>{LONG}</p>"),
            id="title and text, posted elsewhere",
        ),
        pytest.param(("A", LINK, LONG), ("B", LINK, LONG), id="link and text, other title"),
    ],
)
def test_one_story(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> None:
    assert tell_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            ("Chapter meeting", "https://a.example/1", "Monday."),
            ("Chapter meeting", "https://b.example/1", "Tuesday."),
            id="a common title",
        ),
        pytest.param(("A", LINK, "Short."), ("B", LINK, "Short."), id="one page for many posts"),
        pytest.param(("", None, LONG), ("", None, LONG), id="nothing but the text"),
        pytest.param(
            ("A", "https://a.example/", ""), ("A", "https://a.example/", ""), id="a site's root"
        ),
        pytest.param(("", LINK, ""), ("", LINK, ""), id="nothing but the link"),
    ],
)
def test_two_stories(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> None:
    assert not tell_the_same(one, other)

import pytest

from relaybot.message.article import telling_of
from relaybot.model.post import Image
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

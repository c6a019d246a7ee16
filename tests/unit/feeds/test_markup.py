import pytest

from relaybot.feeds.markup import cap, holds_elements, html_of_text, title_markup


def test_plain_text_becomes_paragraphs() -> None:
    assert html_of_text("a < b\nc\r\n\r\n d\n\n") == "<p>a &lt; b<br>c</p><p>d</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>x", True),
        ("a <b>c</b>", True),
        ("x <br/> y", True),
        ("a < b > c", False),
        ("<3", False),
    ],
)
def test_holds_elements(text: str, expected: bool) -> None:
    assert holds_elements(text) is expected


def test_a_sign_in_a_title_stands_for_itself() -> None:
    assert title_markup("I <3 rent control") == "I &lt;3 rent control"
    assert title_markup("We <em>won</em>") == "We <em>won</em>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<p>ab</p>", "<p>ab</p>", id="short enough"),
        pytest.param("<p>12345678</p><p>more</p>", "<p>12345678</p>", id="after a tag"),
        pytest.param("<p>12345678</p <a href=x>", "<p>12345678", id="inside a tag"),
        pytest.param("one two three four", "one two three", id="at a word"),
        pytest.param("x" * 40, "x" * 15, id="no border"),
    ],
)
def test_cap(markup: str, expected: str) -> None:
    assert cap(markup, 15) == expected

import pytest

from relaybot.feeds.byline import plain_byline


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("By: Travis Oyelaran", "Travis Oyelaran"),
        ("by Reese A", "Reese A"),
        ("Por Lucía Prado", "Lucía Prado"),
        ("Author: Andrea O.", "Andrea O."),
        ("Byron Portman", "Byron Portman"),
        ("comms@elmford.example (Jo Ferris)", "Jo Ferris"),
        ("Jo Ferris <jo@elmford.example>", "Jo Ferris"),
        ("Jo Ferris (jo@elmford.example)", "Jo Ferris"),
        ("Ana\u00a0Lima", "Ana Lima"),
        ("<b>Kit</b> &amp; Bea", "Kit & Bea"),
        ("jo@elmford.example", None),
        ("Admin", None),
        ("wp_editor2", None),
        ("harborcomms", None),
        ("harborcomms 🏳️\u200d⚧️", None),
        ("@here", None),
        ("@Everyone", None),
        ("the chapter", None),
        ("el comité", None),
        ("Front Desk", None),
        ("The Choir", "The Choir"),
        ("Ada Marsh 🌹", "Ada Marsh 🌹"),
        ("Cher", "Cher"),
        ("elmford tenants’ league", None),
        ("Harbor Notes", None),
        ("", None),
        ("---", None),
        ("x" * 130, None),
        ("x" * 2_000_000, None),
    ],
)
def test_plain_byline(author: str, expected: str | None) -> None:
    assert plain_byline(author, ("Elmford Tenants' League", "Harbor Notes")) == expected

import pytest

from relaybot.feeds.title import plain_title, spellings

NAMES = ("Harbor Tenants", "harbor", "Harbor Tenants' League")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>Rent</b> &amp; heat", "Rent & heat"),
        ("Landlord&amp;#8217;s day", "Landlord’s day"),
        ("Heat &amp;amp;amp; rent", "Heat & rent"),
        ("A &lt;em&gt;big&lt;/em&gt; win", "A big win"),
        ("Rent &lt;3 heat", "Rent <3 heat"),
        ("&lt;![CDATA[Rent]]&gt;", "Rent"),
        ("&lt;![CDATA[Rent", "Rent"),
        ("<h1>Rent</h1>\n<br> and\u00a0heat\u200b ", "Rent and heat"),
        ("WE WON!", "WE WON!"),
        ("", ""),
        ("<img src=x>", ""),
        ("AT&amp;T strike", "AT&T strike"),
    ],
)
def test_titles_are_plain(markup: str, expected: str) -> None:
    assert plain_title(markup, NAMES) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "Coats on – Harbor Tenants",
        "Coats on &#8211; Harbor Tenants",
        "Coats on | HARBOR TENANTS",
        "Coats on|Harbor Tenants",
        "Coats on - Harbor Tenants' League",
        "Coats on &raquo; harbor",
        "Coats on :: Harbor&nbsp;Tenants",
    ],
)
def test_the_name_of_the_site_is_taken_off(markup: str) -> None:
    assert plain_title(markup, NAMES) == "Coats on"


@pytest.mark.parametrize(
    "title",
    [
        "Coats on – Elmford Tenants",
        "Coats on with Harbor Tenants",
        "Harbor Tenants",
        "Harbor Tenants – Coats on",
        "– Harbor Tenants",
        "Coats-Harbor Tenants",
        "Coats on –",
    ],
)
def test_other_words_stay(title: str) -> None:
    assert plain_title(title, NAMES) == title


def test_only_the_last_part_is_the_site() -> None:
    assert plain_title("Rent – heat – Harbor Tenants", NAMES) == "Rent – heat"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("Coats <i>on</i>", {"coats on"}),
        ("Coats on | Harbor Tenants", {"coats on harbor tenants", "coats on"}),
        ("", {""}),
    ],
)
def test_spellings(markup: str, expected: set[str]) -> None:
    assert spellings(markup) == expected


@pytest.mark.parametrize("noise", [" - ", "|", "&amp;", "<![CDATA[", "&lt;"])
def test_hostile_titles_cost_little(noise: str) -> None:
    # Backtracking in these would take minutes.
    assert len(plain_title(noise * 50_000, NAMES)) < 6_000

import pytest

from relaybot.feeds.summary import own_summary
from relaybot.model.raw import RawEntry

BODY = (
    "<p>By Kim Alvarez</p>"
    "<figure><img src=/cold.jpg><figcaption>A cold stove in March</figcaption></figure>"
    "<p>Forty tenants of Birch Street met on Thursday, in coats, because the boiler has been cold "
    "since <a href=/2026/02>the second week of February</a>.</p>"
    "<p>They want heat, and until there is heat they will not pay. The agent of the landlord "
    "listened for an hour and promised to call back.</p>" + "<p>Nobody has called since.</p>" * 9
)


def kept(summary: str, body: str = BODY) -> bool:
    entry = RawEntry(title="Coats on", author="Kim Alvarez", content=body, summary=summary)
    found = own_summary(entry)
    assert found in ("", summary)
    return bool(found)


@pytest.mark.parametrize(
    "summary",
    [
        "What to do when your landlord turns off the heat",
        "<p>A rent strike begins, and how you can join it.</p>",
        "Heat first, then rent.",
        "Birch Street stops paying. The post Coats on appeared first on Elmford.",
        "Forty neighbours, one boiler, no heat: this is how a rent strike starts in Elmford.",
        "Kim Alvarez on the coldest week that Birch Street remembers",
        "La caldera lleva un mes fría. Leer más",
    ],
    ids=[
        "subtitle",
        "teaser",
        "short",
        "with a footer",
        "some of the same words",
        "names its author",
        "in another language",
    ],
)
def test_words_of_its_own_are_kept(summary: str) -> None:
    assert kept(summary)


@pytest.mark.parametrize(
    "summary",
    [
        "",
        "<img src=/cold.jpg>",
        "Coats on",
        "Forty tenants of Birch Street met on Thursday, in coats, because the boiler has been […]",
        "Forty tenants of Birch Street met on Thursday, in coats, because the boi...",
        "By Kim Alvarez A cold stove in March Forty tenants of Birch Street met on Thursday, in "
        "coats, because the boiler has been cold [&hellip;]",
        "Coats on Forty tenants of Birch Street met on Thursday, in coats, because the boiler has "
        "been cold since the second week of February.",
        "Forty tenants of Birch Street met on Thursday, in coats, because the boiler has been cold "
        "since the second week of February. They want heat, and until there is heat they will not "
        "pay.… <a href=/coats>Read More… from Coats on</a>",
        "Forty tenants of Birch Street met&nbsp;on Thursday &#8230; Continue reading &#8594;",
        "They want heat, and until there is heat they will not pay.",
        "The post <a href=/coats>Coats on</a> appeared first on <a href=/>Elmford</a>.",
        "La entrada Coats on se publicó primero en Elmford.",
        "Coats on was originally published in Elmford Notes on Medium, where people talk.",
        "Read more",
        "Leer más »",
        "[…]",
        "By Kim Alvarez",
        BODY,
        f"{BODY}<p>The post Coats on appeared first on Elmford.</p>",
    ],
    ids=[
        "empty",
        "picture",
        "title",
        "cut at a word",
        "cut in a word",
        "byline and caption glued",
        "title glued",
        "read more of",
        "continue reading",
        "a sentence from below",
        "footer only",
        "Spanish footer only",
        "Medium footer only",
        "read more only",
        "leer más only",
        "dots only",
        "byline only",
        "the body again",
        "the body again, with a footer",
    ],
)
def test_what_adds_nothing_is_dropped(summary: str) -> None:
    assert not kept(summary)


def test_a_lone_summary_is_the_body_and_not_a_summary() -> None:
    assert own_summary(RawEntry(summary="Heat first.")) == ""


@pytest.mark.parametrize(
    ("noise", "is_kept"),
    [
        ("… ", False),
        ("the post ", True),
        ("read more ", True),
        ("a was originally published in ", True),
    ],
)
def test_hostile_summaries_cost_little(noise: str, is_kept: bool) -> None:
    # Backtracking in these would take minutes.
    assert kept(noise * 20_000) == is_kept

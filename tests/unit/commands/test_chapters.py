from datetime import timedelta

import pytest

from relaybot.commands.ask import Place
from relaybot.richtext.nodes import Link, Listing, Paragraph
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, an_address
from tests.unit.commands.talking import Talk, a_listed, buttons, labels, text


async def test_the_directory_in_pages_by_name() -> None:
    talk = Talk()
    first = await talk.ask("chapters")
    assert text(first).startswith("7 entries in the directory · page 1 of 2")
    assert "1. Elmford Renters’ League" in text(first)
    second = await talk.press(first, "Next ▶")
    assert "7. The Doorbell" in text(second)
    assert text(await talk.press(second, "◀ Back")) == text(first)


async def test_site_region_last_post_and_whether_it_comes_here() -> None:
    talk = Talk()
    await talk.posts(1, published=NOON - timedelta(days=3))
    await talk.ask("follow", what="elmford")
    await talk.ask("follow", what="region CA")
    reply = await talk.ask("chapters")
    said = text(reply)
    assert (
        "Elmford Renters’ League\n  Region Oregon (OR) · last post 3 days ago · followed here"
        in said
    )
    assert (
        "Orchard Hill Tenants\n  Region California (CA) · no posts yet ·"
        " comes here with region California" in said
    )
    assert (
        "High Fell Housing Union\n  Region New Mexico (NM) · no posts yet · not followed here"
        in said
    )
    listing = reply.body.blocks[1]
    assert isinstance(listing, Listing)
    entry = listing.items[0][0]
    assert isinstance(entry, Paragraph)
    assert isinstance(entry.children[0], Link)
    assert entry.children[0].url == "https://elmford.example/"


async def test_a_line_without_a_region_begins_with_a_capital_too() -> None:
    reply = await Talk().ask("chapters", kind="publication")
    assert "The Doorbell\n  No posts yet · not followed here" in text(reply)


async def test_moderators_follow_at_a_press_and_the_list_stays() -> None:
    talk = Talk()
    await talk.ask("follow", what="region CA")
    reply = await talk.ask("chapters")
    assert [label for label in labels(reply) if "Follow" in label] == [
        "Follow Elmford Renters’ League",
        "Follow High Fell Housing Union",
        "Follow Riverbend Tenants’ Union",
    ]
    followed = await talk.press(reply, "Follow High Fell Housing Union")
    assert "Done: #news follows High Fell Housing Union now." in text(followed)
    assert followed.beside


async def test_members_browse_without_buttons_to_follow() -> None:
    assert labels(await Talk(manages=False).ask("chapters")) == ["Next ▶"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"search": "puerto"}, ["Sindicato de Puerto Claro"]),
        ({"search": "elmfrod"}, ["Elmford Renters’ League"]),
        ({"search": "SÍNDICATO"}, ["Sindicato de Puerto Claro"]),
        ({"region": "nm"}, ["High Fell Housing Union"]),
        ({"region": "new mexico"}, ["High Fell Housing Union"]),
        ({"kind": "publications"}, ["The Doorbell"]),
        (
            {"region": "CA", "search": "tenants"},
            ["Orchard Hill Tenants", "Saltmarsh Tenants’ Council"],
        ),
    ],
)
async def test_what_is_looked_for(arguments: dict[str, str], expected: list[str]) -> None:
    said = text(await Talk().ask("chapters", **arguments))
    assert [line.partition(". ")[2] for line in said.splitlines() if ". " in line] == expected


@pytest.mark.parametrize(
    ("arguments", "expected", "offered"),
    [
        ({"region": "kalifornia"}, 'no region "kalifornia"', "Region California (CA)"),
        ({"kind": "newspaper"}, 'nothing of the kind "newspaper"', "All publications"),
    ],
)
async def test_a_region_or_kind_there_is_none_of(
    arguments: dict[str, str], expected: str, offered: str
) -> None:
    talk = Talk()
    reply = await talk.ask("chapters", **arguments)
    assert expected in text(reply)
    assert "in the directory" in text(await talk.press(reply, offered))


async def test_nothing_found_leads_back_to_the_directory() -> None:
    talk = Talk()
    reply = await talk.ask("chapters", search="xyzzy")
    assert text(reply) == 'Nothing in the directory is called "xyzzy".'
    assert "7 entries" in text(await talk.press(reply, "Browse the directory"))
    both = await talk.ask("chapters", region="NM", kind="publication")
    assert text(both) == "The directory has nothing of that sort."
    talk.catalogue = Catalogue([])
    assert (await talk.ask("chapters")).rows == ()


@pytest.mark.parametrize("argument", ["search", "region", "kind", "page"])
@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "@everyone", "\u202ednuof\u202c", "\u200b\u200d", "a|b", "<b>**x**", "é" * 150],
)
async def test_hostile_text_is_shown_as_data(argument: str, typed: str) -> None:
    said = text(await Talk().ask("chapters", **{argument: typed}))
    assert len(said) < 1500
    assert not set("\u202e\u200b|<*@") & set(said)


async def test_a_long_search_still_turns_its_pages() -> None:
    name = "Northern Valley Association of Tenants and Neighbours"
    names = [f"{name} {number}" for number in range(12)]
    listed = Catalogue(a_listed(f"north-{n}", each) for n, each in enumerate(names))
    place = Place(address=an_address("-1001234567890", "telegram", "42"), name="News", here=False)
    talk = Talk(catalogue=listed, place=place)
    reply = await talk.ask("chapters", search=name, region="OR", kind="chapter")
    assert "12 entries" in text(reply)
    assert "page 3 of 3" in text(await talk.press(await talk.press(reply, "Next ▶"), "Next ▶"))
    assert all(one.action and "where" in one.action.arguments for one in buttons(reply))

from datetime import timedelta

import pytest

from relaybot.commands.ask import Place
from relaybot.commands.limits import FOLLOWS_A_DESTINATION
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text

TELEGRAM = Place(address=an_address("-1007", "telegram"), name="All Tenant News")


def both(other: Place = TELEGRAM) -> tuple[Moderator, Moderator]:
    """Return a moderator of #news and one of another place, on the same bot."""
    here = Moderator()
    return here, Moderator(store=here.store, place=other, user="t901", codes=here.codes)


def code_in(shown: str) -> str:
    return shown.split("/link ")[1].split()[0]


async def linked_with(moderator: Moderator) -> list[str]:
    there = await moderator.destination()
    return [str(o.address) for o in await moderator.do(lambda tx: tx.destinations.linked(there.id))]


async def test_a_code_links_two_places_and_each_follows_what_the_other_did() -> None:
    here, there = both()
    await here.follow("elmford")
    await there.follow("riverbend")
    await there.follow("region CA")
    shown = text(await here.ask("link"))
    assert "Type this in the other place within 10 minutes" in shown
    reply = text(await there.ask("link", code=code_in(shown)))
    assert "Linked with 4001 (Discord)" in reply
    assert "That brings one follow here" in reply
    everything = {"chapter:elmford", "chapter:riverbend", "region:CA"}
    assert set(await here.followed()) == set(await there.followed()) == everything
    assert await linked_with(here) == ["telegram -1007"]
    assert [c.verb for c in await here.changes()] == ["link"]
    assert [(c.actor, c.after) for c in await there.changes()] == [
        ("t901", {"with": "4001 (Discord)"})
    ]
    assert (await here.changes())[0].after == {"with": "All Tenant News (Telegram)"}


async def test_from_then_on_a_follow_counts_for_both() -> None:
    here, there = both()
    await there.ask("link", code=code_in(text(await here.ask("link"))))
    await there.ask("follow", what="elmford")
    assert await here.followed() == ["chapter:elmford"]


@pytest.mark.parametrize("spelled", ["{}", " {} ", "{lower}", "/{}", "`{}`", "{}\u200b"])
async def test_a_code_may_be_spelled_carelessly(spelled: str) -> None:
    here, there = both()
    code = code_in(text(await here.ask("link")))
    await there.ask("link", code=spelled.format(code, lower=code.lower()))
    assert await linked_with(there) == ["discord 4001"]


@pytest.mark.parametrize("code", ["WRONG234", "@everyone", "x" * 10_000, "-"])
async def test_a_code_that_is_none_says_how_to_get_one(code: str) -> None:
    _, there = both()
    reply = await there.ask("link", code=code)
    if code == "-":  # nothing of it is a letter: as if none were given
        assert "Type this in the other place" in text(reply)
    else:
        assert "I do not know that code" in text(reply)
        assert labels(reply) == ["Get a code here"]


async def test_a_code_works_once_and_ten_minutes() -> None:
    here, there = both()
    code = code_in(text(await here.ask("link")))
    there.now = NOON + timedelta(minutes=10)
    assert "its 10 minutes are over" in text(await there.ask("link", code=code))
    there.now = NOON
    code = code_in(text(await here.ask("link")))
    await there.ask("link", code=code)
    assert "I do not know that code" in text(await there.ask("link", code=code))


async def test_a_place_is_not_linked_with_itself() -> None:
    here, _ = both()
    code = code_in(text(await here.ask("link")))
    reply = text(await here.ask("link", code=code))
    assert "That code is from this very place" in reply
    assert code_in(reply) != code
    assert await linked_with(here) == []


async def test_who_is_linked_already_hears_so() -> None:
    here, there = both()
    await there.ask("link", code=code_in(text(await here.ask("link"))))
    again = text(await here.ask("link"))
    assert "Linked so far: -1007 (Telegram)" in again
    assert "It is linked with 4001 (Discord) already" in text(
        await there.ask("link", code=code_in(again))
    )


async def test_two_places_of_one_platform_may_be_linked_and_a_third() -> None:
    here, there = both(Place(address=an_address("4002"), name="#ops"))
    third = Moderator(store=here.store, place=TELEGRAM, codes=here.codes)
    await third.follow("orchard")
    await there.ask("link", code=code_in(text(await here.ask("link"))))
    await third.ask("link", code=code_in(text(await there.ask("link"))))
    assert await linked_with(third) == ["discord 4001", "discord 4002"]
    assert await here.followed() == ["chapter:orchard"]


async def test_a_pause_of_one_is_told() -> None:
    here, there = both()
    await here.follow()
    await here.ask("pause")
    reply = text(await there.ask("link", code=code_in(text(await here.ask("link")))))
    assert "Still paused: 4001 (Discord). /resume lets posts through again." in reply


async def test_together_they_may_not_follow_too_much() -> None:
    here, there = both()

    def follow(tx: Transaction) -> None:
        for place, first in ((here.place, 0), (there.place, 300)):
            new = tx.destinations.add(place.address, NOON)
            for number in range(first, first + 300):
                selector = Selector(Scope.CHAPTER, f"chapter-{number}")
                tx.subscriptions.add(new.id, selector, NOON)

    await here.do(follow)
    reply = text(await there.ask("link", code=code_in(text(await here.ask("link")))))
    assert f"would follow 600 things, and {FOLLOWS_A_DESTINATION} is the most" in reply
    assert await linked_with(here) == []
    assert len(await here.followed()) == 300

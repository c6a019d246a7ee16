import asyncio

import pytest

from relaybot.commands.unfollow import unfollow
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address
from tests.fakes.store import FakeTransaction
from tests.unit.commands.asking import CATALOGUE, a_transaction
from tests.unit.commands.talking import Talk, labels, selects, text

CHAPTER, REGION, GONE, FORMER = (
    Selector(Scope.CHAPTER, "elmford"),
    Selector(Scope.REGION, "OR"),
    Selector(Scope.CHAPTER, "dissolved"),
    Selector(Scope.CHAPTER, "elm"),
)

CASES: dict[str, tuple[list[Selector], str, list[Selector]]] = {
    "by slug": ([CHAPTER, REGION], "elmford", [CHAPTER]),
    "as the list shows it": ([CHAPTER, REGION], "region:OR", [REGION]),
    "as people write it": ([CHAPTER, REGION], "Region or", [REGION]),
    "by a former slug": ([CHAPTER], "elm", [CHAPTER]),
    "followed under a former slug": ([FORMER], "elmford", [FORMER]),
    "under both": ([CHAPTER, FORMER], "elmford", [CHAPTER, FORMER]),
    "what left the directory": ([CHAPTER, GONE], "chapter:dissolved", [GONE]),
    "what left the directory, by its slug": ([CHAPTER, GONE], "Dissolved", [GONE]),
    "what is not followed": ([CHAPTER], "riverbend", []),
    "what nobody knows": ([CHAPTER], "zzz", []),
    "nothing": ([CHAPTER], "", []),
}


@pytest.mark.parametrize(("followed", "text", "removed"), CASES.values(), ids=CASES)
def test_unfollow(followed: list[Selector], text: str, removed: list[Selector]) -> None:
    tx = a_transaction()
    destination = tx.destinations.add(an_address(), NOON)
    for selector in followed:
        tx.subscriptions.add(destination.id, selector, NOON)
    assert list(unfollow(tx, CATALOGUE, an_address(), text)) == removed
    left = [one.selector for one in tx.subscriptions.of(destination.id)]
    assert left == [selector for selector in followed if selector not in removed]


def test_a_channel_that_follows_nothing_is_not_made_by_unfollowing() -> None:
    tx: FakeTransaction = a_transaction()
    assert unfollow(tx, CATALOGUE, an_address(), "elmford") == ()
    assert tx.destinations.all() == []


def test_the_channel_beside_keeps_its_follow() -> None:
    tx = a_transaction()
    for chat in ("1", "2"):
        tx.subscriptions.add(tx.destinations.add(an_address(chat), NOON).id, CHAPTER, NOON)
    unfollow(tx, CATALOGUE, an_address("1"), "elmford")
    assert [one.destination for one in tx.subscriptions.all()] == [2]


async def following(*what: str) -> Talk:
    talk = Talk()
    for each in what:
        await talk.ask("follow", what=each)
    return talk


async def test_a_person_is_told_and_may_follow_it_again() -> None:
    talk = await following("elmford", "doorbell")
    reply = await talk.ask("unfollow", what="elmford")
    assert text(reply) == "#news no longer follows Elmford Renters’ League."
    assert await talk.followed() == ["chapter:doorbell"]
    change = (await talk.changes())[-1]
    assert (change.verb, dict(change.before), dict(change.after)) == (
        "unfollow",
        {"selector": "chapter:elmford"},
        {},
    )
    await talk.press(reply, "Follow it again")
    assert await talk.followed() == ["chapter:doorbell", "chapter:elmford"]


async def test_nothing_named_offers_what_is_followed() -> None:
    talk = await following("elmford", "region CA", "everything")
    reply = await talk.ask("unfollow")
    choices = ["Elmford Renters’ League", "Region California (CA)", "Everything"]
    assert [choice.label for choice in selects(reply)[0].choices] == choices
    await talk.choose(reply, "Region California (CA)")
    assert await talk.followed() == ["chapter:elmford", "everything"]


async def test_more_than_a_select_holds_comes_in_pages() -> None:
    talk = Talk()

    def crowd(tx: Transaction) -> None:
        there = tx.destinations.add(talk.place.address, NOON)
        for number in range(30):
            tx.subscriptions.add(there.id, Selector(Scope.CHAPTER, f"gone-{number}"), NOON)

    await talk.do(crowd)
    first = await talk.ask("unfollow")
    assert len(selects(first)[0].choices) == 25
    second = await talk.press(first, "Next ▶")
    assert len(selects(second)[0].choices) == 5
    stopped = await talk.choose(second, "gone-29")
    assert text(stopped) == "#news no longer follows gone-29."
    assert "Follow it again" not in labels(stopped)
    assert len(await talk.followed()) == 29


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("xyzzy", '#news follows nothing called "xyzzy".'),
        ("x" * 10_000, "#news follows nothing called"),
        ("@everyone **b**", '#news follows nothing called "everyone b".'),
        ("saltmarsh", "#news does not follow Saltmarsh Tenants’ Council."),
        ("riverbend", "Riverbend Tenants’ Union is not followed by itself; it comes with"),
    ],
)
async def test_what_is_not_followed_is_said_and_the_rest_offered(what: str, expected: str) -> None:
    talk = await following("region OR")
    reply = await talk.ask("unfollow", what=what)
    assert expected in text(reply)
    assert len(text(reply)) < 400
    assert [choice.value for choice in selects(reply)[0].choices] == ["region:OR"]
    assert await talk.followed() == ["region:OR"]


async def test_what_still_comes_is_told() -> None:
    talk = await following("elmford", "region OR", "kind chapter")
    said = text(await talk.ask("unfollow", what="region OR"))
    assert "Posts of it still come with:" in said
    assert "• Elmford Renters’ League\n• all chapters" in said


async def test_everything_asks_first() -> None:
    talk = await following("elmford", "doorbell")
    question = await talk.ask("unfollow", what="everything")
    assert "That is all #news follows: 2 things." in text(question)
    assert len(await talk.followed()) == 2
    kept = await talk.press(question, "Keep it all")
    assert "#news follows 2 things." in text(kept)
    done = await talk.press(question, "Stop following everything")
    assert text(done) == "#news no longer follows anything: 2 follows removed."
    assert await talk.followed() == []
    assert dict((await talk.changes())[-1].before) == {
        "selectors": ["chapter:elmford", "chapter:doorbell"]
    }


async def test_only_what_is_called_everything_can_be_stopped() -> None:
    talk = await following("elmford", "everything")
    question = await talk.ask("unfollow", what="everything")
    await talk.press(question, "Keep what else is followed")
    assert await talk.followed() == ["chapter:elmford"]


async def test_where_nothing_is_followed_it_says_how_to_begin() -> None:
    assert "#news follows nothing yet." in text(await Talk().ask("unfollow", what="elmford"))


async def test_two_moderators_at_once_both_see_what_is_true() -> None:
    one = await following("elmford", "doorbell")
    other = Talk(store=one.store, user="802")
    replies = await asyncio.gather(
        one.ask("unfollow", what="elmford"), other.ask("unfollow", what="elmford")
    )
    assert sorted("does not follow" in text(reply) for reply in replies) == [False, True]
    assert [change.verb for change in await one.changes()] == ["follow", "follow", "unfollow"]


async def test_linked_places_stop_too() -> None:
    talk, other = Talk(), an_address("-100777", "telegram")
    await talk.link(other)
    await talk.ask("follow", what="elmford")
    await talk.ask("follow", what="doorbell")
    reply = await talk.ask("unfollow", what="elmford")
    assert "linked with it: All Tenant News (Telegram)." in text(reply)
    assert await talk.followed(other) == ["chapter:doorbell"]
    await talk.ask("unfollow", what="everything", sure="yes")
    assert await talk.followed(other) == []
    assert [change.verb for change in await talk.changes(other)][-2:] == ["unfollow", "unfollow"]

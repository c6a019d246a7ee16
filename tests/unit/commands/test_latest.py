import pytest

from relaybot.commands.reply import Reply
from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.repositories import Transaction
from tests.builders import NOON
from tests.unit.commands.talking import Talk, labels, text


def titles(reply: Reply) -> list[str]:
    return [outgoing.claim.post.post.title for outgoing in reply.posts]


async def test_the_newest_three_for_the_asker_alone() -> None:
    talk = Talk(manages=False)
    await talk.posts(5)
    reply = await talk.ask("latest", what="elmford")
    assert text(reply) == "The newest 3 posts of Elmford Renters’ League, for you alone:"
    assert titles(reply) == ["Post number 3", "Post number 4", "Post number 5"]
    assert not reply.public
    assert labels(reply) == []
    assert reply.posts[0].chapter.name == "Elmford Renters’ League"


@pytest.mark.parametrize(("count", "shown"), [("1", 1), ("5", 5), ("50", 5), ("-1", 1), ("x", 3)])
async def test_how_many(count: str, shown: int) -> None:
    talk = Talk()
    await talk.posts(7)
    assert len((await talk.ask("latest", what="elmford", count=count)).posts) == shown


async def test_no_posts_yet() -> None:
    reply = await Talk().ask("latest", what="elmford")
    assert text(reply) == "There are no posts of Elmford Renters’ League yet."


async def test_a_moderator_shares_them_and_none_comes_twice() -> None:
    talk = Talk()
    await talk.posts(3)
    shown = await talk.ask("latest", what="elmford", count="2")
    shared = await talk.press(shown, "Share here")
    assert text(shared) == "2 posts are on their way to #news."
    assert await talk.owed() == ["Post number 2", "Post number 3"]
    three = await talk.press(await talk.ask("latest", what="elmford"), "Share here")
    assert "1 post is on its way to #news." in text(three)
    assert "2 posts are there already, or were on their way." in text(three)
    assert await talk.followed() == []


async def test_who_may_not_manage_may_not_share() -> None:
    talk = Talk(manages=False)
    await talk.posts(1)
    reply = await talk.ask("latest", what="elmford", share="yes")
    assert text(reply) == "Only those who manage #news can share posts there."
    assert reply.denied
    assert await talk.do(lambda tx: tx.destinations.all()) == []


async def test_what_was_refused_before_is_sent_again() -> None:
    talk = Talk()
    await talk.posts(1)
    await talk.ask("latest", what="elmford", share="yes")

    def refuse(tx: Transaction) -> None:
        (claim,) = tx.outbox.claim([PlatformName.DISCORD], NOON, 1)
        dead = Settlement(state=DeliveryState.DEAD, reason="too long")
        tx.outbox.settle(claim.delivery.id, dead, NOON)

    await talk.do(refuse)
    again = await talk.ask("latest", what="elmford", share="yes")
    assert text(again) == "1 post is on its way to #news."
    assert await talk.owed() == ["Post number 1"]


async def test_nothing_is_owed_where_nothing_can_be_sent() -> None:
    talk = Talk()
    await talk.posts(1)
    await talk.ask("follow", what="doorbell")
    there = await talk.destination()
    gone, paused = DestinationStatus.GONE, DestinationStatus.PAUSED
    await talk.do(lambda tx: tx.destinations.set_status(there.id, gone, "Forbidden", NOON))
    reply = await talk.ask("latest", what="elmford", share="yes")
    assert text(reply) == "I cannot post in #news at the moment."
    assert await talk.owed() == []
    await talk.do(lambda tx: tx.destinations.set_status(there.id, paused, None, NOON))
    assert "posts wait until it is resumed" in text(
        await talk.ask("latest", what="elmford", share="yes")
    )

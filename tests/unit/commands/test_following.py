from collections.abc import Callable
from datetime import timedelta

from relaybot.commands.ask import Place
from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.feed_state import FeedState
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address
from tests.unit.commands.talking import Talk, labels, selects, text


async def test_nothing_yet_says_how_to_begin() -> None:
    talk = Talk()
    reply = await talk.ask("following")
    assert "#news follows nothing yet." in text(reply)
    assert "/follow and the name" in text(reply)
    assert "in the directory" in text(await talk.press(reply, "Browse the directory"))
    talk.manages = False
    assert "Whoever looks after it" in text(await talk.ask("following"))


async def test_each_follow_with_its_age_and_its_feeds() -> None:
    talk = Talk()
    await talk.ask("follow", what="riverbend")
    await talk.ask("follow", what="kind publication")
    said = text(await talk.ask("following"))
    assert "#news follows 2 things." in said
    assert "No post has arrived yet." in said
    assert "Riverbend Tenants’ Union chapter:riverbend\n  since March 14, 2026 · 2 feeds" in said
    assert "All publications kind:publication\n  since March 14, 2026 · 1 feed" in said


async def test_members_look_and_moderators_may_stop_something() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    reply = await talk.ask("following")
    stopped = await talk.choose(reply, "Elmford Renters’ League")
    assert "#news no longer follows Elmford Renters’ League." in text(stopped)
    await talk.ask("follow", what="elmford")
    talk.manages = False
    reply = await talk.ask("following")
    assert "Elmford Renters’ League" in text(reply)
    assert reply.rows == ()


async def test_trouble_is_told() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    state = FeedState(feed="elmford", source_url="", error="HTTP 500", failures=3)
    await talk.do(lambda tx: tx.feed_states.put(state))
    assert "1 feed cannot be read at the moment" in text(await talk.ask("following"))


async def test_paused_and_given_up_places_say_so() -> None:
    talk = Talk()
    await talk.ask("follow", what="elmford")
    there = await talk.destination()

    def stop(status: DestinationStatus, days: int | None = None) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            tx.destinations.set_status(there.id, status, "Forbidden", NOON)
            until = NOON + timedelta(days=days) if days else None
            tx.destinations.set_paused_until(there.id, until)

        return work

    await talk.do(stop(DestinationStatus.PAUSED))
    reply = await talk.ask("following")
    assert "It is paused: posts wait." in text(reply)
    assert "Resume" in labels(reply)
    await talk.do(stop(DestinationStatus.PAUSED, days=3))
    assert "It is paused until Mar 17, 2026" in text(await talk.ask("following"))
    await talk.do(stop(DestinationStatus.GONE))
    reply = await talk.ask("following")
    assert "I cannot post there at the moment" in text(reply)
    assert "Check again" in labels(reply)


async def test_when_the_last_post_arrived() -> None:
    talk = Talk()
    await talk.posts(1)
    await talk.ask("follow", what="elmford", latest="1")

    def deliver(tx: Transaction) -> None:
        (claim,) = tx.outbox.claim([PlatformName.DISCORD], NOON, 1)
        tx.outbox.settle(claim.delivery.id, Settlement(state=DeliveryState.SENT), NOON)

    await talk.do(deliver)
    talk.now = NOON + timedelta(hours=3)
    assert "The last post arrived 3 hours ago." in text(await talk.ask("following"))


async def test_long_lists_come_in_pages() -> None:
    talk = Talk()

    def add(tx: Transaction) -> None:
        there = tx.destinations.add(talk.place.address, NOON)
        for number in range(23):
            tx.subscriptions.add(there.id, Selector(Scope.CHAPTER, f"gone-{number}"), NOON)

    await talk.do(add)
    first = await talk.ask("following")
    assert "#news follows 23 things." in text(first)
    assert "not in the directory now" in text(first)
    assert len(selects(first)[0].choices) == 10
    last = await talk.press(await talk.press(first, "Next ▶"), "Next ▶")
    assert "23. gone-22" in text(last)
    assert "Next ▶" not in labels(last)


async def test_linked_places_are_named_and_share_the_list() -> None:
    talk = Talk()
    other = an_address("-100777", "telegram")
    await talk.link(other)
    await talk.ask("follow", what="elmford")
    assert "It shares them with All Tenant News (Telegram)." in text(await talk.ask("following"))
    talk.place = Place(address=other, name="All Tenant News")
    assert "Elmford Renters’ League" in text(await talk.ask("following"))


async def test_each_follow_tells_its_last_post() -> None:
    talk = Talk()
    await talk.posts(1)
    await talk.ask("follow", what="elmford")
    assert "last post" in text(await talk.ask("following"))

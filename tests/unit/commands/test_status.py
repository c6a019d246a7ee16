from datetime import timedelta
from typing import Any

from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus
from relaybot.model.feed_state import FeedState
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import a_listed, labels, text


async def state(moderator: Moderator, slug: str, **known: Any) -> None:
    there = FeedState(feed=slug, source_url=f"https://{slug}.example/feed/", **known)
    await moderator.do(lambda tx: tx.feed_states.put(there))


async def test_all_well_is_told_in_few_words() -> None:
    moderator = Moderator()
    await moderator.follow("riverbend")
    await moderator.follow("region CA")
    assert text(await moderator.ask("status")).split("\n\n") == [
        "#news watches 5 feeds.",
        "New posts are sent as they appear.",
        "No post has been sent here yet.",
        "All of them can be read.",
    ]


async def test_failing_feeds_since_when_and_why() -> None:
    moderator = Moderator()
    await moderator.follow("region CA")
    since = NOON - timedelta(days=3)
    await state(moderator, "orchard", error="The server answers 500.", failing_since=since)
    await state(moderator, "riverbend", error="It is not followed here.", failing_since=since)
    reply = text(await moderator.ask("status"))
    assert "1 of them cannot be read just now; I keep trying:" in reply
    assert "Orchard Hill Tenants, since March 11, 2026: The server answers 500" in reply
    assert "not followed here" not in reply


async def test_silent_feeds_are_those_without_a_post_for_half_a_year() -> None:
    moderator = Moderator()
    await moderator.follow("everything")
    await moderator.posts(1, published=NOON - timedelta(days=200))
    await moderator.posts(1, feed="orchard", published=NOON - timedelta(days=100))
    reply = text(await moderator.ask("status"))
    assert "1 of them has published nothing for more than six months:" in reply
    assert "Elmford Renters’ League, since August 26, 2025" in reply
    assert "Orchard" not in reply


async def test_many_in_trouble_are_counted() -> None:
    many = [a_listed(f"many-{number}", f"Many {number}") for number in range(14)]
    moderator = Moderator(catalogue=Catalogue(many))
    await moderator.follow("everything")
    for number in range(14):
        await state(moderator, f"many-{number}", error="No answer.", failing_since=NOON)
    reply = text(await moderator.ask("status"))
    assert reply.count("No answer") == 10
    assert "and 4 more" in reply


async def test_what_waits_and_what_arrived_last() -> None:
    moderator = Moderator()
    await moderator.follow()
    await moderator.posts(3)
    await moderator.owe(1)
    await moderator.settle(DeliveryState.SENT, message_id="9001")
    moderator.now = NOON + timedelta(hours=3)
    await moderator.owe(2)
    await moderator.owe(3)
    await moderator.settle(DeliveryState.PENDING, reason="The bot may not speak there.")
    reply = text(await moderator.ask("status"))
    assert "2 posts are waiting." in reply
    assert "The last try failed: The bot may not speak there." in reply
    assert "Last sent: Post number 1" in reply
    assert "3 hours ago." in reply


async def test_a_new_post_that_waits_a_little_is_no_fault() -> None:
    moderator = Moderator()
    there = await moderator.follow()
    await moderator.posts(3)
    due = moderator.now + timedelta(minutes=2)
    await moderator.do(lambda tx: tx.outbox.owe(1, [there.id], moderator.now, due))
    reply = text(await moderator.ask("status"))
    assert "1 new post will be sent in 2 minutes: I wait a little" in reply
    assert "waiting" not in reply
    await moderator.do(
        lambda tx: tx.outbox.owe(2, [there.id], moderator.now, due + timedelta(minutes=1))
    )
    await moderator.owe(3)
    reply = text(await moderator.ask("status"))
    assert "2 new posts will be sent, the first in 2 minutes" in reply
    assert "1 post is waiting." in reply
    await moderator.ask("pause")
    assert "3 posts are waiting." in text(await moderator.ask("status"))


async def test_paused_gone_and_linked_are_told() -> None:
    moderator = Moderator()
    there = await moderator.follow()
    await moderator.link(an_address("-1007", "telegram"))
    await moderator.ask("pause")
    reply = await moderator.ask("status")
    assert "It is paused until somebody says /resume." in text(reply)
    assert "Linked with All Tenant News (Telegram)." in text(reply)
    assert labels(reply) == ["Resume"]
    await moderator.ask("pause", until="3d")
    assert "It is paused until Mar 17" in text(await moderator.ask("status"))
    gone = DestinationStatus.GONE
    await moderator.do(lambda tx: tx.destinations.set_status(there.id, gone, "kicked out.", NOON))
    assert "I cannot reach it: kicked out. Everything is kept" in text(
        await moderator.ask("status")
    )


async def test_ordinary_members_see_it_without_buttons() -> None:
    moderator = Moderator()
    await moderator.follow()
    member = Moderator(store=moderator.store, manages=False)
    assert labels(await member.ask("status")) == []


async def test_nothing_followed_is_said() -> None:
    assert "does not follow anything yet" in text(await Moderator().ask("status"))

import pytest

from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus
from relaybot.repositories import Transaction
from tests.builders import an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text


async def a_paused_place(waiting: int) -> Moderator:
    moderator = Moderator()
    await moderator.follow()
    await moderator.posts(waiting)
    await moderator.ask("pause")
    for number in range(1, waiting + 1):
        await moderator.owe(number)
    return moderator


async def status(moderator: Moderator) -> DestinationStatus:
    return (await moderator.destination()).status


async def test_with_nothing_waiting_it_resumes_at_once() -> None:
    moderator = await a_paused_place(0)
    assert "gets new posts again" in text(await moderator.ask("resume"))
    assert await status(moderator) is DestinationStatus.ACTIVE
    assert [c.verb for c in await moderator.changes()] == ["pause", "resume"]


async def test_with_posts_waiting_it_asks_first() -> None:
    moderator = await a_paused_place(5)
    reply = await moderator.ask("resume")
    assert "5 posts are waiting for #news" in text(reply)
    assert labels(reply) == ["Newest 3", "All 5", "None"]
    assert await status(moderator) is DestinationStatus.PAUSED


@pytest.mark.parametrize(
    ("label", "sent", "told"),
    [
        ("Newest 3", [3, 4, 5], "3 posts that waited are on their way"),
        ("All 5", [1, 2, 3, 4, 5], "5 posts that waited are on their way"),
        ("None", [], "5 posts are left out"),
    ],
)
async def test_the_answer_says_what_is_sent(label: str, sent: list[int], told: str) -> None:
    moderator = await a_paused_place(5)
    reply = await moderator.press(await moderator.ask("resume"), label)
    assert told in text(reply)
    assert await moderator.owed() == [f"Post number {number}" for number in sent]
    assert await status(moderator) is DestinationStatus.ACTIVE


async def test_what_was_left_out_is_kept_with_its_reason() -> None:
    moderator = await a_paused_place(1)
    await moderator.ask("resume", keep="none")
    (dead,) = await moderator.do(lambda tx: tx.outbox.in_state(DeliveryState.DEAD, 10))
    assert dead.reason == "left out when a moderator ended the pause"


async def test_few_are_not_divided() -> None:
    moderator = await a_paused_place(2)
    assert labels(await moderator.ask("resume")) == ["All 2", "None"]
    moderator = await a_paused_place(1)
    assert labels(await moderator.ask("resume")) == ["Send it", "None"]


async def test_an_answer_that_is_none_asks_again() -> None:
    moderator = await a_paused_place(2)
    reply = await moderator.ask("resume", keep="half")
    assert labels(reply) == ["All 2", "None"]
    assert await status(moderator) is DestinationStatus.PAUSED


async def test_a_second_press_says_how_it_is() -> None:
    moderator = await a_paused_place(5)
    asked = await moderator.ask("resume")
    await moderator.press(asked, "All 5")
    assert "is not paused" in text(await moderator.press(asked, "None"))
    assert len(await moderator.owed()) == 5


async def test_linked_places_go_on_too() -> None:
    moderator, other = Moderator(), an_address("-1007", "telegram")
    await moderator.follow()
    await moderator.link(other)
    await moderator.ask("pause")
    await moderator.ask("resume")
    assert (await moderator.destination(other)).status is DestinationStatus.ACTIVE


async def test_a_place_that_was_lost_can_be_tried_again() -> None:
    moderator = Moderator()
    there = await moderator.follow()
    gone = DestinationStatus.GONE
    await moderator.do(
        lambda tx: tx.destinations.set_status(there.id, gone, "kicked", there.created_at)
    )
    await moderator.ask("resume")
    assert await status(moderator) is DestinationStatus.ACTIVE


async def test_nothing_to_resume_is_said() -> None:
    moderator = Moderator()
    assert "does not follow anything yet" in text(await moderator.ask("resume"))
    await moderator.follow()
    assert "is not paused" in text(await moderator.ask("resume"))


async def test_undoing_a_resume_lets_what_it_left_out_wait_again() -> None:
    moderator = await a_paused_place(5)
    await moderator.ask("resume", keep="none")
    undone = await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert "undone" in text(undone)
    assert await status(moderator) is DestinationStatus.PAUSED
    assert len(await moderator.owed()) == 5


async def test_a_linked_place_the_bot_was_thrown_out_of_keeps_what_waits_for_it() -> None:
    moderator = await a_paused_place(0)
    await moderator.ask("resume")
    here = await moderator.destination()

    def lose_the_other(tx: Transaction) -> int:
        other = tx.destinations.add(an_address("-1001", "telegram"), moderator.now)
        tx.destinations.link(here.id, other.id)
        tx.destinations.set_status(other.id, DestinationStatus.GONE, "removed", moderator.now)
        return other.id

    lost = await moderator.do(lose_the_other)
    assert "is not paused" in text(await moderator.ask("resume", keep="none"))
    found = await moderator.do(lambda tx: tx.destinations.get(lost))
    assert found is not None
    assert found.status is DestinationStatus.GONE

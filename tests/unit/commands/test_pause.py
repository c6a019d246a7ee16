from datetime import UTC, datetime, timedelta

import pytest

from relaybot.model.destination import DestinationStatus
from tests.builders import NOON, an_address
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text


async def test_it_pauses_until_somebody_resumes() -> None:
    moderator = Moderator()
    await moderator.follow()
    reply = await moderator.ask("pause")
    there = await moderator.destination()
    assert (there.status, there.paused_until) == (DestinationStatus.PAUSED, None)
    assert "#news is paused until somebody says /resume" in text(reply)
    assert labels(reply) == ["Resume"]


async def test_it_pauses_until_a_moment_told_in_the_zone_of_the_place() -> None:
    moderator = Moderator()
    await moderator.follow()
    await moderator.ask("settings", name="timezone", value="America/New_York")
    reply = await moderator.ask("pause", until="2026-12-24")
    there = await moderator.destination()
    assert there.paused_until == datetime(2026, 12, 24, 5, tzinfo=UTC)
    assert "Dec 24, 2026" in text(reply)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2020-01-01", "is in the past"),
        ("whenever you like", "I cannot read that as a time"),
        ("@everyone", "I cannot read that as a time"),
        ("\u200f\u202e3d\u202c" * 2000, "I cannot read that as a time"),
        ("0d", "is in the past"),
        ("2031-01-01", "more than a year away"),
    ],
)
async def test_what_makes_no_sense_changes_nothing_and_says_so(until: str, said: str) -> None:
    moderator = Moderator()
    await moderator.follow()
    reply = await moderator.ask("pause", until=until)
    assert said in text(reply)
    assert (await moderator.destination()).status is DestinationStatus.ACTIVE
    assert await moderator.changes() == []


async def test_a_place_that_follows_nothing_has_nothing_to_pause() -> None:
    moderator = Moderator()
    assert "does not follow anything yet" in text(await moderator.ask("pause"))
    assert await moderator.do(lambda tx: tx.destinations.all()) == []


async def test_linked_places_pause_too_and_both_remember_it() -> None:
    moderator, other = Moderator(), an_address("-1007", "telegram")
    await moderator.follow()
    await moderator.link(other)
    reply = await moderator.ask("pause", until="2d")
    until = NOON + timedelta(days=2)
    for place in (moderator.place.address, other):
        there = await moderator.destination(place)
        assert (there.status, there.paused_until) == (DestinationStatus.PAUSED, until)
        (change,) = await moderator.changes(place)
        assert change.verb == "pause"
        assert change.before == {"status": "active"}
        assert change.after == {"status": "paused", "until": until.isoformat()}
    assert "The same goes for the place linked with it" in text(reply)


async def test_whose_number_it_was_is_kept_on_their_own_platform_only() -> None:
    moderator, other = Moderator(), an_address("-1007", "telegram")
    await moderator.follow()
    await moderator.link(other)
    await moderator.ask("pause")
    assert [c.actor for c in await moderator.changes()] == ["801"]
    assert [c.actor for c in await moderator.changes(other)] == [None]


async def test_two_moderators_at_once_both_see_the_true_state() -> None:
    first = Moderator()
    second = Moderator(store=first.store, user="802")
    await first.follow()
    await first.ask("pause", until="3d")
    reply = await second.ask("pause", until="3d")
    assert "is paused until Mar 17" in text(reply)
    assert len(await first.changes()) == 1  # the second one changed nothing

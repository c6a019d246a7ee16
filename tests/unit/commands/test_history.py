from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from relaybot.model.change import Change
from relaybot.model.destination import DestinationStatus, Style
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address, minutes
from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text

OTHER = an_address("-1007", "telegram")


def add(change: Change, tx: Transaction) -> None:
    tx.history.add(change)


def busy(**given: Any) -> Moderator:
    """Every ask comes a minute after the one before."""
    return Moderator(step=minutes(1), **given)


async def test_it_tells_what_when_and_by_whom_newest_first() -> None:
    moderator = busy()
    await moderator.ask("follow", what="region CA")
    await moderator.ask("settings", name="style", value="full")
    await moderator.ask("pause", until="2026-04-01")
    await moderator.ask("resume")
    await moderator.ask("unfollow", what="region CA")
    at = "Mar 14, 2026, 12:0{}\u202fPM UTC, by moderator 801"
    assert text(await moderator.ask("history")).splitlines()[-5:] == [
        f"• Stopped following region California · {at.format(5)}",
        f"• Resumed · {at.format(4)}",
        f"• Paused until Apr 1, 2026, 12:00\u202fAM UTC · {at.format(3)}",
        f"• Style: full (before: card) · {at.format(2)}",
        f"• Followed region California · {at.format(1)}",
    ]


async def test_the_last_change_is_undone_then_the_one_before() -> None:
    moderator = busy()
    await moderator.ask("follow", what="elmford")
    await moderator.ask("follow", what="riverbend")
    reply = await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert "Done: that change is undone." in text(reply)
    assert await moderator.followed() == ["chapter:elmford"]
    await moderator.press(reply, "Undo the last change")
    assert await moderator.followed() == []
    last = await moderator.ask("history")
    assert "Undo the last change" not in labels(last)
    assert text(last).count("Undone: Followed") == 2
    assert text(last).count("(undone)") == 2


async def test_an_unfollow_is_undone() -> None:
    moderator = busy()
    await moderator.ask("follow", what="elmford")
    await moderator.ask("unfollow", what="elmford")
    await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert await moderator.followed() == ["chapter:elmford"]


async def test_all_that_one_ask_removed_comes_back_at_once() -> None:
    moderator = busy()
    for what in ("elmford", "riverbend", "region CA"):
        await moderator.ask("follow", what=what)
    await moderator.ask("unfollow", what="everything", sure="yes")
    assert await moderator.followed() == []
    await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert sorted(await moderator.followed()) == [
        "chapter:elmford",
        "chapter:riverbend",
        "region:CA",
    ]


async def test_a_setting_is_undone() -> None:
    moderator = busy()
    await moderator.ask("settings", name="style", value="full")
    await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert (await moderator.destination()).preferences.style is Style.CARD


async def test_pause_and_resume_are_undone() -> None:
    moderator = busy()
    await moderator.follow()
    await moderator.ask("pause", until="3d")
    until = (await moderator.destination()).paused_until
    await moderator.ask("resume")
    reply = await moderator.press(await moderator.ask("history"), "Undo the last change")
    there = await moderator.destination()
    assert (there.status, there.paused_until) == (DestinationStatus.PAUSED, until)
    await moderator.press(reply, "Undo the last change")
    assert (await moderator.destination()).status is DestinationStatus.ACTIVE


async def test_linked_places_are_undone_too() -> None:
    moderator = busy()
    await moderator.follow()
    await moderator.link(OTHER)
    await moderator.ask("follow", what="riverbend")
    await moderator.press(await moderator.ask("history"), "Undo the last change")
    assert await moderator.followed() == ["chapter:elmford"]
    assert await moderator.followed(OTHER) == []
    assert [bool(c.undone_at) for c in await moderator.changes(OTHER)] == [True, False]


async def test_what_has_moved_on_is_left_alone() -> None:
    moderator = busy()
    await moderator.ask("settings", name="style", value="full")
    (first,) = await moderator.changes()
    await moderator.ask("settings", name="style", value="compact")
    reply = await moderator.ask("history", undo=str(first.id))
    assert "I left that as it is" in text(reply)
    assert (await moderator.destination()).preferences.style is Style.COMPACT


async def test_two_moderators_undoing_at_once_undo_once() -> None:
    moderator = busy()
    await moderator.ask("follow", what="elmford")
    await moderator.ask("follow", what="riverbend")
    shown = await moderator.ask("history")
    await moderator.press(shown, "Undo the last change")
    reply = await moderator.press(shown, "Undo the last change")
    assert "That was undone already." in text(reply)
    assert await moderator.followed() == ["chapter:elmford"]


async def test_a_role_one_may_not_mention_does_not_come_back_by_undoing() -> None:
    moderator = busy(roles={"7001": "Tenants"})
    await moderator.ask("settings", name="mention", value="7001")
    await moderator.ask("settings", name="mention", value="nobody")
    other = busy(store=moderator.store, now=moderator.now)
    reply = await other.press(await other.ask("history"), "Undo the last change")
    assert "not yours to bring back" in text(reply)
    assert (await moderator.destination()).preferences.mention_role is None


@pytest.mark.parametrize("undo", ["999", "x", "-1", "9" * 50])
async def test_a_change_that_is_not_there_cannot_be_undone(undo: str) -> None:
    moderator = busy()
    await moderator.follow()
    assert "cannot be undone any more" in text(await moderator.ask("history", undo=undo))


async def test_fifty_changes_in_pages_of_ten() -> None:
    moderator = Moderator()
    there = await moderator.follow()
    for day in range(60):
        change = Change(
            destination=there.id,
            at=NOON - timedelta(days=60 - day),
            actor=None,
            verb="follow",
            after={"selector": "chapter:elmford"},
        )
        await moderator.do(partial(add, change))
    first = await moderator.ask("history")
    assert text(first).count("Followed") == 10
    assert "moderator" not in text(first)
    assert labels(first) == ["Next ▶", "Undo the last change"]
    last = await moderator.ask("history", page="5")
    assert labels(last) == ["◀ Back", "Undo the last change"]
    assert "Jan 23" in text(last)  # the 50th
    assert "Jan 22" not in text(last)


async def test_nothing_so_far_is_said() -> None:
    moderator = Moderator()
    assert "does not follow anything yet" in text(await moderator.ask("history"))
    await moderator.follow()
    assert "Nothing has been changed" in text(await moderator.ask("history"))


async def test_what_an_older_version_wrote_down_is_told_somehow() -> None:
    moderator = Moderator()
    there = await moderator.follow()
    for verb, after in (("follow", {"selector": "planet:mars"}), ("settings", {}), ("dance", {})):
        change = Change(destination=there.id, at=NOON, actor=None, verb=verb, after=after)
        await moderator.do(partial(add, change))
    reply = text(await moderator.ask("history"))
    assert "/dance was used" in reply
    assert "Changed a setting" in reply

"""The main job, by the real program: what chapters publish arrives once, in order, where wanted."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.organization import chapter_name
from tests.end_to_end.places import QUIET
from tests.end_to_end.program import ask
from tests.end_to_end.waiting import until
from tests.end_to_end.world import World, a_world, follow

FRESH_EVERYWHERE, FRESH_SITES = 2, 3


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_run_relays_everything_once(database: str, tmp_path: Path) -> None:
    async with a_world(tmp_path, database) as world:
        *before, while_running = world.places.all
        for command in (command for place in before for command in follow(place)):
            await world.program.done(*command)
        running = await world.program.start_afresh("run")
        page = await running.ready()
        for command in follow(while_running):
            await world.program.done(*command)
        await until(lambda: world.organization.times_asked() > 0, "the first round")
        assert arrived(world) == nothing(world)

        await publish(world)
        await until(lambda: not world.undelivered(), world.undelivered)
        await until(world.organization.is_known, "a second round")
        by_page = (await ask(page + "status.json"))[1]
        by_command = await world.program.status()
        finished = await running.stop()

        check_arrivals(world)
        check_contents(world)
        assert lasting(by_page) == lasting(by_command)
        check_status(world, by_page)
        assert finished.code == 0
        assert "Traceback" not in finished.err


async def test_once_relays_everything_once(tmp_path: Path) -> None:
    async with a_world(tmp_path, "sqlite") as world:
        for command in (command for place in world.places.all for command in follow(place)):
            await world.program.done(*command)
        assert "polled 20 feeds, 0 new posts, 0 deliveries" in await world.program.done("once")
        await publish(world)
        owed = sum(len(place.expected(world.organization.published)) for place in world.places.all)
        published = len(world.organization.published)

        await world.everything_due()
        first = await world.program.done("once")
        await world.everything_due()
        requests = world.organization.times_asked()
        second = await world.program.done("once")

        assert f"polled 20 feeds, {published} new posts, {owed} deliveries sent" in first
        assert "polled 20 feeds, 0 new posts, 0 deliveries sent" in second
        assert world.organization.times_asked() == requests + 1
        assert world.organization.is_known()
        check_arrivals(world)
        check_contents(world)
        check_status(world, await world.program.status())
        assert world.telegram.requests["getUpdates"] == 0  # a bot that listens elsewhere keeps them


async def publish(world: World) -> None:
    """Publish on every feed, and more on some: several new posts in one poll keep their order."""
    for _ in range(FRESH_EVERYWHERE):
        world.organization.publish_everywhere()
    for site in world.organization.sites[:FRESH_SITES]:
        world.organization.publish(site)


def arrived(world: World) -> dict[str, list[str]]:
    return {place.name: place.arrived() for place in world.places.all}


def nothing(world: World) -> dict[str, list[str]]:
    return {place.name: [] for place in world.places.all}


def check_arrivals(world: World) -> None:
    """Everything that is wanted is there once, nothing else is, and each feed's order holds."""
    published = world.organization.published
    for place in world.places.all:
        assert sorted(place.arrived()) == sorted(place.expected(published)), place.name
        for site in world.organization.sites:
            wanted = place.expected([notice for notice in published if notice.site is site])
            assert [link for link in place.arrived() if link in wanted] == wanted, place.name
    assert world.discord.messages_in(world.places.quiet_channel) == []
    assert world.telegram.messages_in(QUIET) == []


def check_contents(world: World) -> None:
    """Chapter, title, link and words are shown; nobody is ever mentioned."""
    notices = {notice.link: notice for notice in world.organization.published}
    for message in world.discord.world.messages:
        card = message.embeds[0]
        notice = notices[card["url"]]
        assert message.payload["allowed_mentions"] == {"parse": []}
        assert card["author"]["name"] == chapter_name(notice.site.chapter)
        assert card["title"].replace("\\", "") == notice.title
        assert f"Hearing {notice.number} of" in card["description"]
    for sent in world.telegram.messages:
        found = re.search(r"Notice (\d+) from", sent.text)
        assert found
        notice = next(one for one in notices.values() if one.number == int(found[1]))
        assert notice.title in sent.text
        assert notice.link in [entity.url for entity in sent.content.entities]
        assert chapter_name(notice.site.chapter) in sent.text
        assert f"Hearing {notice.number} of" in sent.text


def check_status(world: World, told: dict[str, Any]) -> None:
    sent = sum(len(place.arrived()) for place in world.places.all)
    assert told["outbox"] == {"pending": 0, "sending": 0, "sent": sent, "unknown": 0, "dead": 0}
    assert told["problems"] == []
    assert {feed["condition"] for feed in told["feeds"]} == {"ok"}
    follows = {place["address"]: sorted(place["follows"]) for place in told["destinations"]}
    assert len(follows) == len(world.places.all)


def lasting(told: dict[str, Any]) -> dict[str, Any]:
    """Return what does not change from one moment to the next."""
    changing = ("now", "started_at", "platforms", "feeds")
    feeds = sorted(
        tuple((key, feed[key]) for key in ("slug", "url", "condition", "newest_at", "held"))
        for feed in told["feeds"]
    )
    return {key: value for key, value in told.items() if key not in changing} | {"feeds": feeds}

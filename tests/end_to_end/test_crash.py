"""The program killed at random moments, again and again; then every post is accounted for.

What may be missing afterwards: a Telegram message that was on its way when a kill came, and then
only if it is listed as unknown. Nothing may be there twice, nothing out of order.
"""

import asyncio
import random
import signal
import time
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.organization import SITES
from tests.end_to_end.places import Place
from tests.end_to_end.program import ask
from tests.end_to_end.waiting import until, within
from tests.end_to_end.world import World, a_world, follow

# Ten feeds: as many as one tick of the scheduler starts, so that every life can poll all of them.
FEEDS = {
    *("elmford", "harbour", "el-faro", "riverbend", "riverbend-dates", "puerto-claro"),
    *("young-tenants", "doorbell", "mill-lane", "la-voz"),
}
LATENCY = 0.006  # seconds, at most, before and after each effect on a platform
BURST = 4  # posts at most, at the start of a life and once more within it
# This part of all kills waits for a first message to arrive, and comes soon after: however slow the
# machine is, work gets done, and kills hit sending as often as everything else together.
WHILE_SENDING, A_WHILE = 0.5, 0.12

Case = tuple[str, int, int]
CASES: list[Case] = [
    *(("sqlite", 45, seed) for seed in (1905, 1919, 1936, 1968)),
    ("postgresql", 20, 1848),
]
BY_WEBHOOK = 1968  # where chapters speak themselves, and no nonce helps


@pytest.mark.parametrize(("database", "kills", "seed"), CASES)
async def test_every_post_is_accounted_for(
    database: str, kills: int, seed: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)  # noqa: S311 - for the tests' sake it must be repeatable
    sites = [site for site in SITES if site.slug in FEEDS]
    async with a_world(tmp_path, database, sites) as world:
        for command in (command for place in world.places.all for command in follow(place)):
            await world.program.done(*command)
        await world.program.done("once")
        if seed == BY_WEBHOOK:
            world.places.let_chapters_speak()
        slow_down(world, dice)
        span = await a_calm_life(world)

        began = time.monotonic()
        for _ in range(kills):
            await a_short_life(world, dice, span)
        killing = time.monotonic() - began
        await a_last_life(world)
        told = await world.program.status()

        await world.program.nobody_left()
        assert world.program.errors() == []
        check_counts(world, told)
        for place in world.places.all:
            check_place(world, place, unknown_in(place, told))
        check_common_order(world)
        print(summary(world, told, kills, span, killing))  # noqa: T201 - shown with -s


def slow_down(world: World, dice: random.Random) -> None:
    """Let the platforms take their time, so that kills hit every moment of a send."""
    world.discord.latency = world.telegram.latency = lambda: dice.uniform(0, LATENCY)


async def a_calm_life(world: World) -> float:
    """Let the program relay without trouble; returns the seconds it took from start to finish."""
    await world.everything_due()
    world.organization.publish_everywhere()
    began = time.monotonic()
    life = await world.program.start("run")
    await life.ready()
    await until(lambda: not world.undelivered(), world.undelivered)
    span = time.monotonic() - began
    assert (await life.stop()).code == 0, life.err
    return span


async def a_short_life(world: World, dice: random.Random, span: float) -> None:
    """Start the program and kill it at any moment of the work it finds."""
    publish_some(world, dice)
    arrived = messages(world)
    life = await world.program.start("run")
    moment = dice.uniform(0, span)
    if dice.random() < WHILE_SENDING:
        await within(2 * span, lambda: messages(world) > arrived)
        moment = dice.uniform(0, A_WHILE)
    await asyncio.sleep(moment / 2)
    publish_some(world, dice)
    await asyncio.sleep(moment / 2)
    await life.kill()
    assert life.process.returncode == -signal.SIGKILL, life.err


async def a_last_life(world: World) -> None:
    """Let the program clear up whatever its earlier lives have left."""
    await world.everything_due()
    life = await world.program.start("run")
    page = await life.ready()
    told: dict[str, Any] = {}

    async def is_settled() -> bool:
        nonlocal told
        told = (await ask(page + "status.json"))[1]
        undecided = [one for one in told["unknowns"] if one["address"].startswith("discord")]
        counts = told["outbox"]
        return (
            sum(counts.values()) == owed(world)
            and counts["pending"] == counts["sending"] == 0
            and all(one["state"] == "sent" for one in undecided)
        )

    await until(is_settled, lambda: f"{owed(world)} settled, but: {told['outbox']}", every=0.2)
    assert (await life.stop()).code == 0, life.err


def publish_some(world: World, dice: random.Random) -> None:
    for _ in range(dice.randint(1, BURST)):
        if sites := world.organization.sites_with_room():
            world.organization.publish(dice.choice(sites))


def messages(world: World) -> int:
    return len(world.discord.world.messages) + len(world.telegram.messages)


def owed(world: World) -> int:
    published = world.organization.published
    return sum(len(place.expected(published)) for place in world.places.all)


def unknown_in(place: Place, told: dict[str, Any]) -> set[str]:
    """Return the links of what is listed as unknown in a place."""
    address = f"{place.platform} {place.address}"
    return {
        one["link"]
        for one in told["unknowns"]
        if one["state"] == "unknown" and one["address"] == address
    }


def check_counts(world: World, told: dict[str, Any]) -> None:
    """Every delivery has ended, as sent or unknown, and every unknown one is listed."""
    counts = told["outbox"]
    assert counts["sent"] + counts["unknown"] == sum(counts.values()) == owed(world)
    assert told["held"] == 0
    listed = [one for one in told["unknowns"] if one["state"] == "unknown"]
    assert len(listed) == counts["unknown"]
    assert {one["address"].split()[0] for one in listed} <= {"telegram"}


def check_place(world: World, place: Place, unknown: set[str]) -> None:
    """Nothing is lost, nothing stands there twice, each feed's posts are in their order."""
    arrived, published = place.arrived(), world.organization.published
    wanted = place.expected(published)
    assert twice(arrived) == [], place.name
    assert set(arrived) <= set(wanted), place.name
    assert set(wanted) - set(arrived) <= unknown, place.name
    for site in world.organization.sites:
        of_site = place.expected([notice for notice in published if notice.site is site])
        there = [link for link in of_site if link in set(arrived)]
        assert [link for link in arrived if link in set(of_site)] == there, place.name


def twice(links: Iterable[str]) -> list[str]:
    links = list(links)
    return sorted({link for link in links if links.count(link) > 1})


def check_common_order(world: World) -> None:
    """Places that share posts have them in the same order: that in which they were seen."""
    for one, other in combinations(world.places.all, 2):
        first, second = one.arrived(), other.arrived()
        in_first = [link for link in first if link in set(second)]
        in_second = [link for link in second if link in set(first)]
        assert in_first == in_second, (one.name, other.name)


def summary(world: World, told: dict[str, Any], kills: int, span: float, killing: float) -> str:
    sent = world.discord.requests["POST /channels/{channel}/messages"]
    by_webhook = sum(message.webhook is not None for message in world.discord.world.messages)
    channels = [place for place in world.places.all if place.name != "Discord forum"]
    stand = sum(len(place.arrived()) for place in channels if place.platform == "discord")
    missing = sum(
        len(set(place.expected(world.organization.published)) - set(place.arrived()))
        for place in world.places.all
    )
    return (
        f"\n{kills} kills in {killing:.1f} s, each within {span:.2f} s of a start;"
        f" {len(world.organization.published)} posts, {owed(world)} deliveries:"
        f" {told['outbox']['sent']} sent, {told['outbox']['unknown']} unknown on Telegram"
        f" ({missing} of them not there), {len(told['unknowns'])} interrupted in all,"
        f" {sent + by_webhook - stand} repeats that Discord recognised by their nonce,"
        f" {by_webhook} spoken by chapters; lost 0, twice 0"
    )

"""What the demo tells open pages, over real HTTP: nothing is missed, and nothing told twice."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from relaybot.demo.messages import ShownMessage
from relaybot.demo.platform import PreviewPlatform
from relaybot.demo.stream import REMEMBERED, Stream
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered
from relaybot.model.preview import Preview
from relaybot.web.server import WebServer
from tests.builders import NOON, a_delivery, a_destination, a_stored_post, an_address, an_outgoing

Told = dict[str, Any]


def by_title(outgoing: Outgoing) -> Preview:
    title = outgoing.claim.post.post.title
    return Preview(platform=PlatformName.DISCORD, html=title, text=title)


def html_of(message: ShownMessage) -> str:
    return f"<li>{message.preview.html}</li>"


@dataclass
class Demo:
    """A stream that is read over HTTP, and what makes something happen in its one channel."""

    stream: Stream
    platform: PreviewPlatform
    url: str
    client: aiohttp.ClientSession
    count: int = 0

    async def arrives(self, title: str) -> Outgoing:
        self.count += 1
        outgoing = told(title, self.count)
        sent = await self.platform.deliver(outgoing)
        assert isinstance(sent, Delivered)
        claim = outgoing.claim
        delivery = replace(claim.delivery, message_id=sent.message_id, receipt=sent.receipt)
        return replace(outgoing, claim=replace(claim, delivery=delivery))

    async def is_corrected(self, sent: Outgoing, title: str) -> None:
        post = a_stored_post(title=title)
        await self.platform.attend(
            replace(sent, claim=replace(sent.claim, post=post)), ErrandKind.AMEND
        )

    async def is_taken_back(self, sent: Outgoing) -> None:
        post = replace(sent.claim.post, withdrawn_at=NOON)
        await self.platform.attend(
            replace(sent, claim=replace(sent.claim, post=post)), ErrandKind.AMEND
        )

    async def told(self, count: int, after: str = "", **headers: str) -> list[Told]:
        """Return the next `count` events, each with its id."""
        events: list[Told] = []
        address = f"{self.url}events?after={after}"
        async with self.client.get(address, headers=headers) as answer:
            number = ""
            async for line in answer.content:
                kind, _, value = line.decode().strip().partition(": ")
                if kind == "id":
                    number = value
                if kind == "data":
                    events.append({"id": number, **json.loads(value)})
                if len(events) == count:
                    break
        return events


def told(title: str, number: int) -> Outgoing:
    wanted = Preferences(withdrawn=WithdrawnPolicy.DELETE)
    return an_outgoing(
        a_stored_post(title=title), a_destination(preferences=wanted), a_delivery(number)
    )


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    async with AsyncExitStack() as stack:
        platform = PreviewPlatform(PlatformName.DISCORD, by_title, lambda: NOON)
        stream = Stream({an_address(): 0}, html_of)
        platform.listen(stream.remember)
        routes = [web.get("/events", stream.answer, allow_head=False)]
        server = WebServer("127.0.0.1:0", routes)
        await server.start()
        stack.push_async_callback(server.stop)
        client = await stack.enter_async_context(aiohttp.ClientSession())
        yield Demo(stream, platform, server.url, client)


async def test_each_event_says_which_message_it_is_about(demo: Demo) -> None:
    sent = await demo.arrives("Boiler new")
    await demo.is_corrected(sent, "Boiler news")
    await demo.is_taken_back(sent)

    events = await demo.told(3)

    assert [event["kind"] for event in events] == ["arrived", "edited", "deleted"]
    assert {event["message"] for event in events} == {sent.claim.delivery.message_id}
    assert [event["html"] for event in events] == [
        "<li>Boiler new</li>",
        "<li>Boiler news</li>",
        "",
    ]
    assert {event["channel"] for event in events} == {0}


async def test_messages_are_counted_and_edits_are_not(demo: Demo) -> None:
    sent = await demo.arrives("Boiler new")
    await demo.is_corrected(sent, "Boiler news")
    await demo.arrives("Soup")

    assert [event["count"] for event in await demo.told(3)] == [2, 2, 2]
    assert demo.stream.count == 2


async def test_what_happened_is_said_in_words(demo: Demo) -> None:
    sent = await demo.arrives("Boiler new")
    await demo.is_corrected(sent, "Boiler news")

    first, second = await demo.told(2)

    assert first["words"] == "Boiler new (Elmford Tenants' League, 12:00:00 UTC)"
    assert second["words"] == (
        "Boiler news – corrected, so edited (Elmford Tenants' League, 12:00:00 UTC)"
    )
    assert (demo.stream.latest, demo.stream.changed) == (first["words"], second["words"])


async def test_who_lost_the_connection_catches_up(demo: Demo) -> None:
    first = await demo.arrives("First")
    (seen,) = await demo.told(1)
    await demo.is_corrected(first, "First, corrected")
    await demo.arrives("Second")

    missed = await demo.told(2, "", **{"Last-Event-ID": seen["id"]})

    assert [(event["kind"], event["html"]) for event in missed] == [
        ("edited", "<li>First, corrected</li>"),
        ("arrived", "<li>Second</li>"),
    ]


async def test_a_page_reads_on_from_where_it_was_rendered(demo: Demo) -> None:
    await demo.arrives("On the page already")
    place = demo.stream.last
    await demo.arrives("New")

    (event,) = await demo.told(1, place)

    assert event["html"] == "<li>New</li>"


async def test_who_missed_too_much_is_told_to_reload(demo: Demo) -> None:
    place = demo.stream.last
    for number in range(REMEMBERED + 1):
        await demo.arrives(f"Post {number}")

    assert await demo.told(1, place) == [{"id": "", "kind": "reload"}]


ELSEWHERE = {
    "another run of the demo": "0123abcd-1",
    "the future": "{run}-99",
    "no number": "{run}-one",
    "nonsense": "²",
}


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE.keys())
async def test_who_comes_from_elsewhere_is_told_to_reload(demo: Demo, place: str) -> None:
    await demo.arrives("A post")
    run = demo.stream.last.partition("-")[0]

    assert await demo.told(1, place.format(run=run)) == [{"id": "", "kind": "reload"}]


async def test_other_channels_are_not_told(demo: Demo) -> None:
    await demo.platform.deliver(an_outgoing(destination=a_destination(an_address("other"))))
    await demo.arrives("Here")

    (event,) = await demo.told(1)

    assert (event["html"], event["count"]) == ("<li>Here</li>", 1)

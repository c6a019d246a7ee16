from datetime import timedelta

import pytest

from relaybot.demo.platform import KEPT, PreviewPlatform, ShownMessage
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.outcome import Delivered, Repeatable
from relaybot.model.preview import Preview
from tests.builders import NOON, a_delivery, a_destination, an_address, an_outgoing


def by_title(outgoing: Outgoing) -> Preview:
    title = outgoing.claim.post.post.title
    return Preview(platform=PlatformName.DISCORD, html=f"<article>{title}</article>", text=title)


@pytest.fixture
def platform() -> PreviewPlatform:
    return PreviewPlatform(PlatformName.DISCORD, by_title, lambda: NOON + timedelta(hours=1))


async def test_a_delivered_message_is_shown(platform: PreviewPlatform) -> None:
    outcome = await platform.deliver(an_outgoing())

    (message,) = platform.messages(an_address())
    assert outcome == Delivered(message.id)
    assert message.preview.text == "Post number 1"
    assert message.arrived_at == NOON + timedelta(hours=1)


async def test_channels_are_kept_apart(platform: PreviewPlatform) -> None:
    await platform.deliver(an_outgoing(destination=a_destination(an_address("other"))))

    assert platform.messages(an_address()) == ()


async def test_recover_finds_what_arrived(platform: PreviewPlatform) -> None:
    outcome = await platform.deliver(an_outgoing(delivery=a_delivery(7)))

    assert await platform.recover(an_outgoing(delivery=a_delivery(7))) == outcome
    assert isinstance(await platform.recover(an_outgoing(delivery=a_delivery(8))), Repeatable)


async def test_listeners_are_told_until_they_leave(platform: PreviewPlatform) -> None:
    heard: list[ShownMessage] = []
    leave = platform.listen(heard.append)

    await platform.deliver(an_outgoing(delivery=a_delivery(1)))
    leave()
    await platform.deliver(an_outgoing(delivery=a_delivery(2)))

    assert [message.delivery for message in heard] == [1]


async def test_old_messages_make_room(platform: PreviewPlatform) -> None:
    for number in range(KEPT + 5):
        await platform.deliver(an_outgoing(delivery=a_delivery(number)))

    deliveries = [message.delivery for message in platform.messages(an_address())]
    assert (deliveries[0], len(deliveries)) == (5, KEPT)

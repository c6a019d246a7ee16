from relaybot.model.destination import Preferences, Style
from relaybot.repositories import Transaction
from tests.builders import NOON
from tests.unit.commands.talking import Talk, labels, text


async def test_the_newest_post_with_the_settings_of_the_place() -> None:
    talk = Talk()
    await talk.posts(3)

    def prefer(tx: Transaction) -> None:
        there = tx.destinations.add(talk.place.address, NOON)
        tx.destinations.set_preferences(there.id, Preferences(style=Style.COMPACT))

    await talk.do(prefer)
    reply = await talk.ask("preview", what="elmford")
    assert "how the newest post of Elmford Renters’ League looks in #news" in text(reply)
    (outgoing,) = reply.posts
    assert outgoing.claim.post.post.title == "Post number 3"
    assert outgoing.claim.destination.preferences.style is Style.COMPACT
    assert labels(reply) == ["Change how it looks"]
    assert await talk.owed() == []


async def test_a_place_that_follows_nothing_has_the_usual_settings() -> None:
    talk = Talk(manages=False)
    await talk.posts(1)
    reply = await talk.ask("preview", what="everything")
    assert reply.posts[0].claim.destination.address == talk.place.address
    assert reply.posts[0].claim.destination.preferences == Preferences()
    assert labels(reply) == []


async def test_no_posts_yet() -> None:
    reply = await Talk().ask("preview", what="language es")
    assert text(reply) == "There are no posts of everything in Spanish yet."

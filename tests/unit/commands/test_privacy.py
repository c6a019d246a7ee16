from tests.builders import an_address
from tests.unit.commands.talking import Talk, text


async def test_what_is_stored_and_for_how_long() -> None:
    said = text(await Talk(manages=False).ask("privacy"))
    assert "After 90 days only the change is left" in said
    assert "Which channel somebody manages from a private chat" in said
    assert "Nothing else" in said


async def test_forgetting_leaves_the_change_without_the_person() -> None:
    talk, other = Talk(user="801"), Talk(user="802")
    other.store = talk.store
    await talk.ask("follow", what="elmford")
    await talk.ask("follow", what="doorbell")
    await other.ask("follow", what="saltmarsh")
    platform, place = talk.place.address.platform, talk.place.address
    await talk.do(lambda tx: tx.destinations.choose(platform, "801", place))
    done = await talk.press(await talk.ask("privacy"), "Forget me")
    assert text(done).startswith("Done. I removed you from 2 changes")
    assert [change.actor for change in await talk.changes()] == [None, None, "802"]
    assert await talk.do(lambda tx: tx.destinations.chosen_by(platform, "801")) is None
    assert await talk.followed() == ["chapter:elmford", "chapter:doorbell", "chapter:saltmarsh"]


async def test_forgetting_reaches_linked_places_on_the_other_platform() -> None:
    talk, other = Talk(user="801"), an_address("-100777", "telegram")
    await talk.link(other)
    await talk.ask("follow", what="elmford")
    await talk.ask("privacy", forget="yes")
    assert [change.actor for change in await talk.changes(other)] == [None]

from tests.unit.commands.managing import Moderator
from tests.unit.commands.talking import labels, text
from tests.unit.commands.test_link import both, code_in, linked_with


async def linked() -> tuple[Moderator, Moderator]:
    here, there = both()
    await here.follow("elmford")
    await there.ask("link", code=code_in(text(await here.ask("link"))))
    return here, there


async def test_it_asks_first() -> None:
    here, _ = await linked()
    reply = await here.ask("unlink")
    assert "Separate #news from -1007 (Telegram)?" in text(reply)
    assert labels(reply) == ["Separate"]
    assert await linked_with(here) == ["telegram -1007"]


async def test_each_keeps_what_it_follows_and_goes_its_own_way() -> None:
    here, there = await linked()
    reply = await here.press(await here.ask("unlink"), "Separate")
    assert "#news and -1007 (Telegram) are separate now." in text(reply)
    assert await linked_with(here) == []
    assert await here.followed() == await there.followed() == ["chapter:elmford"]
    await here.ask("follow", what="riverbend")
    assert await there.followed() == ["chapter:elmford"]
    assert (await there.changes())[-1].before == {"with": "#news (Discord)"}
    assert "Separated from #news (Discord)" in text(await there.ask("history"))


async def test_what_is_not_linked_is_told() -> None:
    here, _ = both()
    assert "#news is not linked with any other place." in text(await here.ask("unlink"))
    await here.follow()
    assert "#news is not linked" in text(await here.ask("unlink", sure="yes"))

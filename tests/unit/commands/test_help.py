from relaybot.commands.menu import MENU
from tests.unit.commands.talking import Talk, text


async def test_every_command_with_what_it_does() -> None:
    said = text(await Talk(manages=False).ask("help"))
    for command in MENU:
        assert f"• /{command.verb}: {command.description}" in said


async def test_what_only_moderators_may_stands_apart() -> None:
    everyone, _, managers = text(await Talk().ask("help")).partition("For those who manage")
    for command in MENU:
        assert f"/{command.verb}:" in (managers if command.manages else everyone)


async def test_it_leads_on() -> None:
    talk = Talk()
    reply = await talk.ask("help")
    assert "in the directory" in text(await talk.press(reply, "Browse the directory"))
    assert "follows nothing yet" in text(await talk.press(reply, "What is followed"))

"""Pictures of the chat: the real bot is asked, and what it says is drawn."""

from pathlib import Path

from relaybot.demo.organization import PLACEHOLDER
from relaybot.model.destination import PlatformName
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.end_to_end.talking_discord import DiscordRoom
from tests.end_to_end.talking_telegram import TelegramRoom
from tests.end_to_end.waiting import until
from tests.pictures.camera import Camera
from tests.pictures.drawn import of_discord, of_telegram
from tests.pictures.sheet import Drawn, Place
from tests.pictures.stage import Stage, staged

NAMES = (
    *("discord-follow", "discord-chapters", "discord-settings", "discord-check"),
    *("telegram-follow", "telegram-settings"),
)
# The demo's ten feeds publish in turn, one post each: the third is Riverbend's, which corrects it
# with the seventh; the tenth is Elmford's.
_EARLIER, _RIVERBENDS, _ELMFORDS = 2, 5, 3
_OLD_POST = f"{PLACEHOLDER}/riverbend/october-meeting/"
_PICTURE = f"{PLACEHOLDER}/pictures/map.png"  # of Elmford's: Telegram finds it on the page
_CHANNEL = Place(
    platform=PlatformName.DISCORD, name="#chapter-news", about="Riverbend server", site="riverbend"
)
_CHAT = Place(
    platform=PlatformName.TELEGRAM, name="Elmford Tenants", about="34 members", site="elmford"
)
_GROUP = -1002000000900


async def photograph(camera: Camera, folder: Path) -> None:
    """Let the bot be asked on both platforms, and photograph what is to be seen there."""
    async with staged(camera, folder, published=_EARLIER) as stage:
        await _in_a_channel(stage)
        await _in_a_chat(stage)


async def _in_a_channel(stage: Stage) -> None:
    discord, guild = stage.bot.world.discord, stage.bot.guild
    channel = discord.add_channel(guild, Kind.TEXT, _CHANNEL.name[1:])
    mona = DiscordRoom(discord, guild, channel, stage.bot.log).moderator()

    async def answer(verb: str, **arguments: str) -> Drawn:
        return of_discord((await mona.asks(verb, **arguments)).message, f"/{verb}")

    followed = await answer("follow", what="riverbend")
    stage.publish(_RIVERBENDS)
    [post] = await discord.wait_for_messages(channel, 1)
    await stage.photograph("discord-follow", _CHANNEL, followed, of_discord(post))
    await stage.photograph("discord-chapters", _CHANNEL, await answer("chapters"))
    await stage.photograph("discord-settings", _CHANNEL, await answer("settings"))
    discord.deny(channel, Right.EMBED_LINKS | Right.READ_MESSAGE_HISTORY)
    checked = await answer("check")
    discord.deny(channel, NO_RIGHTS)
    why = await answer("why", link=stage.origin.placement(_OLD_POST))
    await stage.photograph("discord-check", _CHANNEL, checked, why)


async def _in_a_chat(stage: Stage) -> None:
    telegram = stage.bot.world.telegram
    telegram.add_chat(_GROUP, "supergroup", title=_CHAT.name)
    room = TelegramRoom(telegram, _GROUP, stage.bot.log)
    mona = room.moderator()

    async def answer(text: str) -> Drawn:
        return of_telegram((await mona.says(text)).message, text)

    followed = await answer("/follow elmford")
    stage.publish(_ELMFORDS)
    await until(room.arrived, "a post in the chat")
    picture = stage.origin.placement(_PICTURE)
    post = of_telegram(telegram.messages_in(_GROUP)[-1], picture=picture)
    await stage.photograph("telegram-follow", _CHAT, followed, post)
    await stage.photograph("telegram-settings", _CHAT, await answer("/settings"))

"""What stands in an emulated channel or chat → the same as its readers see it.

Messages are read back into the program's own and shown by its previews.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from relaybot.discord.card import Card
from relaybot.discord.format import DiscordMessage
from relaybot.discord.preview import preview as discord_preview
from relaybot.model.post import Image
from relaybot.telegram.format import TelegramMessage
from relaybot.telegram.preview import preview as telegram_preview
from tests.emulators.discord.controls import SELECT
from tests.emulators.discord.interactions import EPHEMERAL
from tests.emulators.discord.world import DISCORD_EPOCH, Message
from tests.emulators.telegram.chats import SentMessage
from tests.pictures.sheet import Control, Drawn

Json = dict[str, Any]
_BUTTONS = {1: "primary", 2: "plain", 4: "danger", 5: "link"}  # by style


def of_discord(message: Message, asked: str = "") -> Drawn:
    """Return a message; `asked`: the command it answers."""
    return Drawn(
        html="".join(_parts(message)),
        at=datetime.fromtimestamp(((message.id >> 22) + DISCORD_EPOCH) / 1000, UTC),
        rows=tuple(tuple(map(_control, row["components"])) for row in message.components),
        asked=asked,
        alone=bool(message.flags & EPHEMERAL),
    )


def _parts(message: Message) -> Iterator[str]:
    if message.content:
        yield _shown(line=message.content)
    for embed in message.embeds:
        yield _shown(card=_card(embed))


def _shown(**parts: Any) -> str:
    return discord_preview(DiscordMessage(plain="", title="", thread_name="", **parts)).html


def _card(embed: Json) -> Card:
    author, at = embed.get("author", {}), embed.get("timestamp")
    return Card(
        author_name=author.get("name", ""),
        author_url=author.get("url"),
        author_icon=author.get("icon_url"),
        title=embed.get("title", ""),
        url=embed.get("url"),
        description=embed.get("description", ""),
        image=embed.get("image", {}).get("url"),
        footer=embed.get("footer", {}).get("text", ""),
        timestamp=datetime.fromisoformat(at) if at else None,
        colour=embed.get("color", 0),
    )


def _control(given: Json) -> Control:
    if given["type"] != SELECT:
        return Control(given["label"], _BUTTONS[given["style"]])
    chosen = [each["label"] for each in given["options"] if each.get("default")]
    return Control(chosen[0] if chosen else given["placeholder"], "select")


def of_telegram(message: SentMessage, asked: str = "", picture: str | None = None) -> Drawn:
    """Return a message as it was sent; `picture`: what the page shown with it has."""
    keyboard = (message.reply_markup or {}).get("inline_keyboard", ())
    return Drawn(
        html=telegram_preview(_as_sent(message, picture)).html,
        at=datetime.fromtimestamp(message.date, UTC),
        rows=tuple(tuple(Control(each["text"], "plain") for each in row) for row in keyboard),
        asked=asked,
    )


def _as_sent(message: SentMessage, picture: str | None) -> TelegramMessage:
    options = message.link_preview
    url = None if options.get("is_disabled") else options.get("url")
    return TelegramMessage(
        html=str(message.params.get("text") or message.params.get("caption", "")),
        text=message.text,
        preview_url=url,
        preview_above=bool(options.get("show_above_text")),
        image=picture,
        pictures=(Image(url=message.photo),) if message.photo else (),
        caption_above=message.caption_above,
    )

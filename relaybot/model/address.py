"""Addresses as people write them."""

import re

from relaybot.errors import RelaybotError
from relaybot.model.destination import Address, PlatformName

# No leading zero: one place must not have two addresses.
_SNOWFLAKE = re.compile(r"[1-9][0-9]{0,19}")
_CHAT = re.compile(r"-?[1-9][0-9]{0,19}|@[A-Za-z][A-Za-z0-9_]{3,31}")
_TOPIC = re.compile(r"[1-9][0-9]{0,9}")


def parse_address(platform: PlatformName, text: str) -> Address:
    """Turn "123", "-100123/42" or "@channel" into an address. Raises `RelaybotError`."""
    written = text.strip()
    if platform is PlatformName.DISCORD:
        if _SNOWFLAKE.fullmatch(written):
            return Address(platform, written)
        raise RelaybotError(
            f"{written[:80]!r} is not a Discord channel id, a long number: in Discord, switch on"
            " Developer Mode, right-click the channel and choose “Copy Channel ID”."
        )
    chat, slash, topic = written.lower().partition("/")  # capitals do not matter to Telegram
    if _CHAT.fullmatch(chat) and (not slash or _TOPIC.fullmatch(topic)):
        return Address(platform, chat, topic or None)
    raise RelaybotError(
        f"{written[:80]!r} is not a Telegram chat; write @channel or its id like -1001234567890,"
        " and -1001234567890/42 for topic 42."
    )

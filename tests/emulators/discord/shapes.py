"""The state as the JSON Discord sends (minimum that discord.py 2.7.1 parses, and a little more)."""

from datetime import UTC, datetime
from typing import Any

from tests.emulators.discord.world import (
    DISCORD_EPOCH,
    FORUMS,
    THREADS,
    Channel,
    Guild,
    Kind,
    Role,
    World,
)

Json = dict[str, Any]
BOT_NAME = "relaybot"


def moment(snowflake: int) -> str:
    return datetime.fromtimestamp(((snowflake >> 22) + DISCORD_EPOCH) / 1000, UTC).isoformat()


def user(number: int, name: str = BOT_NAME, *, bot: bool = True) -> Json:
    return {
        "id": str(number),
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
    }


def application(world: World) -> Json:
    return {
        "id": str(world.application),
        "name": BOT_NAME,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(world.application + 1, "owner", bot=False),
        "verify_key": "00" * 32,
        "flags": 0,
    }


def role(given: Role, position: int = 1) -> Json:
    return {
        "id": str(given.id),
        "name": given.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(int(given.permissions)),
        "managed": False,
        "mentionable": given.mentionable,
        "flags": 0,
    }


def roles(guild: Guild) -> list[Json]:
    return [role(given, position) for position, given in enumerate(guild.roles.values())]


def member(world: World, guild: Guild, person: int | None = None) -> Json:
    """A member; the bot unless said."""
    number = person or world.bot
    is_bot = number == world.bot
    return {
        "user": user(number, BOT_NAME if is_bot else f"person-{number}", bot=is_bot),
        "roles": [str(role) for role in guild.members[number]],
        "joined_at": moment(guild.id),
        "flags": 0,
        "deaf": False,
        "mute": False,
    }


def guild_bare(guild: Guild) -> Json:
    """What GET /guilds/{id} gives: no channels, no members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner),
        "roles": roles(guild),
        "emojis": [],
        "stickers": [],
        "features": [],
        "preferred_locale": "en-US",
    }


def guild_create(world: World, guild: Guild) -> Json:
    places = world.in_guild(guild.id)
    return {
        **guild_bare(guild),
        "unavailable": False,
        "member_count": 1,
        "members": [member(world, guild)],
        "channels": [channel(c) for c in places if c.kind not in THREADS],
        "threads": [channel(c) for c in places if c.kind in THREADS and not c.archived],
    }


def channel(place: Channel) -> Json:
    return _thread(place) if place.kind in THREADS else _channel(place)


def _channel(place: Channel) -> Json:
    shape: Json = {
        "id": str(place.id),
        "type": int(place.kind),
        "guild_id": str(place.guild),
        "name": place.name,
        "position": 0,
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "flags": place.flags,
        "permission_overwrites": _overwrites(place),
    }
    if place.kind in FORUMS:
        shape["available_tags"] = [
            {"id": str(tag.id), "name": tag.name, "moderated": tag.moderated, "emoji_name": None}
            for tag in place.tags
        ]
        shape["default_auto_archive_duration"] = 1440
    if place.kind is Kind.VOICE:
        shape |= {"bitrate": 64_000, "user_limit": 0}
    return shape


def _overwrites(place: Channel) -> list[Json]:
    everyone = {"id": str(place.guild), "type": 0, "allow": "0", "deny": str(int(place.denied))}
    others = [
        {
            "id": str(number),
            "type": int(rule.person),
            "allow": str(int(rule.allow)),
            "deny": str(int(rule.deny)),
        }
        for number, rule in place.overwrites.items()
    ]
    return [*others, everyone]


def direct(place: Channel, person: int) -> Json:
    """A conversation with one person."""
    return {"id": str(place.id), "type": 1, "recipients": [user(person, "someone", bot=False)]}


def _thread(place: Channel) -> Json:
    return {
        "id": str(place.id),
        "type": int(place.kind),
        "guild_id": str(place.guild),
        "parent_id": str(place.parent),
        "owner_id": str(place.owner),
        "name": place.name,
        "message_count": 0,
        "member_count": 1,
        "applied_tags": [str(tag) for tag in place.applied_tags],
        "thread_metadata": {
            "archived": place.archived,
            "locked": place.locked,
            "auto_archive_duration": 1440,
            "archive_timestamp": moment(place.id),
            "create_timestamp": moment(place.id),
        },
    }

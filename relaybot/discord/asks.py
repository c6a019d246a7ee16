"""discord.py's interactions → `Ask`: who asks, about which place, with which rights right now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord.app_commands import AppCommandChannel, AppCommandThread

from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.menu import N_
from relaybot.discord import limits
from relaybot.discord.places import Found, find
from relaybot.model.destination import Address, PlatformName

Interaction = discord.Interaction[Any]

NO_SERVER = N_("I can only do that in a server.")
NOT_SEEN = N_(
    "I cannot find that channel. It may be gone, or I am not allowed to see it: then give me the"
    " right “View Channel” there."
)

_MENTION = re.compile(r"<#(\d+)>")


class Nowhere(Exception):  # noqa: N818 - not a fault of ours: what is answered instead
    """There is no place this ask could be about; the text is a template that says so."""


@dataclass(frozen=True, slots=True)
class _Target:
    found: Found
    rights: discord.Permissions  # of the asker
    here: bool


async def ask_of(
    interaction: Interaction,
    verb: str,
    given: Mapping[str, object],
    now: datetime,
    *,
    pressed: bool = False,
) -> Ask:
    """Return the ask; `given` are arguments as the library or a button has them.

    Raises `Nowhere`, and what discord.py raises when a channel has to be asked for.
    """
    member = interaction.user
    if not isinstance(member, discord.Member) or interaction.channel is None:
        raise Nowhere(NO_SERVER)
    target = await _target(interaction, member, given.get("where"))
    arguments = {name: str(value) for name, value in given.items() if value is not None}
    arguments.pop("where", None)
    if not target.here:
        arguments["where"] = str(target.found.channel.id)
    return Ask(
        verb=verb,
        place=_place(target),
        asker=_asker(interaction, member, target),
        now=now,
        arguments=arguments,
        pressed=pressed,
    )


async def _target(interaction: Interaction, member: discord.Member, where: object) -> _Target:
    number = _number(where)
    here = where is None or number == interaction.channel_id
    if here:
        number = interaction.channel_id
    found = await find(interaction.client, number) if number else None
    if here and found is None:
        found = _as_told(interaction)
    if found is None or found.ruler.guild.id != interaction.guild_id:
        raise Nowhere(NOT_SEEN)
    rights = interaction.permissions if here else _rights(found, member, where)
    if not rights.view_channel and not rights.administrator:
        raise Nowhere(NOT_SEEN)
    return _Target(found, rights, here)


def _number(where: object) -> int | None:
    """Return the channel's id: chosen in Discord's picker, kept by a button, or typed."""
    if isinstance(where, AppCommandChannel | AppCommandThread | discord.Object):
        return where.id
    text = str(where).strip()
    mention = _MENTION.fullmatch(text)
    text = mention[1] if mention else text
    return int(text) if limits.is_id(text) else None


def _as_told(interaction: Interaction) -> Found | None:
    """Return the channel an ask came from when nobody but the interaction tells of it."""
    channel = interaction.channel
    ruler = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return None
    return Found(channel, ruler) if isinstance(ruler, discord.abc.GuildChannel) else None


def _rights(found: Found, member: discord.Member, where: object) -> discord.Permissions:
    """Return what Discord says of a channel chosen in its picker, else what roles come to."""
    if isinstance(where, AppCommandChannel | AppCommandThread):
        return where.permissions
    return found.rights(member)


def _place(target: _Target) -> Place:
    channel = target.found.channel
    return Place(
        address=Address(PlatformName.DISCORD, str(channel.id)),
        name=target.found.name,
        here=target.here,
        announcement=isinstance(channel, discord.TextChannel) and channel.is_news(),
        server=str(channel.guild.id),
        forum=isinstance(channel, discord.ForumChannel),
    )


def _asker(interaction: Interaction, member: discord.Member, target: _Target) -> Asker:
    rights = target.rights
    roles = {
        str(role.id): role.name
        for role in target.found.ruler.guild.roles
        if not role.is_default()
        and (role.mentionable or rights.mention_everyone or rights.administrator)
    }
    return Asker(
        platform=PlatformName.DISCORD,
        user=str(member.id),
        manages=rights.manage_channels or rights.administrator,
        language=str(interaction.locale),
        mentionable_roles=frozenset(roles),
        role_names=roles,
    )

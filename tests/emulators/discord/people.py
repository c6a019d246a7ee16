"""What people do on Discord: roles, rights, commands, presses. A part of `DiscordEmulator`."""

from collections.abc import Iterable
from typing import Any

from tests.emulators.discord import shapes
from tests.emulators.discord.controls import find_control
from tests.emulators.discord.gateway import Gateway
from tests.emulators.discord.interactions import (
    COMMAND,
    COMPONENT,
    TYPING,
    Interaction,
    Interactions,
)
from tests.emulators.discord.world import (
    MODERATOR,
    NO_RIGHTS,
    Message,
    Overwrite,
    Right,
    Role,
    World,
)

Json = dict[str, Any]
TEXT, INTEGER, CHANNEL = 3, 4, 7  # option types
GONE = {"type": 0, "name": "gone", "permissions": "0"}


class People:
    """Persons, their roles, and what they do with the bot's commands."""

    world: World
    socket: Gateway
    interactions: Interactions

    def add_role(self, guild: str, name: str, rights: Right, *, mentionable: bool = False) -> str:
        """Add a role; a connected bot is told."""
        role = Role(self.world.new_id(), name, rights, mentionable)
        self.world.guilds[int(guild)].roles[role.id] = role
        self._tell_role("GUILD_ROLE_CREATE", guild, role)
        return str(role.id)

    def change_role(self, guild: str, role: str, rights: Right) -> None:
        """Let a role have other rights; "" means the bot's own role."""
        place = self.world.guilds[int(guild)]
        changed = place.roles[int(role or place.role)]
        changed.permissions = rights
        self._tell_role("GUILD_ROLE_UPDATE", guild, changed)

    def delete_role(self, guild: str, role: str) -> None:
        """Delete a role and take it from everybody."""
        place = self.world.guilds[int(guild)]
        del place.roles[int(role)]
        for roles in place.members.values():
            roles[:] = [each for each in roles if each != int(role)]
        self.socket.dispatch("GUILD_ROLE_DELETE", {"guild_id": guild, "role_id": role})

    def give_bot_role(self, guild: str, role: str) -> None:
        """Give the bot one more role."""
        place = self.world.guilds[int(guild)]
        place.members[self.world.bot].append(int(role))
        event = shapes.member(self.world, place) | {"guild_id": guild}
        self.socket.dispatch("GUILD_MEMBER_UPDATE", event)

    def _tell_role(self, event: str, guild: str, role: Role) -> None:
        self.socket.dispatch(event, {"guild_id": guild, "role": shapes.role(role)})

    def add_person(self, guild: str, *roles: str) -> str:
        """Let a person with these roles be in a server; the bot is not told (no such intent)."""
        number = self.world.new_id()
        self.world.guilds[int(guild)].members[number] = [int(role) for role in roles]
        return str(number)

    def overwrite(
        self, channel: str, who: str, *, allow: Right = NO_RIGHTS, deny: Right = NO_RIGHTS
    ) -> None:
        """Rule what a role or person may do in one channel."""
        place = self.world.channels[int(channel)]
        is_role = int(who) in self.world.guilds[place.guild].roles
        place.overwrites[int(who)] = Overwrite(allow, deny, person=not is_role)
        self.socket.dispatch("CHANNEL_UPDATE", shapes.channel(place))

    def command(
        self, name: str, channel: str, options: Iterable[Json] = (), **more: Any
    ) -> Interaction:
        """Let a person use a slash command: a moderator unless `person` or `permissions` say."""
        if "person" not in more:
            more.setdefault("permissions", int(MODERATOR))
        return self._type(COMMAND, name, channel, list(options), **more)

    def type_ahead(
        self, name: str, channel: str, beginning: tuple[str, str], *options: Json, **more: Any
    ) -> Interaction:
        """Let a person begin to type an argument: its name and what is there so far."""
        if "person" not in more:
            more.setdefault("permissions", int(MODERATOR))
        argument, typed = beginning
        focused = {"name": argument, "type": TEXT, "value": typed, "focused": True}
        return self._type(TYPING, name, channel, [*options, focused], **more)

    def _type(
        self, kind: int, name: str, channel: str, options: list[Json], **more: Any
    ) -> Interaction:
        data: Json = {"id": "1", "name": name, "type": 1, "options": options}
        person = more.pop("person", None)
        number = None if person is None else int(person)
        chosen = [option["value"] for option in options if option["type"] == CHANNEL]
        if chosen and kind == COMMAND:
            data["resolved"] = {"channels": {each: self._resolved(each, number) for each in chosen}}
        return self.interactions.begin(kind, data, int(channel), person=number, **more)

    def _resolved(self, channel: str, person: int | None) -> Json:
        """The channel as Discord's picker gives it along, with the rights of whoever chose it."""
        place = self.world.channels.get(int(channel))
        if place is None:
            return GONE | {"id": channel}
        rights = self.world.rights(place, person) if person else MODERATOR
        return shapes.channel(place) | {"permissions": str(int(rights))}

    def press(self, message: Message, label: str, **more: Any) -> Interaction:
        """Let a person press the button with this label."""
        return self._use(message, label, {}, **more)

    def choose(self, message: Message, placeholder: str, value: str, **more: Any) -> Interaction:
        """Let a person choose a value of the select with this placeholder."""
        return self._use(message, placeholder, {"values": [value]}, **more)

    def _use(self, message: Message, label: str, data: Json, **more: Any) -> Interaction:
        control = find_control(message.components, label)
        data |= {"custom_id": control["custom_id"], "component_type": control["type"]}
        person = more.pop("person", None)
        if person is None:
            more.setdefault("permissions", int(MODERATOR))
        number = None if person is None else int(person)
        return self.interactions.begin(
            COMPONENT, data, message.channel, person=number, pressed=message, **more
        )


def option(name: str, value: str | int, *, channel: bool = False) -> Json:
    """Return an argument as a person gives it."""
    kind = CHANNEL if channel else INTEGER if isinstance(value, int) else TEXT
    return {"name": name, "type": kind, "value": value}

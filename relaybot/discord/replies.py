"""Reply → messages with buttons and selects, answered to an interaction.

A button's `custom_id` is the text of its action, a select's is `<argument>=<action>`: nothing is
remembered between a message and a press on it, so they work after a restart and cost no memory.
"""

import re
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from typing import Any, Protocol, Self, cast

import discord
import structlog

from relaybot.commands.action import encode
from relaybot.commands.reply import Button, Reply, Row, Select, Stress
from relaybot.discord import limits
from relaybot.discord.format import format_post
from relaybot.discord.outcomes import in_words
from relaybot.discord.payload import Part, parts
from relaybot.discord.places import TROUBLE

OVER = frozenset({10062, 10008, 10015, 40060, 50027})
"""Unknown interaction, message or webhook; answered already; token no longer valid."""

STYLES = {
    Stress.PLAIN: discord.ButtonStyle.secondary,
    Stress.PRIMARY: discord.ButtonStyle.primary,
    Stress.DANGER: discord.ButtonStyle.danger,
}
Item = discord.ui.Item[Any]
Interaction = discord.Interaction[Any]

log = structlog.get_logger(__name__)


class TakesPresses(Protocol):
    """The client, as buttons know it."""

    async def pressed(self, interaction: Interaction, action: str, argument: str | None) -> None:
        """Answer a press; `argument`: the one a select gives its value to."""
        ...


class PressedButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?s)(?P<action>\d+\|.*)"
):
    """A button whose `custom_id` is an action."""

    @classmethod
    async def from_custom_id(  # the library's way of making it anew for each press
        cls, _interaction: Interaction, item: Item, _match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(cast("discord.ui.Button[Any]", item))

    async def callback(self, interaction: Interaction) -> None:
        """Hand the action over."""
        await _client(interaction).pressed(interaction, self.custom_id, None)


class PressedSelect(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"(?s)(?P<argument>[a-z_]+)=(?P<action>\d+\|.*)",
):
    """A select whose `custom_id` is an action and the argument that is chosen with it."""

    @classmethod
    async def from_custom_id(  # the library's way of making it anew for each press
        cls, _interaction: Interaction, item: Item, _match: re.Match[str], /
    ) -> Self:
        """Return the select that was used."""
        return cls(cast("discord.ui.Select[Any]", item))

    async def callback(self, interaction: Interaction) -> None:
        """Hand the action over."""
        argument, _, action = self.custom_id.partition("=")
        await _client(interaction).pressed(interaction, action, argument)


def _client(interaction: Interaction) -> TakesPresses:
    return cast("TakesPresses", interaction.client)


async def told(answer: Awaitable[object]) -> None:
    """Wait until Discord has taken an answer; what cannot be told any more is let go."""
    try:
        await answer
    except discord.InteractionResponded:
        return
    except discord.HTTPException as error:
        if error.code in OVER:
            return
        if error.status < 500:
            raise
        log.warning("discord_answer_lost", reason=in_words(error))
    except TROUBLE as error:
        log.warning("discord_answer_lost", reason=in_words(error))


async def show(interaction: Interaction, reply: Reply) -> None:
    """Answer the interaction, deferred or not; raises what discord.py raises."""
    first, *more = parts(reply, cards=interaction.app_permissions.embed_links)
    view = view_of((_links_below(reply), *reply.rows))
    if _takes_the_place(interaction, reply):
        await _replace(interaction, first, view)
    else:
        await _say(interaction, first, view, private=not reply.public)
    for part in more:
        await _follow_up(interaction, part, None, private=not reply.public)


def _takes_the_place(interaction: Interaction, reply: Reply) -> bool:
    """A private answer never takes the place of what everybody sees, nor the other way round."""
    message = interaction.message
    return (
        interaction.type is discord.InteractionType.component
        and message is not None
        and message.flags.ephemeral is not reply.public
        and not reply.beside
        and not reply.denied
    )


async def _replace(interaction: Interaction, part: Part, view: discord.ui.View | None) -> None:
    change: dict[str, Any] = {"content": part.content, "embeds": part.embeds, "view": view}
    if interaction.response.is_done():
        await interaction.edit_original_response(**change)
    else:
        await interaction.response.edit_message(**change)


async def _say(
    interaction: Interaction, part: Part, view: discord.ui.View | None, *, private: bool
) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(**_message(part, view), ephemeral=private)
        return
    if interaction.type is discord.InteractionType.application_command:
        if private:
            await _replace(interaction, part, view)
            return
        await interaction.delete_original_response()  # deferred for the asker's eyes alone
    await _follow_up(interaction, part, view, private=private)


async def _follow_up(
    interaction: Interaction, part: Part, view: discord.ui.View | None, *, private: bool
) -> None:
    await interaction.followup.send(**_message(part, view), ephemeral=private)


def _message(part: Part, view: discord.ui.View | None) -> dict[str, Any]:
    if part.layout:
        return {"view": part.layout}
    message: dict[str, Any] = {"content": part.content or "", "embeds": part.embeds}
    return message | ({"view": view} if view else {})


def _links_below(reply: Reply) -> Row:
    """Return the buttons of a post that is shown alone; below several, nobody knew whose.

    A container has its own.
    """
    alone = format_post(reply.posts[0], voiced=False) if len(reply.posts) == 1 else None
    links = alone.buttons if alone and not alone.full else ()
    return tuple(Button(label=link.label, url=link.url) for link in links)


def view_of(rows: Iterable[Row]) -> discord.ui.View | None:
    """Return the controls, None when there are none; what does not fit is left out."""
    view = discord.ui.View(timeout=None)
    seen: set[str] = set()
    number = 0
    for row in rows:
        items = [item for item in _items(row) if _is_new(item, seen)]
        if items and number < limits.ROWS:
            for item in items:
                item.row = number
                view.add_item(item)
            number += 1
    view.stop()  # else the library keeps each one, with a task, for a quarter of an hour
    return view if view.children else None


def _is_new(item: Item, seen: set[str]) -> bool:
    """Discord refuses a message in which two controls have the same `custom_id`."""
    name = getattr(item, "custom_id", None)
    if name is None:  # a link
        return True
    new = name not in seen
    seen.add(name)
    return new


def _items(row: Row) -> Sequence[Item]:
    made = (_select(row),) if isinstance(row, Select) else map(_button, row[: limits.ROW_BUTTONS])
    return [item for item in made if item is not None]


def _button(button: Button) -> Item | None:
    label = limits.cut(button.label, limits.BUTTON_LABEL)
    if not label:
        return None
    if button.action is None:
        url = limits.usable_url(button.url)
        fits = url is not None and limits.measure(url) <= limits.BUTTON_URL
        return discord.ui.Button(label=label, url=url) if fits else None
    name = encode(button.action)
    if name is None:
        return None
    style = STYLES[button.stress]
    return PressedButton(discord.ui.Button(label=label, style=style, custom_id=name))


def _select(select: Select) -> Item | None:
    action = encode(select.action)
    options = list(_options(select))
    if action is None or not options:
        return None
    return PressedSelect(
        discord.ui.Select(
            custom_id=f"{select.argument}={action}",
            placeholder=limits.cut(select.placeholder, limits.PLACEHOLDER) or None,
            options=options,
        )
    )


def _options(select: Select) -> Iterator[discord.SelectOption]:
    values: set[str] = set()
    for choice in select.choices:
        label = limits.cut(choice.label, limits.OPTION)
        fits = label and 0 < limits.measure(choice.value) <= limits.OPTION
        if fits and choice.value not in values and len(values) < limits.OPTIONS:
            values.add(choice.value)
            yield discord.SelectOption(label=label, value=choice.value, default=choice.chosen)

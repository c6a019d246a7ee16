"""A message → what the library is given to send, and its simpler forms."""

from dataclasses import dataclass, replace
from typing import Any

import discord

from relaybot.discord.format import DiscordMessage
from relaybot.discord.outcomes import Remedy


@dataclass(frozen=True, slots=True)
class Form:
    """How a message is going to be sent."""

    message: DiscordMessage
    role: int | None  # mentioned before it
    plain: bool = False

    @property
    def content(self) -> str:
        """Return the text outside of the card."""
        text = self.message.plain if self.plain else self.message.line
        if not self.role:
            return text
        return f"<@&{self.role}>{chr(10) if self.plain else ' '}{text}".rstrip()

    def fitting(self, remedy: Remedy) -> Remedy:
        """Return the remedy, or the next one when there is nothing it could take away."""
        has = {
            Remedy.WITHOUT_IMAGE: self.message.image and not self.plain,
            Remedy.WITHOUT_BUTTONS: self.message.buttons and not self.plain,
            Remedy.WITHOUT_MENTION: self.role,
        }
        return remedy if has.get(remedy, True) else Remedy.PLAIN

    def simpler(self, remedy: Remedy) -> "Form":
        """Return what to try next."""
        match remedy:
            case Remedy.WITHOUT_IMAGE:
                return replace(self, message=replace(self.message, image=None))
            case Remedy.WITHOUT_BUTTONS:
                return replace(self, message=replace(self.message, buttons=()))
            case Remedy.WITHOUT_MENTION:
                return replace(self, role=None)
            case Remedy.PLAIN:
                return replace(self, plain=True)
            case Remedy.UNARCHIVE:
                return self


def embed_of(message: DiscordMessage) -> discord.Embed:
    """Return the card as the library sends it."""
    embed = discord.Embed(
        title=message.title,
        url=message.url,
        description=message.description or None,
        timestamp=message.timestamp,
        colour=message.colour,
    )
    embed.set_author(name=message.author_name, url=message.author_url, icon_url=message.author_icon)
    if message.image:
        embed.set_image(url=message.image)
    if message.footer:
        embed.set_footer(text=message.footer)
    return embed


def options_of(form: Form) -> dict[str, Any]:
    """Return what the library's `send` and `create_thread` have in common."""
    told = [discord.Object(form.role)] if form.role else False
    options: dict[str, Any] = {
        "allowed_mentions": discord.AllowedMentions(
            everyone=False, users=False, roles=told, replied_user=False
        )
    }
    if form.content:
        options["content"] = form.content
    if not form.plain and not form.message.line:
        options["embed"] = embed_of(form.message)
    if not form.plain and form.message.buttons:
        options["view"] = _view(form.message)
    return options


def _view(message: DiscordMessage) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in message.buttons:
        view.add_item(discord.ui.Button[Any](label=button.label, url=button.url))
    view.stop()  # nobody waits for presses on links
    return view

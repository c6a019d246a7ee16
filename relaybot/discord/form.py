"""How a message is going to be sent, and what is left out when Discord will not have it so.

Each step is strictly simpler than the one before: whatever is refused, there is an end to it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import structlog

from relaybot.discord.format import DiscordMessage
from relaybot.discord.outcomes import Remedy, TryAgain, Verdict
from relaybot.discord.receipt import Shape, shape_of
from relaybot.model.destination import Style
from relaybot.model.outcome import Blocked, Outcome, Refused
from relaybot.model.post import Image

Render = Callable[[Style, bool], DiscordMessage]
"""Lay the same post out anew: in this style, spoken by its chapter or not."""

Send = Callable[["Form"], Awaitable[Verdict]]
Open = Callable[[], Awaitable[Outcome | None]]
"""Open an archived thread; None: it is open."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Form:
    """A message, whom it mentions, and what of it is left out.

    `layout`: it is sent with Components V2, whatever it shows. `edited`: it stands already, so it
    stays what it is.
    """

    message: DiscordMessage
    role: int | None = None  # mentioned before it
    plain: bool = False
    layout: bool = False
    edited: bool = False
    buttons: bool = True
    tags: bool = True
    refused: frozenset[str] = field(default_factory=frozenset)  # addresses of pictures

    @property
    def shape(self) -> Shape:
        """Return the form its readers see it in; Components V2 stay what they are."""
        if self.layout:
            return Shape.FULL
        return Shape.PLAIN if self.plain else shape_of(self.message)

    @property
    def content(self) -> str:
        """Return the text outside of card or container, which comes with or without a mention."""
        text = self.message.plain if self.plain else self.message.line
        if not self.role:
            return text
        return f"<@&{self.role}>{chr(10) if self.plain else ' '}{text}".rstrip()

    @property
    def logo(self) -> str | None:
        """Return the chapter's logo within the message."""
        if full := self.message.full:
            return self._shown(full.logo)
        return self._shown(self.message.card.author_icon if self.message.card else None)

    @property
    def avatar(self) -> str | None:
        """Return the logo beside the name of a chapter that speaks."""
        avatar = self.message.speaker.avatar if self.message.speaker else None
        return None if avatar in self.refused else avatar

    @property
    def pictures(self) -> tuple[Image, ...]:
        """Return the pictures it shows."""
        if full := self.message.full:
            shown = full.pictures
        else:
            card = self.message.card
            shown = (Image(url=card.image),) if card and card.image else ()
        return tuple(picture for picture in shown if self._shown(picture.url))

    def _shown(self, url: str | None) -> str | None:
        return None if self.plain or url in self.refused else url


def form_of(message: DiscordMessage, role: int | None = None) -> Form:
    """Return the form in which a new message is tried first."""
    return Form(message, role, layout=message.full is not None)


async def in_some_form(
    form: Form, send: Send, unarchive: Open, render: Render
) -> tuple[Outcome, Form]:
    """Send in the first form that Discord takes; returns it, or the last one that was refused."""
    opened = False
    while isinstance(verdict := await send(form), TryAgain):
        log.info("discord_simplified", reason=verdict.reason, remedy=verdict.remedy)
        if verdict.remedy is Remedy.UNARCHIVE:
            if opened:
                return Blocked(f"{verdict.reason}; the same {verdict.remedy}"), form
            if refused := await unarchive():
                return refused, form
            opened = True
        elif following := simpler(form, verdict, render):
            form = following
        else:
            return Refused(f"{verdict.reason}; the same in every form"), form
    return verdict, form


def simpler(form: Form, wanted: TryAgain, render: Render) -> Form | None:
    """Return what to try next; None: there is nothing simpler.

    Where nothing is left that the remedy could take away, the next simpler form is tried.
    """
    lacking = _without(form, wanted, render)
    return lacking if lacking is not None else _plainer(form, render)


def _without(form: Form, wanted: TryAgain, render: Render) -> Form | None:
    match wanted.remedy:
        case Remedy.WITHOUT_PICTURE if form.pictures:
            return _without_pictures(form, wanted.which)
        case Remedy.WITHOUT_LOGO if logos := {form.logo, form.avatar} - {None}:
            return replace(form, refused=form.refused | {logo for logo in logos if logo})
        case Remedy.WITHOUT_BUTTONS if form.buttons and form.message.buttons and not form.plain:
            return replace(form, buttons=False)
        case Remedy.WITHOUT_MENTION if form.role:
            return replace(form, role=None)
        case Remedy.WITHOUT_PERSONA if form.message.speaker and not form.edited:
            return replace(form, message=render(_style(form), False))
        case Remedy.WITHOUT_TAGS if form.tags:
            return replace(form, tags=False)
        case _:
            return None


def _without_pictures(form: Form, which: frozenset[int]) -> Form:
    """Without those that were complained about, if that is clear, else without all of them."""
    shown = [picture.url for picture in form.pictures]
    bad = {shown[place] for place in which if place < len(shown)} or set(shown)
    return replace(form, refused=form.refused | bad)


def _plainer(form: Form, render: Render) -> Form | None:
    if form.plain:
        return None
    if form.layout and not form.edited:
        return replace(form, message=render(Style.CARD, _voiced(form)), layout=False)
    return replace(form, plain=True)


def _voiced(form: Form) -> bool:
    return form.message.speaker is not None


def _style(form: Form) -> Style:
    if form.layout:
        return Style.FULL
    return Style.CARD if form.message.card else Style.COMPACT

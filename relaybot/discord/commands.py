"""The menu as Discord's slash commands, and how an interaction is answered.

::

    typed, pressed or chosen
      → the ask, with the asker's rights at this moment        asks
      → the desk                    longer than PATIENCE: Discord is told to wait (3 s is its limit)
      → the answer                                             replies

What goes wrong: 1. a place that is not there → words; 2. Discord says the interaction is over →
nothing, nobody waits any more; 3. Discord cannot be reached → the log; 4. ours → an apology with an
id that the log knows.
"""

import asyncio
import hashlib
import inspect
import json
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import discord
import structlog
from discord import app_commands

from relaybot.commands.action import decode
from relaybot.commands.ask import Ask
from relaybot.commands.menu import MENU, N_, Argument, Command, Suggest
from relaybot.commands.reply import Choice, Reply, paragraphs
from relaybot.commands.words import ENGLISH, Language, Words
from relaybot.discord import limits
from relaybot.discord.asks import Nowhere, ask_of
from relaybot.discord.outcomes import in_words
from relaybot.discord.places import TROUBLE
from relaybot.discord.replies import show, told
from relaybot.errors import RelaybotError
from relaybot.ports import Clock

PATIENCE = 1.5  # seconds; half of what Discord gives, the rest is for the way there and back
SUGGESTING = 2.5  # seconds; a suggestion cannot be deferred
FEWEST, MOST = 1, 5  # every number of the menu counts posts

Interaction = discord.Interaction[Any]
NOT_ANSWERING = N_("Discord does not answer me right now. Please try again in a minute.")
OLD_BUTTON = N_("This button is from an older version of me. Please use the command again.")

log = structlog.get_logger(__name__)


class Desk(Protocol):
    """Where asks are answered (`relaybot.commands.desk`)."""

    async def answer(self, ask: Ask) -> Reply:
        """Answer; never raises."""
        ...

    async def suggest(self, ask: Ask, argument: str) -> Sequence[Choice]:
        """Return up to 25 choices for an argument of which `ask` has the beginning."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is needed to talk with people.

    `load_mark` and `save_mark` keep a short text between starts: which commands Discord knows.
    """

    desk: Desk
    languages: Mapping[str, Language]
    load_mark: Callable[[], Awaitable[str | None]]
    save_mark: Callable[[str], Awaitable[None]]
    patience: float = PATIENCE


class CommandHandlers:
    """Slash commands, buttons and selects of one client, each a shell around the desk."""

    def __init__(self, client: discord.Client, conversation: Conversation, clock: Clock) -> None:
        self._desk = conversation.desk
        self._languages = conversation.languages
        self._conversation = conversation
        self._clock = clock
        self.tree = RelayTree(client, self)
        for command in MENU:
            self.tree.add_command(slash_command(command, self))

    async def register(self) -> None:
        """Tell Discord the commands, when they are not the ones it knows. Raises its errors."""
        await self.tree.set_translator(Descriptions(self._languages))
        mark = await _mark(self.tree)
        if await self._conversation.load_mark() == mark:
            return
        commands = await self.tree.sync()
        await self._conversation.save_mark(mark)
        log.info("discord_commands_registered", count=len(commands))

    async def typed(self, interaction: Interaction, verb: str, given: Mapping[str, object]) -> None:
        """Answer a slash command."""
        await self._respond(interaction, self._answer(interaction, verb, given))

    async def pressed(self, interaction: Interaction, text: str, argument: str | None) -> None:
        """Answer a button or select."""
        await self._respond(interaction, self._answer_press(interaction, text, argument))

    async def suggest(
        self, interaction: Interaction, verb: str, argument: str
    ) -> list[app_commands.Choice[str]]:
        """Return what to offer while somebody types; nothing when that takes too long."""
        given = dict(iter(interaction.namespace))
        try:
            async with asyncio.timeout(SUGGESTING):
                ask = await ask_of(interaction, verb, given, self._clock())
                choices = await self._desk.suggest(ask, argument)
        except (Nowhere, RelaybotError, *TROUBLE):
            return []
        return [
            app_commands.Choice(name=limits.cut(choice.label, limits.CHOICE), value=choice.value)
            for choice in choices
            if choice.label.strip() and 0 < limits.measure(choice.value) <= limits.CHOICE
        ][: limits.CHOICES]

    async def failed(self, interaction: Interaction, error: Exception) -> None:
        """Apologise for a fault of ours."""
        number = secrets.token_hex(3)
        log.error("interaction_failed", id=number, exc_info=error)
        sentence = self._words(interaction).say(
            "Sorry, something went wrong on my side. Whether it was done all the same, /history"
            " tells. If it happens again, tell whoever runs this bot the number {number}.",
            number=number,
        )
        await told(show(interaction, Reply(body=paragraphs(sentence), beside=True)))

    async def _respond(self, interaction: Interaction, work: Coroutine[Any, Any, Reply]) -> None:
        """Show what `work` answers; when it takes long, Discord is told to wait."""
        answering = asyncio.create_task(work)
        try:
            done, _ = await asyncio.wait({answering}, timeout=self._conversation.patience)
            if not done:
                await told(interaction.response.defer(ephemeral=True))
            reply = await answering
            await told(show(interaction, reply))
        except Exception as error:
            await self.failed(interaction, error)

    async def _answer(
        self,
        interaction: Interaction,
        verb: str,
        given: Mapping[str, object],
        *,
        pressed: bool = False,
    ) -> Reply:
        try:
            ask = await ask_of(interaction, verb, given, self._clock(), pressed=pressed)
        except Nowhere as nowhere:
            return self._sorry(interaction, str(nowhere))
        except TROUBLE as error:
            log.warning("discord_trouble", reason=in_words(error))
            return self._sorry(interaction, NOT_ANSWERING)
        return await self._desk.answer(ask)

    async def _answer_press(
        self, interaction: Interaction, text: str, argument: str | None
    ) -> Reply:
        action = decode(text)
        chosen = cast("dict[str, Any]", interaction.data or {}).get("values") or []
        if action is None or (argument and not chosen):
            return self._sorry(interaction, OLD_BUTTON)
        if argument:
            action = action.with_argument(argument, str(chosen[0]))
        return await self._answer(interaction, action.verb, action.arguments, pressed=True)

    def _sorry(self, interaction: Interaction, template: str) -> Reply:
        return Reply(body=paragraphs(self._words(interaction).say(template)), beside=True)

    def _words(self, interaction: Interaction) -> Words:
        return Words(_language(self._languages, str(interaction.locale)))


class RelayTree(app_commands.CommandTree[Any]):
    """The library's tree, with our way of telling that something went wrong."""

    def __init__(self, client: discord.Client, handlers: CommandHandlers) -> None:
        super().__init__(client, fallback_to_global=True)
        self._handlers = handlers

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer where the library could not even call the command."""
        await self._handlers.failed(interaction, error)


class Descriptions(app_commands.Translator):
    """Descriptions in the languages the bot speaks; names stay the same words everywhere."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a description in this language, None when it has none of its own."""
        places = app_commands.TranslationContextLocation
        described = (places.command_description, places.parameter_description)
        language = _language(self._languages, locale.value)
        if context.location not in described or language.code == ENGLISH.code:
            return None
        return limits.cut(language.sentences.gettext(string.message), limits.DESCRIPTION)


def _language(languages: Mapping[str, Language], locale: str) -> Language:
    return languages.get(locale) or languages.get(locale.split("-")[0]) or ENGLISH


async def _mark(tree: RelayTree) -> str:
    """Return a text that changes when what Discord is told of the commands changes."""
    translator = tree.translator or app_commands.Translator()
    told = [
        await command.get_translated_payload(tree, translator)
        for command in tree.get_commands()
        if isinstance(command, app_commands.Command)
    ]
    whole = json.dumps([tree.client.application_id, told], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def slash_command(
    command: Command, handlers: CommandHandlers
) -> app_commands.Command[Any, ..., Any]:
    """Return a command of the menu as the library wants it: a callback with annotations."""
    shown = [argument for argument in command.arguments if not argument.hidden]

    async def callback(interaction: Interaction, **given: object) -> None:
        await handlers.typed(interaction, command.verb, given)

    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [_parameter(argument) for argument in shown]
    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # it reads this
    app_commands.guild_only(callback)
    if command.manages:
        app_commands.default_permissions(manage_channels=True)(callback)
    app_commands.describe(**{argument.name: argument.description for argument in shown})(callback)
    app_commands.autocomplete(
        **{
            argument.name: _suggester(command, argument, handlers)
            for argument in shown
            if argument.suggest is not Suggest.NOTHING
        }
    )(callback)
    return app_commands.Command(
        name=command.verb, description=command.description, callback=callback
    )


def _parameter(argument: Argument) -> inspect.Parameter:
    kind: Any = str
    if argument.place:
        kind = app_commands.Transform[Any, Channel]
    elif argument.number:
        kind = app_commands.Range[int, FEWEST, MOST]
    return inspect.Parameter(
        argument.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if argument.required else None,
        annotation=kind if argument.required else kind | None,
    )


def _suggester(command: Command, argument: Argument, handlers: CommandHandlers) -> Any:
    async def suggest(interaction: Interaction, _typed: str) -> list[app_commands.Choice[str]]:
        return await handlers.suggest(interaction, command.verb, argument.name)

    return suggest


class Channel(app_commands.Transformer):
    """A place posts can go to, as the library has it: whether it can be seen is asked later."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return Discord's kind of option."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return what the picker offers."""
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, kinds.forum, kinds.media, *threads]

    async def transform(self, _interaction: Interaction, value: Any, /) -> Any:
        """Return it unchanged."""
        return value

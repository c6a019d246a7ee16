"""Connects to Telegram, listens to what happens in the chats, and stops without leaving anything.

The library's `Application` hands updates to the handlers. The polling loop is ours: the library's
`Updater` sleeps through `stop()` for up to 30 s after an error, asks again at once and for ever
when it cannot read an update, ends silently when the token is taken back, and confirms updates
before they are dealt with. Here updates of one chat are dealt with in order, chats at the same
time; what takes longer than `_TOGETHER` goes on while the next are asked for.
"""

import asyncio
import logging
import re
import ssl
import warnings
from collections.abc import Coroutine
from contextlib import suppress
from functools import cache
from typing import Any
from weakref import WeakValueDictionary

import httpx
import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from relaybot.errors import PlatformError
from relaybot.telegram.commands import CommandHandlers, Conversation
from relaybot.telegram.handlers import (
    ALLOWED_UPDATES,
    OnMoved,
    OnPresence,
    OnRightsChanged,
    register,
    register_commands,
)
from relaybot.telegram.limits import Rates
from relaybot.telegram.outcomes import seconds_of, words
from relaybot.telegram.places import TelegramPlaces
from relaybot.telegram.sender import TelegramPlatform

OFFICIAL_API = "https://api.telegram.org"

_POLL = 30  # seconds Telegram holds a question open; 50 at most
_ANSWER = 10.0  # seconds for an answer; sending a message is given more, see `sender`
_CONNECTIONS = 16  # as many messages can be on their way at once
_TOGETHER = 2.0  # seconds
_LEAVING = 5.0  # seconds that answers under way are given when the bot stops
_FIRST_PAUSE, _LONGEST_PAUSE, _BAD_TOKEN_PAUSE = 1.0, 30.0, 300.0
_TOKEN_SHAPE = re.compile(r"\d+:[\w-]+", re.ASCII)
_BAD_TOKEN = "Telegram refuses the bot's token: copy it again from @BotFather"  # noqa: S105 - words

log = structlog.get_logger(__name__)


class TelegramBot:
    """The bot's connection; `platform` sends, `places` looks at chats.

    `api_base` is what stands before `/bot<token>`. `start` raises PlatformError when the token is
    refused; when Telegram cannot be reached it returns, and goes on trying in the background.
    `listen` False connects for sending only, and takes nothing from a bot that listens elsewhere.
    Without a `conversation` nobody is answered.
    """

    def __init__(
        self,
        token: str,
        *,
        on_presence: OnPresence,
        on_moved: OnMoved,
        api_base: str = OFFICIAL_API,
        rates: Rates | None = None,
        listen: bool = True,
        on_rights_changed: OnRightsChanged | None = None,
        conversation: Conversation | None = None,
    ) -> None:
        _keep_token_out_of_logs()
        _expect_retry_after_to_change()
        self._token = token
        self._api_base = api_base.rstrip("/")
        self._bot = _library_bot(token, self._api_base)
        # No JobQueue: relaybot has a scheduler of its own.
        builder = Application.builder().bot(self._bot).updater(None).job_queue(None)
        self._application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
        register(self._application, on_presence, on_moved, on_rights_changed)
        self._commands: CommandHandlers | None = None
        if conversation:
            self._commands = CommandHandlers(self._bot, conversation)
            register_commands(self._application, self._commands, conversation)
        self._listens = listen
        self._offset = self._confirmed = 0
        self._pause = _FIRST_PAUSE
        self._trouble: str | None = "not started"
        self._listening: asyncio.Task[None] | None = None
        self._registering: asyncio.Task[None] | None = None
        self._work: set[asyncio.Task[None]] = set()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()  # by chat
        self.platform = TelegramPlatform(self._bot, problem=self._problem, rates=rates or Rates())
        self.places = TelegramPlaces(self._bot)

    @property
    def connected(self) -> bool:
        """Say whether messages can be sent now."""
        return self._application.running

    @property
    def name(self) -> str | None:
        """What Telegram calls the bot, without "@"; None while it is not connected."""
        return self._bot.username if self._application.running else None

    @property
    def trouble(self) -> str | None:
        """What is wrong with the connection, in words; None while nothing is."""
        return self._trouble

    def status(self) -> str:
        """Say in words how the connection is."""
        if not self._application.running:
            again = ", trying again" if self._listening else ""
            return f"not connected: {self._trouble}{again}"
        name = f"connected as @{self._bot.username}"
        if not self._listens:
            return f"{name}, for sending only"
        return f"{name}, can send but not listen: {self._trouble}" if self._trouble else name

    async def start(self) -> None:
        """Connect, and listen in the background. Raises PlatformError when the token is refused."""
        if not _TOKEN_SHAPE.fullmatch(self._token):
            raise PlatformError("the Telegram token does not look like one (123456:ABC…)")
        try:
            await self._connect()
        except InvalidToken:
            await self.stop()
            # `from None`: the library puts the token into its exception, a log would show it.
            raise PlatformError(f"{_BAD_TOKEN} (asked {self._api_base})") from None
        except Exception as error:  # whatever it is, trying again may help
            self._note(error)
        self._listening = asyncio.create_task(self._listen(), name="telegram-listen")

    async def stop(self) -> None:
        """Stop listening and close every connection. May be called at any time, also twice."""
        for task in filter(None, (self._listening, self._registering)):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._listening = self._registering = None
        await self._finish_work()
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()
        await self._bot.shutdown()  # the line above does nothing when connecting had failed
        self._trouble = "stopped"

    def _problem(self) -> str | None:
        return None if self._application.running else f"Telegram: {self.status()}"

    async def _connect(self) -> None:
        await self._application.initialize()
        if self._listens:
            await self._bot.delete_webhook()  # while one is set, Telegram answers no poll
        await self._application.start()
        self._trouble = None
        log.info("telegram_connected", name=self._bot.username)
        if self._commands and self._listens and self._registering is None:
            work = self._keep_registering(self._commands)
            self._registering = asyncio.create_task(work, name="telegram-commands")

    async def _listen(self) -> None:
        while True:
            try:
                if not self._application.running:
                    await self._connect()
                if not self._listens:
                    return
                await self._poll()
            except Exception as error:  # an update that cannot be read, too, must not end this
                await asyncio.sleep(self._note(error))
            else:
                self._trouble, self._pause = None, _FIRST_PAUSE

    async def _poll(self) -> None:
        """Ask what is new and deal with it; the next question confirms what was dealt with."""
        updates = await self._bot.get_updates(
            offset=self._offset, timeout=_POLL, allowed_updates=ALLOWED_UPDATES
        )
        self._confirmed = max(self._confirmed, self._offset)
        if not updates:
            return
        begun = [self._begin(self._deal_with(update)) for update in updates]
        self._offset = updates[-1].update_id + 1
        await asyncio.wait(begun, timeout=_TOGETHER)

    async def _deal_with(self, update: Update) -> None:
        chat = update.effective_chat.id if update.effective_chat else 0
        turn = self._turns.setdefault(chat, asyncio.Lock())
        async with turn:  # who asked first gets it first
            await self._application.process_update(update)

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        return task

    async def _finish_work(self) -> None:
        """Let answers under way be given, and confirm them: none is given again after a restart."""
        late = set(self._work)
        if late:
            _, late = await asyncio.wait(late, timeout=_LEAVING)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if self._offset > self._confirmed and not late:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(_LEAVING):
                    await self._bot.get_updates(offset=self._offset, timeout=0, limit=1)
                self._confirmed = self._offset

    async def _keep_registering(self, commands: CommandHandlers) -> None:
        """Tell Telegram the commands, again and again until it has taken them."""
        pause = _FIRST_PAUSE
        while True:
            try:
                return await commands.register()
            except Exception as error:  # without the list, commands are answered all the same
                log.warning("telegram_commands_not_registered", reason=self._in_words(error))
                asked = seconds_of(error) if isinstance(error, RetryAfter) else None
            await asyncio.sleep(asked or pause)
            pause = min(pause * 2, _BAD_TOKEN_PAUSE)

    def _note(self, error: Exception) -> float:
        """Remember in words what is wrong, and return how long to pause before the next try."""
        trouble = self._in_words(error)
        if trouble != self._trouble:  # once, not every 30 s
            log.warning("telegram_trouble", reason=trouble)
        self._trouble = trouble
        if isinstance(error, RetryAfter):
            return (seconds_of(error) or 0) + 0.5
        if isinstance(error, InvalidToken):
            return _BAD_TOKEN_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        return pause

    def _in_words(self, error: Exception) -> str:
        if isinstance(error, InvalidToken):
            return _BAD_TOKEN
        if isinstance(error, Conflict):
            return f"another program listens with the same token ({words(error)})"
        if isinstance(error, TelegramError):
            return f"no answer from {self._api_base} ({words(error)})"
        return f"an answer of {self._api_base} could not be read ({type(error).__name__})"


def _library_bot(token: str, api_base: str) -> ExtBot[None]:
    return ExtBot(
        token or "missing",  # the library would raise here; `start` says it in our words
        base_url=f"{api_base}/bot",
        base_file_url=f"{api_base}/file/bot",
        request=_request(_CONNECTIONS),
        get_updates_request=_request(1),
    )


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_ANSWER,
        write_timeout=20.0,
        connect_timeout=_ANSWER,
        pool_timeout=5.0,
        httpx_kwargs={"verify": _authorities()},
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Return whom to trust, as httpx does: read once, it takes 20 ms for each client."""
    return httpx.create_ssl_context()


def _keep_token_out_of_logs() -> None:
    """The token is part of every address: httpx logs those at INFO, the library at DEBUG."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _expect_retry_after_to_change() -> None:
    """Every 429 warns that `retry_after` will get another type; `outcomes` reads both."""
    warnings.filterwarnings("ignore", ".*retry_after", PTBDeprecationWarning)

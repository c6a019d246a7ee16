"""Login, gateway, start and stop: discord.py by hand in an event loop that is not its own."""

import asyncio
import contextlib

import aiohttp
import discord
import structlog
import yarl

from relaybot.discord.attempts import request_traces
from relaybot.discord.commands import CommandHandlers, Conversation
from relaybot.discord.handlers import OnPresence, OnRightsChanged, RelayClient
from relaybot.discord.outcomes import in_words
from relaybot.discord.places import DiscordPlaces
from relaybot.discord.sender import DiscordPlatform
from relaybot.errors import PlatformError
from relaybot.ports import Clock

API_BASE = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"

RATE_LIMIT_WAIT = 30.0  # seconds discord.py may sleep for a rate limit, the least it allows
LOGIN_DEADLINE = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 900.0  # 1000 IDENTIFYs a day cost the token: four an hour do not
REFUSED_AT_LOGIN = (
    "Discord refuses the bot's token: copy it again from the developer portal "
    "(Bot → Reset Token) into RELAYBOT_DISCORD_TOKEN"
)
UNREACHABLE = (discord.HTTPException, OSError, aiohttp.ClientError)

log = structlog.get_logger(__name__)


class DiscordBot:
    """The Discord edge: one client, one gateway task, one `Platform`, one `Places`.

    `listen` False logs in for sending only, without a gateway. Without a `conversation` nobody is
    answered and no command registered. When Discord cannot be reached at
    the start, that goes on in the background; deliveries wait. `pause`: seconds before the first
    new try, doubled after each.
    """

    def __init__(
        self,
        token: str,
        *,
        clock: Clock,
        on_presence: OnPresence,
        api_base: str = API_BASE,
        gateway: str = GATEWAY,
        listen: bool = True,
        pause: float = FIRST_PAUSE,
        on_rights_changed: OnRightsChanged | None = None,
        conversation: Conversation | None = None,
    ) -> None:
        self._token = token
        self._api_base = api_base.rstrip("/")
        self._gateway = yarl.URL(gateway)
        self._listen = listen
        self._pause = pause
        self._listening: asyncio.Task[None] | None = None
        self._registering: asyncio.Task[None] | None = None
        self._trouble = "not started"
        self._client = _client(clock, on_presence, on_rights_changed, conversation)
        self.platform = DiscordPlatform(self._client, clock)
        self.places = DiscordPlaces(self._client)
        self._client.on_webhooks_changed = self.platform.personas.forget

    async def start(self) -> None:
        """Log in and listen in the background. Raises `PlatformError` when the token is refused."""
        # discord.py has no setting for these: both are class attributes it reads at each request.
        discord.http.Route.BASE = self._api_base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = self._gateway
        wait = 0.0
        try:
            await self._login()
        except discord.LoginFailure as error:
            await self.stop()
            raise PlatformError(REFUSED_AT_LOGIN) from error
        except UNREACHABLE as error:
            wait = self._pause
            self._in_trouble(error, wait)
        self._listening = asyncio.create_task(self._keep_listening(wait), name="discord-gateway")

    async def stop(self) -> None:
        """Leave the gateway and close every connection; safe to call twice."""
        await self._client.stop()
        for task in filter(None, (self._registering, self._listening)):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._registering = self._listening = None
        await asyncio.sleep(0)  # aiohttp closes its transports in the loop's next round

    @property
    def connected(self) -> bool:
        """Say whether messages can be sent now."""
        return self._client.user is not None

    def status(self) -> str:
        """Return one line for the status page."""
        client = self._client
        if client.user is None:
            return f"not connected: {self._trouble}"
        if not self._listen:
            return f"logged in as {client.user.name}, for sending only"
        if client.connected:
            servers = len(client.guilds)
            plural = "" if servers == 1 else "s"
            return f"connected as {client.user.name}, in {servers} server{plural}"
        return f"reconnecting as {client.user.name} since {client.since:%Y-%m-%d %H:%M} UTC"

    async def _login(self) -> None:
        http = self._client.http
        await http.close()  # what a failed login leaves open
        http.connector = discord.utils.MISSING
        async with asyncio.timeout(LOGIN_DEADLINE):
            await self._client.login(self._token)

    async def _keep_listening(self, wait: float) -> None:
        """Stay at the gateway; where the library gives up, try again with growing pauses."""
        loop = asyncio.get_running_loop()
        while not self._client.is_closed():
            await asyncio.sleep(wait)
            began = loop.time()
            try:
                await self._listen_once()
            except Exception as error:  # a payload it cannot parse escapes as any error
                long = loop.time() - began > LONGEST_PAUSE
                wait = self._pause if long else min(max(wait * 2, self._pause), LONGEST_PAUSE)
                self._in_trouble(error, wait)
            else:
                return
            await self._leave_gateway()

    async def _listen_once(self) -> None:
        if self._client.user is None:
            await self._login()
        if self._listen:
            if self._client.commands and self._registering is None:
                work = self._keep_registering(self._client.commands)
                self._registering = asyncio.create_task(work, name="discord-commands")
            await self._client.connect()

    async def _keep_registering(self, commands: CommandHandlers) -> None:
        """Tell Discord the commands, again and again until it has taken them."""
        wait = self._pause
        while True:
            try:
                return await commands.register()
            except Exception as error:  # without commands the bot still relays
                log.warning(
                    "discord_commands_not_registered", reason=in_words(error), next_try_in=wait
                )
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_PAUSE)

    def _in_trouble(self, error: Exception, pause: float) -> None:
        self._trouble = in_words(error)
        log.warning("discord_trouble", reason=self._trouble, next_try_in=pause)

    async def _leave_gateway(self) -> None:
        await self._client.on_disconnect()
        if self._client.ws is not None and self._client.ws.open:
            await self._client.ws.close(code=1000)


def _client(
    clock: Clock,
    on_presence: OnPresence,
    on_rights_changed: OnRightsChanged | None,
    conversation: Conversation | None,
) -> RelayClient:
    """Ask for as little as possible: every event and every cached thing costs memory."""
    # It would write to standard error that voice is not supported, which nobody wants here.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return RelayClient(
        clock=clock,
        on_presence=on_presence,
        on_rights_changed=on_rights_changed,
        conversation=conversation,
        intents=discord.Intents(guilds=True, webhooks=True),
        member_cache_flags=discord.MemberCacheFlags.none(),
        chunk_guilds_at_startup=False,
        max_messages=None,
        max_ratelimit_timeout=RATE_LIMIT_WAIT,
        allowed_mentions=discord.AllowedMentions.none(),
        http_trace=request_traces(),
    )

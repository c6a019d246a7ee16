"""`TelegramEmulator`: a Bot API server on loopback, what tests start and look into."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from aiohttp import web

from tests.emulators.telegram import parameters
from tests.emulators.telegram.answers import ApiError
from tests.emulators.telegram.chats import Chat, SentMessage, Topic, membership
from tests.emulators.telegram.faults import Fault, Faults
from tests.emulators.telegram.ledger import Ledger, Pacing
from tests.emulators.telegram.methods import METHODS
from tests.emulators.telegram.pictures import UNREACHABLE

Json = dict[str, Any]

_PERSON: Json = {"id": 77, "is_bot": False, "first_name": "Ada"}
_BIGGEST_REQUEST = 64 * 1024 * 1024


class TelegramEmulator:
    """`async with TelegramEmulator() as telegram`: add chats, let a bot work, read `messages_in`.

    What a client asked for takes effect even if the client dies before the answer. `pacing` makes
    the server answer 429 as Telegram does; `fail` lets things go wrong.
    """

    def __init__(
        self,
        token: str = "4242:emulated-token-of-the-sample-bot-00",  # noqa: S107 - invented
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        pacing: Pacing | None = None,
    ) -> None:
        self.token = token
        self.latency: Callable[[], float] = float  # seconds, before an effect and again after it
        self.ledger = Ledger(
            {
                "id": int(token.split(":")[0]),
                "is_bot": True,
                "first_name": "Sample relay",
                "username": "sample_relay_bot",
                "can_join_groups": True,
                "can_read_all_group_messages": False,
                "supports_inline_queries": False,
            },
            pacing=pacing,
        )
        self._faults = Faults()
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> "TelegramEmulator":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after `stop` again on the same port."""
        app = web.Application(client_max_size=_BIGGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; what happened is kept."""
        self.ledger.updates.release()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    @property
    def api_base(self) -> str:
        """What stands before `/bot<token>`."""
        return f"http://{self._host}:{self._port}"

    @property
    def requests(self) -> Counter[str]:
        """How many requests came, by method as the client spelt it."""
        return self.ledger.requests

    @property
    def messages(self) -> list[SentMessage]:
        """Every message, in order."""
        return self.ledger.messages

    def messages_in(self, chat: int, thread: int | None = None) -> list[SentMessage]:
        """Return what stands in a chat (of one topic, when given), in order."""
        return [
            message
            for message in self.messages
            if message.chat.id == chat
            and not message.deleted
            and (thread is None or message.thread == thread)
        ]

    def add_chat(
        self, number: int, kind: str = "channel", *, topics: Sequence[int] = (), **given: Any
    ) -> Chat:
        """Add a chat: private, group, supergroup or channel; `topics` makes it a forum."""
        named = {topic: Topic(f"Topic {topic}") for topic in topics}
        chat = Chat(id=number, type=kind, topics=named, **given)
        self.ledger.chats[number] = chat
        return chat

    def fail(self, method: str = "sendMessage", **rule: Any) -> None:
        """Let requests go wrong: see `faults.Fault`."""
        self._faults.add(Fault(method=method, **rule))

    def spoil(self, picture: str, code: str = UNREACHABLE) -> None:
        """Let Telegram be unable to use the picture at an address: see `pictures` for codes."""
        self.ledger.bad_pictures[picture] = code

    def heal(self) -> None:
        """Let everything go well again."""
        self._faults.clear()

    def migrate(self, old: int, new: int, *, announce: bool = True) -> Chat:
        """Turn a group into a supergroup: the old id answers with the new one from now on."""
        before = self.ledger.chats[old]
        after = self.add_chat(new, "supergroup", title=before.title, bot=before.bot)
        before.migrated_to = new
        if announce:
            self.inject_message(old, migrate_to_chat_id=new)
            self.inject_message(new, migrate_from_chat_id=old)
        return after

    def inject_membership(self, chat: int, before: str, after: str, **rights: bool) -> int | None:
        """Let the bot be added, removed or promoted, and tell it by my_chat_member.

        `rights` are those of an administrator that it has afterwards, and had not before.
        """
        place = self.ledger.chats[chat]
        place.bot = after
        event = {
            "chat": place.to_json(),
            "from": _PERSON,
            "date": int(time.time()),
            "old_chat_member": membership(self.ledger.me, before, place.type),
            "new_chat_member": membership(self.ledger.me, after, place.type) | rights,
        }
        return self.inject("my_chat_member", event)

    def inject_message(self, chat: int, **content: Any) -> int | None:
        """Let somebody write (`text=…`, `entities=…`), or a service message appear."""
        place = self.ledger.chats[chat]
        message = {
            "message_id": 900_000 + sum(self.requests.values()),
            "date": int(time.time()),
            "chat": place.to_json(),
            "from": _PERSON,
            **content,
        }
        return self.inject("message", message)

    def inject_callback(self, message: SentMessage, data: str, **content: Any) -> str:
        """Let somebody press a button; returns the query's id."""
        number = f"callback-{len(self.ledger.open_callbacks)}-{time.monotonic_ns()}"
        self.ledger.open_callbacks.add(number)
        query = {"id": number, "from": _PERSON, "chat_instance": "1", "data": data}
        shown = message.to_json(self.ledger.me)
        self.inject("callback_query", {**query, "message": shown, **content})
        return number

    def inject(self, kind: str, content: Json) -> int | None:
        """Queue any update; None when the bot did not ask for this kind."""
        return self.ledger.updates.add(kind, content)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.requests[method] += 1
        try:
            params = await parameters.read(request)
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return _answer(error.status, error.to_json())
        except ConnectionError:  # the client died before it had said everything: no effect
            return web.Response()
        await asyncio.sleep(self.latency())
        fault = self._faults.take(method, params)
        if fault is None:
            answer = await self._perform(method, params)
            await asyncio.sleep(self.latency())
            return answer
        return await self._perform_badly(request, method, params, fault)

    async def _perform(self, method: str, params: Json) -> web.Response:
        try:
            run = METHODS.get(method.lower())
            if run is None:
                raise ApiError(404, "Not Found: method not found")
            return _answer(200, {"ok": True, "result": await run(self.ledger, params)})
        except ApiError as error:
            return _answer(error.status, error.to_json())

    async def _perform_badly(
        self, request: web.Request, method: str, params: Json, fault: Fault
    ) -> web.StreamResponse:
        await asyncio.sleep(fault.delay)
        happens = fault.effect or (fault.status is None and fault.reset != "before")
        answer = await self._perform(method, params) if happens else web.Response()
        await asyncio.sleep(fault.answer_delay)
        if fault.reset:
            if request.transport:
                request.transport.abort()
            return web.Response()
        if fault.status is None:
            return answer
        if fault.body is not None:
            return web.Response(status=fault.status, text=fault.body)
        error = ApiError(fault.status, fault.description, **(fault.parameters or {}))
        return _answer(error.status, error.to_json())

    def _check_token(self, given: str) -> None:
        if ":" not in given:
            raise ApiError(404, "Not Found")
        if given != self.token:
            raise ApiError(401, "Unauthorized")


def _answer(status: int, body: Json) -> web.Response:
    return web.Response(status=status, body=json.dumps(body), content_type="application/json")

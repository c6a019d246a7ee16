"""The gateway: hello, identify, heartbeat, READY, resume, events, close codes."""

import asyncio
import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.emulators.discord import shapes
from tests.emulators.discord.faults import reset
from tests.emulators.discord.world import World

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_WEBHOOKS, GUILD_MESSAGES = 1 << 0, 1 << 5, 1 << 9
INTENT = {
    "GUILD": GUILDS,
    "CHANNEL": GUILDS,
    "THREAD": GUILDS,
    "WEBHOOKS": GUILD_WEBHOOKS,
    "MESSAGE": GUILD_MESSAGES,
}


class Connection:
    """One socket; frames leave in order, compressed when the client asked for it."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.request, self.socket = request, socket
        self.frames: asyncio.Queue[Json | int] = asyncio.Queue()
        self.session: Session | None = None
        zlib_stream = request.query.get("compress") == "zlib-stream"
        self._deflate = zlib.compressobj() if zlib_stream else None

    def send(self, op: int, data: Any = None, **more: Any) -> None:
        self.frames.put_nowait({"op": op, "d": data, "s": None, "t": None, **more})

    def close(self, code: int) -> None:
        """Close after what is still to be sent."""
        self.frames.put_nowait(code)

    async def write(self) -> None:
        while not isinstance(frame := await self.frames.get(), int):
            await self._write(json.dumps(frame))
        await self.socket.close(code=frame)

    async def _write(self, text: str) -> None:
        if self._deflate is None:
            await self.socket.send_str(text)
            return
        data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        await self.socket.send_bytes(data)


@dataclass
class Session:
    """What survives a lost socket."""

    id: str
    intents: int
    events: list[Json] = field(default_factory=list)  # the n-th has sequence number n
    connection: Connection | None = None

    def dispatch(self, name: str, data: Json) -> None:
        number = len(self.events) + 1
        self.events.append({"op": DISPATCH, "t": name, "s": number, "d": data})
        if self.connection:
            self.connection.frames.put_nowait(self.events[-1])


class Gateway:
    """`refuse` holds close codes for the next identifies; `counts` counts ops received."""

    def __init__(self, world: World, token: str) -> None:
        self.world, self.token = world, token
        self.url = ""
        self.heartbeat = 41_250  # ms
        self.refuse: list[int] = []
        self.counts: Counter[str] = Counter()
        self.sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._changed = asyncio.Condition()

    def dispatch(self, name: str, data: Json) -> None:
        """Send an event to every session whose intents cover it, connected now or later."""
        needed = INTENT.get(name.split("_")[0], 0)
        for session in self.sessions.values():
            if session.intents & needed == needed:
                session.dispatch(name, data)

    async def wait(self, name: str, times: int = 1) -> None:
        """Wait until the client did this (`identify`, `resume`, `heartbeat`) so many times."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: self.counts[name] >= times)

    def close(self, code: int) -> None:
        """Close every connection with this code."""
        for connection in self._connections:
            connection.close(code)

    def ask_reconnect(self) -> None:
        for connection in self._connections:
            connection.send(RECONNECT)

    def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is over."""
        if not resumable:
            self.sessions.clear()
        for connection in self._connections:
            connection.send(INVALID, resumable)

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in self._connections:
            reset(connection.request)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(request, socket)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": self.heartbeat})
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._received(connection, json.loads(frame.data))
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self._connections.discard(connection)
            if connection.session and connection.session.connection is connection:
                connection.session.connection = None
        return socket

    async def _received(self, connection: Connection, frame: Json) -> None:
        match frame["op"]:
            case 1:
                connection.send(ACK)
                await self._count("heartbeat")
            case 2:
                self._identify(connection, frame["d"])
                await self._count("identify")
            case 6:
                self._resume(connection, frame["d"])
                await self._count("resume")
            case _:
                connection.close(4001)

    def _identify(self, connection: Connection, data: Json) -> None:
        if self.refuse:
            connection.close(self.refuse.pop(0))
        elif data["token"] != self.token:
            connection.close(4004)
        else:
            session = Session(f"session-{self.world.new_id()}", data["intents"])
            self.sessions[session.id] = session
            self._attach(connection, session)
            session.dispatch("READY", self._ready(session))
            for guild in self.world.guilds.values():
                session.dispatch("GUILD_CREATE", shapes.guild_create(self.world, guild))

    def _resume(self, connection: Connection, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token:
            connection.send(INVALID, False)
            return
        for event in session.events[data["seq"] or 0 :]:
            connection.frames.put_nowait(event)
        self._attach(connection, session)
        session.dispatch("RESUMED", {})

    def _attach(self, connection: Connection, session: Session) -> None:
        session.connection = connection
        connection.session = session

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": shapes.user(self.world.bot),
            "guilds": [{"id": str(g), "unavailable": True} for g in self.world.guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(self.world.application), "flags": 0},
        }

    async def _count(self, name: str) -> None:
        async with self._changed:
            self.counts[name] += 1
            self._changed.notify_all()

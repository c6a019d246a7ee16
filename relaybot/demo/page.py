"""The demo's page: its channels with their messages, which arrive while one watches."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from relaybot.demo.channels import DemoChannel
from relaybot.demo.origin import DemoOrigin
from relaybot.demo.platform import PreviewPlatform, ShownMessage
from relaybot.model.destination import PlatformName

SITES = "/sites"  # where the page shows the sample sites: the origin's port may be out of reach
REMEMBERED = 500  # messages a reader who lost the connection can catch up on
SHOWN = 50  # messages a channel shows on load
HEARTBEAT = 15.0  # seconds; proxies close streams that stay silent for a minute

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class DemoPage:
    """Serves `/` and the stream behind it.

    Give `routes` and `assets` to the web server. The template expects the server's own
    `/static/site.css` and `/static/chat.css`.
    """

    def __init__(
        self,
        platforms: Iterable[PreviewPlatform],
        channels: Sequence[DemoChannel],
        origin: DemoOrigin,
        publish_every: float | None = None,
    ) -> None:
        """Listen to the platforms. `publish_every`: seconds between fresh posts, to be told."""
        self._platforms = {platform.name: platform for platform in platforms}
        self._channels = tuple(channels)
        self._number_of = {channel.address: at for at, channel in enumerate(channels)}
        self._origin = origin
        self._publish_every = publish_every
        self._arrivals: deque[tuple[int, ShownMessage]] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._arrived = asyncio.Event()
        for platform in self._platforms.values():
            platform.listen(self._remember)

    @property
    def routes(self) -> list[web.AbstractRouteDef]:
        """What the page answers."""
        return [
            web.get("/", self._show),
            web.get("/events", self._stream, allow_head=False),
            web.get(SITES + "/{path:.*}", self._site),
        ]

    @property
    def assets(self) -> Mapping[str, Path]:
        """Folders of files the page needs, by path prefix."""
        return {"/demo": Path(__file__).parent / "static"}

    def html(self) -> str:
        """Return the page as it is now."""
        return _environment.get_template("page.html").render(
            columns=[self._column(name) for name in (PlatformName.DISCORD, PlatformName.TELEGRAM)],
            feeds=len(self._origin.publisher.catalogue.feeds),
            publish_every=self._publish_every,
            count=self._count,
            latest=self._latest(),
        )

    def _column(self, name: PlatformName) -> Mapping[str, object]:
        channels = [
            {
                "number": self._number_of[channel.address],
                "channel": channel,
                "messages": [self._message_html(message) for message in self._newest(channel)],
            }
            for channel in self._channels
            if channel.address.platform is name
        ]
        return {"name": name, "channels": channels}

    def _newest(self, channel: DemoChannel) -> Sequence[ShownMessage]:
        return self._platforms[channel.address.platform].messages(channel.address)[-SHOWN:]

    def _latest(self) -> str:
        return _what_happened(self._arrivals[-1][1]) if self._arrivals else ""

    def _message_html(self, message: ShownMessage) -> Markup:
        body = Markup(self._within_page(message.preview.html))  # noqa: S704 a Preview's is safe
        text = _environment.get_template("message.html").render(message=message, body=body)
        return Markup(text)  # noqa: S704 rendered with autoescape just above

    def _within_page(self, html: str) -> str:
        placement = self._origin.placement
        for address in (placement.base_url, *placement.sites.values()):
            html = html.replace(f'="{address}/', f'="{SITES}/')
        return html

    def _remember(self, message: ShownMessage) -> None:
        if message.address not in self._number_of:
            return
        self._count += 1
        self._arrivals.append((self._count, message))
        self._arrived.set()
        self._arrived = asyncio.Event()

    async def _show(self, _: web.Request) -> web.Response:
        return web.Response(text=self.html(), content_type="text/html")

    async def _site(self, request: web.Request) -> web.Response:
        return self._origin.answer(request.match_info["path"])

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: what came after the number the reader has seen, then what comes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        seen = _number(request.headers.get("Last-Event-ID") or request.query.get("after", ""))
        while True:
            arrived = self._arrived
            for number, message in [each for each in self._arrivals if each[0] > seen]:
                await response.write(self._event(number, message))
                seen = number
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await arrived.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")

    def _event(self, number: int, message: ShownMessage) -> bytes:
        told = {
            "channel": self._number_of[message.address],
            "html": self._message_html(message),
            "count": number,
            "latest": _what_happened(message),
        }
        return f"id: {number}\ndata: {json.dumps(told)}\n\n".encode()


def _what_happened(message: ShownMessage) -> str:
    post = message.outgoing.claim.post.post
    title = post.title or "a post without a title"
    return f"{title} ({message.outgoing.chapter.name}, {message.arrived_at:%H:%M:%S} UTC)"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0

"""The demo's page: its channels with their messages, which arrive while one watches."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from relaybot.demo.channels import DemoChannel
from relaybot.demo.messages import ShownMessage
from relaybot.demo.origin import HOST, DemoOrigin
from relaybot.demo.platform import PreviewPlatform
from relaybot.demo.stream import Stream
from relaybot.model.destination import PlatformName

SITES = "/sites"  # where the page shows the sample sites: the origin's port may be out of reach
SHOWN = 50  # messages a channel shows on load

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
        self._stream = Stream(self._number_of, self._message_html)
        for platform in self._platforms.values():
            platform.listen(self._stream.remember)

    @property
    def routes(self) -> list[web.AbstractRouteDef]:
        """What the page answers."""
        return [
            web.get("/", self._show),
            web.get("/events", self._stream.answer, allow_head=False),
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
            last=self._stream.last,
            count=self._stream.count,
            latest=self._stream.latest,
            changed=self._stream.changed,
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

    def _message_html(self, message: ShownMessage) -> Markup:
        html = message.preview.html
        # All sample sites are on this machine; the card of a page names the host it is on.
        html = html.replace(f">{HOST}<", f">{message.outgoing.feed.slug}.example<")
        text = _environment.get_template("message.html").render(
            message=message,
            body=Markup(html),  # noqa: S704 a Preview's is safe
            chapter=message.outgoing.chapter,
            voiced=message.preview.speaker is not None,
        )
        return Markup(self._within_page(text))  # noqa: S704 rendered with autoescape just above

    def _within_page(self, html: str) -> str:
        placement = self._origin.placement
        for address in (placement.base_url, *placement.sites.values()):
            html = html.replace(f'="{address}/', f'="{SITES}/')
        return html

    async def _show(self, _: web.Request) -> web.Response:
        return web.Response(text=self.html(), content_type="text/html")

    async def _site(self, request: web.Request) -> web.Response:
        return self._origin.answer(request.match_info["path"])

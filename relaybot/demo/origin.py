"""The demo's web servers: the sample sites, their feeds and their pictures, on loopback."""

import asyncio
import gzip
import hashlib
from collections import Counter
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from relaybot.demo.documents import content_type, feed_document
from relaybot.demo.organization import NOWHERE, PLACEHOLDER, Placement, load_organization
from relaybot.demo.publisher import Publisher
from relaybot.demo.samples import SamplePost, SampleSite
from relaybot.errors import RelaybotError
from relaybot.model.source import Feed
from relaybot.ports import Clock
from relaybot.sources.catalogue import Catalogue

HOST = "127.0.0.1"
PICTURES = Path(__file__).parent / "pictures"
OUTAGE_SECONDS = 5  # what a site that is down for a while asks for in Retry-After

# Sample posts hold scripts and frames on purpose; the browser is told to run none of them.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'",
    "X-Content-Type-Options": "nosniff",
}

# What posts link to beside the sites: a page that says so.
_NOTHING_THERE = {
    "audio": ("No sound", "The sample organization's podcast is silent."),
    "pledge": ("Nothing to sign", "What the sample organization collects names for is invented."),
}

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class DemoOrigin:
    """Publishes the sample feeds over real HTTP: ETag, 304, gzip and a failing server included.

    Each site has a port, which makes it a host of its own: when one asks to be left alone, the
    others must not be left alone too.
    """

    def __init__(self, clock: Clock, host: str = HOST) -> None:
        """Prepare; the addresses are known after `start`."""
        self._clock = clock
        self._host = host
        self._placement: Placement | None = None
        self._requests: Counter[str] = Counter()
        self.publisher = Publisher(load_organization(NOWHERE), clock)
        self._feed_at = {_path(feed.url): feed for feed in self.publisher.catalogue.feeds}
        app = web.Application()
        app.add_routes([web.get("/{path:.*}", self._handle)])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)

    @property
    def placement(self) -> Placement:
        """Where everything is. RuntimeError before `start`."""
        if self._placement is None:
            raise RuntimeError("the demo's web servers have not been started")
        return self._placement

    @property
    def base_url(self) -> str:
        """Where the pictures are, without a slash at its end. RuntimeError before `start`."""
        return self.placement.base_url

    def catalogue(self) -> Catalogue:
        """Return the sample organization with its feeds at these servers."""
        return load_organization(self.placement)

    async def start(self) -> None:
        """Listen on free ports. Raises `RelaybotError` when there is none."""
        await self._runner.setup()
        slugs = [feed.slug for feed in self.publisher.catalogue.feeds]
        try:
            for _ in ("pictures", *slugs):
                await web.TCPSite(self._runner, self._host, 0).start()
        except OSError as problem:
            await self._runner.cleanup()
            raise RelaybotError(f"The demo's sample feeds cannot be served: {problem}") from problem
        base_url, *sites = [f"http://{self._host}:{at[1]}" for at in self._runner.addresses]
        self._placement = Placement(base_url, dict(zip(slugs, sites, strict=True)))

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    def publish_next(self) -> str:
        """Put one more fresh post into one of the feeds; returns "chapter: title"."""
        return self.publisher.publish_next()

    def answer(self, path: str) -> web.Response:
        """Return what stands at a path that is not a feed: a site, one of its posts, a picture."""
        folder, _, rest = path.strip("/").partition("/")
        if folder == "pictures":
            return _picture(rest)
        if folder in _NOTHING_THERE:
            title, words = _NOTHING_THERE[folder]
            return self._page(title=title, paragraphs=[words])
        return self._site_page(folder, rest)

    async def _handle(self, request: web.Request) -> web.Response:
        feed = self._feed_at.get(request.path_qs.lstrip("/"))
        if feed is None:
            return self.answer(request.path)
        self._requests[feed.slug] += 1
        site = self.publisher.site(feed.slug)
        if self._requests[feed.slug] in site.outage:
            return web.Response(status=503, headers={"Retry-After": str(OUTAGE_SECONDS)})
        return await asyncio.to_thread(self._feed, request, site, feed)

    def _feed(self, request: web.Request, site: SampleSite, feed: Feed) -> web.Response:
        posts = self.publisher.posts(feed.slug)
        body = feed_document(site.software, feed, posts, self.placement, self._clock())
        headers = {"Content-Type": f"{content_type(site.software)}; charset=utf-8"}
        if site.validators:
            headers["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return web.Response(status=304, headers={"ETag": headers["ETag"]})
        if site.compressed:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body)
        return web.Response(body=body, headers=headers)

    def _site_page(self, slug: str, rest: str) -> web.Response:
        feed = self.publisher.catalogue.feed(slug)
        if feed is None:
            return web.Response(status=404, text="There is no such sample page.")
        posts = {post.slug: post for post in self.publisher.posts(slug)}
        if not rest:
            return self._page(title=feed.name, posts=tuple(posts.values()))
        post = posts.get(rest.strip("/"))
        if post is None:
            return self._page(
                title=feed.name, paragraphs=["This sample post is no longer shown."], status=404
            )
        return self._page(title=post.title or feed.name, site=feed, post=post)

    def _page(
        self,
        *,
        title: str,
        paragraphs: list[str] | None = None,
        posts: tuple[SamplePost, ...] = (),
        site: Feed | None = None,
        post: SamplePost | None = None,
        status: int = 200,
    ) -> web.Response:
        text = _pages.get_template("site.html").render(
            title=title, paragraphs=paragraphs or [], posts=posts, site=site, post=post
        )
        # Relative to the server's root: the demo page shows the sites under a path of its own.
        return web.Response(
            text=Placement("")(text), content_type="text/html", status=status, headers=HEADERS
        )


def _path(url: str) -> str:
    return url.removeprefix(f"{PLACEHOLDER}/")


def _picture(name: str) -> web.Response:
    file = PICTURES / name
    if file.parent != PICTURES or file.suffix != ".png" or not file.is_file():
        return web.Response(status=404, text="There is no such picture.")
    headers = {**HEADERS, "Cache-Control": "max-age=3600"}
    return web.Response(body=file.read_bytes(), content_type="image/png", headers=headers)

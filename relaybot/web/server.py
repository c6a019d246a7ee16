"""The web server, its manners, and the routes every relaybot has."""

import asyncio
import errno
import hashlib
import mimetypes
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from relaybot.errors import RelaybotError
from relaybot.relay.health import StatusReport
from relaybot.web.listen import Listen, parse_listen
from relaybot.web.pages import message_page, status_json, status_page

Health = Callable[[], Awaitable[Sequence[str]]]
"""Returns what is wrong, in words; nothing when all is well."""

Status = Callable[[], Awaitable[StatusReport]]

HEALTH_DEADLINE = 5.0  # seconds; container health checks commonly give up after 10 or 30
STOP_DEADLINE = 0.5  # seconds an open answer (a live stream never ends by itself) may take to end
STATIC = Path(__file__).parent / "static"

# No script, style, picture or frame from anywhere else, and nothing inline: what came from a feed
# can do nothing even if an escape were forgotten. https://www.w3.org/TR/CSP3/
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

log = structlog.get_logger(__name__)


class WebServer:
    """Serves routes, and files under /static/, from the running event loop."""

    def __init__(
        self,
        listen: str,
        routes: Iterable[web.AbstractRouteDef],
        assets: Mapping[str, Path] | None = None,
    ) -> None:
        """Prepare. `assets`: more folders of files by path prefix. Raises `RelaybotError`."""
        self._wanted = parse_listen(listen)
        self._bound: Listen | None = None
        app = web.Application(middlewares=[_manners])
        app.on_response_prepare.append(_secure)
        app.add_routes(routes)
        for prefix, folder in {"/static": STATIC, **(assets or {})}.items():
            app.add_routes(asset_routes(prefix, folder))
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            handler_cancellation=True,  # a live stream must end when its reader has left
            shutdown_timeout=STOP_DEADLINE,
        )

    @property
    def address(self) -> str:
        """Where it listens, as host:port; the real port once it is started."""
        return str(self._bound or self._wanted)

    @property
    def url(self) -> str:
        """An address to open in a browser on this machine."""
        return (self._bound or self._wanted).url

    async def start(self) -> None:
        """Listen. Raises `RelaybotError` when the address cannot be had."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._wanted.host, self._wanted.port)
        try:
            await site.start()
        except OSError as problem:
            await self._runner.cleanup()
            raise RelaybotError(_why_not(self._wanted, problem)) from problem
        self._bound = Listen(self._wanted.host, self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and end open answers; harmless when it never started."""
        await self._runner.cleanup()


def status_routes(health: Health, status: Status) -> list[web.AbstractRouteDef]:
    """Return /healthz, /status and /status.json."""

    async def healthz(_: web.Request) -> web.Response:
        reasons = await _reasons(health)
        if reasons:
            return web.json_response({"status": "failing", "reasons": reasons}, status=503)
        return web.json_response({"status": "ok"})

    async def as_json(_: web.Request) -> web.Response:
        return web.json_response(text=status_json(await status()))

    async def for_people(request: web.Request) -> web.Response:
        if _prefers_json(request):
            return await as_json(request)
        return web.Response(text=status_page(await status()), content_type="text/html")

    return [
        web.get("/healthz", healthz),
        web.get("/status", for_people),
        web.get("/status.json", as_json),
    ]


def redirect(path: str, to: str) -> web.AbstractRouteDef:
    """Return a route that sends the reader on, such as `redirect("/", "/status")`."""

    async def send_on(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": to})

    return web.get(path, send_on)


def asset_routes(prefix: str, folder: Path) -> list[web.AbstractRouteDef]:
    """Return one route per file of `folder`, read once: no other file can ever be asked for."""
    return [
        _asset(f"{prefix}/{file.name}", file) for file in sorted(folder.iterdir()) if file.is_file()
    ]


def _asset(path: str, file: Path) -> web.AbstractRouteDef:
    body = file.read_bytes()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"ETag": etag, "Cache-Control": "no-cache"}

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        charset = "utf-8" if content_type.startswith("text/") else None
        return web.Response(body=body, content_type=content_type, charset=charset, headers=headers)

    return web.get(path, answer)


async def _reasons(health: Health) -> list[str]:
    try:
        async with asyncio.timeout(HEALTH_DEADLINE):
            return list(await health())
    except TimeoutError:
        return [f"The health check did not finish within {HEALTH_DEADLINE:g} seconds."]
    except RelaybotError as problem:
        return [str(problem)]
    except Exception:
        log.exception("web.health_check_failed")
        return ["The health check itself failed; see the log."]


def _prefers_json(request: web.Request) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


async def _secure(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def _manners(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only GET and HEAD, and say in words what went wrong."""
    if request.method not in ("GET", "HEAD"):
        return _sorry(405, "This server only shows things", "It answers GET and HEAD.")
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return _sorry(404, "There is no such page", "The status page is at /status.")
    except web.HTTPException as said:
        return _sorry(said.status, said.reason, "The request could not be answered.")
    except ConnectionError:
        raise  # the reader has left; there is nobody to answer
    except RelaybotError as problem:
        return _sorry(503, "Not possible at the moment", str(problem))
    except Exception:
        log.exception("web.request_failed", path=request.path)
        return _sorry(500, "That went wrong", "This is a bug in relaybot; the log has the details.")


def _sorry(status: int, title: str, message: str) -> web.Response:
    allowed = {"Allow": "GET, HEAD"} if status == 405 else {}
    text = message_page(title, message)
    return web.Response(status=status, text=text, content_type="text/html", headers=allowed)


def _why_not(listen: Listen, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Cannot listen on {listen}: another program (another relaybot?) already does. "
            "Stop it, or choose another address with RELAYBOT_WEB_LISTEN."
        )
    if problem.errno == errno.EACCES:
        return f"Cannot listen on {listen}: ports below 1024 need special rights; use another one."
    return f"Cannot listen on {listen}: {problem.strerror or problem}."

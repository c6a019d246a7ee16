"""Posts as both platforms show them, side by side, on one page that needs no server."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview

# Hosts that never exist (RFC 2606): their pictures are painted here instead.
_PICTURE = re.compile(r'(<img [^>]*?src=")(https?://[^"]*)"')
_INVENTED = re.compile(r'(<img [^>]*?src=")(https?://[^"/]*\.(?:example|invalid|test)(?:/[^"]*)?)"')
_STYLES = ("web/static/site.css", "web/static/chat.css", "demo/static/gallery.css")
_ICON = "/static/icon.svg"
_COLOURS = ("#8c3b4a", "#3b6b8c", "#4a7a3f", "#8a6a2f", "#5f4a8c", "#2f7a78", "#8c5a3b", "#54606e")

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One post of the gallery."""

    name: str  # as its anchor
    heading: str
    shows: str  # what is to be seen in it
    previews: Mapping[PlatformName, Preview]


def gallery_page(title: str, posts: Iterable[Shown], *, invented: bool) -> str:
    """Return the whole page; nothing in it is loaded from elsewhere but pictures of real posts.

    `invented`: the posts are, and so are their pictures, whatever host they name.
    """
    pictures = _PICTURE if invented else _INVENTED
    rows = [
        {
            "name": post.name,
            "heading": post.heading,
            "shows": post.shows,
            "messages": {
                str(platform): Markup(_painted(preview.html, pictures))  # noqa: S704 a Preview's is safe
                for platform, preview in post.previews.items()
            },
        }
        for post in posts
    ]
    style = "\n".join(map(_own_file, _STYLES)).replace(_ICON, _as_data(_own_file("web" + _ICON)))
    style = Markup(style)  # noqa: S704 our own files
    return _environment.get_template("gallery.html").render(title=title, rows=rows, style=style)


def _own_file(name: str) -> str:
    return (files("relaybot") / name).read_text(encoding="utf-8")


def _painted(html: str, pictures: re.Pattern[str]) -> str:
    return pictures.sub(lambda found: f'{found[1]}{_painting(found[2])}"', html)


def _painting(address: str) -> str:
    """Return a drawing that is the same for the same address."""
    number = crc32(address.encode())
    sky, ground = _COLOURS[number % 8], _COLOURS[number // 8 % 8]
    hill = 120 + number % 90
    return _as_data(
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">'
        f'<rect width="640" height="360" fill="{sky}"/>'
        f'<circle cx="{60 + number % 520}" cy="90" r="48" fill="#fff" fill-opacity=".7"/>'
        f'<path d="M0 {hill + 90} Q180 {hill} 340 {hill + 70} T640 {hill + 20} V360 H0 Z"'
        f' fill="{ground}"/></svg>'
    )


def _as_data(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()

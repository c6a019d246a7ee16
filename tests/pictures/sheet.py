"""A channel or chat as its platform lays it out: one page, by the demo's templates and styles."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import relaybot
from relaybot.demo.origin import HOST
from relaybot.model.destination import PlatformName

_HERE, _RELAYBOT = Path(__file__).parent, Path(relaybot.__file__).parent
_STYLES = (
    *(_RELAYBOT / "web/static" / name for name in ("site.css", "chat.css")),
    *(_RELAYBOT / "demo/static/page.css", _HERE / "sheet.css"),
)
_environment = Environment(
    loader=FileSystemLoader([_HERE, _RELAYBOT / "demo/templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press; `kind`: primary, plain, danger, link, select (with what is chosen)."""

    label: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message, with the rows of controls below it."""

    html: str  # safe
    at: datetime
    rows: tuple[tuple[Control, ...], ...]
    asked: str  # what somebody typed to get it, "" = it came by itself
    alone: bool = False  # only whoever asked sees it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel or chat; `site`: slug of whose posts it shows, though all are on this machine."""

    platform: PlatformName
    name: str
    about: str
    site: str


def sheet(place: Place, messages: Iterable[Drawn], base: str) -> str:
    """Return the page, oldest message first; `base`: a web page of ours, with the bot's face."""
    style = "\n".join(each.read_text(encoding="utf-8") for each in _STYLES)
    return _environment.get_template("sheet.html").render(
        asdict(place),
        base=base,
        style=Markup(style),  # noqa: S704 our own files
        messages=[(each, _shown(each.html, place)) for each in messages],
    )


def _shown(html: str, place: Place) -> Markup:
    shown = html.replace(f">{HOST}<", f">{place.site}.example<")
    return Markup(shown)  # noqa: S704 a Preview's is safe

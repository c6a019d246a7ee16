"""A status report as a page for people and as JSON for programs. Pure: a report in, text out."""

import json
import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from relaybot.model.delivery import DeliveryState
from relaybot.model.errand import ErrandKind
from relaybot.relay.health import StatusReport
from relaybot.web import wording

OUTBOX_WORDS = {
    DeliveryState.PENDING: "waiting to be sent",
    DeliveryState.SENDING: "being sent",
    DeliveryState.SENT: "sent",
    DeliveryState.UNKNOWN: "outcome unknown",
    DeliveryState.DEAD: "could not be sent",
}
ERRAND_WORDS = {
    ErrandKind.AMEND: "to be edited",
    ErrandKind.PUBLISH: "to be published",
    ErrandKind.DISCUSS: "to get a thread",
}


def status_page(report: StatusReport) -> str:
    """Return the status as an HTML page."""
    outbox = [(state, words, report.outbox.get(state, 0)) for state, words in OUTBOX_WORDS.items()]
    errands = [(kind, words, report.errands.get(kind, 0)) for kind, words in ERRAND_WORDS.items()]
    template = _environment.get_template("status.html")
    return template.render(report=report, outbox=outbox, errands=errands)


def status_json(report: StatusReport) -> str:
    """Return the status as JSON: the report's own field names, moments in ISO 8601."""
    told = asdict(report) | {"problems": report.problems}
    return json.dumps(told, default=_as_json, ensure_ascii=False, indent=1)


def message_page(title: str, message: str) -> str:
    """Return a page that says one thing, such as "There is no such page"."""
    return _environment.get_template("message.html").render(title=title, message=message)


def _with_code(text: str) -> Markup:
    """Show `what can be typed` as code."""
    escaped = str(escape(text))  # a plain str: re.sub on Markup escapes what it puts in
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped))  # noqa: S704 escaped above


def _as_json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals["count"] = wording.count
_environment.globals["duration"] = wording.duration
_environment.globals["relative"] = wording.relative
_environment.globals["exact"] = wording.exact
_environment.filters["with_code"] = _with_code

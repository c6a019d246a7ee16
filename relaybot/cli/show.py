"""How commands show things: tables on a terminal, tab-separated lines elsewhere, or JSON.

What is shown came from feeds and chats. On a terminal a control character is a command (it can
hide lines, or type them), so none gets there.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from relaybot.richtext.characters import clean, tidy

WIDEST_PANEL = 80

# json.dumps escapes C0 only. C1 controls are commands to some terminals, surrogates no encoding
# takes; both can only stand within a JSON string, where an escape means the same.
_UNPRINTABLE = re.compile("[\\x7f-\\x9f\\ud800-\\udfff\u202a-\u202e\u2066-\u2069]")


def rows(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Show rows of cells; what stands in them is data, never markup."""
    console = Console()
    if not console.is_terminal:
        for line in lines:
            typer.echo("\t".join(_cell(cell) for cell in line))
        return
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for line in lines:
        table.add_row(*(Text(_cell(cell)) for cell in line))  # Text: "[red]" is two words there
    console.print(table)


def panel(title: str, text: str) -> None:
    """Show a text of several lines under a title."""
    console = Console()
    words = clean(text)
    if not console.is_terminal:
        typer.echo(f"--- {title}\n{words}\n")
        return
    console.print(Panel(Text(words), title=title, title_align="left", width=WIDEST_PANEL))


def as_json(value: object) -> None:
    """Print JSON, for other programs; moments are in ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_as_json)
    typer.echo(_UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _as_json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cell(value: object) -> str:
    return "" if value is None else tidy(str(value))

"""How commands show things: tables on a terminal, tab-separated lines elsewhere, or JSON."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table


def rows(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Show rows of cells; what stands in them is data, never markup."""
    console = Console()
    if not console.is_terminal:
        for line in lines:
            typer.echo("\t".join(_cell(cell) for cell in line))
        return
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for line in lines:
        table.add_row(*(escape(_cell(cell)) for cell in line))
    console.print(table)


def as_json(value: object) -> None:
    """Print JSON, for other programs; moments in ISO 8601."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_json))


def _json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())

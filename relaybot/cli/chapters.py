"""`relaybot chapters list|search|import|export`: the directory, for people and other programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from relaybot.cli import show
from relaybot.cli.session import directory_of, settings_of
from relaybot.errors import ConfigError, RelaybotError
from relaybot.model.source import Chapter, Feed
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import directory_files, load_directory
from relaybot.sources.opml import read_opml, write_opml
from relaybot.sources.search import search as search_in
from relaybot.sources.selectors import parse_selector, resolve
from relaybot.sources.starter import Skipped, invent_chapters, slug_from, write_starter
from relaybot.sources.values import a_name
from relaybot.sources.wording import visible

app = typer.Typer(no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="For other programs.")]
Output = Annotated[
    Path | None, typer.Option(dir_okay=False, help="Write to this file, which must be new.")
]


@app.command("list")
def list_chapters(
    context: typer.Context,
    region: Annotated[str | None, typer.Option(help="Only of this region, such as CA.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind: publication …")] = None,
    language: Annotated[str | None, typer.Option(help="Only in this language: es …")] = None,
    as_json: Json = False,
) -> None:
    """List the chapters; a condition holds when one of a chapter's feeds meets it."""
    catalogue = directory_of(settings_of(context))
    wanted = [("region", region), ("kind", kind), ("language", language)]
    feeds = _feeds_meeting([f"{scope}:{value}" for scope, value in wanted if value], catalogue)
    pairs = [
        (chapter, [one for one in chapter.feeds if one in feeds]) for chapter in catalogue.chapters
    ]
    _show([(chapter, chosen) for chapter, chosen in pairs if chosen], as_json)


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What you remember of a name; slips are forgiven.")],
    as_json: Json = False,
) -> None:
    """Find chapters by name, slug, region or the name of a feed, best first."""
    catalogue = directory_of(settings_of(context))
    hits = search_in(catalogue, text)
    if not hits and not as_json:
        raise RelaybotError("Nothing in the directory resembles that.")
    _show([(hit.chapter, list(hit.chapter.feeds)) for hit in hits], as_json)


@app.command("import")
def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file from another reader.")],
    name: Annotated[
        str | None, typer.Option(help="The organization's name; else the file's name.")
    ] = None,
    output: Output = None,
    as_json: Json = False,
) -> None:
    """Turn a list of feeds into a new directory file; feeds the directory has are left out."""
    directory = settings_of(context).chapters
    organization = _checked_name(name or file.stem)
    target = output or _folder_of(directory) / f"{slug_from(organization)}.toml"
    _refuse_to_overwrite(target)
    known = load_directory(directory) if _is_in_use(directory) else Catalogue()
    found = read_opml(_read(file))
    chapters, skipped = invent_chapters(found, known, target.stem)
    if chapters:
        _write(target, write_starter(organization, chapters))
    _report(target, chapters, skipped, as_json)


@app.command()
def export(context: typer.Context, output: Output = None, as_json: Json = False) -> None:
    """Print the directory as OPML for other readers, or as JSON."""
    catalogue = directory_of(settings_of(context))
    whole = [(chapter, list(chapter.feeds)) for chapter in catalogue.chapters]
    text = (
        json.dumps(_as_json(whole), ensure_ascii=False, indent=2) + "\n"
        if as_json
        else write_opml(catalogue)
    )
    if output is None:
        typer.echo(text, nl=False)
        return
    _refuse_to_overwrite(output)
    _write(output, text)
    typer.echo(f"{len(catalogue.feeds)} feeds written to {output}.", err=True)


def _feeds_meeting(conditions: Sequence[str], catalogue: Catalogue) -> set[Feed]:
    """Return the feeds every condition covers; raises SelectorError for one that names nothing."""
    chosen = [set(resolve(parse_selector(each, catalogue), catalogue)) for each in conditions]
    return set(catalogue.feeds).intersection(*chosen)


def _show(found: Sequence[tuple[Chapter, list[Feed]]], as_json: bool) -> None:
    if as_json:
        show.as_json(_as_json(found))
        return
    columns = ["slug", "name", "kind", "region", "feeds"]
    show.rows(columns, [(one.slug, one.name, one.kind, one.region, len(f)) for one, f in found])


def _as_json(found: Sequence[tuple[Chapter, list[Feed]]]) -> list[dict[str, Any]]:
    return [
        asdict(chapter) | {"feeds": [_feed_json(one) for one in feeds]} for chapter, feeds in found
    ]


def _feed_json(feed: Feed) -> dict[str, Any]:
    every = feed.every and int(feed.every.total_seconds())  # seconds
    return asdict(feed) | {"every": every}


def _checked_name(name: str) -> str:
    try:
        return a_name(name)
    except ValueError as error:
        raise ConfigError(
            "The organization needs another name; use --name:", [str(error)]
        ) from error


def _folder_of(directory: Path) -> Path:
    return directory.parent if directory.suffix == ".toml" else directory


def _is_in_use(directory: Path) -> bool:
    """A newcomer imports before there is a directory."""
    return directory.exists() and bool(directory_files(directory))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RelaybotError(f"{file} cannot be read: {error.strerror}") from error


def _refuse_to_overwrite(file: Path) -> None:
    if file.exists():
        raise RelaybotError(f"{file} is there already; choose another with --output.")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise RelaybotError(f"{file} cannot be written: {error.strerror}") from error


def _report(
    file: Path, chapters: Sequence[Chapter], skipped: Sequence[Skipped], as_json: bool
) -> None:
    if as_json:
        written = str(file) if chapters else None
        whole = [(chapter, list(chapter.feeds)) for chapter in chapters]
        left_out = [asdict(one) for one in skipped]
        show.as_json({"written": written, "chapters": _as_json(whole), "skipped": left_out})
        return
    for one in skipped:
        typer.echo(f"Left out {one.title} ({visible(one.url)}): {one.reason}", err=True)
    if chapters:
        typer.echo(f"{len(chapters)} chapters written to {file}; look through it before use.")
    else:
        typer.echo("Every feed in the list was left out; nothing was written.")

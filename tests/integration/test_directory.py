"""The directory as files, and `relaybot chapters` on it."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from relaybot.cli.chapters import app
from relaybot.errors import DirectoryError, RelaybotError, SelectorError
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import MOST_BYTES, load_directory

LEAGUES = """
[organization]
name = "Federation of Tenants' Leagues"
language = "en"

[[chapter]]
slug = "elmford"
name = "Elmford [red]Tenants[/red]' League"
region = "OR"
feed = "https://elmford.example/feed/"

[[chapter]]
slug = "harbour"
name = "Harbour Tenants' League"
region = "CA"

  [[chapter.feed]]
  slug = "harbour"
  url = "https://harbour.example/feed/"

  [[chapter.feed]]
  slug = "el-faro"
  name = "El Faro"
  kind = "publication"
  language = "es"
  url = "https://elfaro.example/rss.xml"
  every = "30m"
"""
LIBRARIES = """
[[chapter]]
slug = "stacks"
name = "Stacks United"
feed = "https://stacks.example/feed/"
"""
OPML = b"""<opml version="2.0"><body>
<outline text="Elmford" xmlUrl="http://elmford.example/feed"/>
<outline text="Quarry League" xmlUrl="https://quarry.example/rss"/>
<outline text="Private" xmlUrl="https://me:geheim@private.example/rss"/>
</body></opml>"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    folder = tmp_path / "chapters"
    folder.mkdir()
    (folder / "leagues.toml").write_text(LEAGUES, encoding="utf-8")
    (folder / "libraries.toml").write_text(LIBRARIES, encoding="utf-8")
    (folder / ".hidden.toml").write_text("not TOML", encoding="utf-8")
    (folder / "notes.md").write_text("not TOML", encoding="utf-8")
    return folder


def slugs(catalogue: Catalogue) -> list[str]:
    return [chapter.slug for chapter in catalogue.chapters]


def test_a_folder_is_read_file_by_file(directory: Path) -> None:
    catalogue = load_directory(directory)
    assert slugs(catalogue) == ["elmford", "harbour", "stacks"]
    assert [chapter.organization for chapter in catalogue.chapters][1:] == ["leagues", "libraries"]
    assert catalogue.organizations == {
        "leagues": "Federation of Tenants' Leagues",
        "libraries": "libraries",
    }


def test_one_file_is_a_directory_too(directory: Path) -> None:
    assert slugs(load_directory(directory / "libraries.toml")) == ["stacks"]


def test_a_file_as_windows_saves_it(directory: Path) -> None:
    data = b"\xef\xbb\xbf" + LIBRARIES.replace("\n", "\r\n").encode()
    (directory / "libraries.toml").write_bytes(data)
    assert slugs(load_directory(directory))[-1] == "stacks"


FILES: dict[str, tuple[bytes, str]] = {
    "a slip in the syntax": (b'[[chapter]]\nslug = "x"\nname = Elm\n', "it is not TOML: .*line 3"),
    "a key twice": (b'[organization]\nname = "a"\nname = "b"', "it is not TOML: .*line 3"),
    "not UTF-8": (b'[organization]\nname = "R\xedo"', "line 2 is not UTF-8"),
    "brackets without end": (b"x = " + b"[" * 100_000, "it is not TOML"),
    "a number without end": (b"x = " + b"9" * 100_000, "it is not TOML"),
    "too large": (b"#" * (MOST_BYTES + 1), "larger than 5 MB"),
    "empty": (b"", r"there is no \[\[chapter\]\]"),
    "a slug another file has": (
        LIBRARIES.replace("stacks.example", "x.example").encode(),
        'b.toml, chapter "stacks"|libraries.toml, chapter "stacks".*already belongs to bad.toml',
    ),
}


@pytest.mark.parametrize(("data", "said"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_is_named(directory: Path, data: bytes, said: str) -> None:
    (directory / "bad.toml").write_bytes(data)
    with pytest.raises(DirectoryError, match=said) as caught:
        load_directory(directory)
    assert all("bad.toml" in problem for problem in caught.value.problems)


def a_missing_folder(folder: Path) -> Path:
    return folder / "nowhere"


def an_empty_folder(folder: Path) -> Path:
    (folder / "new").mkdir()
    return folder / "new"


def a_folder_called_like_a_file(folder: Path) -> Path:
    (folder / "odd.toml").mkdir()
    return folder


def a_link_to_nothing(folder: Path) -> Path:
    (folder / "odd.toml").symlink_to(folder / "gone")
    return folder


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "odd.toml")
    return folder


PLACES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (a_missing_folder, "nowhere: No such file or directory"),
    "empty": (an_empty_folder, "there is no .toml file in this folder"),
    "a folder for a file": (a_folder_called_like_a_file, "odd.toml: it is not a file"),
    "a link to nothing": (a_link_to_nothing, "odd.toml: it is not a file"),
    "a pipe": (a_pipe, "odd.toml: it is not a file"),
}


@pytest.mark.parametrize(("make", "said"), PLACES.values(), ids=PLACES)
def test_a_place_that_cannot_be_read_is_named(
    directory: Path, make: Callable[[Path], Path], said: str
) -> None:
    with pytest.raises(DirectoryError, match=said):
        load_directory(make(directory))


def test_mistakes_in_all_files_are_told_at_once(directory: Path) -> None:
    (directory / "a.toml").write_text("oops", encoding="utf-8")
    (directory / "b.toml").write_text(LIBRARIES + 'regoin = "CA"', encoding="utf-8")
    with pytest.raises(DirectoryError) as caught:
        load_directory(directory)
    problems = "\n".join(caught.value.problems)
    assert "a.toml: it is not TOML" in problems
    assert 'b.toml, chapter "stacks", key "regoin"' in problems
    assert 'libraries.toml, chapter "stacks", key "slug"' in problems
    assert 'libraries.toml, chapter "stacks": "https://stacks.example/feed/" is already' in problems


def chapters(directory: Path, *arguments: str) -> Result:
    environment = {"RELAYBOT_CHAPTERS": str(directory), "RELAYBOT_CONFIG": ""}
    return CliRunner().invoke(app, list(arguments), env=environment)


def lines(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_list(directory: Path) -> None:
    assert lines(chapters(directory, "list")) == [
        ["elmford", "Elmford [red]Tenants[/red]' League", "chapter", "OR", "1"],
        ["harbour", "Harbour Tenants' League", "chapter", "CA", "2"],
        ["stacks", "Stacks United", "chapter", "", "1"],
    ]


def test_list_what_meets_every_condition(directory: Path) -> None:
    found = chapters(directory, "list", "--region", "ca", "--kind", "publication", "--json")
    (harbour,) = json.loads(found.stdout)
    assert [feed["slug"] for feed in harbour["feeds"]] == ["el-faro"]
    assert harbour["feeds"][0]["every"] == 1800
    assert lines(chapters(directory, "list", "--region", "or", "--language", "es")) == []


def test_a_condition_that_names_nothing_is_told(directory: Path) -> None:
    result = chapters(directory, "list", "--region", "C")
    assert isinstance(result.exception, SelectorError)
    assert "region:CA" in str(result.exception)


def test_search(directory: Path) -> None:
    assert lines(chapters(directory, "search", "harbuor"))[0][0] == "harbour"
    assert json.loads(chapters(directory, "search", "quarry", "--json").stdout) == []
    assert isinstance(chapters(directory, "search", "quarry").exception, RelaybotError)


def test_import_writes_a_new_file_that_the_directory_takes(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_bytes(OPML)
    result = chapters(directory, "import", str(tmp_path / "list.opml"), "--name", "New Leagues")
    assert result.exit_code == 0
    assert "Left out Elmford" in result.stderr
    assert "Left out Private (https://***@private.example/rss)" in result.stderr
    catalogue = load_directory(directory)
    assert slugs(catalogue) == ["elmford", "harbour", "stacks", "quarry-league"]
    assert catalogue.organizations["new-leagues"] == "New Leagues"


def test_import_never_overwrites(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "leagues.opml").write_bytes(OPML)
    result = chapters(directory, "import", str(tmp_path / "leagues.opml"))
    assert isinstance(result.exception, RelaybotError)
    assert "is there already" in str(result.exception)
    assert (directory / "leagues.toml").read_text(encoding="utf-8") == LEAGUES


def test_import_is_how_a_newcomer_begins(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_bytes(OPML)
    folder = tmp_path / "not" / "there" / "yet"
    result = chapters(folder, "import", str(tmp_path / "list.opml"), "--json")
    told = json.loads(result.stdout)
    assert told["written"] == str(folder / "list.toml")
    assert [chapter["slug"] for chapter in told["chapters"]] == ["elmford", "quarry-league"]
    assert [one["title"] for one in told["skipped"]] == ["Private"]
    assert slugs(load_directory(folder)) == ["elmford", "quarry-league"]


def test_an_import_of_nothing_new_writes_nothing(directory: Path, tmp_path: Path) -> None:
    exported = tmp_path / "all.opml"
    assert chapters(directory, "export", "--output", str(exported)).exit_code == 0
    result = chapters(directory, "import", str(exported), "--name", "Again")
    assert "nothing was written" in result.stdout
    assert not (directory / "again.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "nowhere.opml"], "cannot be read"),
        (["import", "leagues.toml", "--output", "new.toml"], "not well-formed XML"),
        (["import", "leagues.toml", "--name", "a\u202eb"], "invisible character"),
        (["export", "--output", "leagues.toml"], "is there already"),
        (["export", "--output", "leagues.toml/x"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(directory: Path, arguments: list[str], said: str) -> None:
    placed = [str(directory / each) if "." in each else each for each in arguments]
    result = chapters(directory, *placed)
    assert isinstance(result.exception, RelaybotError)
    assert said in str(result.exception)


def test_export_as_json(directory: Path) -> None:
    told = json.loads(chapters(directory, "export", "--json").stdout)
    assert [chapter["slug"] for chapter in told] == ["elmford", "harbour", "stacks"]
    assert told[1]["feeds"][1]["url"] == "https://elfaro.example/rss.xml"

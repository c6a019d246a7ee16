"""config/chapters/*.toml → Catalogue, or one DirectoryError that names every mistake.

::

    directory_files   which files
    _read             bytes → TOML document
    read_document     each key of each table checked
    find_conflicts    across all files
    build_chapter     what a feed leaves out, filled in from its chapter and organization
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from relaybot.errors import DirectoryError
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.conflicts import find_conflicts
from relaybot.sources.entries import Reading, build_chapter, read_document

MOST_BYTES = 5_000_000  # a thousand chapters take 300 KB; more than this is not a directory


def load_directory(path: Path) -> Catalogue:
    """Read a folder of *.toml, or one file; raises DirectoryError with every problem at once."""
    try:
        files = directory_files(path)
    except OSError as error:
        raise DirectoryError(_headline(path), [f"{path}: {_reason(error)}"]) from error
    if not files:
        raise DirectoryError(_headline(path), [f"{path}: there is no .toml file in this folder"])
    readings = [_read(file) for file in files]
    problems = [problem for reading in readings for problem in reading.problems]
    problems += find_conflicts([chapter for one in readings for chapter in one.chapters])
    if problems:
        raise DirectoryError(_headline(path), problems)
    return _catalogue(readings)


def directory_files(path: Path) -> tuple[Path, ...]:
    """Return the files a directory consists of, sorted by name; OSError when there is no `path`."""
    if not path.is_dir():
        path.stat()
        return (path,)
    found = (file for file in path.iterdir() if file.suffix == ".toml")
    return tuple(sorted(file for file in found if not file.name.startswith(".")))


def _read(file: Path) -> Reading:
    try:
        document = tomllib.loads(_text(file) + "\n")  # so that a mistake at the end has a line
    except OSError as error:
        return _unusable(file, _reason(error))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _unusable(file, f"line {line} is not UTF-8 text; save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return _unusable(file, f"it is not TOML: {error}")
    return read_document(file.name, document)


def _text(file: Path) -> str:
    if not file.is_file():
        raise OSError("it is not a file")
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _unusable(file: Path, reason: str) -> Reading:
    return Reading(file.name, problems=[f"{file.name}: {reason}"])


def _catalogue(readings: Sequence[Reading]) -> Catalogue:
    chapters, organizations = [], {}
    for reading in readings:
        stem = reading.file.removesuffix(".toml")
        organizations[stem] = reading.organization.get("name", stem)
        language = reading.organization.get("language")
        chapters += [build_chapter(entry, stem, language) for entry in reading.chapters]
    return Catalogue(chapters, organizations)


def _headline(path: Path) -> str:
    return f"The directory of chapters in {path} cannot be used:"


def _reason(error: OSError) -> str:
    return error.strerror or str(error)

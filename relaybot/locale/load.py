"""Reads the .po files beside it; they are compiled in memory, so nothing compiled is stored."""

from collections.abc import Mapping
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from relaybot.commands.words import ENGLISH, Language

FOLDER = Path(__file__).parent


def load_languages() -> Mapping[str, Language]:
    """Return every language by its code, English first."""
    found = {ENGLISH.code: ENGLISH}
    for file in sorted(FOLDER.glob("*.po")):
        found[file.stem] = _language(file)
    return found


def _language(file: Path) -> Language:
    with file.open("rb") as text:
        catalogue = read_po(text, locale=file.stem.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(file.stem, GNUTranslations(compiled))

"""Every sentence a person reads is translated, and nothing is translated that nobody reads."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import relaybot
from relaybot.locale.load import load_languages

PACKAGE = Path(relaybot.__file__).parent
KEYWORDS = {"say": None, "label": None, "N_": None, "many": (1, 2)}
PLACE = re.compile(r"\{\w*\}")

Key = str | tuple[str, ...]


def in_the_source() -> set[Key]:
    found = extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    )
    return {key(message) for _, _, message, _, _ in found}


def key(message: str | tuple[str | None, ...] | list[str]) -> Key:
    if isinstance(message, str):
        return message
    return tuple(str(part) for part in message)


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as text:
        return read_po(text, locale=file.stem)


def messages(file: Path) -> list[Message]:
    return [message for message in catalogue(file) if message.id]


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


FILES = sorted((PACKAGE / "locale").glob("*.po"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sentence_is_translated_and_every_translation_is_used(file: Path) -> None:
    translated = {key(m.id) for m in messages(file) if all(forms(m)) and not m.fuzzy}
    source = in_the_source()
    assert source - translated == set(), "not translated; run: make words, and fill them in"
    assert translated - source == set(), "no longer used; run: make words"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_same_places_to_fill_in(file: Path) -> None:
    for message in messages(file):
        original = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms(message):
            places = set(PLACE.findall(form))
            assert places <= set(PLACE.findall(original)), message.id
            assert set(PLACE.findall(original)) - places <= {"{count}"}, message.id


def test_english_and_spanish_are_spoken() -> None:
    languages = load_languages()
    assert next(iter(languages)) == "en"
    assert "es" in languages


def test_nothing_a_person_reads_is_put_together_from_pieces() -> None:
    """A template is a literal: what the extraction cannot see would never be translated."""
    computed = re.compile(r"words\.(?:say|label|many)\(\s*(?:f[\"']|[a-z_]+\s*\+)")
    for file in PACKAGE.rglob("*.py"):
        assert not computed.search(file.read_text(encoding="utf-8")), file

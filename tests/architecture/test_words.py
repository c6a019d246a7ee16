"""Every sentence a person reads is translated, and nothing is translated that nobody reads.

The sentences are found in the source by its syntax tree: templates are the literals in
`words.say(…)`, `words.label(…)`, `words.many(…)` and `N_(…)`. `make words` puts them into the
catalogues with Babel, which overlooks a call within another's arguments: that is tested too.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import relaybot
from relaybot.commands.menu import MENU
from relaybot.commands.words import Language, Words
from relaybot.locale.load import load_languages

PACKAGE = Path(relaybot.__file__).parent
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "say": None,
    "label": None,
    "N_": None,
    "many": (1, 2),
}
PLACE = re.compile(r"\{\w*\}")
LONGEST_DESCRIPTION = 100  # Discord's, of a command or an argument; Telegram takes 256

Key = str | tuple[str, ...]

FILES = sorted((PACKAGE / "locale").glob("*.po"))
LANGUAGES = tuple(load_languages().values())


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call in the source that may say something."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and name_of(node) in KEYWORDS:
                yield file, node


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def template_of(call: ast.Call) -> Key | None:
    """Return the literal a call says, both for `many`; None where it says something else."""
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    wanted = len(KEYWORDS[name_of(call)] or "1")
    literals = [text for text in texts if isinstance(text, str)][:wanted]
    if len(literals) < wanted:
        return None
    return literals[0] if wanted == 1 else tuple(literals)


def in_the_source() -> set[Key]:
    return {template for _, call in calls() if (template := template_of(call))}


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
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


def is_complete(message: Message, plurals: int) -> bool:
    said = forms(message)
    return all(said) and not message.fuzzy and len(said) == (plurals if message.pluralizable else 1)


def places(template: str) -> list[str]:
    return sorted(PLACE.findall(template))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sentence_is_translated_and_every_translation_is_used(file: Path) -> None:
    plurals = catalogue(file).num_plurals
    translated = {key(m.id) for m in messages(file) if is_complete(m, plurals)}
    source = in_the_source()
    assert source - translated == set(), "not translated; run: make words, and fill them in"
    assert {key(m.id) for m in messages(file)} - source == set(), "not used; run: make words"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_same_places_to_fill_in(file: Path) -> None:
    """Only where a form means exactly one thing, as in English, may the number be left out."""
    for message in messages(file):
        original = message.id if isinstance(message.id, str) else message.id[-1]
        for number, form in enumerate(forms(message)):
            one_thing = message.pluralizable and number == 0
            may_lack = [p for p in places(original) if not (one_thing and p == "{count}")]
            assert places(form) in (places(original), may_lack), form


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_commands_are_described_in_as_many_letters_as_the_platforms_take(
    language: Language,
) -> None:
    shown = [argument for each in MENU for argument in each.arguments if not argument.hidden]
    descriptions = [each.description for each in MENU] + [each.description for each in shown]
    for description in descriptions:
        said = Words(language).label(description)
        assert 1 <= len(said) <= LONGEST_DESCRIPTION, said


def test_english_and_spanish_are_spoken() -> None:
    assert [language.code for language in LANGUAGES][:2] == ["en", "es"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_thing_and_several_are_told_apart(file: Path) -> None:
    """What is compiled from the file speaks: its plural rule is found, with no header in it."""
    words = load_languages()[file.stem].sentences
    for message in messages(file):
        if not isinstance(message.id, str):
            one, more = message.id
            said = [words.ngettext(one, more, count) for count in (1, 2)]
            assert said == forms(message)[:2]


def test_a_template_is_a_literal() -> None:
    """What is put together from pieces, or chosen within the call, would never be translated."""
    pieces = (ast.JoinedStr, ast.BinOp, ast.IfExp, ast.BoolOp)
    for file, call in calls():
        assert not isinstance(call.args[0], pieces), f"{file}:{call.lineno}"


def test_what_is_filled_in_has_a_place_and_every_place_is_filled() -> None:
    for file, call in calls():
        template = template_of(call)
        if template is None or name_of(call) == "N_" or any(not k.arg for k in call.keywords):
            continue
        longest = template if isinstance(template, str) else template[-1]
        given = {f"{{{keyword.arg}}}" for keyword in call.keywords}
        if name_of(call) == "many":
            given.add("{count}")
        assert set(places(longest)) == given, f"{file}:{call.lineno}"


def test_no_sentence_is_overlooked_by_make_words() -> None:
    found = extract_from_dir(
        PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    )
    extracted = {key(message) for _, _, message, _, _ in found}
    assert in_the_source() - extracted == set(), "it is within another call: give it a name first"

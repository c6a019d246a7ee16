from collections.abc import Callable
from datetime import date, timedelta

import pytest

from relaybot.model.source import Kind
from relaybot.sources import values

GOOD: dict[str, tuple[Callable[[object], object], object, object]] = {
    "a slug": (values.a_slug, "metro-dc2", "metro-dc2"),
    "aliases, each once": (values.some_slugs, ["a", "b", "a"], ("a", "b")),
    "no aliases": (values.some_slugs, [], ()),
    "a name, trimmed": (values.a_name, "  Liga de Inquilinos — Río  ", "Liga de Inquilinos — Río"),
    "a name put together": (values.a_name, "Rı́o", "Rı́o"),
    "a name with joiners": (values.a_name, "می‌خواهم", "می‌خواهم"),
    "a name of 100": (values.a_name, "x" * 100, "x" * 100),
    "an address": (
        values.a_url,
        "https://elm.example/?feed=rss2",
        "https://elm.example/?feed=rss2",
    ),
    "an address with an at in its path": (
        values.a_url,
        "http://m.example/@a",
        "http://m.example/@a",
    ),
    "an international host": (values.a_url, "https://пример.example/", "https://пример.example/"),
    "a kind": (values.a_kind, "Working-Group", Kind.WORKING_GROUP),
    "a region": (values.a_region, "de-by", "DE-BY"),
    "a language": (values.a_language, "PT_br", "pt-BR"),
    "a script": (values.a_language, "zh-hant-tw", "zh-Hant-TW"),
    "a switch": (values.a_flag, True, True),
    "minutes": (values.a_rhythm, "30m", timedelta(minutes=30)),
    "seconds": (values.a_rhythm, "90 s", timedelta(seconds=90)),
    "days": (values.a_rhythm, "7D", timedelta(days=7)),
    "a cron line": (values.a_cron, "0  8 * * *", "0 8 * * *"),
}
BAD: dict[str, tuple[Callable[[object], object], object, str]] = {
    "a slug with capitals": (values.a_slug, "Elmford", "is not a slug"),
    "a slug with a double hyphen": (values.a_slug, "elm--ford", "is not a slug"),
    "a slug of other letters": (values.a_slug, "еlmford", "is not a slug"),
    "a slug too long": (values.a_slug, "x" * 65, "64 at most"),
    "a slug that means all": (values.a_slug, "everything", "already means"),
    "a number for text": (values.a_slug, 7, "a number was found"),
    "a date for text": (values.a_name, date(2026, 3, 14), "a date or time was found"),
    "a table for text": (values.a_name, {}, "a table was found"),
    "blank text": (values.a_name, " \t", "is empty"),
    "one alias without brackets": (values.some_slugs, "old", 'the text "old" was found'),
    "a bad alias among good ones": (values.some_slugs, ["old", "Öld"], "is not a slug"),
    "a name with a line break": (values.a_name, "Elm\nford", "U\\+000A"),
    "a name turned round": (values.a_name, "Elm\u202eford", "U\\+202E"),
    "a name with a zero-width space": (values.a_name, "Elm\u200bford", "U\\+200B"),
    "a name of 101": (values.a_name, "x" * 101, "100 at most"),
    "no scheme": (values.a_url, "elm.example/feed", "does not begin with"),
    "another scheme": (values.a_url, "feed://elm.example/feed", "does not begin with"),
    "a file": (values.a_url, "file:///etc/passwd", "does not begin with"),
    "a script": (values.a_url, "javascript:alert(1)", "does not begin with"),
    "no host": (values.a_url, "https:///feed", "does not begin with"),
    "a port that is none": (values.a_url, "https://elm.example:http/", "is not an address"),
    "an open bracket": (values.a_url, "https://[::1/feed", "is not an address"),
    "a blank": (values.a_url, "https://elm.example/my feed", "holds a blank"),
    "a null": (values.a_url, "https://elm.example/\0", "holds a blank"),
    "an address too long": (values.a_url, "https://elm.example/" + "x" * 2000, "2000 at most"),
    "an unknown kind": (values.a_kind, "publicaton", 'did you mean "publication"'),
    "a kind of nothing known": (values.a_kind, "zzz", "is not one of chapter, publication"),
    "a region in words": (values.a_region, "New York", "is not a region"),
    "a language in words": (values.a_language, "spanish language", "is not a language"),
    "a switch in quotes": (values.a_flag, "yes", 'the text "yes" was found'),
    "a rhythm without unit": (values.a_rhythm, "30", "is not a time"),
    "too often": (values.a_rhythm, "30s", 'from "1m"'),
    "too seldom": (values.a_rhythm, "99999d", 'to "30d"'),
    "a rhythm as a number": (values.a_rhythm, 30, "text in quotes is wanted"),
    "a bad cron line": (values.a_cron, "0 8 * *", "is not a cron line: 4 fields"),
}


@pytest.mark.parametrize(("check", "given", "expected"), GOOD.values(), ids=GOOD)
def test_good(check: Callable[[object], object], given: object, expected: object) -> None:
    assert check(given) == expected


@pytest.mark.parametrize(("check", "given", "said"), BAD.values(), ids=BAD)
def test_bad(check: Callable[[object], object], given: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check(given)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="only public addresses") as caught:
        values.a_url("https://rosa:geheim@elm.example/feed")
    assert "geheim" not in str(caught.value)

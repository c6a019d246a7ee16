import pytest

from relaybot.feeds.links import clean_link, page_path, same_page


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?utm_source=b&id=5&UTM_Medium=c#top", "https://a.example/x?id=5#top"),
        ("https://a.example/x?from=feed&amp;id=7", "https://a.example/x?from=feed&id=7"),
        ("https://a.example/x?a=1&amp;amp;utm_source=b", "https://a.example/x?a=1"),
        ("https://medium.com/p?source=rss-1f--2", "https://medium.com/p"),
        ("https://a.example/p?source=rss", "https://a.example/p"),
        ("https://a.example/p?source=flyer", "https://a.example/p?source=flyer"),
        ("https://a.example/feed?format=rss", "https://a.example/feed?format=rss"),
        ("https://a.example/x#utm_source=y", "https://a.example/x"),
        ("HTTP://A.example:80", "http://a.example/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("/x", "https://base.example/x"),
        ("x y", "https://base.example/dir/x%20y"),
        ("//b.example/x", "https://b.example/x"),
        ("https://me:secret@a.example/", "https://a.example/"),
        ("https://a.example/\u202efdp.exe\x00", "https://a.example/fdp.exe"),
        ("https://a.example/é?q=ñ", "https://a.example/%C3%A9?q=%C3%B1"),
        ("https://a.example/100%25", "https://a.example/100%25"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_cleaned(url: str, expected: str) -> None:
    assert clean_link(url, "https://base.example/dir/feed") == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "ftp://a.example/x",
        "https://",
        "https://[::1",
        "https://a.example:99999/",
        "https://a b.example/",
        "https://" + "a" * 3_000,
        "https://..../",
    ],
)
def test_unusable(url: str) -> None:
    assert clean_link(url, "https://base.example/") is None


def test_without_a_base_a_relative_address_is_unusable() -> None:
    assert clean_link("/x") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example/x/", "https://a.example/x"),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://a.example/caf%C3%A9", "https://a.example/café"),
        ("https://a.example/x?utm_source=q", "https://A.example/x#respond"),
    ],
)
def test_same_page(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/news#one", "https://a.example/news#two"),
        ("https://a.example/x", "https://b.example/x"),
    ],
)
def test_other_page(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://a.example/", ""),
        ("https://www.a.example", ""),
        ("https://a.example/?p=1", "?p=1"),
        ("https://a.example/x/", "/x"),
        ("/x/y", "/x/y"),
        ("x/y", "/x/y"),
        ("", ""),
    ],
)
def test_page_path(url: str, path: str) -> None:
    assert page_path(url) == path


def test_a_page_stays_the_one_it_was_stored_as() -> None:
    assert same_page("https://a.example/x?b=1&amp;id=7") == "a.example/x?amp%3Bid=7&b=1"

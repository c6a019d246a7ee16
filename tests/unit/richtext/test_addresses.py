import pytest

from relaybot.richtext.addresses import (
    host_of,
    leads_inside,
    mail_address,
    may_be_fetched,
    web_address,
    without_trackers,
)

BASE = "https://league.example/blog/one"

WEB: dict[str, tuple[str | None, str | None]] = {
    "absolute": ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
    "root": ("/a", "https://league.example/a"),
    "relative": ("a.jpg", "https://league.example/blog/a.jpg"),
    "without scheme": ("//x.example/a", "https://x.example/a"),
    "www": ("www.x.example", "https://www.x.example"),
    "capitals": ("HTTPS://X.Example/A", "https://x.example/A"),
    "spaces around and within": (
        " https://x.example/a b/(größer).jpg\n",
        "https://x.example/a%20b/(gr%C3%B6%C3%9Fer).jpg",
    ),
    "line ends and tabs within": ("https://x.example/a\n\tb", "https://x.example/ab"),
    "the usual port": ("https://x.example:443/a", "https://x.example/a"),
    "the usual port of the other": ("http://x.example:443/a", "http://x.example:443/a"),
    "a host in disguise": ("http://3232235777/", None),
    "a host in another disguise": ("http://0x7f000001/", None),
    "a space in the host": ("https://x. example/", None),
    "user and password": ("https://a:b@x.example:8080/c", "https://x.example:8080/c"),
    "look-alike letters": ("https://bаnk.example/", "https://xn--bnk-6cd.example/"),
    "IPv6": ("http://[::1]/a", "http://[::1]/a"),
    "odd characters": ('https://x.example/"a"<b>', "https://x.example/%22a%22%3Cb%3E"),
    "script": ("javascript:alert(1)", None),
    "script, split": ("java\tscript:alert(1)", None),
    "data": ("data:text/html,x", None),
    "file": ("file:///etc/passwd", None),
    "no host": ("https:///a", None),
    "broken IPv6": ("http://[x", None),
    "broken port": ("http://x.example:99999/", None),
    "backslash": ("http://x.example\\@evil.example/", "http://x.example/@evil.example/"),
    "broken host": ("http://x.example%2f@b<c>/", None),
    "too long": ("https://x.example/" + "a" * 5000, None),
    "empty": ("", None),
    "none": (None, None),
}


@pytest.mark.parametrize(("address", "wanted"), WEB.values(), ids=WEB.keys())
def test_web_address(address: str | None, wanted: str | None) -> None:
    assert web_address(address, BASE) == wanted


def test_a_relative_address_needs_a_base() -> None:
    assert web_address("/a") is None


MAIL = {
    "mailto:a@b.example": "mailto:a@b.example",
    "MAILTO:a@b.example?subject=hi&cc=x@y.example": "mailto:a@b.example",
    "mailto:a@b.example,c@d.example": None,
    "mailto:": None,
}


@pytest.mark.parametrize(("address", "wanted"), MAIL.items())
def test_mail_address(address: str, wanted: str | None) -> None:
    assert mail_address(address) == wanted


TRACKERS = {
    "https://x.example/?utm_source=a&id=1&UTM_Medium=b": "https://x.example/?id=1",
    "https://x.example/a?fbclid=1": "https://x.example/a",
    "https://x.example/a?mc_cid=1&mc_eid=2#b": "https://x.example/a#b",
    "https://medium.com/p/1?source=rss-1------2": "https://medium.com/p/1",
    "https://x.example/forms/a?source=league": "https://x.example/forms/a?source=league",
    "https://actionnetwork.org/forms/a?source=rss&b=1": "https://actionnetwork.org/forms/a?b=1",
    "https://actionnetwork.org/a?link_id=1&can_id=2&email_referrer=3": "https://actionnetwork.org/a",
    "https://x.example/a?ref=beacon.example": "https://x.example/a",
    "https://x.example/a?ref=main": "https://x.example/a?ref=main",
    "https://www.google.com/url?q=https://x.example/a%3Fb%3D1&sa=D&source=editors": "https://x.example/a?b=1",
    "https://www.google.com/url?sa=D&q=javascript:x": "https://www.google.com/url?sa=D&q=javascript:x",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.example%2F&h=AT1": "https://x.example/",
    "https://www.google.com/search?q=https://x.example": "https://www.google.com/search?q=https://x.example",
    "https://a.substack.com/p/b?r=1&publication_id=2": "https://a.substack.com/p/b",
    "https://x.example/?format=rss&r=1": "https://x.example/?format=rss&r=1",
    "https://x.example/a?q=%2F+b": "https://x.example/a?q=%2F+b",
}


@pytest.mark.parametrize(("address", "wanted"), TRACKERS.items())
def test_without_trackers(address: str, wanted: str) -> None:
    assert without_trackers(address) == wanted


def test_host_of() -> None:
    assert host_of("https://www.X.example:80/a") == "x.example"
    assert host_of("mailto:a@B.example") == "b.example"


INSIDE = {
    "a private network": ("http://10.0.0.1/a.png", True),
    "the machine itself": ("https://127.0.0.1:8080/a.png", True),
    "the machine itself, by name": ("https://localhost/a.png", True),
    "the clouds' own data": ("http://169.254.169.254/latest/meta-data", True),
    "in short": ("http://127.1/a.png", True),
    "in hexadecimal": ("http://0x7f.0.0.0x1/a.png", True),
    "of six": ("http://[::1]/a.png", True),
    "of six, of the old kind": ("http://[::ffff:10.0.0.1]/a.png", True),
    "a printer": ("http://printer.local/a.png", True),
    "a name without a point": ("http://intranet/a.png", True),
    "with a last point": ("http://localhost./a.png", True),
    "no host at all": ("http:///a.png", True),
    "a site": ("https://league.example/a.png", False),
    "a public number": ("http://9.9.9.9/a.png", False),
    "numbers in a name": ("https://10.0.0.1.league.example/a.png", False),
}


@pytest.mark.parametrize(("address", "wanted"), INSIDE.values(), ids=INSIDE.keys())
def test_leads_inside(address: str, wanted: bool) -> None:
    assert leads_inside(address) is wanted


FETCHED = {
    "a public picture": ("https://cdn.example/a.png", "https://league.example/", True),
    "one within": ("http://10.0.0.1/a.png", "https://league.example/", False),
    "one within, of a page without an address": ("http://10.0.0.1/a.png", None, False),
    "beside a page that is within": ("http://127.0.0.1:81/a.png", "http://127.0.0.1:80/1", True),
    "elsewhere within": ("http://10.0.0.1/a.png", "http://127.0.0.1/1", False),
    "beside a page that is nowhere": ("https://x.invalid/a.png", "https://x.invalid/", False),
}


@pytest.mark.parametrize(("address", "base", "wanted"), FETCHED.values(), ids=FETCHED.keys())
def test_may_be_fetched(address: str, base: str | None, wanted: bool) -> None:
    assert may_be_fetched(address, base) is wanted

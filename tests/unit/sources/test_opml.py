import pytest

from relaybot.errors import DirectoryError
from relaybot.model.source import Kind
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.opml import OpmlFeed, read_opml, write_opml
from tests.builders import a_chapter, a_feed


def opml(outlines: str, version: str = "2.0") -> bytes:
    return f'<opml version="{version}"><head/><body>{outlines}</body></opml>'.encode()


ELM = OpmlFeed("Elmford", "https://elm.example/feed")
ELM_OUTLINE = '<outline text="Elmford" xmlUrl="https://elm.example/feed"/>'
READ = {
    "2.0 with everything": (
        opml(
            '<outline type="rss" text="short" title=" Elm&amp;ford " language="es"'
            ' xmlUrl=" https://elm.example/feed?a=1&amp;b=2 " htmlUrl="https://elm.example/"/>'
        ),
        [OpmlFeed("Elm&ford", "https://elm.example/feed?a=1&b=2", "https://elm.example/", "es")],
    ),
    "1.0 with text only": (opml(ELM_OUTLINE, "1.0"), [ELM]),
    "folders in folders": (
        opml(f'<outline text="a"><outline text="b">{ELM_OUTLINE}</outline></outline>'),
        [ELM],
    ),
    "no title": (
        opml('<outline title="" xmlUrl="https://elm.example/feed"/>'),
        [OpmlFeed("elm.example", "https://elm.example/feed")],
    ),
    "no title and no address either": (
        opml('<outline xmlUrl="http://[oops"/>'),
        [OpmlFeed("http://[oops", "http://[oops")],
    ),
    "attributes in capitals": (
        opml('<OUTLINE TEXT="Elmford" XMLURL="https://elm.example/feed"/>'),
        [ELM],
    ),
    "an address twice": (opml(ELM_OUTLINE + ELM_OUTLINE), [ELM]),
    "links and empty outlines between": (
        opml(f'<outline/><outline type="link" url="https://x.example"/>{ELM_OUTLINE}'),
        [ELM],
    ),
    "a title with tricks": (
        opml('<outline text="Elm&#x202e;&#10;ford" xmlUrl="https://elm.example/feed"/>'),
        [OpmlFeed("Elm ford", "https://elm.example/feed")],
    ),
    "blank lines before, a DTD, another encoding": (
        '\n\n<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE opml>\n<opml><body>'
        '<outline text="Río" xmlUrl="https://elm.example/feed"/></body></opml>'.encode("latin-1"),
        [OpmlFeed("Río", "https://elm.example/feed")],
    ),
    "a namespace": (
        b'<opml xmlns="http://opml.example"><body>' + ELM_OUTLINE.encode() + b"</body></opml>",
        [ELM],
    ),
    "ten thousand folders deep": (
        opml('<outline text="x">' * 10_000 + ELM_OUTLINE + "</outline>" * 10_000),
        [ELM],
    ),
}


@pytest.mark.parametrize(("data", "feeds"), READ.values(), ids=READ)
def test_read(data: bytes, feeds: list[OpmlFeed]) -> None:
    assert list(read_opml(data)) == feeds


LAUGHS = (
    b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><opml><body>&b;</body></opml>'
)
FILE = b'<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/passwd">]><opml><body>&f;</body></opml>'
REFUSED = {
    "nothing": (b"", "not well-formed"),
    "no XML": (b"https://elm.example/feed\n", "not well-formed"),
    "cut short": (opml(ELM_OUTLINE)[:-10], "not well-formed"),
    "a feed": (b'<rss version="2.0"><channel/></rss>', 'of the kind "rss"; OPML is wanted'),
    "no feed in it": (opml('<outline text="only words"/>'), "there is no feed in it"),
    "entities": (LAUGHS, "EntitiesForbidden"),
    "a file of ours": (FILE, "EntitiesForbidden"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><opml/>', "encoding"),
    "too large": (b" " * 10_000_001, "larger than 10 MB"),
    "too many": (
        opml("".join(f'<outline xmlUrl="https://{n}.example"/>' for n in range(5001))),
        "5001 feeds stand in it",
    ),
}


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_refused_with_words(data: bytes, said: str) -> None:
    with pytest.raises(DirectoryError, match=said) as caught:
        read_opml(data)
    assert len(caught.value.problems) == 1


def test_what_is_written_other_readers_can_read() -> None:
    paper = a_feed("faro", name='El "Faro" & <b>', kind=Kind.PUBLICATION, site=None, language=None)
    harbour = a_chapter("harbour", name="Harbour", feeds=(a_feed("harbour"), paper))
    text = write_opml(Catalogue([a_chapter("elmford"), harbour], {"leagues": "The Leagues"}))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">')
    assert "<title>The Leagues</title>" in text
    assert '<outline text="Harbour">' in text
    assert 'category="/region/OR"' in text
    assert read_opml(text.encode()) == (
        OpmlFeed(
            "Elmford Tenants' League",
            "https://elmford.example/feed/",
            "https://elmford.example/",
            "en",
        ),
        OpmlFeed(
            "Harbour Tenants' League",
            "https://harbour.example/feed/",
            "https://harbour.example/",
            "en",
        ),
        OpmlFeed('El "Faro" & <b>', "https://faro.example/feed/"),
    )


def test_an_empty_directory_is_written_too() -> None:
    assert "<title>relaybot</title>" in write_opml(Catalogue())

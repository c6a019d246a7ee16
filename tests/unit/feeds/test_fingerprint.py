from dataclasses import replace

import pytest

from relaybot.feeds.fingerprint import fingerprint
from relaybot.model.raw import RawEntry

ENTRY = RawEntry(
    guid="1",
    title="Rent board listens",
    link="https://a.example/1",
    content='<p id="x">Forty <a href="https://b.example/map?ver=1" rel="me">tenants</a> came.</p>',
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ENTRY, title="Rent  board\u00a0listens "),
        replace(ENTRY, link="http://www.a.example/1/?utm_source=rss"),
        replace(ENTRY, guid="2", published=1.0, categories=("x",)),
        replace(ENTRY, content=ENTRY.content.replace("ver=1", "ver=2&nonce=8f")),
        replace(
            ENTRY,
            content='<p>\nForty <a rel="me" href="https://b.example/map">tenants</a>  came. </p>',
        ),
        replace(ENTRY, link="https://new-domain.example/1"),
    ],
    ids=["spaces", "tracker", "what nobody reads", "nonce", "attributes", "domain"],
)
def test_noise(changed: RawEntry) -> None:
    assert fingerprint(changed) == fingerprint(ENTRY)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ENTRY, title="Rent board refuses"),
        replace(ENTRY, link="https://a.example/2"),
        replace(ENTRY, content=ENTRY.content.replace("Forty", "Fifty")),
        replace(ENTRY, content=ENTRY.content.replace("/map", "/route")),
    ],
    ids=["title", "link", "words", "where words lead"],
)
def test_edit(changed: RawEntry) -> None:
    assert fingerprint(changed) != fingerprint(ENTRY)


def test_the_summary_counts_when_there_is_no_content() -> None:
    assert fingerprint(RawEntry(summary="a")) != fingerprint(RawEntry(summary="b"))
    assert fingerprint(RawEntry(summary="a", content="c")) == fingerprint(RawEntry(content="c"))

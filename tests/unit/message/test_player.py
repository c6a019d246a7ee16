import pytest

from relaybot.message.player import without_player
from relaybot.richtext.nodes import Block, Document, Embed, Link, Paragraph, Text

SOUND = "https://elmford.example/march.mp3"
WORDS = Paragraph((Text("Listen to this."),))
KEPT: dict[str, tuple[Block, bool]] = {
    "its player": (Embed("Audio", SOUND), False),
    "its player, numbered by WordPress": (Embed("Audio", f"{SOUND}?_=1"), False),
    "another player": (Embed("Audio", "https://elmford.example/april.mp3"), True),
    "a link in a sentence": (Paragraph((Link(SOUND, (Text("here"),)),)), True),
}


@pytest.mark.parametrize("case", KEPT)
def test_without_player(case: str) -> None:
    block, stays = KEPT[case]
    expected = (WORDS, block) if stays else (WORDS,)
    assert without_player(Document((WORDS, block)), SOUND) == Document(expected)

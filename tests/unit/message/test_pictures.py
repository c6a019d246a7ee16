import pytest

from relaybot.message.pictures import captions_of, pictures_of
from relaybot.model.post import Image
from relaybot.richtext.nodes import Document, Picture, Text
from tests.builders import a_post

OTHER = "https://league.example/crowd.jpg"
URL = "https://league.example/sign.jpg"
DESCRIPTIONS = {
    "only an alternative text": ("A sign", "", "A sign"),
    "only a caption": ("", "Photo: Mirela", "Photo: Mirela"),
    "both": ("A sign", "Photo: Mirela", "A sign — Photo: Mirela"),
    "the caption says it too": ("A sign.", "A sign, by Mirela", "A sign, by Mirela"),
    "the alternative text says it too": ("A sign by Mirela", "by mirela.", "A sign by Mirela"),
    "a caption of two lines": ("", "Row B\n Photo: Mirela", "Row B · Photo: Mirela"),
    "neither": ("", "", ""),
    "too long together": ("a" * 300, "Photo: Mirela", "a" * 284 + " — Photo: Mirela"),
    "a caption that fills it": ("A sign", "b" * 400, "b" * 300),
}


@pytest.mark.parametrize(("alt", "caption", "said"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
@pytest.mark.parametrize("image", [None, Image(url=URL)], ids=["the text's", "the feed's"])
def test_what_is_said_of_a_picture(alt: str, caption: str, said: str, image: Image | None) -> None:
    document = Document((Picture(URL, alt, (Text(caption),) if caption else ()),))
    assert pictures_of(a_post(image=image), document) == (Image(url=URL, alt=said),)


def test_a_picture_that_is_described_by_the_title_is_not_described() -> None:
    document = Document((Picture(URL, "The SIGN"), Picture(OTHER, "A sign")))
    made = pictures_of(a_post(title="The sign"), document)
    assert [picture.alt for picture in made] == ["", "A sign"]


CAPTION = (Text("Photo: Mirela"),)
CAPTIONS = {
    "one of several": (
        (Picture(URL), Picture(OTHER, "", CAPTION)),
        ("", "Photo: Mirela"),
    ),
    "the same picture again": ((Picture(URL, "", CAPTION), Picture(URL)), ("Photo: Mirela",)),
}


@pytest.mark.parametrize(("pictures", "said"), CAPTIONS.values(), ids=CAPTIONS)
def test_what_the_article_says_about_pictures(
    pictures: tuple[Picture, ...], said: tuple[str, ...]
) -> None:
    document = Document(pictures)
    assert captions_of(pictures_of(a_post(), document), document, "A title") == said


def test_a_caption_that_is_only_the_title_is_not_told_again() -> None:
    picture = Picture(URL, "A sign", (Text("On Class & Power."),))
    document = Document((picture,))
    assert captions_of(pictures_of(a_post(), document), document, "On class & power") == ("",)

"""What is seen or heard: pictures, players, and pages of others shown within a page."""

from selectolax.lexbor import LexborNode

from relaybot.richtext import embeds, pictures
from relaybot.richtext.addresses import web_address
from relaybot.richtext.inlines import PLAIN, Run, one_line
from relaybot.richtext.nodes import Paragraph
from relaybot.richtext.reader import Attributes, Leave, Reader, skip


def image(reader: Reader, _node: LexborNode, attributes: Attributes) -> Leave:
    """`<img>`: a picture, an emoji, or nothing that says something."""
    words = pictures.words_instead(attributes)
    picture = pictures.picture(attributes, reader.base) if words is None else None
    if words:
        reader.build.words(words)
    elif picture:
        reader.build.picture(pictures.larger(picture, attributes, reader.build.url))
    elif drawing := pictures.drawing(attributes, reader.base):
        reader.build.block(Paragraph(one_line([Run(drawing.alt, PLAIN, drawing.url)])))
    return skip


def player(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """`<video>` and `<audio>`."""
    source = node.css_first("source")
    inner = source.attributes.get("src") if source is not None else None
    url = web_address(attributes.get("src") or inner, reader.base)
    if url:
        kind = (node.tag or "video").title()
        reader.build.block(embeds.named(attributes.get("title"), kind, url))
    return skip


def plugin(reader: Reader, _node: LexborNode, attributes: Attributes) -> Leave:
    """`<object>` and `<embed>`, where it is known what they show; else what stands inside."""
    return skip if frame(reader, attributes) else reader.block()


def frame(reader: Reader, attributes: Attributes) -> bool:
    """`<iframe>` and the scripts that draw one: whether it shows something worth opening."""
    embed = embeds.of_frame(attributes, reader.base)
    if embed:
        reader.build.block(embed)
    return embed is not None

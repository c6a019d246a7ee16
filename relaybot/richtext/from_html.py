"""Untrusted HTML → document, in one walk that no markup can make deep.

`elements` says what each element means, `blocks` collects what the walk meets.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relaybot.richtext.elements import enter
from relaybot.richtext.markup import prepared
from relaybot.richtext.nodes import Document
from relaybot.richtext.notes import without_remarks
from relaybot.richtext.reader import Leave, Reader, skip
from relaybot.richtext.typed_bullets import with_lists


def document_of(html: str, *, base: str | None) -> Document:
    """The document that untrusted HTML (or plain text) says; `base` resolves relative addresses.

    Never raises for what the markup is; words that are meant to be read are never lost.
    """
    markup = prepared(html)
    if not markup.strip():
        return Document()
    # Starting in the body keeps the parser from moving what comes first into a head.
    body = LexborHTMLParser("<body>" + markup).body
    reader = Reader(base)
    if body is not None:
        if "#cmnt" in markup:
            without_remarks(body)
        _walk(body, reader)
    return Document(with_lists(reader.build.finished()))


def _walk(root: LexborNode, reader: Reader) -> None:
    """Visit every node below `root` in order, without recursion."""
    open_elements: list[tuple[LexborNode, Leave]] = []
    words = reader.build.words
    node = root.first_child
    while node is not None:
        tag = node.tag or "-"
        if tag == "-text":
            words(node.text_content or "")
        leave = skip if tag[0] == "-" else enter(reader, node, tag)  # "-comment", "-doctype"
        child = None if leave is skip else node.first_child
        if child is not None:
            open_elements.append((node, leave))
            node = child
            continue
        if leave is not None:
            leave()
        following = node.next
        while following is None and open_elements:
            node, leave = open_elements.pop()
            if leave is not None:
                leave()
            following = node.next
        node = following

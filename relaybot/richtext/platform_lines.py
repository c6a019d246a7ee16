"""Lines that a platform adds to every post, word for word, told by their words.

Whole paragraphs, lines among others, and the marks of template engines at a paragraph's edge:
wherever they stand they are nobody's sentences. What only looks like one (“Thanks for reading this
far!”) stays: each pattern is as long as what the platform writes.
"""

import re

from relaybot.richtext.cut import drop_inlines, take_inlines
from relaybot.richtext.nodes import Inline, LineBreak
from relaybot.richtext.tape import inline_tape

_LONGEST = 320
# Cheap to look at: a line that is one begins with one of these, or holds one of those.
_FIRST_WORDS = frozenset(
    [
        *("thanks", "get", "this", "learn", "visit", "hosted", "see", "support", "send", "---"),
        *("subscribe", "view", "sent", "reading", "estimated", "unsubscribe"),
        *("copyright", "want", "you", "add", "+"),
    ]
)
_WITHIN = ("reader-supported publication", "on Medium, where people", "{%", "{{", "{:", "*|")
_LINES = re.compile(
    # Substack
    r"Thanks for reading .{1,100}! (?:Subscribe for free to receive new posts and support my work"
    r"|This post is public so feel free to share it)\.?"
    r"|.{1,100} is a reader-supported publication\. To receive new posts and support my work,"
    r" consider becoming a (?:free or )?paid subscriber\.?"
    r"|Get full access to .{1,120} at \S+/subscribe\S*"
    r"|This is a (?:public|free preview) episode\. If you(?:'|’)?(?:d| would) like to .{1,200}"
    # Medium
    r"|.{0,300} was originally published (?:in .{1,120} )?on Medium, where people are continuing"
    r" the conversation(?: by highlighting and responding to this story)?\.?"
    # podcasts
    r"|Learn more about your ad choices\. Visit \S+"
    r"|Hosted on Acast\. See acast\.com/privacy for more information\.?"
    r"|See (?:pcm\.adswizz\.com|omnystudio\.com/listener|acast\.com/privacy|Privacy Policy at"
    r" https?://art19\.com/privacy).{0,200}"
    r"|(?:-{2,}\s*)?(?:Support this podcast|Send in a voice message):"
    r" \S*(?:anchor\.fm|podcasters\.spotify\.com)/\S*(?: Support this podcast: \S+)?"
    # newsletters and mail
    r"|Subscribe to get the latest posts sent to your email\.?"
    r"|View (?:this )?(?:email|mail) in (?:your|a) browser\.?"
    r"|Sent via ActionNetwork\.org\..{0,300}"
    r"|This (?:email|mail) was sent to .{1,300}\bunsubscribe\b.{0,100}"
    r"|Unsubscribe(?: here| from this list)?\.?"
    r"|Copyright © \d{4} .{1,100}, All rights reserved\.?"
    r"|Want to change how you receive these (?:e-?mails|mails)\?"
    r"|You can update your preferences or unsubscribe from this list\.?"
    # what a template engine should have read
    r"|(?:\{%[^{}]{1,300}%\}\s*)+|\{\{[<%][^{}]{1,300}[>%]\}\}|\{:[^{}]{1,100}\}"
    r"|(?:(?:Dear|Hi|Hello|Hey|Hola) )?(?:\{\{[^{}]{1,100}\}\}|\*\|[^|*]{1,100}\|\*)\s?[,!:.–—-]?"
    # plugins
    r"|(?:\+ )?Add to (?:Google |Outlook |i)?Calendar(?: \(\.ics\))?"
    r"|(?:Estimated )?reading time: (?:less than )?(?:a|\d{1,3}) min(?:ute)?s?\.?",
    re.IGNORECASE,
)

_MARK = r"(?:\{%[^{}]{1,300}%\}|\{:[^{}]{1,100}\})"
_FIRST_MARK = re.compile(_MARK + r"\s*")
_LAST_MARK = re.compile(_MARK + r"$")
_MOST_LINES = 9  # more is an attack on our time


def is_platform_line(words: str) -> bool:
    """Whether the words of a paragraph are such a line and nothing else."""
    if len(words) > _LONGEST:
        return False
    may_be = words.partition(" ")[0].casefold() in _FIRST_WORDS
    if not may_be and not any(part in words for part in _WITHIN):
        return False
    return bool(_LINES.fullmatch(words))


def without_platform_lines(children: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], list[str]]:
    """The words of a paragraph without such lines and marks at its edges, and what they were."""
    removed: list[str] = []
    for _ in range(_MOST_LINES):
        text = inline_tape(children)
        found = _line_within(text) or _mark_at_an_edge(text)
        if found is None:
            break
        begin, end = found
        removed.append(text[begin:end].strip())
        before = take_inlines(children, len(text[:begin].rstrip())) if text[:begin].strip() else ()
        after = drop_inlines(children, len(text) - len(text[end:].lstrip()))
        after = after if text[end:].strip() else ()
        children = (*before, *((LineBreak(),) if before and after else ()), *after)
    return children, removed


def _line_within(text: str) -> tuple[int, int] | None:
    """Where such a line stands among others."""
    at = 0
    for line in text.split("\n"):
        if line and is_platform_line(line):
            return at, at + len(line)
        at += len(line) + 1
    return None


def _mark_at_an_edge(text: str) -> tuple[int, int] | None:
    """Where a mark of a template engine begins or ends a paragraph."""
    if "{" not in text:
        return None
    match = _FIRST_MARK.match(text) or _LAST_MARK.search(text, max(0, len(text) - _LONGEST))
    return match.span() if match and match.group() != text else None

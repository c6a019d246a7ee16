"""Lines that a platform adds to every post, word for word: whole paragraphs, told by their words.

Wherever they stand they are nobody's sentences. What only looks like one (“Thanks for reading this
far!”) stays: each pattern is as long as what the platform writes.
"""

import re

_LONGEST = 320
# Cheap to look at: a line that is one begins with one of these, or holds one of those.
_FIRST_WORDS = frozenset(
    [
        *("thanks", "get", "this", "learn", "visit", "hosted", "see", "support", "send", "---"),
        *("subscribe", "view", "sent", "reading", "estimated"),
    ]
)
_WITHIN = ("reader-supported publication", "on Medium, where people", "{%", "{{", "{:")
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
    r" the conversation by highlighting and responding to this story\.?"
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
    # what a template engine should have read
    r"|(?:\{%[^{}]{1,300}%\}\s*)+|\{\{[<%][^{}]{1,300}[>%]\}\}|\{:[^{}]{1,100}\}"
    # plugins
    r"|(?:Estimated )?reading time: (?:less than )?(?:a|\d{1,3}) min(?:ute)?s?\.?",
    re.IGNORECASE,
)


def is_platform_line(words: str) -> bool:
    """Whether the words of a paragraph are such a line and nothing else."""
    if len(words) > _LONGEST:
        return False
    may_be = words.partition(" ")[0].casefold() in _FIRST_WORDS
    if not may_be and not any(part in words for part in _WITHIN):
        return False
    return bool(_LINES.fullmatch(words))

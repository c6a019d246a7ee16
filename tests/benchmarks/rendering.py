"""What one post costs: understood once, then an excerpt of it in both platforms' markup.

`python -m tests.benchmarks.rendering [ROUNDS]` prints, for five bodies of about 8 KB as platforms
write them, the median CPU milliseconds of each step, the sum, and how many times as long as the
parser alone that is. All steps are timed in turn in one run, so that a busy machine slows all.
The sum should stay well below 2.5 ms: messages are made of it.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from statistics import median
from time import process_time

from selectolax.lexbor import LexborHTMLParser

from relaybot.discord.markup import to_markdown
from relaybot.richtext.article import understand
from relaybot.richtext.shorten import excerpt
from relaybot.telegram.markup import to_html

ROUNDS = 300
SIZE = 8_000  # characters of a body
EXCERPTS = (600, 2500)  # visible characters: of a card, of the long style
TITLE = "Mill Street says no to a second rent rise"

# Sentences of every length, with what has to be escaped, and with what needs Unicode.
SAID = (
    "On Thursday evening forty-one neighbours filled the reading room of the Mill Street library.",
    "Nobody had expected more than a dozen.",
    "The landlord’s letter asks for 9.5 % more from June on, the second rise within a year, and "
    "gives “market conditions” as its only reason.",
    "“We have fixed the boiler ourselves, twice,” said Inés Robles, who has lived in no. 14 since "
    "2009, and the room laughed.",
    "A show of hands followed: thirty-eight for withholding the rise, none against.",
    "The committee (write to @millstreet_union or ask at the desk) keeps the minutes_of_all "
    "meetings and will publish them.",
    "Dr. Okafor of the law clinic explained what § 12 of the tenancy act does and does not allow.",
    "Her advice: pay the old rent on time, keep every receipt, answer no letter alone.",
    "What happens next depends on how many join.",
    "Volunteers knock on doors in pairs every Saturday between 10 a.m. and noon; new faces are "
    "*very* welcome.",
    "Childcare, interpretation into Spanish and Portuguese – and soup – are provided.",
)


def main() -> None:
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    steps = (
        "parse",
        "understand",
        *(f"{p} {n}" for n in EXCERPTS for p in ("discord", "telegram")),
    )
    sys.stdout.write(f"{'CPU ms':22}{'chars':>7}" + "".join(f"{name:>14}" for name in steps))
    sys.stdout.write("".join(f"{f'both {limit}':>12}{'× parse':>9}" for limit in EXCERPTS) + "\n")
    for name, make in BODIES.items():
        body = make()
        parse, read, *each = measure(body, rounds)
        sums = [read + sum(each[at : at + 2]) for at in range(0, len(each), 2)]
        sys.stdout.write(f"{name:22}{len(body):7}")
        sys.stdout.write("".join(f"{one:14.3f}" for one in (parse, read, *each)))
        sys.stdout.write("".join(f"{one:12.3f}{one / parse:9.1f}" for one in sums) + "\n")


def measure(body: str, rounds: int) -> list[float]:
    """Return the median of each step, one after the other in each round."""
    taken: list[list[float]] = []
    for number in range(rounds):
        # Another base each time: what was understood before is remembered.
        base = f"https://millstreet.example/{number}/"
        article = understand(body, base=f"{base}again/", title=TITLE)
        steps: list[Callable[[], object]] = [
            lambda: LexborHTMLParser(body),
            lambda base=base: understand(body, base=base, title=TITLE),  # type: ignore[misc] # a default binds the round's
        ]
        for limit in EXCERPTS:
            steps += [
                lambda to=to, limit=limit, article=article: to(excerpt(article.document, limit)[0])  # type: ignore[misc] # as above
                for to in (to_markdown, to_html)
            ]
        taken.append([_time(step) for step in steps])
    return [median(column) for column in zip(*taken, strict=True)]


def _time(step: Callable[[], object]) -> float:
    begun = process_time()
    step()
    return (process_time() - begun) * 1_000


# --- the bodies ---


def wordpress() -> str:
    """Return blocks, as its editor writes them, and its footer."""
    said = cycle(SAID)
    parts = [
        '<figure class="wp-block-image size-large"><img loading="lazy" width="1024" '
        'height="683" src="https://millstreet.example/wp-content/uploads/2026/03/room-1024.jpg" '
        'alt="A full reading room" class="wp-image-812" srcset="https://millstreet.example/'
        "wp-content/uploads/2026/03/room-1024x683.jpg 1024w, https://millstreet.example/wp-content/"
        'uploads/2026/03/room-300x200.jpg 300w" sizes="(max-width: 1024px) 100vw, 1024px" />'
        '<figcaption class="wp-element-caption">The reading room. <em>Photo: the union.</em>'
        "</figcaption></figure>",
    ]
    for number in _until_full(parts):
        a, b, c = islice(said, 3)
        parts.append(
            f'<p>{a} <strong>{b}</strong> {c} <a href="https://millstreet.example/minutes/'
            f'?utm_source=feed&amp;n={number}">Minutes no.&nbsp;{number}</a> &#8211; read them.</p>'
            "\n\n"
        )
        if number % 4 == 3:
            parts.append('<h2 class="wp-block-heading">What we ask for</h2>\n\n')
            items = "".join(f"<li>{one}</li>\n" for one in islice(said, 3))
            parts.append(f'<ul class="wp-block-list">{items}</ul>\n\n')
    parts.append(
        f'<p>The post <a href="https://millstreet.example/no/">{TITLE}</a> appeared first on '
        '<a href="https://millstreet.example">Mill Street Tenants</a>.</p>'
    )
    return "".join(parts)


def medium() -> str:
    """Return figures, headings and a footer with a pixel."""
    said = cycle(SAID)
    parts = [
        '<figure><img alt="" src="https://cdn-images-1.medium.example/max/1024/1*ab.jpeg" />'
        "<figcaption>The reading room</figcaption></figure><p>By: Inés Robles</p>"
    ]
    for number in _until_full(parts):
        a, b, c = islice(said, 3)
        parts.append(f"<p>{a} {b} <em>{c}</em></p>")
        if number % 3 == 2:
            parts.append(f"<h4>Part {number}</h4><blockquote>{next(said)}</blockquote>")
        if number % 5 == 4:
            parts.append(f'<p><a href="https://paper.example/{number}">{next(said)}</a> {b}</p>')
    parts.append(
        '<img src="https://medium.com/_/stat?event=post.clientViewed&referrerSource=full_rss&postId='
        f'1" width="1" height="1" alt=""><hr><p><a href="https://medium.example/x">{TITLE}</a> was '
        'originally published in <a href="https://medium.example">The Mill</a> on Medium, where '
        "people are continuing the conversation by highlighting and responding to this story.</p>"
    )
    return "".join(parts)


def substack() -> str:
    """Return captioned pictures in nested links, buttons and a widget that vanishes."""
    said = cycle(SAID)
    image = (
        '<div class="captioned-image-container"><figure><a class="image-link image2 is-viewable"'
        ' target="_blank" href="https://substackcdn.example/image/f_auto/a.png" data-component'
        '-name="Image2ToDOM"><div class="image2-inset"><picture><source type="image/webp" srcset="'
        'https://substackcdn.example/w_424/a.png 424w"><img src="https://substackcdn.example/w_1456/'
        'a.png" width="1456" height="971" data-attrs="{&quot;src&quot;:&quot;https://x.example/a.png'
        '&quot;,&quot;height&quot;:971}" class="sizing-normal" alt="Neighbours" srcset="https://'
        'substackcdn.example/w_424/a.png 424w" fetchpriority="high"></picture></div></a>'
        '<figcaption class="image-caption">Neighbours, before the vote</figcaption></figure></div>'
    )
    widget = (
        '<div class="subscription-widget-wrap-editor" data-attrs="{&quot;url&quot;:&quot;https://'
        'mill.substack.example/subscribe?&quot;}"><div class="subscription-widget show-subscribe">'
        "<p>Thanks for reading! Subscribe for free.</p></div></div>"
    )
    parts = [image]
    for number in _until_full(parts):
        a, b, c, d = islice(said, 4)
        parts.append(f"<p><span>{a} </span><strong>{b}</strong><span> {c}</span></p><p>{d}</p>")
        if number == 3:
            parts.append(widget)
        if number % 4 == 1:
            items = "".join(f"<li><p>{one}</p></li>" for one in islice(said, 2))
            parts.append(f"<ol>{items}</ol>")
    parts.append(
        '<p class="button-wrapper" data-attrs="{}"><a class="button primary" href="https://mill.'
        'substack.example/p/no?action=share"><span>Share</span></a></p>'
    )
    return "".join(parts)


def squarespace() -> str:
    """Return what is more markup than words: rows, columns, blocks, styles on everything."""
    said = cycle(SAID)
    parts = [
        '<div class="sqs-layout sqs-grid-12 columns-12" data-layout-label="Post Body" '
        'data-type="item" id="item-66f0"><div class="row sqs-row">'
        '<div class="col sqs-col-12 span-12">'
    ]
    for number in _until_full(parts):
        a, b = islice(said, 2)
        parts.append(
            '<div class="sqs-block html-block sqs-block-html" data-blend-mode="NORMAL" data-block-'
            f'type="2" id="block-{number}"><div class="sqs-block-content"><div class='
            '"sqs-html-content" data-sqsp-text-block-content><p class="sqsrte-small" '
            f'style="white-space:pre-wrap;"><span style="font-weight:400">{a}</span> '
            f'<strong>{b}</strong></p><p class="" style='
            '"white-space:pre-wrap;">&nbsp;</p></div></div></div>'
        )
    return "".join(parts) + "</div></div></div>"


def plain() -> str:
    """Return lines without any tag."""
    said = cycle(SAID)
    parts: list[str] = []
    for _ in _until_full(parts):
        parts.append(" ".join(islice(said, 4)) + "\n\n")
    return "".join(parts)


def _until_full(parts: list[str]) -> Iterator[int]:
    number = 0
    while sum(map(len, parts)) < SIZE:
        yield number
        number += 1


BODIES: dict[str, Callable[[], str]] = {
    "WordPress blocks": wordpress,
    "Medium": medium,
    "Substack": substack,
    "Squarespace": squarespace,
    "plain text": plain,
}

if __name__ == "__main__":
    main()

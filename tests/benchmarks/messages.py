"""What the two messages of one post cost, from its HTML to what is sent, in each style.

`python -m tests.benchmarks.messages [ROUNDS]` prints, for the five bodies of `rendering`, the
median CPU milliseconds of a card and of a full message for both platforms together, and how many
times as long as the parser alone that is. The post is another one in each round, so that nothing
is remembered. It must stay below 2.5 ms.
"""

import sys
from dataclasses import replace
from statistics import median
from time import process_time

from selectolax.lexbor import LexborHTMLParser

from relaybot.discord.format import format_post as discord_post
from relaybot.message.as_if import as_if_owed
from relaybot.model.destination import PlatformName, Preferences, Style
from relaybot.telegram.format import format_post as telegram_post
from tests.benchmarks.rendering import BODIES, TITLE
from tests.builders import NOON, a_feed, a_post

ROUNDS = 200
STYLES = (Style.CARD, Style.FULL)
LIMIT = 2.5  # milliseconds


def main() -> None:
    """Print a line for each body."""
    rounds = int(sys.argv[1]) if sys.argv[1:] else ROUNDS
    heads = "".join(f"{f'both {style}':>12}{'× parse':>9}" for style in STYLES)
    sys.stdout.write(f"{'CPU ms':22}{'chars':>7}{'parse':>10}{heads}\n")
    for name, make in BODIES.items():
        body = make()
        parse, *both = measure(body, rounds)
        sys.stdout.write(f"{name:22}{len(body):7}{parse:10.3f}")
        sys.stdout.write("".join(f"{one:12.3f}{one / parse:9.1f}" for one in both))
        sys.stdout.write("  over the limit\n" if max(both) > LIMIT else "\n")


def measure(body: str, rounds: int) -> list[float]:
    """Return the medians of parsing alone and of each style, timed in turn."""
    taken = []
    for number in range(rounds):
        begun = process_time()
        LexborHTMLParser(body)
        columns = [(process_time() - begun) * 1_000]
        columns += [_both(body, style, 2 * number + at) for at, style in enumerate(STYLES)]
        taken.append(columns)
    return [median(column) for column in zip(*taken, strict=True)]


def _both(body: str, style: Style, number: int) -> float:
    post = replace(a_post(number, title=TITLE), html=body)
    owed = {
        name: as_if_owed(post, a_feed(), name, Preferences(style=style), NOON)
        for name in PlatformName
    }
    begun = process_time()
    discord_post(owed[PlatformName.DISCORD])
    telegram_post(owed[PlatformName.TELEGRAM])
    return (process_time() - begun) * 1_000


if __name__ == "__main__":
    main()

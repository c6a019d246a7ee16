"""Every feed document below a folder, rendered for both platforms in every style.

`python -m tests.benchmarks.corpus FOLDER [REPORT]` reads each document as the bot does, renders
every post in the three styles, and checks what comes out: no traceback, no limit broken, valid for
Telegram's parser, nobody mentioned, no footer left. REPORT is a file for what was cut from which
post. A plain text file is a saved page of articles, each below its chapter's logo in words and with
its title in the first line. Ends with 1 if anything is wrong.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from relaybot.errors import ParseError
from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import normalise
from relaybot.feeds.parse import parse
from relaybot.message.article import telling_of
from relaybot.message.as_if import as_if_owed
from relaybot.model.destination import PlatformName, Preferences, Style
from relaybot.model.post import Post
from relaybot.richtext.article import understand
from relaybot.richtext.plain import plain
from tests.builders import NOON, a_feed
from tests.rendered import discord_faults, telegram_faults

LARGEST = 5_000_000
_FOOTER = re.compile(
    r"(?:appeared first on|first appeared on|was originally published in .* on Medium"
    r"|\[(?:…|\.\.\.)\]|Get full access to .* at)",
    re.IGNORECASE,
)
_LOGOS = re.compile(r"^the logo of .*$\n?(?:.* posted in \w+ at\s*$)?", re.MULTILINE)
_WRONG = {PlatformName.DISCORD: discord_faults, PlatformName.TELEGRAM: telegram_faults}


@dataclass(slots=True)
class Report:
    """What was found."""

    documents: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    posts: int = 0
    messages: int = 0
    faults: list[str] = field(default_factory=list)
    cut: list[tuple[str, str]] = field(default_factory=list)  # where, what
    leftovers: list[str] = field(default_factory=list)


def examine(path: Path, report: Report) -> None:
    """Read one document and render all its posts."""
    report.documents += 1
    for number, post in enumerate(_posts(path, report)):
        report.posts += 1
        where = f"{path.name}#{number}"
        try:
            _render(post, where, report)
        except Exception as error:  # whatever it is, it is what we look for
            report.faults.append(f"{where}: {type(error).__name__}: {error}")


def _posts(path: Path, report: Report) -> Iterator[Post]:
    if path.suffix == ".txt":
        yield from _articles(path)
        return
    try:
        raw = parse(path.read_bytes()[:LARGEST], None)
    except ParseError as error:
        report.refused[str(error)] += 1
        return
    feed = a_feed(language=None)
    for item in identify(raw.entries):
        post = normalise(item, feed, raw, feed.url, NOON)
        if post is not None:
            yield post


def _articles(path: Path) -> Iterator[Post]:
    link = "https://elmford.example/text"
    for number, part in enumerate(_LOGOS.split(path.read_text(encoding="utf-8"))):
        title, _, body = part.strip().partition("\n")
        if body.strip():
            yield Post(
                feed="elmford",
                chapter="elmford",
                key=f"{path.name}-{number}",
                aliases=(),
                title=title,
                html=body,
                link=link,
                base=link,
            )


def _render(post: Post, where: str, report: Report) -> None:
    for html in filter(str.strip, (post.html, post.summary)):
        article = understand(html, base=post.base, title=post.title, byline=post.byline)
        report.cut += [(where, words) for words in article.removed]
    if found := _FOOTER.search(plain(telling_of(post).short)[-300:]):
        report.leftovers.append(f"{where}: {found[0]}")
    for style in Style:
        for platform, faults in _WRONG.items():
            preferences = Preferences(style=style, hashtags=True)
            owed = as_if_owed(post, a_feed(), platform, preferences, NOON)
            report.messages += 1
            report.faults += [f"{where} {platform} {style}: {one}" for one in faults(owed)]


def main(folder: str, target: str | None = None) -> int:
    """Examine everything below the folder and print what was found."""
    report, began = Report(), process_time()
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".py"):
            examine(path, report)
    spent = 1000 * (process_time() - began)
    sys.stdout.write(
        f"{report.documents} documents, {sum(report.refused.values())} refused in words,"
        f" {report.posts} posts, {report.messages} messages, {spent / max(1, report.posts):.2f} ms"
        f" a post and all styles; {len(report.cut)} pieces cut from"
        f" {len({where for where, _ in report.cut})} posts, {len(report.leftovers)} footers left,"
        f" {len(report.faults)} faults\n"
    )
    for line in (*report.faults[:40], *report.leftovers[:40]):
        sys.stdout.write(f"  {line}\n")
    if target:
        lines = (f"{where}\t{words}\n" for where, words in report.cut)
        Path(target).write_text("".join(lines), encoding="utf-8")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))

"""Browse the directory: chapters with their site, region, last post and whether they come here."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.coverage import current, wider_among
from relaybot.commands.directory import (
    Wanted,
    found,
    kind_of,
    near_regions,
    read_search,
    region_of,
    short_enough,
)
from relaybot.commands.naming import brief, labelled, named, region_label
from relaybot.commands.paging import Page, page_of, turning
from relaybot.commands.reply import Button, Reply, Row, lines, paragraphs
from relaybot.commands.selecting import argument, browse
from relaybot.commands.words import Words, bold, capital
from relaybot.model.selector import Scope, Selector
from relaybot.model.source import Chapter
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Document, Inline, Link, Listing, Paragraph, Text
from relaybot.sources.wording import quoted_plainly

_PAGE = 5
_IN_A_ROW = 2  # names are long


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Show one page of the chapters that fit."""
    wanted = _wanted(ask, context)
    if isinstance(wanted, Reply):
        return wanted
    chapters = found(wanted, context.catalogue)
    if not chapters:
        return _nothing(ask, context, wanted)
    page = page_of(chapters, ask.get("page"), _PAGE)
    followed = _followed(tx, ask, context)
    last = tx.posts.last_seen([feed.slug for each in page.items for feed in each.feeds])
    entries = tuple((lines(_entry(ask, context, each, last, followed)),) for each in page.items)
    return Reply(
        body=Document((_head(context.words, chapters, page), Listing(entries, page.before + 1))),
        rows=_rows(ask, context, wanted, page, followed),
    )


def _wanted(ask: Ask, context: Context) -> Wanted | Reply:
    """Read the arguments, or say which region or kind there is none of."""
    region = kind = None
    if text := argument(ask, "region"):
        region = region_of(text, context.catalogue)
        if region is None:
            return _no_region(ask, context, text)
    if text := argument(ask, "kind"):
        kind = kind_of(text, context)
        if kind is None:
            return _no_kind(ask, context, text)
    return short_enough(ask, Wanted(search=read_search(ask), region=region, kind=kind))


def _no_region(ask: Ask, context: Context, text: str) -> Reply:
    asked = quoted_plainly(text)
    said = context.words.say("There is no region {asked} in the directory.", asked=asked)
    near = near_regions(text, context.catalogue)
    return _rather(ask, context, said, near)


def _no_kind(ask: Ask, context: Context, text: str) -> Reply:
    asked = quoted_plainly(text)
    said = context.words.say("There is nothing of the kind {asked} in the directory.", asked=asked)
    kinds = [Selector(Scope.KIND, kind) for kind in context.catalogue.kinds()]
    return _rather(ask, context, said, kinds)


def _rather(
    ask: Ask, context: Context, said: tuple[Inline, ...], near: Sequence[Selector]
) -> Reply:
    """Say it, and offer regions or kinds there are."""
    buttons: tuple[Button, ...] = ()
    for each in near:
        action = again(ask, "chapters", **{str(each.scope): each.value})
        buttons += button(labelled(each, context), action)
    return Reply(
        body=paragraphs(said), rows=(*rows(buttons, _IN_A_ROW), *rows(browse(ask, context)))
    )


def _nothing(ask: Ask, context: Context, wanted: Wanted) -> Reply:
    say = context.words.say
    if wanted.search:
        asked = quoted_plainly(argument(ask, "search"))
        said = say("Nothing in the directory is called {asked}.", asked=asked)
    else:
        said = say("The directory has nothing of that sort.")
    anything = browse(ask, context) if wanted != Wanted() else ()
    return Reply(body=paragraphs(said), rows=rows(anything))


def _followed(tx: Transaction, ask: Ask, context: Context) -> frozenset[Selector]:
    destination = tx.destinations.find(ask.place.address)
    follows = tx.subscriptions.of(destination.id) if destination else ()
    return frozenset(current(each.selector, context.catalogue) for each in follows)


def _head(words: Words, chapters: Sequence[Chapter], page: Page[Chapter]) -> Paragraph:
    count = words.many(
        "{count} entry in the directory", "{count} entries in the directory", len(chapters)
    )
    if page.of == 1:
        return Paragraph(count)
    where = words.say(
        "page {page} of {pages}", page=words.number(page.number), pages=words.number(page.of)
    )
    return Paragraph((*count, Text(" · "), *where))


def _entry(
    ask: Ask,
    context: Context,
    chapter: Chapter,
    last: Mapping[str, datetime],
    followed: Collection[Selector],
) -> Iterator[tuple[Inline, ...]]:
    name = bold(chapter.name)
    yield (Link(chapter.site, name),) if chapter.site else name
    region_named = region_label(chapter.region or "", context.words)
    region = context.words.say("Region {name}", name=region_named)
    posted = [last[feed.slug] for feed in chapter.feeds if feed.slug in last]
    posts = _last_post(context.words, max(posted, default=None), ask.now)
    facts = [region, posts] if chapter.region else [capital(posts)]
    facts.append(_whether_followed(context, chapter, followed))
    yield tuple(node for n, fact in enumerate(facts) for node in _apart(n, fact))


def _apart(number: int, fact: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return (Text(" · "), *fact) if number else fact


def _last_post(words: Words, last: datetime | None, now: datetime) -> tuple[Inline, ...]:
    if last is None:
        return words.say("no posts yet")
    return words.say("last post {ago}", ago=words.ago(min(last, now), now))


def _whether_followed(
    context: Context, chapter: Chapter, followed: Collection[Selector]
) -> tuple[Inline, ...]:
    itself = Selector(Scope.CHAPTER, chapter.slug)
    if itself in followed:
        return context.words.say("followed here")
    if wider := wider_among(itself, sorted(followed), context.catalogue):
        return context.words.say("comes here with {wider}", wider=named(wider, context))
    return context.words.say("not followed here")


def _rows(
    ask: Ask,
    context: Context,
    wanted: Wanted,
    page: Page[Chapter],
    followed: Collection[Selector],
) -> tuple[Row, ...]:
    """Buttons to follow what is not followed, for those who may; and to turn the page."""
    words, catalogue = context.words, context.catalogue
    buttons: tuple[Button, ...] = ()
    for chapter in page.items if ask.asker.manages else ():
        itself = Selector(Scope.CHAPTER, chapter.slug)
        if itself not in followed and not wider_among(itself, followed, catalogue):
            action = again(ask, "follow", what=brief(itself, catalogue))
            buttons += button(words.label("Follow {name}", name=chapter.name), action)
    turn = turning(page, again(ask, "chapters", **wanted.arguments), words)
    return (*rows(buttons, _IN_A_ROW), *rows(turn))

"""Who publishes what, and when: the backlog at the start, then one fresh post after the other.

Some posts are corrected or taken back a few publications later, when they have been relayed.
"""

from dataclasses import dataclass

from relaybot.demo.samples import (
    SamplePost,
    SampleSite,
    corrected,
    load_site,
    numbered,
    published_at,
)
from relaybot.ports import Clock
from relaybot.sources.catalogue import Catalogue

SHOWN = 25  # posts a feed shows at most, as real ones do: a demo that runs for days stays small
SECOND_THOUGHTS = 4  # publications after which a post is corrected or taken back


@dataclass(frozen=True, slots=True)
class _SecondThought:
    """What a chapter does about a post of its own."""

    due: int  # how many posts the sample organization has published by then
    post: SamplePost


class Publisher:
    """The sample sites' editors."""

    def __init__(self, catalogue: Catalogue, clock: Clock) -> None:
        """Begin with every feed's backlog."""
        self.catalogue = catalogue
        self._clock = clock
        now = clock()
        self._sites = {feed.slug: load_site(feed.slug, now) for feed in catalogue.feeds}
        self._posts = {slug: site.backlog for slug, site in self._sites.items()}
        self._order = _round_robin(tuple(self._sites.values()))
        self._published = 0
        self._second_thoughts: list[_SecondThought] = []

    def site(self, feed: str) -> SampleSite:
        """Return how a feed's server behaves."""
        return self._sites[feed]

    def posts(self, feed: str) -> tuple[SamplePost, ...]:
        """Return what a feed shows now, newest first."""
        return self._posts[feed]

    @property
    def fresh_count(self) -> int:
        """How many written posts there are to publish before they come again, numbered."""
        return len(self._order)

    def publish_next(self) -> str:
        """Publish one more post; returns "chapter: title" for a line on a terminal."""
        post = self._next()
        self._posts[post.feed] = (post, *self._posts[post.feed])[:SHOWN]
        if post.corrections or post.taken_back:
            due = self._published + SECOND_THOUGHTS
            self._second_thoughts.append(_SecondThought(due, post))
        self._think_again()
        feed = self.catalogue.feed(post.feed)
        voice = self.catalogue.chapter_of(feed).name if feed else post.feed
        title = post.title or "(a post without a title)"
        hidden = " (behind a password, so it stays where it is)" if post.protected else ""
        return f"{voice}: {title}{hidden}"

    def _think_again(self) -> None:
        """Correct or take back what was published long enough ago."""
        for thought in [each for each in self._second_thoughts if each.due <= self._published]:
            self._second_thoughts.remove(thought)
            post = thought.post
            instead = () if post.taken_back else (corrected(post),)
            self._posts[post.feed] = tuple(
                shown
                for each in self._posts[post.feed]
                for shown in (instead if each.slug == post.slug else (each,))
            )

    def _next(self) -> SamplePost:
        """Return the next written post; after the last one the first again, numbered."""
        time_around, at = divmod(self._published, len(self._order))
        self._published += 1
        post = self._order[at]
        if time_around == 0:
            return published_at(post, self._clock())
        if post.protected:  # once is enough to see that nothing comes of it
            return self._next()
        feed = self.catalogue.feed(post.feed)
        language = (feed.language if feed else None) or "en"
        return numbered(post, time_around + 1, language, self._clock())


def _round_robin(sites: tuple[SampleSite, ...]) -> tuple[SamplePost, ...]:
    """Return everybody's first fresh post, then everybody's second, and so on."""
    longest = max(len(site.fresh) for site in sites)
    return tuple(
        site.fresh[turn] for turn in range(longest) for site in sites if turn < len(site.fresh)
    )

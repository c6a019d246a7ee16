"""An invented federation: what its chapters publish, as feeds on loopback and a directory of them.

Which destination wants which feed is told by `Site`'s own fields, so that what a test expects does
not come from the code under test.
"""

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.emulators.origin import Answer, Origin

BACKLOG = 30  # posts each feed begins with: fresh ones stay the smaller part of what it shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One feed of the federation; `form` is rss, atom or json."""

    slug: str
    chapter: str
    form: str
    name: str
    region: str | None = None
    kind: str = "chapter"
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One post; no two share a title or a link."""

    site: Site
    number: int
    published: datetime
    correction: str = ""  # stands behind the title, and in the text
    statement: int | None = None  # the same number, the same words, whoever publishes them

    @property
    def title(self) -> str:
        if self.statement is not None:
            return f"Statement {self.statement} of the whole federation{self.correction}"
        return f"Notice {self.number} from {self.site.slug}: rent & repairs{self.correction}"

    @property
    def link(self) -> str:
        return f"https://{self.site.chapter}.example/{self.site.slug}/{self.number}/"

    @property
    def html(self) -> str:
        if self.statement is not None:
            points = "".join(f"<p>Point {n} of statement {self.statement}.</p>" for n in range(20))
            return f"<p>All leagues say with one voice:</p>{points}"
        words = f"Hearing {self.number} of {self.site.slug} is at the <b>town hall</b>"
        return f"<p>{words}; bring neighbours.</p><p>Doors open at seven @everyone.</p>"


def _site(slug: str, form: str, chapter: str = "", **more: str) -> Site:
    given = {"name": slug.replace("-", " ").title()} | more
    return Site(slug=slug, form=form, chapter=chapter or slug, **given)


SITES = (
    _site("elmford", "rss", region="OR"),
    _site("harbour", "atom", region="WA"),
    _site("el-faro", "json", "harbour", region="WA", kind="publication", language="es"),
    _site("riverbend", "json", region="OR"),
    _site("riverbend-dates", "rss", "riverbend", region="OR"),
    _site("saltmarsh", "rss", region="CA"),
    _site("high-fell", "atom", region="OR"),
    _site("puerto-claro", "rss", region="CA", language="es"),
    _site("young-tenants", "atom", kind="ydsa"),
    _site("federation", "rss", kind="national"),
    _site("commons-paper", "atom", "federation", kind="publication"),
    _site("doorbell", "json", region="CA", kind="publication"),
    _site("tide-works", "rss", kind="working-group"),
    _site("mill-lane", "atom", region="WA"),
    _site("glass-hill", "json", region="CA"),
    _site("la-voz", "rss", kind="publication", language="es"),
    _site("north-quay", "rss", region="WA"),
    _site("old-market", "atom", region="OR"),
    _site("repairs", "json", kind="committee"),
    _site("weirside", "rss", region="CA"),
)


class Organization:
    """Publishes on an origin: a path for each feed, changed by `publish`."""

    def __init__(self, origin: Origin, sites: Sequence[Site] = SITES) -> None:
        self.sites = sites
        self.published: list[Notice] = []  # since the backlog, oldest first
        self._origin = origin
        self._numbers = itertools.count(1)
        self._began = datetime.now(UTC) - timedelta(days=30)
        self._notices = {site: [self._next(site) for _ in range(BACKLOG)] for site in sites}
        self._etags: dict[Site, str] = {}
        for site in sites:
            self._show(site)

    def publish(self, site: Site) -> Notice:
        """Add one post on top of a feed."""
        notice = self._next(site)
        self._notices[site].append(notice)
        self.published.append(notice)
        self._show(site)
        return notice

    def correct(self, notice: Notice, correction: str) -> Notice:
        """Change a post where it stands."""
        corrected = replace(notice, correction=correction)
        notices = self._notices[notice.site]
        notices[notices.index(notice)] = corrected
        self._show(notice.site)
        return corrected

    def take_back(self, notice: Notice) -> None:
        """Remove a post from its feed."""
        self._notices[notice.site].remove(notice)
        self._show(notice.site)

    def state(self, site: Site, statement: int) -> Notice:
        """Publish a statement that other feeds publish too."""
        notice = replace(self._next(site), statement=statement)
        self._notices[site].append(notice)
        self._show(site)
        return notice

    def publish_everywhere(self) -> list[Notice]:
        """Add one post to every feed."""
        return [self.publish(site) for site in self.sites]

    def sites_with_room(self) -> list[Site]:
        """Return the feeds that can take a post more without looking like a flood."""
        fresh = Counter(notice.site for notice in self.published)
        return [site for site in self.sites if fresh[site] < BACKLOG]

    def newest(self, site: Site, count: int) -> list[Notice]:
        """Return the last posts of a feed, oldest first."""
        return self._notices[site][-count:]

    def times_asked(self) -> int:
        """Return how often the feed asked least was asked."""
        return min(len(self._origin.asked_for(_path(site))) for site in self.sites)

    def is_known(self) -> bool:
        """Tell whether every feed was asked for as it is now by somebody who had it (304)."""
        return all(map(self.has_read, self.sites))

    def has_read(self, site: Site) -> bool:
        """Tell whether somebody has one feed as it is now, and asked for it once more."""
        asked = self._origin.asked_for(_path(site))
        return any(one.headers.get("If-None-Match") == self._etags[site] for one in asked)

    def document(self, site: Site) -> bytes:
        """Return the feed as it is now."""
        return FORMS[site.form](site, list(reversed(self._notices[site])))

    def write_directory(self, folder: Path) -> Path:
        """Write the directory of all chapters and return its folder."""
        folder.mkdir(parents=True, exist_ok=True)
        chapters: dict[str, list[Site]] = {site.chapter: [] for site in self.sites}
        for site in self.sites:
            chapters[site.chapter].append(site)
        blocks = ['[organization]\nname = "Federation of Tenants\' Leagues"\n']
        blocks += [self._chapter(slug, sites) for slug, sites in chapters.items()]
        (folder / "federation.toml").write_text("\n".join(blocks), encoding="utf-8")
        return folder

    def _chapter(self, slug: str, sites: Iterable[Site]) -> str:
        lines = ["[[chapter]]", f'slug = "{slug}"', f'name = "{chapter_name(slug)}"']
        lines += [f'site = "https://{slug}.example/"', ""]
        for site in sites:
            keys = {"slug": site.slug, "name": site.name, "url": self._origin.url(_path(site))}
            keys |= {"kind": site.kind, "language": site.language}
            keys |= {"region": site.region} if site.region else {}
            lines += [
                "[[chapter.feed]]",
                *(f'{key} = "{value}"' for key, value in keys.items()),
                "",
            ]
        return "\n".join(lines)

    def _next(self, site: Site) -> Notice:
        number = next(self._numbers)
        return Notice(site=site, number=number, published=self._began + timedelta(minutes=number))

    def _show(self, site: Site) -> None:
        body = self.document(site)
        self._etags[site] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        self._origin.says(_path(site), Answer(body=body, etag=self._etags[site]))


def chapter_name(slug: str) -> str:
    """Return a chapter's name as messages show it."""
    return f"{slug.replace('-', ' ').title()} Tenants"


def _path(site: Site) -> str:
    return f"/{site.slug}.{site.form}"


def _rss(site: Site, notices: Sequence[Notice]) -> bytes:
    items = "".join(
        f"<item><title>{_text(one.title)}</title><link>{one.link}</link>"
        f"<guid isPermaLink='false'>{site.slug}-{one.number}</guid>"
        f"<pubDate>{format_datetime(one.published)}</pubDate>"
        f"<description>{_text(one.html)}</description></item>"
        for one in notices
    )
    head = f"<title>{site.name}</title><link>https://{site.chapter}.example/</link>"
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def _atom(site: Site, notices: Sequence[Notice]) -> bytes:
    entries = "".join(
        f"<entry><title>{_text(one.title)}</title><link href='{one.link}'/>"
        f"<id>urn:{site.slug}:{one.number}</id><updated>{one.published.isoformat()}</updated>"
        f"<published>{one.published.isoformat()}</published>"
        f"<content type='html'>{_text(one.html)}</content></entry>"
        for one in notices
    )
    head = f"<title>{site.name}</title><id>urn:{site.slug}</id>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>".encode()


def _json(site: Site, notices: Sequence[Notice]) -> bytes:
    items = [
        {
            "id": f"{site.slug}-{one.number}",
            "url": one.link,
            "title": one.title,
            "content_html": one.html,
            "date_published": one.published.isoformat(),
        }
        for one in notices
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": site.name, "items": items}).encode()


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


FORMS = {"rss": _rss, "atom": _atom, "json": _json}

"""Players, posts and forms of other sites: a name and the address where people can open them."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from relaybot.richtext.addresses import host_of, web_address, without_trackers
from relaybot.richtext.autolink import poses_as_another
from relaybot.richtext.characters import tidy
from relaybot.richtext.nodes import Embed

Attributes = Mapping[str, str | None]

# Name, pattern of the address shown inside the page, address for people; the first match counts.
_PLAYERS: tuple[tuple[str, str, str], ...] = (
    ("YouTube playlist", r"youtube(?:-nocookie)?\.com/embed/videoseries\?.*?\blist=([\w-]+)", "https://www.youtube.com/playlist?list={0}"),
    ("YouTube video", r"youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/([\w-]{6,})", "https://www.youtube.com/watch?v={0}"),
    ("YouTube video", r"youtube\.com/watch\?(?:.*&)?v=([\w-]{6,})", "https://www.youtube.com/watch?v={0}"),
    ("YouTube video", r"youtu\.be/([\w-]{6,})", "https://www.youtube.com/watch?v={0}"),
    ("Vimeo video", r"player\.vimeo\.com/video/(\d+)\?(?:.*&)?h=([0-9a-f]+)", "https://vimeo.com/{0}/{1}"),
    ("Vimeo video", r"(?:player\.)?vimeo\.com/(?:video/)?(\d+)", "https://vimeo.com/{0}"),
    ("Spotify", r"open\.spotify\.com/embed(?:-podcast)?/(\w+)/(\w+)", "https://open.spotify.com/{0}/{1}"),
    ("Instagram post", r"instagram\.com/(?:[\w.]+/)?(p|reel|tv)/([\w-]+)", "https://www.instagram.com/{0}/{1}/"),
    ("X post", r"platform\.twitter\.com/embed/.*?[?&]id=(\d+)", "https://x.com/i/status/{0}"),
    ("X post", r"(?:twitter|x)\.com/(\w+)/status(?:es)?/(\d+)", "https://x.com/{0}/status/{1}"),
    ("TikTok video", r"tiktok\.com/@([\w.-]+)/video/(\d+)", "https://www.tiktok.com/@{0}/video/{1}"),
    ("TikTok video", r"tiktok\.com/(?:embed(?:/v\d)?|player/v1)/(\d+)", "https://www.tiktok.com/embed/v2/{0}"),
    ("Google Forms", r"docs\.google\.com/forms/d/((?:e/)?[\w-]+)", "https://docs.google.com/forms/d/{0}/viewform"),
    ("Google Docs", r"docs\.google\.com/(document|spreadsheets|presentation)/d/((?:e/)?[\w-]+)", "https://docs.google.com/{0}/d/{1}/pub"),
    ("Apple Podcasts", r"embed\.podcasts\.apple\.com/([\w/-]+(?:\?i=\d+)?)", "https://podcasts.apple.com/{0}"),
    ("Internet Archive", r"archive\.org/embed/([\w.-]+)", "https://archive.org/details/{0}"),
    ("Action Network", r"actionnetwork\.org/widgets/v\d+/(\w+?)/([\w-]+)", "https://actionnetwork.org/{0}s/{1}"),
    ("Action Network", r"actionnetwork\.org/(\w+s)/([\w-]+)", "https://actionnetwork.org/{0}/{1}"),
)  # fmt: skip
_KNOWN = [
    (name, re.compile(rf"https?://(?:[\w-]+\.)*?{pattern}"), url) for name, pattern, url in _PLAYERS
]
# Shown by the address as it is: the page of the player is a page for people too.
_AS_IT_IS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:(bandcamp)\.com|(buzzsprout)\.com|(libsyn)\.com|(mixcloud)\.com"
    r"|(eventbrite)\.com|(mobilize)\.us|(podbean)\.com|(simplecast)\.com|(transistor)\.fm"
    r"|(airtable)\.com|(typeform)\.com|(jotform)\.com|(flourish)\.studio|(datawrapper)\.dwcdn\.net)/"
)
_POLL = re.compile(r"https?://secure\.polldaddy\.com/p/(\d+)\.js")
# Titles of players that only say that they are players.
_NO_TITLE = re.compile(
    r"^(?:(?:youtube|vimeo|spotify|soundcloud|instagram|facebook|twitter|tiktok|google|apple|x)\b"
    r"[\w ]*(?:(?:embed|player)(?:\s*[:|–—-]\s*|$)|$)"
    r"|(?:embedded|video|audio|iframe|player|embed|post|map|content|untitled)\b[\w -]*$"
    r"|[\w.-]+[ -]player$)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 120
_LONGEST_FRAME = 4000
_GOOGLE = re.compile(r"https?://(?:www\.|calendar\.)?google\.com/(maps|calendar)/embed")
_QUOTED = ("cite", "data-instgrm-permalink", "data-href")
_QUOTES = {
    "twitter-tweet": "X post",
    "twitter-video": "X post",
    "instagram-media": "Instagram post",
    "tiktok-embed": "TikTok video",
    "fb-post": "Facebook post",
    "fb-video": "Facebook video",
    "bluesky-embed": "Bluesky post",
}
_ACTION_AREA = re.compile(
    r"can-(form|petition|letter|event|fundraising|ticketed_event)-area-([\w-]+)"
)
_PLURALS = {"fundraisings": "fundraising"}


def of_frame(attributes: Attributes, base: str | None) -> Embed | None:
    """What an iframe, `<embed>` or `<script>` shows; None for what nobody needs to open."""
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("data")
    url = web_address(source, base)
    embed = of_address(url) if url else None
    return named(attributes.get("title"), embed.name, embed.url) if embed else None


def of_markup(markup: str, base: str | None) -> Embed | None:
    """What the first iframe in a piece of markup shows."""
    frame = LexborHTMLParser(markup[:_LONGEST_FRAME]).css_first("iframe") if markup else None
    return of_frame(frame.attributes, base) if frame is not None else None


def named(title: str | None, kind: str, url: str) -> Embed:
    """An embed called by its title, if it has one that says more than what kind of player it is."""
    words = _NO_TITLE.sub("", tidy(title or "")[:_LONGEST_TITLE])
    if not words or poses_as_another(words, url):
        return Embed(kind, url)
    return Embed(words if kind in ("Audio", "Video") else f"{words} ({kind})", url)


def of_address(url: str) -> Embed | None:
    """The embed that an address of a player stands for."""
    poll = _POLL.match(url)
    if poll:
        return Embed("Poll", f"https://poll.fm/{poll[1]}")
    for name, pattern, template in _KNOWN:
        match = pattern.match(url)
        if match:
            return Embed(name, _plural(template.format(*match.groups())))
    return _of_parameter(url) or _as_it_is(url)


def of_quote(attributes: Attributes, links: list[str]) -> Embed | None:
    """The post that a blockquote made by a social network stands for; `links` are those in it."""
    names = (attributes.get("class") or "").split()
    name = next((_QUOTES[each] for each in names if each in _QUOTES), None)
    if name is None:
        return None
    bluesky = re.fullmatch(
        r"at://(did:[\w:.]+)/app\.bsky\.feed\.post/(\w+)", attributes.get("data-bluesky-uri") or ""
    )
    if bluesky:
        return Embed(name, f"https://bsky.app/profile/{bluesky[1]}/post/{bluesky[2]}")
    told = [attributes.get(key) for key in _QUOTED]
    for url in filter(None, map(web_address, [*told, *reversed(links)])):
        known = of_address(url)
        if known:
            return known
    first = next(filter(None, map(web_address, [*told, *reversed(links)])), None)
    return Embed(name, without_trackers(first)) if first else None


def is_of_post(embed: Embed, url: str) -> bool:
    """Whether an address leads to the post that an embed is."""
    known = of_address(url)
    return known is not None and known.url == embed.url


def of_action_area(attributes: Attributes) -> Embed | None:
    """The Action Network page whose widget a script would draw into this element."""
    match = _ACTION_AREA.fullmatch(attributes.get("id") or "")
    if match is None:
        return None
    return Embed("Action Network", _plural(f"https://actionnetwork.org/{match[1]}s/{match[2]}"))


def _plural(url: str) -> str:
    return url.replace("/fundraisings/", "/fundraising/")


def _of_parameter(url: str) -> Embed | None:
    """Players that are told in a parameter what to show."""
    parts = urlsplit(url)
    host, told = parts.hostname or "", parse_qs(parts.query)
    if host == "cdn.embedly.com":  # how Medium shows everything
        return _of_embedly(told)
    if host.endswith("soundcloud.com") and "url" in told:
        shown = web_address(told["url"][0])
        is_page = (
            shown and (urlsplit(shown).hostname or "").removeprefix("www.") == "soundcloud.com"
        )
        return Embed("SoundCloud", shown if shown and is_page else url)
    if host.endswith("facebook.com") and parts.path.startswith("/plugins/") and "href" in told:
        shown = web_address(told["href"][0])
        return (
            Embed(f"Facebook {_facebook(parts.path)}", without_trackers(shown)) if shown else None
        )
    return None


def _of_embedly(told: dict[str, list[str]]) -> Embed | None:
    shown = [web_address(told[key][0]) for key in ("url", "src") if key in told]
    pages = [url for url in shown if url and host_of(url) != "cdn.embedly.com"]
    known = next(filter(None, map(of_address, pages)), None)
    if known or not pages:
        return known
    return Embed(tidy(told.get("display_name", [""])[0]) or host_of(pages[0]), pages[0])


def _facebook(path: str) -> str:
    return "video" if "video" in path else "post"


def _as_it_is(url: str) -> Embed | None:
    google = _GOOGLE.match(url)
    if google:
        return Embed(f"Google {google[1].title()}", url)
    match = _AS_IT_IS.match(url)
    if match:
        return Embed(next(filter(None, match.groups())).title(), without_trackers(url))
    return None

"""What is not the article vanishes; what only looks so stays."""

import pytest

from relaybot.richtext.from_html import document_of
from tests.unit.richtext.shapes import BASE, p

VANISHING = {
    "script": "<script>x</script>",
    "style": "<style>x</style>",
    "template": "<template><p>x</p></template>",
    "noscript": "<noscript><p>x</p></noscript>",
    "form": "<form><p>x</p><input value=x><button>x</button></form>",
    "button": "<button>x</button>",
    "select": "<select><option>x</select>",
    "svg": "<svg><title>x</title><text>x</text></svg>",
    "comment": "<!-- x -->",
    "hidden": "<p hidden>x</p>",
    "aria-hidden": '<p aria-hidden="true">x</p>',
    "display none": '<div style="color:red; display : NONE">x</div>',
    "for screen readers": '<span class="a screen-reader-text">x</span>',
    "Jetpack": '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3>x</div>',
    "related posts": '<div id="jp-relatedposts" class="jp-relatedposts">x</div>',
    "a site's own banner": '<div class="donation-banner"><p>x</p></div>',
    "AddToAny": '<div class="addtoany_share_save_container">x</div>',
    "Mailchimp": '<div id="mc_embed_signup">x</div>',
    "Ghost": '<div class="kg-card kg-signup-card">x</div>',
    "Substack": '<div class="subscription-widget-wrap"><p>x</p></div>',
    "Substack's button": '<p class="button-wrapper"><a href="/s"><b>Subscribe now</b></a></p>',
    "feedflare": '<div class="feedflare"><a href="/x">x</a></div>',
    "Medium's pixel": '<img src="https://medium.com/_/stat?event=x" width="1" height="1">',
    "pixel": '<img src="https://x.example/a.png" width="1" height="1">',
    "WordPress pixel": '<img src="https://pixel.wp.com/b.gif?host=x">',
    "feedburner": '<img src="http://feeds.feedburner.com/~r/x/~4/abc">',
    "logo": '<img src="https://x.example/2026/League-Logo-final.png" width="600" height="600">',
    "avatar": '<img src="https://secure.gravatar.com/x?s=96" class="avatar">',
    "spacer": '<img src="/i/spacer.gif" width="600">',
    "drawing": '<img src="/i/a.svg" alt="x">',
    "folder of logos": '<img src="/groups/logos/1/ov.png">',
    "a form that is no form": '<div class="wpcf7"><p><label>x</label></p></div>',
    "a form of paragraphs": "<form>" + "<p><label>x <input></label></p>" * 5 + "</form>",
    "reading time": '<p class="rt-reading-time">x</p>',
    "who wrote it, again": '<div class="pp-multiple-authors-boxes-wrapper"><h2>x</h2></div>',
    "contents": '<div id="ez-toc-container"><p>x</p></div>',
    "calendars": '<div class="tribe-events-cal-links"><a href="/x">x</a></div>',
    "fields of Drupal": '<span class="field field--name-uid">x</span>',
    "player of Ghost": '<div class="kg-audio-player"><span>0:00</span></div>',
    "icon": '<img src="/i/a.png" width="16" height="16">',
}


@pytest.mark.parametrize("html", VANISHING.values(), ids=VANISHING.keys())
def test_what_is_not_the_article_vanishes(html: str) -> None:
    assert list(document_of(f"<p>a</p>{html}<p>b</p>", base=BASE).blocks) == [p("a"), p("b")]


KEPT = {
    "an article wrapped in a form": f"<form id=page>{'<p>x</p>' * 5}</form>",
    "a button that leads somewhere": '<p class="button-wrapper"><a href="/rsvp">RSVP</a></p>',
    "faded in by a script": '<div style="opacity:0">x</div>',
    "an unknown element": "<my-box>x</my-box>",
    "share as a word": '<p class="share-the-wealth">x</p>',
    "inside an object": "<object data=x.swf>x</object>",
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT.keys())
def test_what_is_the_article_stays(html: str) -> None:
    assert document_of(html, base=BASE).blocks

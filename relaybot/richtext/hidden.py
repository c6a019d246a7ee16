"""Which elements of a page are not the article: machinery, the unseen, what sells or counts."""

import re
from collections.abc import Mapping
from functools import lru_cache

Attributes = Mapping[str, str | None]

# Never words of an article, whatever they hold.
UNREAD = frozenset(
    [
        *("script", "style", "template", "noscript", "input", "button", "select", "textarea"),
        *("option", "optgroup", "datalist", "svg", "canvas", "map", "head", "title", "link"),
        *("meta", "base", "nav", "dialog", "noembed", "noframes", "iframe", "param", "track"),
        *("progress", "meter", "keygen", "command", "menuitem", "applet", "frame", "frameset"),
    ]
)

_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_PARTS = (
    # for screen readers
    r"screen-reader-text|sr-only|visually-?hidden|assistive-text",
    # Jetpack
    r"sharedaddy|jp-post-flair|jp-relatedposts(?:-[\w-]*)?|wpl-likebox|post-likes-widget[\w-]*",
    r"wp-block-jetpack-(?:subscriptions|sharing-buttons|related-posts|like)[\w-]*",
    r"jetpack[-_]subscri[\w-]*|jetpack-likes[\w-]*|sd-(?:sharing|like|block|content)[\w-]*",
    # share bars
    r"addtoany_[\w-]*|a2a_kit[\w-]*|heateor_[\w-]*|shareaholic-[\w-]*|sassy-?social[\w-]*",
    r"social-?(?:share|sharing)[\w-]*|share-?(?:bar|buttons?|links?|icons?|this)|sharing-?buttons",
    r"simplesocialbuttons|ssba[\w-]*|mashsb-[\w-]*|swp_social_[\w-]*|sfsi[_-][\w-]*|dpsp-[\w-]*",
    r"wp-block-social-links|wp-block-outermost-social-sharing|feedflare|printfriendly|pf-button\S*",
    r"tweet-this|click-to-tweet-btn",
    # subscribe widgets
    r"subscribe-widget|subscription-widget(?:-wrap)?(?:-editor)?|subscribe-(?:form|box|footer)",
    r"mc_embed_(?:signup|shell)|mc4wp-form[\w-]*|mailpoet_form[\w-]*|mailchimp-[\w-]*form[\w-]*",
    r"kg-signup-card[\w-]*|gh-(?:signup|subscribe)[\w-]*|newsletter-(?:signup|form|widget)",
    r"formkit-[\w-]*|tnp(?:-[\w-]*)?|ml-(?:form|embedded)[\w-]*|email-?subscri[\w-]*",
    r"image-link-expand|pencraft-icon|post-ufi|poll-embed",
    # counts and neighbours
    r"comments?-?(?:count|link|links|number)|slash-comments|post-views[\w-]*|wpulike[\w-]*",
    r"yarpp[\w-]*|crp_related|related-?posts?|related_posts?|wp_rp_[\w-]*|rpbt_[\w-]*|nrelate[\w-]*",
    r"post-ratings|rating-form|outbrain\S*|taboola\S*|post-navigation|nav-links|navigation",
    r"jp-carousel[\w-]*|wp-block-post-comments[\w-]*|wp-block-comments[\w-]*|wp-block-query",
    r"related-post-box|comment-add|comments?-form",
    # who, when and where else, as themes and plugins add it
    r"(?:rt|span)-reading-time|pp-multiple-authors-[\w-]*|author-box[\w-]*|saboxplugin-wrap",
    r"abh_box[\w-]*|m-a-box[\w-]*|post-tags|cat-links|tags-links|entry-footer",
    r"field--name-(?:uid|created|title|field-tags)",
    # a table of contents, made by a plugin
    r"ez-toc-container|lwptoc[\w-]*|toc_container|rank-math-toc[\w-]*|wp-block-rank-math-toc-block",
    # forms without the element, and what stands around forms
    r"wpcf7|gform_wrapper|wpforms-container|jetpack-contact-form[\w-]*|nf-form-cont|page-event-rsvp",
    r"newsletter-block-wrapper|newsletter-form-wrapper",
    r"donat(?:e|ion)-(?:banner|box|widget)",
    # calendars and maps of an event
    r"tribe-events-(?:cal-links|gmap|c-subscribe-dropdown[\w-]*)",
    r"eventitem-meta-(?:export|address-maplink)",
    # buttons and letters of players, files, icons
    r"kg-(?:audio|video)-(?:player|hide|thumbnail)|kg-file-card-(?:metadata|icon)",
    r"kg-callout-emoji|wp-block-file__button|lightbox-trigger|et-pb-icon|et_pb_main_blurb_image|hide-text",
)
_ANCHOR = re.compile(
    r"(?:^|\s)(?:header-?link|heading-?anchor|header-anchor|hash-?link|anchor(?:js)?-link|anchor)(?=\s|$)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"accordion|collaps|toggle|faq", re.IGNORECASE)
_VANISHING = re.compile(rf"(?:^|\s)(?:{'|'.join(_PARTS)})(?=\s|$)", re.IGNORECASE)
_LONGEST_KNOWN = 200
_ROLES = frozenset(["navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar"])
# Buttons of newsletter platforms: the words around them are the article's, they are not.
_BUTTON = re.compile(
    r"(?:subscribe|subscribe now|share|share this post|share post|leave a comment|comment|donate"
    r" subscriptions|give a gift subscription|get \d+% off.*|upgrade to paid|refer a friend"
    r"|start writing today.*|message [\w .'-]{1,40}|share [\w .'-]{1,60}|pledge your support"
    r"|suscr[ií]b(?:ete|irse)|comp[aá]rtir|deja un comentario)",
    re.IGNORECASE,
)
_BUTTON_CLASS = re.compile(
    r"(?:^|\s)(?:button-wrapper|captioned-button-wrap|kg-button-card)(?=\s|$)"
)


def is_hidden(attributes: Attributes) -> bool:
    """Whether an element with these attributes is not to be read."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in _ROLES:
        return True
    style = attributes.get("style")
    if style and _UNSEEN_STYLE.search(style):
        return True
    return _is_vanishing(attributes.get("class")) or _is_vanishing(attributes.get("id"))


def _is_vanishing(names: str | None) -> bool:
    if not names:
        return False
    # An id is rarely met twice, the same classes again and again; no real ones are longer.
    return _known_names(names) if len(names) < _LONGEST_KNOWN else bool(_VANISHING.search(names))


@lru_cache(maxsize=512)
def _known_names(names: str) -> bool:
    return bool(_VANISHING.search(names))


def may_be_platform_button(attributes: Attributes) -> bool:
    """Whether the element wraps a button of a newsletter platform; its words decide."""
    return bool(_BUTTON_CLASS.search(attributes.get("class") or ""))


def is_callout_sign(attributes: Attributes) -> bool:
    """Whether an element is the emoji beside a callout: `is_callout_text` comes after it."""
    return attributes.get("class") == "kg-callout-emoji"


def is_callout_text(attributes: Attributes) -> bool:
    """Whether an element holds the words of a callout."""
    return attributes.get("class") == "kg-callout-text"


def opens_words(attributes: Attributes) -> bool:
    """Whether a button opens the words below it: then it is their heading."""
    return bool(_OPENS.search(attributes.get("class") or ""))


def is_anchor(attributes: Attributes, words: str) -> bool:
    """Whether a link is only the sign that a heading can be linked to."""
    return len(words) < 3 and bool(_ANCHOR.search(attributes.get("class") or ""))


def is_platform_button(words: str) -> bool:
    """Whether a wrapped button subscribes, shares or comments (others lead somewhere)."""
    return bool(_BUTTON.fullmatch(" ".join(words.split())))

"""Why something failed, as a person is told it: without codes, in their language.

What feeds, platforms and the relay write down for whoever runs the bot is recognised by how it
begins; what is not recognised is a platform's own words, and stays as it is.
"""

import re

from relaybot.commands.menu import N_
from relaybot.commands.words import Words

_HOST = r"(?P<host>\S+) "
_PLATFORM = r"(?P<platform>Discord|Telegram)"

# How a reason begins, and what is said instead; the first that fits.
SAID = (
    # a feed
    (_HOST + "asks for a password", N_("{host} asks for a password")),
    (_HOST + "asks for payment", N_("{host} asks for payment")),
    (_HOST + "does not let relaybot read", N_("{host} does not let me read the feed")),
    (_HOST + "has no feed at this address", N_("{host} has no feed at this address")),
    (_HOST + "says that the feed is gone", N_("{host} says that the feed is gone for good")),
    (_HOST + "may not show the feed", N_("{host} may not show the feed for legal reasons")),
    (_HOST + "wants proof", N_("{host} wants proof that a person is reading")),
    (_HOST + "(took too long|did not finish)", N_("{host} took too long to answer")),
    (_HOST + "(says that it is asked too|asked to be left)", N_("{host} asks me to come later")),
    (_HOST + "(has an internal|is out of order|is busy)", N_("{host} is out of order just now")),
    (_HOST + "(has a certificate|could not be spoken)", N_("{host} has no secure connection")),
    (_HOST + "refused the connection", N_("the connection to {host} failed")),
    (r"the connection to (?P<host>\S+)", N_("the connection to {host} failed")),
    (r"the name (?P<host>\S+)", N_("{host} cannot be found on the internet")),
    (r"there is no host called (?P<host>\S+)", N_("{host} cannot be found on the internet")),
    (_HOST + "has no address", N_("{host} cannot be found on the internet")),
    (_HOST + "sent a document larger", N_("{host} sent a document that is too large")),
    (_HOST + "(sent|packed|answered without)", N_("{host} sent nothing that can be read")),
    (_HOST + "(redirects|is the end|says that the feed has moved)", N_("{host} leads nowhere")),
    ("that is a web page", N_("what came is a web page, not a feed")),
    ("that (is|looks)|the document", N_("what came is no feed that can be read")),
    # a post
    ("the chapter took the post back", N_("its chapter took it back before that")),
    # a place
    ("the channel is gone", N_("the channel is gone")),
    ("the server is gone", N_("the server is gone")),
    ("the topic was deleted", N_("the topic was deleted")),
    ("the topic is closed", N_("the topic is closed")),
    ("the thread is locked", N_("the thread is locked")),
    ("the thread is archived", N_("the thread is archived and I may not open it")),
    ("the server has too many", N_("the server has too many open threads")),
    ("the forum wants a tag", N_("the forum wants a tag")),
    ("this channel takes no", N_("this channel takes no messages")),
    ("relaybot cannot see", N_("I cannot see the channel")),
    ("relaybot lacks|the bot may not write", N_("I lack a permission there")),
    (".*bot (was (kicked|blocked)|is not a member)", N_("I was removed from there")),
    ("Telegram does not know this chat", N_("Telegram does not know this chat")),
    # the way there
    ("Discord's filters", N_("Discord’s filters refuse this post")),
    (f"(pacing: )?{_PLATFORM}('s limit|'s front| asks)", N_("{platform} asks me to wait")),
    (f"{_PLATFORM} (no longer accepts|refuses the bot)", N_("{platform} does not let me in")),
    ("relaybot could not log in|the bot is not connected", N_("I am not connected just now")),
    (f"(could not reach )?{_PLATFORM}(:| cannot be| did not)", N_("{platform} does not answer")),
    (f"{_PLATFORM} (refused|answered 4)", N_("{platform} refused it")),
    (f"{_PLATFORM} (had trouble|answered)", N_("{platform} had trouble")),
    ("assumed|no clear answer|the request left", N_("no clear answer came")),
    ("left out when", N_("left out when a moderator ended the pause")),
)


def because(reason: str | None, words: Words) -> str:
    """Return a reason that ends a sentence or stands within one, so without a full stop."""
    if not reason:
        return words.label("no reason was given")
    for begins, template in SAID:
        if found := re.match(begins, reason):
            return words.label(template, **found.groupdict())
    return reason.rstrip(".")

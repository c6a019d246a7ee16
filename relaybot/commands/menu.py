"""The commands, the same words on both platforms: told here once.

Handlers, help text, Telegram's command list and the README are made from or compared with this
table; a test fails when they differ. Descriptions are looked up in the languages' catalogues when
they are shown, so they are marked with `N_` for the extraction.
"""

from dataclasses import dataclass
from enum import StrEnum


def N_(text: str) -> str:  # noqa: N802 - the name gettext's tools know
    """Mark a text for translation; it is looked up where it is shown."""
    return text


class Suggest(StrEnum):
    """What to offer while somebody types an argument."""

    DIRECTORY = "directory"  # chapters, feeds, regions, kinds, languages, everything
    FOLLOWED = "followed"  # what the place follows
    REGIONS = "regions"
    KINDS = "kinds"
    SETTINGS = "settings"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a command. `hidden` ones are set by buttons only."""

    name: str
    description: str = ""
    required: bool = False
    number: bool = False
    place: bool = False  # a channel: Discord's channel picker, a name or id on Telegram
    hidden: bool = False
    suggest: Suggest = Suggest.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. `manages`: only for those who may manage the place it is about."""

    verb: str
    code: str  # two letters, for buttons; never reused for another verb
    description: str
    arguments: tuple[Argument, ...] = ()
    manages: bool = False


_WHERE = Argument(name="where", description=N_("Another channel than this one"), place=True)


def _what(suggest: Suggest) -> Argument:
    return Argument(
        name="what",
        description=N_("A chapter, publication, region, kind, language, or everything"),
        required=True,
        suggest=suggest,
    )


def _hidden(name: str) -> Argument:
    return Argument(name=name, hidden=True)


MENU = (
    Command(
        verb="follow",
        code="fo",
        description=N_("Follow a chapter, region, kind, language or everything"),
        arguments=(
            _what(Suggest.DIRECTORY),
            _WHERE,
            Argument(
                name="latest", description=N_("Send the newest posts too, 1 to 5"), number=True
            ),
        ),
        manages=True,
    ),
    Command(
        verb="unfollow",
        code="un",
        description=N_("Stop following something"),
        arguments=(_what(Suggest.FOLLOWED), _WHERE, _hidden("sure"), _hidden("page")),
        manages=True,
    ),
    Command(
        verb="following",
        code="fg",
        description=N_("What this channel follows"),
        arguments=(_WHERE, _hidden("page")),
    ),
    Command(
        verb="chapters",
        code="ch",
        description=N_("Browse the directory"),
        arguments=(
            Argument(name="search", description=N_("Part of a name")),
            Argument(
                name="region", description=N_("A region, such as CA"), suggest=Suggest.REGIONS
            ),
            Argument(name="kind", description=N_("Chapter, publication …"), suggest=Suggest.KINDS),
            _hidden("page"),
            _WHERE,
        ),
    ),
    Command(
        verb="latest",
        code="la",
        description=N_("The newest posts now, for you alone"),
        arguments=(
            _what(Suggest.DIRECTORY),
            Argument(name="count", description=N_("How many, 1 to 5"), number=True),
            _hidden("share"),
            _WHERE,
        ),
    ),
    Command(
        verb="preview",
        code="pr",
        description=N_("How the newest post would look here"),
        arguments=(_what(Suggest.DIRECTORY), _WHERE),
    ),
    Command(
        verb="settings",
        code="se",
        description=N_("How posts look and arrive in this channel"),
        arguments=(
            Argument(
                name="name", description=N_("Which setting to change"), suggest=Suggest.SETTINGS
            ),
            Argument(name="value", description=N_("Its new value")),
            _WHERE,
        ),
        manages=True,
    ),
    Command(
        verb="pause",
        code="pa",
        description=N_("Send nothing for a while"),
        arguments=(
            Argument(name="until", description=N_("A date or a time span, such as 3d")),
            _WHERE,
        ),
        manages=True,
    ),
    Command(
        verb="resume",
        code="re",
        description=N_("Send posts again after a pause"),
        arguments=(_WHERE, _hidden("keep")),
        manages=True,
    ),
    Command(
        verb="check",
        code="ck",
        description=N_("Am I allowed everything I need here?"),
        arguments=(_WHERE, _hidden("test")),
        manages=True,
    ),
    Command(
        verb="why",
        code="wy",
        description=N_("Why a post did or did not arrive here"),
        arguments=(
            Argument(name="link", description=N_("The post's address"), required=True),
            _WHERE,
            _hidden("send"),
            _hidden("post"),
        ),
        manages=True,
    ),
    Command(
        verb="status",
        code="st",
        description=N_("How the feeds followed here are doing"),
        arguments=(_WHERE,),
    ),
    Command(
        verb="history",
        code="hi",
        description=N_("The last changes here, and by whom"),
        arguments=(_WHERE, _hidden("undo"), _hidden("page")),
        manages=True,
    ),
    Command(
        verb="link",
        code="ln",
        description=N_("Let a Discord channel and a Telegram chat share what they follow"),
        arguments=(
            Argument(name="code", description=N_("The code shown in the other place")),
            _WHERE,
        ),
        manages=True,
    ),
    Command(
        verb="unlink",
        code="ul",
        description=N_("Separate linked channels"),
        arguments=(_WHERE, _hidden("sure")),
        manages=True,
    ),
    Command(verb="help", code="he", description=N_("What this bot does")),
    Command(
        verb="privacy",
        code="py",
        description=N_("What is stored about people, and how to remove it"),
        arguments=(_hidden("forget"),),
    ),
)

BY_VERB = {command.verb: command for command in MENU}
BY_CODE = {command.code: command for command in MENU}

"""The tags of a forum: what may be in its settings, and what on a post.

docs.discord.com/developers/resources/channel#forum-tag-object.
"""

from collections.abc import Iterator
from typing import Any

from tests.emulators.discord import answers
from tests.emulators.discord.answers import Refusal
from tests.emulators.discord.problems import Problem, between, length, refuse
from tests.emulators.discord.world import REQUIRE_TAG, Channel, Tag, World

Json = dict[str, Any]
MOST_TAGS, MOST_APPLIED = 20, 5


def changed(world: World, forum: Channel, given: list[Json]) -> list[Tag]:
    """Return the tags a forum has from now on: all that are given, those without an id are new."""
    refuse(_problems(given))
    known = {str(tag.id) for tag in forum.tags}
    if any(str(each["id"]) not in known for each in given if each.get("id")):
        raise Refusal(*answers.UNKNOWN_TAG)
    names = [each["name"].strip().casefold() for each in given]
    if len(set(names)) != len(names):
        raise Refusal(400, 40061, "Tag names must be unique")
    return [
        Tag(int(each.get("id") or world.new_id()), each["name"], bool(each.get("moderated")))
        for each in given
    ]


def _problems(given: list[Json]) -> Iterator[Problem]:
    path = ("available_tags",)
    if len(given) > MOST_TAGS:
        message = f"Must be {MOST_TAGS} or fewer in length."
        yield path, "BASE_TYPE_MAX_LENGTH", message
    for position, each in enumerate(given):
        size = length(str(each.get("name") or ""))
        yield from between((*path, str(position), "name"), size, 1, 20)


def check_applied(forum: Channel, applied: list[str], *, moderator: bool) -> None:
    """Raise what Discord answers to a post with these tags."""
    if not applied and forum.flags & REQUIRE_TAG:
        raise Refusal(*answers.TAG_REQUIRED)
    known = {str(tag.id): tag for tag in forum.tags}
    if len(applied) > MOST_APPLIED or any(str(tag) not in known for tag in applied):
        raise Refusal(*answers.UNKNOWN_TAG)
    if not moderator and any(known[str(tag)].moderated for tag in applied):
        raise Refusal(*answers.MISSING_PERMISSIONS)

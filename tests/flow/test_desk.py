"""The desk: who may, how often, in which language, and what happens when something goes wrong."""

import ast
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
import structlog
from structlog.testing import capture_logs

import relaybot.commands
from relaybot.commands.ask import Place
from relaybot.commands.desk import Desk
from relaybot.commands.menu import BY_VERB, MENU
from relaybot.commands.verbs import ANSWERS, EXAMINED, FOR_EVERYONE, READ_ONLY
from relaybot.errors import PlatformError, StoreError
from relaybot.model.change import Change
from relaybot.model.destination import DestinationStatus
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.outcome import Blocked, Outcome, Refused, RetryLater, Unknown
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_post
from tests.fakes.store import FakeStore
from tests.flow.asking import ALL_NEWS, NEWS, Front, text
from tests.logging_kept import logging_kept

T = TypeVar("T")
COMMANDS = Path(relaybot.commands.__file__).parent
Logged = Sequence[Mapping[str, Any]]
APOLOGY = "Sorry, that went wrong on my side and nothing was changed."


@pytest.fixture
def logged() -> Iterator[Logged]:
    """What the log was told."""
    with logging_kept():
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
        with capture_logs() as entries:
            yield entries


def events(logged: Logged) -> list[str]:
    return [str(entry["event"]) for entry in logged]


class Unreadable(FakeStore):
    """Cannot be read."""

    async def read(self, work: Callable[[Transaction], T]) -> T:
        raise StoreError(f"The disk is gone: {work}")


class Failing(FakeStore):
    """Fails at the end of every write transaction: nothing of it is kept."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self._failure = failure

    async def write(self, work: Callable[[Transaction], T]) -> T:
        def fail(tx: Transaction) -> T:
            work(tx)
            raise self._failure

        return await super().write(fail)


class TestHowOften:
    async def test_the_eleventh_ask_within_a_minute_is_too_much(self) -> None:
        front = Front()
        replies = [await front.ask("following") for _ in range(11)]
        assert [reply.denied for reply in replies] == [False] * 10 + [True]
        assert text(replies[-1]) == "That was a lot at once. Please wait a minute."
        front.clock.move(minutes=1)
        assert not (await front.ask("following")).denied

    async def test_everybody_has_their_own_ten(self) -> None:
        front = Front()
        for _ in range(11):
            await front.ask("following")
        assert not (await front.ask("following", user="802")).denied
        assert not (await front.ask("following", ALL_NEWS)).denied  # another 801

    async def test_too_much_changes_nothing(self) -> None:
        front = Front()
        for _ in range(10):
            await front.ask("help")
        await front.ask("follow", what="elmford")
        assert await front.destination() is None


class TestWhoMay:
    @pytest.mark.parametrize(
        ("place", "said"),
        [
            (NEWS, "For that you need the right “Manage Channels” in #news."),
            (ALL_NEWS, "Only administrators of All Tenant News can do that."),
        ],
    )
    @pytest.mark.parametrize("verb", [command.verb for command in MENU if command.manages])
    async def test_managing_needs_the_right_and_its_name_is_said(
        self, verb: str, place: Place, said: str
    ) -> None:
        front = Front()
        given = {"what": "elmford", "name": "style", "value": "full", "sure": "yes"}
        reply = await front.ask(verb, place, manages=False, given=given)
        assert reply.denied
        assert text(reply).startswith(said)
        assert await front.destination(place) is None

    @pytest.mark.parametrize("verb", [command.verb for command in MENU if not command.manages])
    async def test_looking_is_for_everyone_until_the_moderators_say_no(self, verb: str) -> None:
        front = Front()
        assert not (await front.ask(verb, manages=False, what="elmford")).denied
        await front.ask("settings", name="listing", value="moderators")
        closed = await front.ask(verb, manages=False, what="elmford")
        assert closed.denied is (verb not in FOR_EVERYONE)
        assert not (await front.ask(verb, what="elmford")).denied

    async def test_who_may_not_look_is_offered_nothing_while_typing(self) -> None:
        front = Front()
        await front.ask("follow", what="elmford")
        member = front.an_ask("unfollow", manages=False, arguments={"what": "elm"})
        assert await front.desk.suggest(member, "what") == ()
        moderator = front.an_ask("unfollow", arguments={"what": "elm"})
        assert [one.value for one in await front.desk.suggest(moderator, "what")] == [
            "chapter:elmford"
        ]


class TestWhatGoesWrong:
    @pytest.mark.parametrize(
        "failure", [RuntimeError("a bug"), KeyError("x"), StoreError("The disk is full.")]
    )
    async def test_an_apology_has_an_id_that_the_log_knows(
        self, failure: Exception, logged: Logged
    ) -> None:
        front = Front(store=Failing(failure))
        reply = await front.ask("follow", what="elmford")
        assert text(reply).startswith(APOLOGY)
        assert "the number c0ffee." in text(reply)
        assert str(failure) not in text(reply)
        assert reply.denied
        assert [(one["event"], one["verb"], one["id"]) for one in logged] == [
            ("command_failed", "follow", "c0ffee")
        ]
        assert await front.destination() is None
        assert front.woken == 0

    async def test_a_verb_that_is_none_is_an_apology_too(self) -> None:
        assert text(await Front().ask("dance")).startswith(APOLOGY)

    async def test_a_platform_that_cannot_be_asked_is_told_in_words(self) -> None:
        front = Front()
        front.discord.trouble = PlatformError("Discord cannot be asked right now (TimeoutError)")
        reply = await front.ask("check")
        assert text(reply).startswith("I am not connected to Discord just now")

    async def test_a_follow_does_not_depend_on_that(self, logged: Logged) -> None:
        front = Front()
        front.discord.trouble = PlatformError("Discord does not answer.")
        await front.ask("follow", what="elmford")
        assert events(logged) == ["place_not_examined"]
        assert await front.destination() is not None

    async def test_suggestions_fail_to_none(self, logged: Logged) -> None:
        front = Front(store=Unreadable())
        assert await front.desk.suggest(front.an_ask("follow"), "what") == ()
        assert events(logged) == ["suggestions_failed"]


class TestWords:
    @pytest.mark.parametrize(
        ("preferred", "asked_in", "spanish"),
        [
            (None, None, False),
            (None, "es", True),
            (None, "es-ES", True),
            (None, "es-419", True),
            (None, "tlh", False),
            (None, "", False),
            (None, "@everyone", False),
            ("es", "en-US", True),
            ("en", "es-ES", False),
        ],
    )
    async def test_the_place_decides_then_the_asker_then_english(
        self, preferred: str | None, asked_in: str | None, spanish: bool
    ) -> None:
        front = Front()
        if preferred:
            await front.ask("settings", name="language", value=preferred)
        reply = await front.ask("resume", language=asked_in)
        assert text(reply).startswith("¡") is spanish

    async def test_a_denial_and_an_apology_are_translated(self) -> None:
        denied = await Front().ask("follow", manages=False, language="es")
        assert text(denied).startswith("¡")
        apology = await Front().ask("dance", language="es")
        assert text(apology).startswith("¡")

    async def test_moments_are_told_and_read_in_the_zone_of_the_place(self) -> None:
        front = Front()
        await front.ask("follow", what="elmford")
        await front.ask("settings", name="timezone", value="Asia/Tokyo")
        reply = text(await front.ask("pause", until="2026-03-20"))
        assert "Mar 20, 2026, 12:00" in reply
        there = await front.destination()
        assert there is not None
        assert there.paused_until is not None
        assert there.paused_until.isoformat() == "2026-03-19T15:00:00+00:00"


class TestTestMessages:
    @pytest.mark.parametrize(
        ("outcome", "told"),
        [
            (None, "The test message is in #news."),
            (Unknown("no answer"), "Please look whether it is in #news."),
            (RetryLater("slow down"), "could not be sent just now: slow down."),
            (Blocked("no right"), "The test message did not arrive: no right."),
            (Refused("not that"), "The test message did not arrive: not that."),
        ],
    )
    async def test_it_is_posted_and_the_asker_hears_what_came_of_it(
        self, outcome: Outcome | None, told: str
    ) -> None:
        front = Front()
        front.discord.says = outcome
        reply = await front.ask("check", test="yes")
        assert told in text(reply)
        assert reply.say is None
        assert len(front.discord.said) == (0 if outcome else 1)

    async def test_nothing_is_posted_where_it_may_not_be(self) -> None:
        front = Front()
        missing = MissingRight("Send Messages", "every post", essential=True)
        cannot = Examination(name="#news", reachable=True, missing=(missing,))
        front.discord.found[NEWS.address] = cannot
        assert "Send Messages" in text(await front.ask("check", test="yes"))
        assert front.discord.said == []

    async def test_without_a_connection_it_is_said(self) -> None:
        reply = await Front(connected=False).ask("check", test="yes")
        assert "I am not connected to Discord" in text(reply)


class TestTransactions:
    async def test_what_changes_something_wakes_the_delivery(self) -> None:
        front = Front()
        await front.ask("follow", what="elmford")
        assert front.woken == 1
        for verb in READ_ONLY:
            await front.ask(verb, what="elmford", user=verb)
        assert front.woken == 1

    async def test_looking_waits_for_nobody_who_writes(self) -> None:
        front = Front(store=Failing(RuntimeError("the writer is busy")))
        for verb in READ_ONLY:
            assert not (await front.ask(verb, what="elmford")).denied

    async def test_the_name_of_a_place_is_remembered(self) -> None:
        front = Front()
        await front.ask("settings", name="style", value="full")
        await front.ask("settings", Place(address=NEWS.address, name="#new-name"))
        there = await front.destination()
        assert there is not None
        assert there.name == "#new-name"

    async def test_a_one_time_code_is_drawn_for_link(self) -> None:
        front = Front()
        assert "/link K7WM0001" in text(await front.ask("link"))
        reply = await front.ask("link", ALL_NEWS, code="k7wm0001")
        assert "Linked with #news (Discord)" in text(reply)

    async def test_codes_are_unlike_and_easy_to_read(self) -> None:
        drawn = Desk(store=FakeStore(), catalogue=Catalogue(), languages={}, places={}, wake=print)
        codes = {drawn.new_code() for _ in range(100)}
        assert len(codes) == 100
        assert {len(code) for code in codes} == {8}
        assert not set("01ILO") & set("".join(codes))


class Noting(dict[str, str]):
    """Arguments that note which of them were looked at."""

    def __init__(self, given: dict[str, str]) -> None:
        super().__init__(given)
        self.seen: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.seen.add(key)
        return super().get(key, default)


class TestMenu:
    def test_every_verb_has_an_answer(self) -> None:
        assert set(ANSWERS) == set(BY_VERB)
        assert set(BY_VERB) >= EXAMINED | READ_ONLY | FOR_EVERYONE

    @pytest.mark.parametrize("verb", [command.verb for command in MENU])
    async def test_every_verb_answers_in_words_followed_or_not(
        self, verb: str, logged: Logged
    ) -> None:
        front = Front()
        for _ in range(2):
            reply = await front.ask(verb, what="elmford", link="https://elmford.example/a")
            assert events(logged) == []
            assert text(reply)
            await front.ask("follow", what="riverbend")

    @pytest.mark.parametrize("verb", [command.verb for command in MENU])
    async def test_the_arguments_of_the_menu_are_what_the_verb_reads(self, verb: str) -> None:
        seen: set[str] = set()
        for given in (
            {},
            {"what": "elmford"},
            {"what": "everything"},
            {"name": "style", "value": "full"},
            {"link": "https://elmford.example/posts/1"},
        ):
            front, arguments = Front(), Noting(given)
            await front.store.write(_much_has_happened)
            await front.desk.answer(front.an_ask(verb, arguments=arguments))
            seen |= arguments.seen
        named = {argument.name for argument in BY_VERB[verb].arguments}
        assert seen <= named
        assert named - seen <= {"where"}, "that is for the handlers"

    @pytest.mark.parametrize("file", sorted(COMMANDS.glob("*.py")), ids=lambda file: file.stem)
    def test_a_button_gives_only_arguments_of_the_menu(self, file: Path) -> None:
        for verb, given in _buttons(file):
            assert given <= {argument.name for argument in BY_VERB[verb].arguments}


def _much_has_happened(tx: Transaction) -> None:
    """A place and one linked with it: paused, with many follows, and with a post that waits."""
    here, there = (tx.destinations.add(place.address, NOON) for place in (NEWS, ALL_NEWS))
    tx.destinations.link(here.id, there.id)
    tx.destinations.set_status(here.id, DestinationStatus.PAUSED, None, NOON)
    for number in range(40):
        tx.subscriptions.add(here.id, Selector(Scope.CHAPTER, f"former-{number}"), NOON)
    tx.subscriptions.add(here.id, Selector(Scope.CHAPTER, "elmford"), NOON)
    post = tx.posts.add(a_post(1), PostState.RELAYED, NOON, None)
    tx.outbox.owe(post, [here.id], NOON)
    change = Change(destination=here.id, at=NOON, actor="801", verb="link")
    tx.history.add(change)


def _buttons(file: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield what is written as `again(ask, "verb", name=…)`: verb and names."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == "again"
            and len(call.args) > 1
            and isinstance(call.args[1], ast.Constant)
        ):
            yield str(call.args[1].value), {word.arg for word in call.keywords if word.arg}

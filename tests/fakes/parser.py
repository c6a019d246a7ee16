"""The real parser, without the child process."""

from relaybot.feeds.parse import parse
from relaybot.model.fetched import Fetched
from relaybot.model.raw import RawFeed


class InlineParser:
    async def parse(self, fetched: Fetched) -> RawFeed:
        return parse(fetched.body, fetched.content_type)

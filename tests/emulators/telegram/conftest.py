"""A channel, a group and a person, and the unmodified library at them."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.emulators.telegram.server import TelegramEmulator

CHANNEL, GROUP, SMALL, ADA = -1001, -1002, -44, 77


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.add_chat(CHANNEL)
        emulator.add_chat(GROUP, "supergroup", bot="member", topics=[1, 7])
        emulator.add_chat(SMALL, "group", bot="member")
        emulator.add_chat(ADA, "private", bot="member")
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=f"{telegram.api_base}/bot") as one:
        yield one

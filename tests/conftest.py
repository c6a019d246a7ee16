"""What holds for every test."""

import logging
import os
from itertools import chain
from pathlib import Path

import pytest
import structlog

# Failures provoked on purpose would fill the screen; nothing is asserted of what is logged here.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

END_TO_END = Path(__file__).parent / "end_to_end"
CRASHES = END_TO_END / "test_crash.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, each begins with its part of the long ones.

    Some take a minute; one that began last would be waited for by all.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        size = (
            len(items) // workers
        )  # each is given such a stretch of the list, one after the other
        short = [item for item in items if END_TO_END not in item.path.parents]
        hands = _dealt([item for item in items if END_TO_END in item.path.parents], workers)
        items.clear()
        for hand in hands:
            items += hand + [short.pop() for _ in range(min(size - len(hand), len(short)))]
        items += short


def _dealt(long: list[pytest.Item], workers: int) -> list[list[pytest.Item]]:
    """Module by module, since some share what they start; but a crash test each."""
    parts: dict[object, list[pytest.Item]] = {}
    for item in sorted(long, key=lambda item: item.path != CRASHES):  # else as they were
        parts.setdefault(item.nodeid if item.path == CRASHES else item.path, []).append(item)
    each = list(parts.values())
    return [list(chain.from_iterable(each[number::workers])) for number in range(workers)]

"""What is to go wrong, by rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Params = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Fault:
    """Applies to the next `times` requests of `method` ("*" = any) for which `when` holds.

    `status` and `body` (or `description`, `parameters`) answer instead of the method, without its
    effect, unless `effect` says that it happens all the same. `reset` cuts the connection before
    or after the effect. `delay` waits before the effect, `answer_delay` after it.
    """

    method: str = "sendMessage"
    status: int | None = None
    body: str | None = None
    description: str = "Internal Server Error"
    parameters: Params | None = None
    effect: bool = False
    reset: Literal["before", "after"] | None = None
    delay: float = 0.0
    answer_delay: float = 0.0
    times: int = 1
    when: Callable[[Params], bool] | None = None

    def applies(self, method: str, params: Params) -> bool:
        """Tell whether this request is to go wrong."""
        named = self.method == "*" or self.method.lower() == method.lower()
        return self.times > 0 and named and (self.when is None or self.when(params))


class Faults:
    """The rules, oldest first."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Add a rule."""
        self._rules.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self._rules.clear()

    def take(self, method: str, params: Params) -> Fault | None:
        """Return the rule for this request and count it down."""
        for fault in self._rules:
            if fault.applies(method, params):
                fault.times -= 1
                return fault
        return None

"""Buckets, X-RateLimit headers and real 429 bodies."""

import time
from dataclasses import dataclass

from aiohttp import web

from tests.emulators.discord.answers import answer


@dataclass
class Bucket:
    ends: float = 0.0
    used: int = 0


class RateLimits:
    """`limit` requests in `per` seconds for each method and channel; generous unless set."""

    def __init__(self) -> None:
        self.limit, self.per = 1000, 1.0
        self.refused = 0
        self._buckets: dict[str, Bucket] = {}

    def enter(self, key: str) -> tuple[dict[str, str], web.Response | None]:
        """Count one request; returns the headers, and the 429 when it is one too many."""
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, Bucket())
        if now >= bucket.ends:
            bucket.ends, bucket.used = now + self.per, 0
        wait = bucket.ends - now
        if bucket.used >= self.limit:
            self.refused += 1
            headers = self._headers(0, wait) | {
                "Retry-After": str(int(wait) + 1),
                "X-RateLimit-Scope": "user",
            }
            return headers, too_many(wait, headers)
        bucket.used += 1
        return self._headers(self.limit - bucket.used, wait), None

    def _headers(self, remaining: int, wait: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Bucket": "emulated",
        }


class Hourly:
    """What may be done to one thing: `limit` times in `per` seconds, in no header."""

    def __init__(self, limit: int = 10) -> None:
        self.limit, self.per = limit, 3600.0
        self._taken: dict[int, list[float]] = {}

    def wait(self, thing: int) -> float:
        """Count one and return 0, or return the seconds until there is room."""
        now = time.monotonic()
        taken = [at for at in self._taken.get(thing, []) if at + self.per > now]
        self._taken[thing] = taken
        if len(taken) >= self.limit:
            return taken[0] + self.per - now if taken else self.per
        taken.append(now)
        return 0.0


def too_many(
    wait: float,
    headers: dict[str, str],
    *,
    message: str = "You are being rate limited.",
    code: int | None = None,
    status: int = 429,
) -> web.Response:
    body = {"message": message, "retry_after": round(wait, 3), "global": False}
    return answer(body | ({"code": code} if code else {}), status, headers)

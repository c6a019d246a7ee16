"""What a Bot API server says when it does not do what it was asked."""

from typing import Any


class ApiError(Exception):
    """An answer other than ok, with Telegram's own words."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        self.status = status
        self.description = description
        self.parameters = parameters
        super().__init__(description)

    def to_json(self) -> dict[str, Any]:
        """Return the answer's body."""
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return {**body, **({"parameters": self.parameters} if self.parameters else {})}


def bad_request(text: str, **parameters: Any) -> ApiError:
    """Return a 400."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """Return a 403."""
    return ApiError(403, f"Forbidden: {text}")


def too_many(seconds: int) -> ApiError:
    """Return a 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


CONFLICT = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
WEBHOOK_CONFLICT = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)

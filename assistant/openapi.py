"""Shared pieces of the API's own description."""

from __future__ import annotations

from typing import Any, Final

from assistant.errors import ErrorBody

_MEANINGS: Final = {
    400: "The body is not strict JSON",
    401: "Nobody is signed in, or name and password do not belong together",
    403: "Not allowed: the role, or the page's origin",
    404: "There is no such thing",
    408: "The body did not arrive in time",
    409: "It is not in the state that this needs, or somebody was quicker",
    413: "The body is too large",
    415: "The body is not announced as UTF-8 JSON",
    422: "The content is not acceptable; the message says which field and why",
    426: "The address speaks WebSocket only",
    429: "Too many requests; Retry-After says when to come back",
    500: "A fault of the service",
    503: "The knowledge or the state is not available just now",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe an endpoint's failures, all in the one shape."""
    return {status: {"model": ErrorBody, "description": _MEANINGS[status]} for status in statuses}

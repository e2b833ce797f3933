"""The service's expected failures, and the one renderer of every error that leaves it.

Each failure carries a code for programs, a sentence for people and its HTTP status; nothing else becomes an error body.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from knowledge.errors import QuanquanError

HOTLINE: Final = "也可以拨打 12345 咨询。"

PLAIN_MESSAGES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad_request", "请求的格式不正确。"),
    404: ("not_found", "没有找到这个地址。"),
    405: ("method_not_allowed", "这个地址不支持这种请求方法。"),
    500: ("internal", f"系统出了点问题，我们已经记录下来，请稍后再试。{HOTLINE}"),
}
"""Code and sentence of failures that the framework itself raises, by status."""


class ErrorDetail(BaseModel):
    """What went wrong: ``code`` for programs, ``message`` for people, ``request_id`` to find it in the logs."""

    code: str
    message: str
    request_id: str


class ErrorBody(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail


class ServiceError(QuanquanError):
    """An expected failure of a request; ``retry_after`` (seconds) says when it is worth trying again."""

    retry_after: int | None = None


class InvalidRequest(ServiceError):
    """The request was understood and its content is not acceptable."""

    code = "invalid_request"
    status = 422


class MalformedBody(ServiceError):
    """The body is not the JSON it says it is."""

    code = "malformed_body"
    status = 400


class SlowBody(ServiceError):
    """The body did not arrive in time."""

    code = "request_timeout"
    status = 408


class BodyTooLarge(ServiceError):
    """The body is larger than any honest request."""

    code = "payload_too_large"
    status = 413


class UnsupportedMediaType(ServiceError):
    """The body is not announced as UTF-8 JSON."""

    code = "unsupported_media_type"
    status = 415


class TooManyRequests(ServiceError):
    """The client has used up its share for now."""

    code = "too_many_requests"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"您问得太快了，请等 {retry_after} 秒再试。")
        self.retry_after = retry_after


class TurnInProgress(ServiceError):
    """The connection is still answering what was asked before."""

    code = "turn_in_progress"
    status = 409


class ForeignOrigin(ServiceError):
    """A page of another site may not open this connection."""

    code = "foreign_origin"
    status = 403


class TooManyConnections(ServiceError):
    """No further connection can be kept open now."""

    code = "too_many_connections"
    status = 503
    retry_after = 30


class UpgradeRequired(ServiceError):
    """The address speaks WebSocket only."""

    code = "upgrade_required"
    status = 426


class StateUnavailable(ServiceError):
    """The conversation cannot be read or saved just now, so it is not acknowledged."""

    code = "state_unavailable"
    status = 503
    retry_after = 5

    def __init__(self, message: str = f"系统暂时没能保存这次对话，请稍后再试。{HOTLINE}") -> None:
        super().__init__(message)


class WrongState(ServiceError):
    """What is worked on is not where this step begins."""

    code = "wrong_state"
    status = 409


class SamePerson(ServiceError):
    """Who prepared may not approve."""

    code = "same_person"
    status = 403

    def __init__(self) -> None:
        super().__init__("经办和批准不能是同一个人，请由另一位同事批准。")


class UploadRefused(ServiceError):
    """The file is not one that is taken."""

    code = "upload_refused"
    status = 415


class UploadTooLarge(ServiceError):
    """The file is too large."""

    code = "upload_too_large"
    status = 413


class TooManyUploads(ServiceError):
    """Whoever sends has sent very many files today."""

    code = "too_many_uploads"
    status = 429
    retry_after = 3600


class InvalidSetting(QuanquanError):
    """A setting cannot be understood; found at start-up, never at a request."""

    code = "invalid_setting"
    status = 500


def error_response(
    *, status: int, code: str, message: str, request_id: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Render one error in the one shape."""
    body = orjson.dumps({"error": {"code": code, "message": message, "request_id": request_id}})
    return Response(body, status_code=status, media_type="application/json", headers=dict(headers or {}))


def render(error: QuanquanError, request_id: str) -> Response:
    """Render an expected failure, with ``Retry-After`` where waiting helps."""
    seconds = getattr(error, "retry_after", None)
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return error_response(
        status=error.status, code=error.code, message=error.message, request_id=request_id, headers=headers
    )


def plain_message(status: int) -> tuple[str, str]:
    """Return code and sentence for a failure that is known only by its HTTP status."""
    return PLAIN_MESSAGES.get(status, PLAIN_MESSAGES[400 if status < 500 else 500])

"""A case system over HTTP, as ``case_system.yaml`` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import structlog
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.applications.adapters.payload import SentCase, SentPage
from assistant.applications.adapters.transport import NOT_FOUND, JsonCalls, Patience
from assistant.applications.case import Case, OpenCases, UrgeNote
from assistant.applications.errors import CaseSystemRefused, CaseSystemUnavailable
from assistant.breaker import CircuitBreaker

_PAGE: Final = 500
_JSON: Final = TypeAdapter(dict[str, Any])
_log = structlog.get_logger(__name__)
_Sent = TypeVar("_Sent", bound=BaseModel)


class HttpCaseSystem:
    """:class:`assistant.applications.ports.CaseSystem` over HTTP."""

    def __init__(
        self, url: str, token: str = "", patience: Patience | None = None, breaker: CircuitBreaker | None = None
    ) -> None:
        self._calls = JsonCalls(url, token, patience or Patience(), breaker or CircuitBreaker())

    def look_up(self, number: str, verify: str) -> Case | None:
        """See the port."""
        answer = self._calls.call("POST", "/v1/cases/lookup", json={"number": number, "verify": verify})
        if answer is None:
            return None
        case = _believed(_checked(SentCase, answer))
        if case.number != number:
            _log.error("case_system_answered", why="another number than was asked for")
            raise CaseSystemUnavailable
        return case

    def open_cases(self, most: int) -> OpenCases:
        """See the port; reads page after page."""
        found: list[Case] = []
        cursor: str | None = None
        while True:
            wanted: dict[str, str | int] = {"limit": min(_PAGE, most)} | ({"cursor": cursor} if cursor else {})
            page = _checked(SentPage, self._calls.call("GET", "/v1/cases/open", params=wanted) or {})
            found.extend(_believed(case) for case in page.cases)
            if page.next is None or not page.cases or len(found) >= most:
                return OpenCases(tuple(found[:most]), complete=page.next is None and len(found) <= most)
            cursor = page.next

    def urge(self, number: str, note: UrgeNote) -> None:
        """See the port."""
        body = {"at": note.at.isoformat(), "answer_by": note.answer_by.isoformat(), "text": note.text}
        sent = self._calls.call("POST", f"/v1/cases/{number}/urges", json=body, headers={"Idempotency-Key": note.key})
        if sent is None:
            raise CaseSystemRefused(NOT_FOUND)

    def close(self) -> None:
        """See the port."""
        self._calls.close()


def _checked(kind: type[_Sent], answer: Mapping[str, Any]) -> _Sent:
    """Days are texts in JSON, so the strict reading is the one for JSON."""
    try:
        return kind.model_validate_json(_JSON.dump_json(dict(answer)))
    except (ValidationError, ValueError) as error:
        _log.error("case_system_answered", why="not what was agreed on", fields=_fields(error))
        raise CaseSystemUnavailable from error


def _believed(sent: SentCase) -> Case:
    try:
        return sent.case()
    except ValueError as error:
        _log.error("case_system_answered", why=str(error))
        raise CaseSystemUnavailable from error


def _fields(error: Exception) -> list[str]:
    """Which fields are wrong; never what they hold."""
    if not isinstance(error, ValidationError):
        return []
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return sorted({".".join(str(part) for part in each["loc"]) for each in found})[:10]

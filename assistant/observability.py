"""Logs and metrics: enough to run the service, and nothing that a citizen typed.

A log line holds route templates, counts and names of outcomes. As a second fence, every string of every line, also of
libraries, is searched for numbers that look like a phone, an id or a bank card, and these are masked.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from io import TextIOBase
from typing import Any, Final, TextIO, cast

import orjson
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import generate_latest

from knowledge.settings import Settings

PERSONAL_NUMBER: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15}|\d{13,19})(?!\d)")
"""Mobile numbers, 18- and 15-digit ids, bank cards. Look-arounds on digits: ``\\b`` fails beside Chinese characters."""

_OWN_IDS: Final = frozenset({"request_id", "reply_id", "snapshot", "timestamp"})
"""Made here, or checked where they came in. About one random id in a hundred holds a run of digits like a number's."""

SCOPE_KEY: Final = "quanquan.note"


@dataclass(slots=True)
class RequestNote:
    """What the log line of one request may say; endpoints fill in what they learn."""

    request_id: str
    outcome: str | None = None
    item_id: str | None = None
    confidence: float | None = None
    error_code: str | None = None


def note_of(scope: MutableMapping[str, Any]) -> RequestNote:
    """Return the request's note; a request that reached no middleware gets an empty one."""
    note = scope.get(SCOPE_KEY)
    return note if isinstance(note, RequestNote) else RequestNote(request_id="-")


def holds_personal_number(text: str) -> bool:
    """Tell whether a text holds a number that could be a person's."""
    return PERSONAL_NUMBER.search(text) is not None


def mask_personal_numbers(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask what looks like a person's number in every string of a log event (a structlog processor)."""
    for key, value in event.items():
        if isinstance(value, str) and key not in _OWN_IDS:
            event[key] = PERSONAL_NUMBER.sub("[masked]", value)
    return event


def drop_exception_text(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and frames: its message may quote what a citizen typed."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = describe_exception(error)
    return event


def _exception_as_lines(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn a described exception into text: the renderer for a terminal takes no mapping and would fail on it."""
    error = event.get("exception")
    if isinstance(error, Mapping):
        event["exception"] = "\n  ".join((str(error["type"]), *error["frames"]))
    return event


def describe_exception(error: BaseException) -> Mapping[str, object]:
    """Return an exception's type and stack without its message or any value."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    where = [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
    return {"type": type(error).__qualname__, "frames": where}


class _StandardError(TextIOBase):
    """Standard error as it is at each line, not as it was when logging was configured."""

    def write(self, text: str) -> int:
        """Write on."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush what was written."""
        sys.stderr.flush()


def configure_logging(settings: Settings) -> None:
    """Send all logs of this process, also those of libraries, to standard error in one form."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_exception_text,
        mask_personal_numbers,
    ]
    renderers: list[structlog.typing.Processor]
    if settings.log_format == "json":
        renderers = [structlog.processors.JSONRenderer(serializer=lambda event, **_: orjson.dumps(event).decode())]
    else:
        renderers = [_exception_as_lines, structlog.dev.ConsoleRenderer(colors=False)]
    structlog.configure(
        processors=[*shared, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)


class Metrics:
    """The service's Prometheus instruments, in a registry of their own so that each app counts for itself."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "quanquan_requests", "HTTP requests", ["route", "method", "status"], registry=self.registry
        )
        self.in_flight = Gauge("quanquan_requests_in_flight", "HTTP requests being answered", registry=self.registry)
        self.turn_seconds = Histogram(
            "quanquan_turn_seconds",
            "Time from a chat turn's arrival to its committed reply",
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
            registry=self.registry,
        )
        self.step_seconds = Histogram(
            "quanquan_step_seconds",
            "Time in each step of the answer path",
            ["step"],
            buckets=(0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1),
            registry=self.registry,
        )
        self.outcomes = Counter("quanquan_outcomes", "Chat replies by outcome", ["outcome"], registry=self.registry)
        self.sockets = Gauge("quanquan_sockets", "Open chat WebSockets", registry=self.registry)
        self.snapshot = Info("quanquan_snapshot", "The knowledge snapshot that answers", registry=self.registry)
        self.guides = Gauge("quanquan_snapshot_guides", "Guides in that snapshot", registry=self.registry)
        self.swaps = Counter("quanquan_index_swaps", "Snapshot changes by result", ["result"], registry=self.registry)
        self.write_batch = Histogram(
            "quanquan_turns_per_commit",
            "Turns saved by one database commit",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
            registry=self.registry,
        )
        self.write_failures = Counter(
            "quanquan_write_failures", "Turns that could not be saved and were not acknowledged", registry=self.registry
        )

    def observe_steps(self, step_ms: Mapping[str, float]) -> None:
        """Record how long each step of a turn took (milliseconds)."""
        for step, took_ms in step_ms.items():
            self.step_seconds.labels(step).observe(took_ms / 1000)

    def exposition(self) -> bytes:
        """Return all figures in the Prometheus text format."""
        return generate_latest(self.registry)

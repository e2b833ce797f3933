"""Strict JSON into records, and what is wrong with it in the words of the file's editors."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ingest.parse import json_text
from ingest.parse.reasons import field_of, others, reason_of
from ingest.problems import RejectedFile, rejection
from ingest.words import Labels

T = TypeVar("T")


def parse_record(file: str, source: str, kind: TypeAdapter[T], labels: Labels) -> T:
    """The value of ``source``; raises RejectedFile with the first fault, its line, and a count of the others."""
    json_text.load(file, source, labels)
    try:
        return kind.validate_json(source)
    except ValidationError as error:
        raise _invalid(file, source, error, labels) from error


def line_of(source: str, path: json_text.Path) -> int | None:
    """Line of the value at ``path``, or of the nearest enclosing value when it is missing."""
    return _nearest(json_text.lines_of(source), path)


def _nearest(lines: dict[json_text.Path, int], path: json_text.Path) -> int | None:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _invalid(file: str, source: str, error: ValidationError, labels: Labels) -> RejectedFile:
    lines = json_text.lines_of(source)

    def line(fault: ErrorDetails) -> int | None:
        return _nearest(lines, fault["loc"])

    first, *rest = sorted(error.errors(include_url=False), key=lambda fault: line(fault) or 0)
    return rejection(file, reason_of(first, labels) + others(rest), field_of(first), line(first))

"""One guide file into one :class:`ServiceGuide`."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.parse import json_text, text
from ingest.parse.reasons import field_of, others, reason_of
from ingest.problems import RejectedFile, item_id_of, rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import ServiceGuide


def parse_guide(file: str, data: bytes) -> tuple[ServiceGuide, tuple[Problem, ...]]:
    """The guide and warnings about it; raises RejectedFile with the first fault and a count of the others."""
    source, warnings = text.decode(file, data)
    json_text.load(file, source)
    try:
        guide = ServiceGuide.model_validate_json(source)
    except ValidationError as error:
        raise _invalid(file, source, error) from error
    _check_name(file, source, guide)
    return guide, (*warnings, *_doubts(file, source, guide))


def _invalid(file: str, source: str, error: ValidationError) -> RejectedFile:
    lines = json_text.lines_of(source)
    first, *rest = sorted(error.errors(include_url=False), key=lambda fault: _line(lines, fault) or 0)
    return rejection(file, reason_of(first) + others(rest), field_of(first), _line(lines, first))


def _line(lines: dict[json_text.Path, int], fault: ErrorDetails) -> int | None:
    """Line of the value, or of the nearest enclosing value when it is missing."""
    path = fault["loc"]
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _check_name(file: str, source: str, guide: ServiceGuide) -> None:
    """File name and id must agree, so that no file can stand in for another item."""
    if item_id_of(file) == guide.id:
        return
    line = json_text.lines_of(source).get(("id",))
    reason = f"事项编号 {guide.id} 与文件名不一致，文件名应当是 {shown(guide.id)}.json"
    raise rejection(file, reason, "id", line)


def _doubts(file: str, source: str, guide: ServiceGuide) -> tuple[Problem, ...]:
    """What is allowed but hardly meant."""
    if guide.statutory_days is None or guide.promised_days <= guide.statutory_days:
        return ()
    line = json_text.lines_of(source).get(("promised_days",))
    reason = f"承诺时限 {guide.promised_days} 个工作日比法定时限 {guide.statutory_days} 个工作日还长，请核对"
    return (warning(file, reason, "promised_days", line),)

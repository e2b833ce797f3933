"""One guide file into one :class:`ServiceGuide`."""

from __future__ import annotations

from pydantic import TypeAdapter

from ingest.parse import text
from ingest.parse.json_record import line_of, parse_record
from ingest.problems import item_id_of, rejection, shown, warning
from ingest.words import LABELS
from knowledge.manifest import Problem
from knowledge.models import ServiceGuide

_GUIDE = TypeAdapter(ServiceGuide)


def parse_guide(file: str, data: bytes) -> tuple[ServiceGuide, tuple[Problem, ...]]:
    """The guide and warnings about it; raises RejectedFile with the first fault and a count of the others."""
    source, warnings = text.decode(file, data)
    guide = parse_record(file, source, _GUIDE, LABELS)
    _check_name(file, source, guide)
    return guide, (*warnings, *_doubts(file, source, guide))


def _check_name(file: str, source: str, guide: ServiceGuide) -> None:
    """File name and id must agree, so that no file can stand in for another item."""
    if item_id_of(file) == guide.id:
        return
    reason = f"事项编号 {guide.id} 与文件名不一致，文件名应当是 {shown(guide.id)}.json"
    raise rejection(file, reason, "id", line_of(source, ("id",)))


def _doubts(file: str, source: str, guide: ServiceGuide) -> tuple[Problem, ...]:
    """What is allowed but hardly meant."""
    if guide.statutory_days is None or guide.promised_days <= guide.statutory_days:
        return ()
    reason = f"承诺时限 {guide.promised_days} 个工作日比法定时限 {guide.statutory_days} 个工作日还长，请核对"
    return (warning(file, reason, "promised_days", line_of(source, ("promised_days",))),)

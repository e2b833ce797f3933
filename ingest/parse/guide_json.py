"""One guide file in our own format into one :class:`ServiceGuide`: every field is demanded, nothing may be left unsaid."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field, TypeAdapter

from ingest.parse import json_text, text
from ingest.parse.json_record import line_of, parse_record
from ingest.problems import item_id_of, rejection, shown, warning
from ingest.words import LABELS, path_text
from knowledge.manifest import Problem
from knowledge.models import Fee, Line, Material, MaterialForm, OnlineService, Position, ServiceGuide


class _WholeMaterial(Material):
    """A paper whose editor was asked for everything."""

    form: MaterialForm
    copies: Annotated[int, Field(ge=0, le=99)]
    required: bool


class _WholeGuide(ServiceGuide):
    """A guide whose editor was asked for every field; only a department's own document may leave some unsaid."""

    summary: Line
    materials: tuple[_WholeMaterial, ...]
    promised_days: Annotated[int, Field(ge=0, le=3650)]
    fee: Fee
    online: OnlineService
    visits: Annotated[int, Field(ge=0, le=20)]
    result: Line


_GUIDE = TypeAdapter(_WholeGuide)


def parse_guide(file: str, data: bytes) -> tuple[ServiceGuide, tuple[Problem, ...]]:
    """The guide and warnings about it; raises RejectedFile with the first fault and a count of the others."""
    source, warnings = text.decode(file, data)
    whole = parse_record(file, source, _GUIDE, LABELS)
    _check_name(file, source, whole)
    materials = tuple(Material.model_construct(**dict(material)) for material in whole.materials)
    guide = ServiceGuide.model_construct(**(dict(whole) | {"materials": materials}))
    return guide, (*warnings, *_doubts(file, source, whole))


def _check_name(file: str, source: str, guide: ServiceGuide) -> None:
    """File name and id must agree, so that no file can stand in for another item."""
    if item_id_of(file) == guide.id:
        return
    reason = f"事项编号 {guide.id} 与文件名不一致，文件名应当是 {shown(guide.id)}.json"
    raise rejection(file, reason, "id", line_of(source, ("id",)))


def _doubts(file: str, source: str, guide: _WholeGuide) -> tuple[Problem, ...]:
    """What is allowed but hardly meant."""
    if guide.statutory_days is None or guide.promised_days <= guide.statutory_days:
        return ()
    reason = f"承诺时限 {guide.promised_days} 个工作日比法定时限 {guide.statutory_days} 个工作日还长，请核对"
    return (warning(file, reason, "promised_days", line_of(source, ("promised_days",))),)


_NAMES = tuple(f'"{name}"'.encode() for name in ServiceGuide.model_fields)
_ENOUGH = len(_NAMES) // 2
_DEEP = 2


def is_guide(file: str, data: bytes) -> bool:
    """Is this our own format? Not a record with other names for things, nor a file that is named after no item."""
    if item_id_of(file) is None:
        return False
    if sum(name in data for name in _NAMES) >= _ENOUGH:
        return True
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return True  # its faults are best told in the words of our own format
    return not isinstance(said, dict) or said.keys() <= ServiceGuide.model_fields.keys()


def guide_places(source: str, _guide: ServiceGuide) -> dict[str, Position]:
    """The line of each field of a guide's JSON and of each entry of its lists."""
    lines = json_text.lines_of(source).items()
    return {path_text(path): Position(line=line) for path, line in lines if 0 < len(path) <= _DEEP}

"""Sample cases (``sample.yaml``), told from today: ``-3`` is the third working day before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.applications.case import Case, CaseStage
from assistant.masking import masked_name
from knowledge.working_days import Pause, is_working_day

_FILE: Final = Path(__file__).with_name("sample.yaml")
_LIMITS: Final = {"受理": "accept", "决定": "decide"}


def sample_cases(today: date) -> Iterator[tuple[Case, Sequence[str]]]:
    """Every sample case with its second factors, as if today were the day on which they were written."""
    for row in _rows():
        yield _case(row, today), tuple(row["factors"])


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(yaml.safe_load(_FILE.read_text("utf-8"))["cases"])


def _case(row: Mapping[str, Any], today: date) -> Case:
    def day(offset: int | None) -> date | None:
        return None if offset is None else _back(today, -offset)

    return Case(
        number=row["number"],
        item_id=row["item_id"],
        item_name=row["item_name"],
        department=row["department"],
        applicant=masked_name(row["applicant"]),
        state=row["state"],
        submitted_on=_back(today, -row["submitted"]),
        accepted_on=day(row.get("accepted")),
        promised_days=row["promised_days"],
        finished_on=day(row.get("finished")),
        stages=tuple(_stage(stage, today) for stage in row["stages"]),
        pauses=tuple(Pause(_back(today, -since), day(until)) for since, until in row.get("pauses", ())),
        missing=row.get("missing", ""),
        result=row.get("result", ""),
        sample=True,
    )


def _stage(row: Sequence[Any], today: date) -> CaseStage:
    name, offset, note = (*row, None, "")[:3] if len(row) < 3 else row
    at = None if offset is None else _back(today, -offset)
    limit: Any = _LIMITS.get(name)
    return CaseStage(name, at, note or "", limit)


def _back(today: date, count: int) -> date:
    """The ``count``-th working day before today; 0 is today, on a day off the last working day before it."""
    day = today
    while not is_working_day(day):
        day -= timedelta(days=1)
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day

"""The item list: one row an item, with the desk that serves it."""

from __future__ import annotations

from pydantic import ValidationError

from ingest.parse import text, tsv
from ingest.problems import rejection
from knowledge.manifest import Problem
from knowledge.models import ServiceItem

HEADER = ("id", "name", "department", "audience", "board", "life_event")


def parse_items(file: str, data: bytes) -> tuple[tuple[ServiceItem, ...], tuple[Problem, ...]]:
    """The rows in file order and warnings; raises RejectedFile at the first bad row."""
    source, warnings = text.decode(file, data)
    items: dict[str, ServiceItem] = {}
    for line, fields in tsv.rows(file, source, HEADER):
        try:
            item = ServiceItem.model_validate(dict(zip(HEADER, fields, strict=True)))
        except ValidationError as error:
            raise tsv.invalid_row(file, line, error, {}) from error
        if items.setdefault(item.id, item) is not item:
            raise rejection(file, f"事项编号 {item.id} 在清单里出现了两次", "id", line)
    return tuple(items.values()), warnings

"""Where records come from, read one at a time: thousands of them are kept for the few that a citation names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import orjson
from pydantic import ValidationError

from knowledge.errors import SnapshotDamaged
from knowledge.models import Origin
from knowledge.records import ORIGINS


class Origins:
    """Origins by record id, as lines of JSON until one is asked for; immutable."""

    def __init__(self, lines: Mapping[str, bytes] | None = None) -> None:
        self._lines = dict(lines or {})

    @classmethod
    def of(cls, origins: Iterable[Origin]) -> Origins:
        """The same of records in memory."""
        return cls({origin.record_id: origin.model_dump_json().encode() for origin in origins})

    @classmethod
    def read(cls, folder: Path) -> Origins:
        """Those of a snapshot folder; raises SnapshotDamaged when their file is missing or broken."""
        try:
            lines = (folder / ORIGINS).read_bytes().splitlines()
            return cls({orjson.loads(line)["record_id"]: line for line in lines})
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise SnapshotDamaged(f"知识快照里的 {ORIGINS} 读不出来") from error

    def get(self, record_id: str) -> Origin | None:
        """Where a guide or a policy file comes from, ``None`` when that was not kept; raises SnapshotDamaged."""
        line = self._lines.get(record_id)
        if line is None:
            return None
        try:
            return Origin.model_validate_json(line)
        except ValidationError as error:
            raise SnapshotDamaged(f"知识快照里的 {ORIGINS} 读不出来") from error

    def with_changes(self, changed: Iterable[Origin], gone: Iterable[str]) -> Origins:
        """A copy in which ``changed`` stand and ``gone`` are not."""
        lines = {**self._lines, **Origins.of(changed)._lines}
        for record_id in gone:
            lines.pop(record_id, None)
        return Origins(lines)

"""Sources of tests: configured as an operator would, over a server on this machine."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr

from ingest.sources.config_file import parse_config
from ingest.sources.offer import FetchReport
from ingest.sources.opening import Opening
from ingest.sources.patience import Patience
from ingest.sources.source_set import Offering, SourceSet
from knowledge.progress import SilentProgress
from tests.ingest.sources.faulty_server import FakeClock, Reply


@dataclass(frozen=True)
class Office:
    """A HOME with sources; ``refresh`` and ``offering`` are what the command line does."""

    home: Path
    clock: FakeClock
    sources: SourceSet

    def refresh(self, *, allow_shrink: bool = False) -> FetchReport:
        """Fetch the first source."""
        (report, *_) = self.sources.refresh(SilentProgress(), allow_shrink=allow_shrink)
        return report

    def offering(self) -> Offering:
        """What an ingest run would get."""
        return self.sources.offering()

    def contents(self) -> dict[str, bytes]:
        """All files by name."""
        return {file.name: file.read() for file in self.offering().files}

    def reopened(self, **options: Any) -> Office:
        """The same HOME, with other settings for the first source."""
        return office(self.home, self.clock, **options)


def office(home: Path, clock: FakeClock, secrets: dict[str, str] | None = None, **source: Any) -> Office:
    """An office with one source, which may ask this machine."""
    local = {"networks": ["127.0.0.1/32"], "delay_seconds": 0} if source["kind"] != "folder" else {}
    config = parse_config(yaml.safe_dump({"contact": "it@example.gov.cn", "sources": [local | source]}).encode())
    known = {name: SecretStr(value) for name, value in (secrets or {}).items()}
    opening = Opening(home, home, known.get, clock)
    return Office(home, clock, replace(opening, patience=Patience(tries=2)).open(config))


def pages_of(records: list[dict[str, Any]], size: int, **extra: Any) -> dict[str, Reply]:
    """Pages by number, ``/guides?page=1`` and so on, with an empty one behind the last."""
    count = -(-len(records) // size) + 1
    return {
        f"/guides?page={number + 1}": json_reply({"data": records[number * size : (number + 1) * size]} | extra)
        for number in range(count)
    }


def json_reply(value: object, charset: str = "utf-8") -> Reply:
    """A page of a feed."""
    headers = {"Content-Type": f"application/json; charset={charset}"}
    return Reply(json.dumps(value, ensure_ascii=False).encode(charset), headers=headers)


def guides(count: int, **fields: Any) -> list[dict[str, Any]]:
    """Records with other field names than ours."""
    return [{"code": f"GA-{number:03}", "事项名称": f"事项{number}"} | fields for number in range(1, count + 1)]

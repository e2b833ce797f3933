"""The authored questions of the shipped knowledge base."""

from __future__ import annotations

import csv
from functools import cache

from tests.knowledge.small import DATA


@cache
def authored() -> tuple[str, ...]:
    """Every question to a guide, file by file."""
    found: list[str] = []
    for path in sorted((DATA / "questions").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return tuple(found)

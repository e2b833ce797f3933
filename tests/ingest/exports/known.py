"""What the reader knows beforehand: the item list that ships with the product."""

from __future__ import annotations

from functools import cache

from ingest.guides.known import Known
from ingest.parse.items_tsv import parse_items
from ingest.sources.folder import sample_folder


@cache
def known_items() -> Known:
    """Every item's id, name, department and audience."""
    items, _ = parse_items("items.tsv", (sample_folder() / "items.tsv").read_bytes())
    return Known.of(items)

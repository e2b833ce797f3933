"""An award that a table holds: tiers of a field, or titles, each with its sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.labels.awards import rising
from ingest.labels.chunk import Chunk, Reading
from ingest.labels.figures import in_field
from ingest.labels.found import AWARDS, Found
from ingest.labels.logic import Item
from ingest.labels.tables import Grid, columns, names, sums, tiers
from knowledge.measures.awards import Award, BySet, HumanAward, Tiered
from knowledge.measures.conditions import Atom


def read_table(reading: Reading, found: Found, grid: Grid, chunks: Sequence[Chunk]) -> None:
    """The award that a table holds; the article's own words must not give another."""
    found.award_span = (grid.start, grid.end)
    alone = not any(chunk.kind in AWARDS or chunk.kind == "cap" for chunk in chunks)
    at = columns(grid)
    amounts = sums(grid, at[1]) if at else None
    found.award = None
    if at is not None and amounts is not None and alone:
        found.award = _table_tiers(reading, found, grid, at[0], amounts) or _table_titles(found, grid, at[0], amounts)
    if found.award is None:
        found.award = HumanAward(reading.text[grid.start : grid.end])


def _table_tiers(reading: Reading, found: Found, grid: Grid, column: int, amounts: Sequence[Decimal]) -> Award | None:
    said = [token for token in reading.lexer.tokens(grid.head[column], 0, len(grid.head[column])) if token.kind == "F"]
    name = str(said[0].value) if len(said) == 1 else reading.last if not said else None
    least = tiers(grid, column)
    if name is None or least is None:
        return None
    values = [in_field(name, one) for one in least]
    if None in values or not rising(values) or not rising(amounts):  # type: ignore[arg-type]
        return None
    found.items.append(Item(Atom(name, ">=", values[0]), "N", grid.start, grid.end))  # type: ignore[arg-type]
    return Tiered(name, tuple(zip(values, amounts, strict=True)))  # type: ignore[arg-type]


def _table_titles(found: Found, grid: Grid, column: int, amounts: Sequence[Decimal]) -> Award | None:
    titles = names(grid, column)
    every = Atom("qualifications", "has_any", titles)
    asked = [item for item in found.items if item.shape == "Q"]
    if len(set(titles)) != len(titles) or any(re.search("[0-9](?:万|元|%|人|件|亿|$)", title) for title in titles):
        return None
    said = [item.condition.value for item in asked if isinstance(item.condition, Atom)]
    if not any(isinstance(value, tuple) and set(value) == set(titles) for value in said):
        found.items.append(Item(every, "Q", grid.start, grid.end))
    return BySet("qualifications", tuple(zip(titles, amounts, strict=True)))

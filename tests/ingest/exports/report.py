"""What a round trip came to, as a table of layouts and fields, and as examples to mend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from rich.table import Table

from tests.ingest.exports.compare import FIELDS, Fate, Leaf, Tally


def totals(tallies: Mapping[str, Tally]) -> Table:
    """One row a layout: leaves, shares by fate, and the share of whole fields that are equal."""
    table = Table("layout", "values", "equal %", "reported", "doubtful", "silently wrong", "fields equal %")
    for key, tally in tallies.items():
        count = tally.count()
        table.add_row(
            key,
            str(len(tally.leaves)),
            f"{100 * tally.share():.2f}",
            *(str(count[fate]) for fate in ("reported", "doubtful", "wrong")),
            f"{100 * tally.fields_equal():.2f}",
        )
    return table


def by_field(tallies: Mapping[str, Tally]) -> Table:
    """Layout x field: percent equal, and behind it ``-reported?doubtful!wrong`` where there are any."""
    table = Table("field", *tallies)
    for name in FIELDS:
        table.add_row(
            name, *(_cell([leaf for leaf in tally.leaves if leaf.field == name]) for tally in tallies.values())
        )
    return table


def _cell(leaves: list[Leaf]) -> str:
    count = Counter(leaf.fate for leaf in leaves)
    text = f"{100 * count['equal'] / len(leaves):.1f}" if leaves else "-"
    return text + "".join(f" {mark}{count[fate]}" for fate, mark in _MARKS.items() if count[fate])


_MARKS: dict[Fate, str] = {"reported": "-", "doubtful": "?", "wrong": "!"}


def examples(key: str, tally: Tally, most: int = 3) -> Iterator[str]:
    """A few leaves of each field that did not come back, the worst first."""
    groups: dict[tuple[str, str], list[Leaf]] = defaultdict(list)
    for leaf in tally.leaves:
        if leaf.fate != "equal":
            groups[leaf.fate, leaf.field].append(leaf)
    for fate, name in sorted(groups, reverse=True):
        leaves = groups[fate, name]
        yield f"{key} {name}: {fate} {len(leaves)}"
        for leaf in leaves[:most]:
            yield f"    {leaf.item_id} {leaf.path}\n      written {leaf.written!r}\n      read    {leaf.read!r}"

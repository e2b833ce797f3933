"""What people say and what the guides call it: the lexicon of colloquial, regional and shortened words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

PREFIX = 2
"""Characters by which an entry is looked up; no entry is shorter."""


@cache
def _entries() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Entries by their first characters, the longest first."""
    raw = (files("knowledge") / "lexicon" / "colloquial.tsv").read_text("utf-8").splitlines()[1:]
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for line in raw:
        said, official = line.lower().split("\t")
        found.setdefault(said[:PREFIX], []).append((said, tuple(official.split(" "))))
    return {prefix: tuple(sorted(group, key=lambda entry: -len(entry[0]))) for prefix, group in found.items()}


def official_words(normalised: str) -> tuple[str, ...]:
    """Official words for what ``normalised`` says in other words, each once; those it says itself are left out.

    The longest entry at each place counts; what it covers is not read again.
    """
    entries = _entries()
    found: dict[str, None] = {}
    at = 0
    while at < len(normalised) - 1:
        for said, official in entries.get(normalised[at : at + PREFIX], ()):
            if normalised.startswith(said, at):
                found.update(dict.fromkeys(word for word in official if word not in normalised))
                at += len(said) - 1
                break
        at += 1
    return tuple(found)

"""Extracted labels in the catalog's form, checked: every label is one that the engines take, and every quote is the text's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.labels.extract import Extracted, Labels
from ingest.labels.plain import Plain
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import BySet, HumanAward, InKind, Tiered, award_tree, parse_award
from knowledge.measures.conditions import Atom, as_tree, parse_condition

Tree = dict[str, Any]
_MOST_WORDS = 400


def measures_of(document_id: str, labels: Labels) -> list[Tree]:
    """The measures in the catalog's form, each with its quotes."""
    return [
        _measure(f"{document_id}-{number}", one, labels.plain) for number, one in enumerate(labels.measures, start=1)
    ]


def _measure(name: str, one: Extracted, plain: Plain) -> Tree:
    quotes: list[Tree] = []
    clauses: list[Tree] = []
    for item in one.items:
        _quote(quotes, f"conditions/{len(clauses)}", plain, item.start, item.end)
        clauses.append(as_tree(item.condition))
    for start, end in _once(*one.humans, *one.found.unread):
        words = _words(plain, start, end)
        _quote(quotes, f"conditions/{len(clauses)}", plain, start, end)
        clauses.append({"human": words})
    award = _award(one, plain)
    span = one.found.award_span or (one.section.start, one.section.end)
    for start, end in _once(*_tiers(one), span):
        _quote(quotes, "award", plain, start, end)
    for label, (start, end) in one.claim.quotes.items():
        _quote(quotes, label, plain, start, end)
    tree: Tree = {
        "id": name,
        "title": title_of(one, plain),
        "mode": one.claim.mode or "申报",
        "article": one.section.name,
        "conditions": {"all": clauses},
        "award": award,
        "documents": list(one.claim.documents) if one.claim.mode != "免申即享" else [],
        "deadline": one.claim.deadline.isoformat() if one.claim.deadline else None,
    }
    if one.group:
        tree["exclusive_group"] = one.group
    checked(tree)
    return tree | {"quotes": quotes}


def checked(measure: Tree) -> None:
    """Raises InvalidRecord for a measure that the engines would not take."""
    parse_condition(measure["conditions"])
    parse_award(measure["award"])


def _award(one: Extracted, plain: Plain) -> Tree:
    award = one.found.award
    span = one.found.award_span or (one.section.start, one.section.end)
    if award is None or isinstance(award, HumanAward):
        return {"kind": "human", "text": _words(plain, *span)}
    if isinstance(award, InKind):
        return {"kind": "in_kind", "text": _words(plain, *span).rstrip("。；;，, ")}
    try:
        tree = award_tree(award)
        parse_award(tree)
    except InvalidRecord:
        return {"kind": "human", "text": _words(plain, *span)}
    return tree


def _tiers(one: Extracted) -> Iterator[tuple[int, int]]:
    """Where the steps or the titles stand that a graded award goes by: words of the conditions as much as of the award."""
    award = one.found.award
    if isinstance(award, Tiered | BySet):
        for item in one.found.items:
            if isinstance(item.condition, Atom) and item.condition.field == award.field:
                yield item.start, item.end


def _once(*spans: tuple[int, int]) -> Iterator[tuple[int, int]]:
    yield from dict.fromkeys(spans)


def _words(plain: Plain, start: int, end: int) -> str:
    return plain.words(start, end).strip()[:_MOST_WORDS] or "（原文）"


def _quote(quotes: list[Tree], label: str, plain: Plain, start: int, end: int) -> None:
    first, last = plain.span(start, end)
    quotes.append({"label": label, "text": plain.source[first:last], "start": first, "end": last})


def title_of(one: Extracted, plain: Plain) -> str:
    """The article's heading, else its award in its own words."""
    if one.section.heading:
        return one.section.heading
    span = one.found.award_span or (one.section.start, one.section.end)
    return re.sub(r"\s+", "", plain.words(*span))[:24].strip("，。；、") or one.section.name

"""Synthetic measures, varied from the shipped ones: other districts, trades, thresholds and sums; equal seeds make equal ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from random import Random
from typing import Any

from eval.synth.companies import DISTRICTS
from knowledge.measures.fields import FIELDS
from knowledge.models import Measure, PolicyDocument

FACTORS = (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.8, 1, 1.2, 1.25, 1.5, 1.6, 2, 2.5, 3, 4, 5)
OF_A_DISTRICT = 0.8
"""Share of measures that only one district's companies can claim."""
_FIRST, _LAST = date(2026, 1, 1), date(2026, 12, 31)
Tree = dict[str, Any]


def measures(count: int, seed: int = 1) -> list[tuple[PolicyDocument, Measure]]:
    """``count`` measures of documents in force throughout 2026."""
    random, shipped = Random(seed), _shipped()
    words = sorted({word for tree in shipped for word in _words(tree["conditions"])})
    return [_varied(random, random.choice(shipped), words, number) for number in range(count)]


def _shipped() -> list[Tree]:
    folder = files("knowledge.data").joinpath("policies")
    labels = sorted(path.name for path in folder.iterdir() if path.name.endswith(".labels.json"))
    return [each for name in labels for each in json.loads(folder.joinpath(name).read_text("utf-8"))["measures"]]


def _words(tree: Tree) -> list[str]:
    match tree:
        case {"field": "qualifications", "value": str() as word}:
            return [word]
        case {"all": parts} | {"any": parts}:
            return [word for part in parts for word in _words(part)]
    return []


def _varied(random: Random, shipped: Tree, words: list[str], number: int) -> tuple[PolicyDocument, Measure]:
    district = random.choice(DISTRICTS) if random.random() < OF_A_DISTRICT else None
    parts = [part for part in _parts(shipped["conditions"]) if part.get("field") != "district"]
    conditions = [_moved(random, part, words) for part in parts]
    if district is not None:
        conditions.insert(0, {"field": "district", "op": "==", "value": district})
    tree = shipped | {"conditions": {"all": conditions}, "award": _scaled(random, shipped["award"])}
    measure = Measure.model_validate(tree | {"id": f"S{number:05d}-1", "deadline": None, "documents": ()})
    document = PolicyDocument(
        id=f"S{number:05d}", title="样例措施", issuer="样例单位", level="区" if district else "市", district=district,
        published=_FIRST, valid_from=_FIRST, valid_to=_LAST, measures=(measure,),
    )  # fmt: skip
    return document, measure


def _parts(tree: Tree) -> list[Tree]:
    return list(tree["all"]) if "all" in tree else [tree]


def _moved(random: Random, tree: Tree, words: list[str]) -> Tree:
    """The same kind of condition with another threshold or word."""
    match tree:
        case {"all": parts}:
            return {"all": [_moved(random, part, words) for part in parts]}
        case {"any": parts}:
            return {"any": [_moved(random, part, words) for part in parts]}
        case {"not": part}:
            return {"not": _moved(random, part, words)}
        case {"field": "qualifications", "op": "has"}:
            return tree | {"value": random.choice(words)}
        case {"op": "prefix", "value": prefixes} if len(prefixes) == 1 and len(prefixes[0]) > 1:
            return tree | {"value": [prefixes[0][0] + str(random.randint(11, 99))[: len(prefixes[0]) - 1], *prefixes]}
        case {"op": "within_years", "value": years}:
            return tree | {"value": max(1, int(years) + random.randint(-2, 4))}
        case {"value": bool()}:
            return tree
        case {"value": int() | float() as threshold}:
            moved = threshold * random.choice(FACTORS)
            return tree | {"value": round(moved) if FIELDS[tree["field"]].kind == "count" else round(moved, 2)}
    return tree


def _scaled(random: Random, award: Tree) -> Tree:
    """The award with other sums; shares of a sum stay below half."""
    factor = random.choice(FACTORS)

    def times(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 2)

    match award:
        case {"kind": "percent", "rate": rate}:
            return award | {"rate": min(round(rate * factor, 4), 0.5), "cap": times(award["cap"])}
        case {"tiers": tiers}:
            return award | {"tiers": [tier | {"amount": times(tier["amount"])} for tier in tiers]}
        case {"amounts": Mapping() as amounts}:
            return award | {"amounts": {word: times(amount) for word, amount in amounts.items()}}
        case {"kind": "per_unit"}:
            return award | {"amount": times(award["amount"]), "cap": times(award["cap"])}
        case {"amount": amount}:
            return award | {"amount": times(amount)}
    return award

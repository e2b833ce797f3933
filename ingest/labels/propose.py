"""What a model proposes for clauses that the reader left to a person: checked by rule, and then still only proposed.

The validator is the labels' own (``parse_condition``, ``parse_award``), and every figure and word of a proposal must stand in
the quoted clause. Nothing here changes a label: an editor does. Of the text, which is public, one clause at a time is sent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import yaml

from ingest.labels.plain import plain_of
from ingest.labels.quantities import QUANTITY, quantity
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import HumanAward, parse_award
from knowledge.measures.conditions import All as AllOf
from knowledge.measures.conditions import Any as AnyOf
from knowledge.measures.conditions import Condition, Human, Not, parse_condition
from knowledge.measures.fields import FIELDS

MOST = 40
"""Clauses of one document that are asked about."""
_LONGEST_REPLY = 20_000
_NO_FIGURE = frozenset({Decimal(0), Decimal(1)})
"""有…的 and 每… ask for more than none, or for one, without a figure."""
_FLAGS = {
    "dishonest": "失信",
    "abnormal_listing": "异常",
    "safety_accident": "事故",
    "first_above_scale": "首次|上规|升规|入规",
}
_NAMES = frozenset({"field", "op", "base", "kind"})


class Model(Protocol):
    """A language model, or a fake."""

    def answer(self, system: str, told: str) -> str:
        """The model's words; raises ModelUnusable."""


@dataclass(frozen=True)
class Proposal:
    """For one place of a measure (``conditions/3``, ``award``); ``labels`` are clauses, or one award. Open until an editor decides."""

    measure_id: str
    label: str
    clause: str
    labels: tuple[dict[str, Any], ...]
    state: str = "open"


@dataclass(frozen=True)
class Proposals:
    """``refused`` counts why others were not kept."""

    kept: tuple[Proposal, ...]
    refused: dict[str, int]


def propose(record: dict[str, Any], model: Model) -> Proposals:
    """Proposals for each clause of ``record`` that is left to a person; raises ModelUnusable."""
    kept: list[Proposal] = []
    refused: Counter[str] = Counter()
    for measure, label, clause in list(_open(record))[:MOST]:
        part = label.partition("/")[0]
        told = {"clause": clause, "part": part, "fields": _fields()}
        try:
            labels = checked(part, clause, model.answer(_system(), json.dumps(told, ensure_ascii=False)))
        except InvalidRecord as error:
            refused[error.message] += 1
        else:
            kept.append(Proposal(measure, label, clause, labels))
    return Proposals(tuple(kept), dict(refused))


def checked(part: str, clause: str, answer: str) -> tuple[dict[str, Any], ...]:
    """The labels in a model's answer; raises InvalidRecord with the reason for an editor."""
    try:
        said = json.loads(answer[:_LONGEST_REPLY][answer.find("{") : answer.rfind("}") + 1])
        trees = [said["award"]] if part == "award" else list(said["conditions"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidRecord("没有提出标签") from error
    if not trees or not all(isinstance(tree, dict) for tree in trees):
        raise InvalidRecord("没有提出标签")
    for tree in trees:
        if part == "award":
            _check_award(tree)
        elif _is_open(parse_condition(tree)):
            raise InvalidRecord("提出的条件仍然要人工判断")
        _check_words(tree, clause)
    return tuple(trees)


def _check_award(tree: dict[str, Any]) -> None:
    if isinstance(parse_award(tree), HumanAward):
        raise InvalidRecord("提出的奖补仍然要人工判断")


def _is_open(condition: Condition) -> bool:
    match condition:
        case Human():
            return True
        case Not(part):
            return _is_open(part)
        case AllOf(parts) | AnyOf(parts):
            return any(map(_is_open, parts))
    return False


def _check_words(tree: dict[str, Any], clause: str) -> None:
    plain = plain_of(clause).text
    figures = _figures(plain)
    for value in _values(tree):
        if isinstance(value, str) and plain_of(value).text not in plain:
            raise InvalidRecord("原文里没有提出的名称")
        if isinstance(value, int | float) and Decimal(str(value)) not in figures | _NO_FIGURE:
            raise InvalidRecord("原文里没有提出的数字")
    for name in _flags(tree):
        if not re.search(_FLAGS.get(name, "(?!)"), plain):
            raise InvalidRecord("原文里没有提出的名称")


def _figures(plain: str) -> frozenset[Decimal]:
    """Each figure of the clause as the labels may hold it: in yuan, in 万元, as a share, as it stands."""
    read = [found for match in QUANTITY.finditer(plain) if (found := quantity(match)) is not None]
    return frozenset(
        form for one in read for form in (one.value, one.value / one.scale, one.value / 10_000, one.value / 100)
    )


def _values(tree: object, key: str = "") -> Iterator[object]:
    match tree:
        case dict():
            if key == "amounts":
                yield from tree
            for name, part in tree.items():
                if name not in _NAMES:
                    yield from _values(part, name)
        case list():
            for part in tree:
                yield from _values(part, key)
        case bool() | None:
            return
        case _:
            yield tree


def _flags(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        if isinstance(tree.get("value"), bool):
            yield str(tree["field"])
        for part in tree.values():
            yield from _flags(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _flags(part)


def _open(record: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for measure in record["measures"]:
        for number, clause in enumerate(measure["conditions"]["all"]):
            if "human" in clause:
                yield measure["id"], f"conditions/{number}", clause["human"]
        if measure["award"]["kind"] == "human":
            yield measure["id"], "award", measure["award"]["text"]


@cache
def _system() -> str:
    return str(yaml.safe_load(files("ingest.labels").joinpath("prompt.yaml").read_text("utf-8"))["system"])


def _fields() -> dict[str, str]:
    return {
        name: f"{field.label}（{field.kind}{'，' + field.unit if field.unit else ''}）"
        for name, field in FIELDS.items()
    }

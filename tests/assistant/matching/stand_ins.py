"""Companies, labels and a matcher for the service's tests: small, and by the plain meaning of the labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from assistant.matching.compiled import CompiledLibrary
from assistant.matching.service import MatchService
from knowledge.measures.awards import money, parse_award
from knowledge.measures.conditions import Truth, Value, parse_condition, requirements, truth
from knowledge.measures.matcher import MatchResult
from knowledge.models import Measure, PolicyDocument
from knowledge.portraits.credit_code import check_digit
from knowledge.portraits.name_parts import name_parts
from knowledge.portraits.portrait import Portrait, parse_portrait

ON = date(2026, 11, 23)
SHOE = "91350502MAX50L2368"
OTHER, THIRD = (body + check_digit(body) for body in ("91350500MA0000001", "91350500MA0000002"))


def portrait(name: str = "泉州榛柏熙鞋业有限公司", credit_code: str = SHOE, **values: Any) -> Portrait:
    """A company of a few fields."""
    plain: dict[str, Any] = {
        "district": "鲤城区",
        "industry_code": "C1951",
        "revenue": 1850,
        "employees": 68,
        "equipment_investment": 1200,
        "qualifications": ["规上工业企业"],
        "dishonest": False,
    }
    return parse_portrait({"name": name, "credit_code": credit_code} | plain | values)


def measure(id_: str, conditions: list[dict[str, Any]], award: dict[str, Any], **changes: Any) -> Measure:
    """One measure."""
    plain: dict[str, Any] = {"id": id_, "title": f"{id_} 奖励", "mode": "申报", "article": "第三条"}
    return Measure(**(plain | {"conditions": {"all": conditions}, "award": award} | changes))


def document(*measures: Measure, **changes: Any) -> PolicyDocument:
    """One document in force in 2026."""
    plain: dict[str, Any] = {
        "id": "P001",
        "title": "若干措施",
        "issuer": "区政府办公室",
        "level": "区",
        "district": "鲤城区",
        "published": date(2025, 1, 20),
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2027, 12, 31),
    }
    return PolicyDocument(**(plain | {"measures": measures} | changes))


@dataclass
class PlainLibrary:
    """Documents as given; a test may exchange them."""

    documents: tuple[PolicyDocument, ...]
    version: str = "1"

    def measures(self) -> Sequence[tuple[PolicyDocument, Measure]]:
        """All measures with their documents."""
        return [(each, one) for each in self.documents for one in each.measures]


class PlainMatcher:
    """The reference semantics, one measure after another."""

    made = 0

    def __init__(self, measures: Sequence[tuple[PolicyDocument, Measure]], on: date) -> None:
        type(self).made += 1
        self._on = on
        self._measures = [
            (at, parse_condition(one.conditions), parse_award(one.award))
            for at, (document, one) in enumerate(measures)
            if document.valid_from <= on and (document.valid_to is None or on <= document.valid_to)
        ]

    def company(self, values: Mapping[str, Value]) -> list[MatchResult]:
        """As ``Matcher.company``."""
        found = []
        for at, condition, award in self._measures:
            parts = requirements(condition)
            truths = [truth(part, values, self._on) for part in parts]
            failed = tuple(part for part, one in zip(parts, truths, strict=True) if one is Truth.FAILED)
            open_ = tuple(part for part, one in zip(parts, truths, strict=True) if one is Truth.UNKNOWN)
            if len(failed) <= 1:
                found.append(MatchResult(at, min(truths, default=Truth.MET), money(award, values), failed, open_))
        return found


class Found(NamedTuple):
    """As the directory's."""

    credit_code: str
    name: str
    score: float
    former_name: str | None


@dataclass
class PlainDirectory:
    """Companies whose name proper begins like the typed one; several share the score."""

    portraits: tuple[Portrait, ...]
    asked: list[str] = field(default_factory=list)

    def by_code(self, code: str) -> Portrait | None:
        """By its code."""
        return next((one for one in self.portraits if one.credit_code == code), None)

    def find(self, typed: str, limit: int = 8) -> list[Found]:
        """By the beginning of a name."""
        self.asked.append(typed)
        stem = name_parts(typed).stem
        if len(stem) < 2:
            return []
        held = [
            (one, None if name is one.name else name)
            for one in self.portraits
            for name in (one.name, *one.former_names)
            if name_parts(name).stem.startswith(stem)
        ]
        return [Found(one.credit_code, one.name, 0.97 / len(held), former) for one, former in held[:limit]]


def leaf(name: str, op: str, value: object) -> dict[str, Any]:
    """One atom as labels have it."""
    return {"field": name, "op": op, "value": value}


HERE = leaf("district", "==", "鲤城区")
MEASURES = (
    measure("P001-1", [HERE, leaf("qualifications", "has", "规上工业企业")], {"kind": "fixed", "amount": 100000}),
    measure("P001-2", [HERE, leaf("revenue", ">=", 2000)], {"kind": "fixed", "amount": 50000}, documents=("申请表",)),
    measure(
        "P001-3",
        [HERE, leaf("employees", ">=", 10)],
        {"kind": "percent", "base": "equipment_investment", "rate": 0.08, "cap": 3000000},
        exclusive_group="技改",
    ),
    measure("P001-4", [HERE], {"kind": "fixed", "amount": 20000}, exclusive_group="技改"),
    measure("P001-5", [HERE, leaf("tax_paid", ">=", 50)], {"kind": "fixed", "amount": 30000}),
    measure("P001-6", [HERE, {"human": "信用良好"}], {"kind": "fixed", "amount": 30000}),
    measure("P001-7", [HERE], {"kind": "human", "text": "视情况给予补助"}),
    measure("P001-8", [HERE], {"kind": "in_kind", "text": "优先推荐"}),
    measure("P001-9", [HERE], {"kind": "fixed", "amount": 10000}, deadline=date(2026, 9, 30)),
)
LAST_YEAR = document(
    measure("P002-1", [HERE], {"kind": "fixed", "amount": 990000}),
    id="P002",
    title="到期的措施",
    valid_to=date(2025, 12, 31),
)


def service(
    *portraits: Portrait, documents: tuple[PolicyDocument, ...] = (document(*MEASURES), LAST_YEAR)
) -> MatchService:
    """A service over a few companies and measures."""
    directory = PlainDirectory(portraits or (portrait(),))
    return MatchService(
        lambda: directory,
        CompiledLibrary(PlainLibrary(documents), PlainMatcher),
        lambda _document, section: f"{section} 原文",
        lambda: ON,
    )

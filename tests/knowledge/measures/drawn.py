"""Random labels and companies for hypothesis, dense enough that conditions are often met and often just missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from knowledge.measures.awards import Award, BySet, Fixed, HumanAward, InKind, Percent, PerUnit, Tiered
from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not, Value, as_tree
from knowledge.measures.fields import FIELDS
from knowledge.models import Measure, PolicyDocument

ON = date(2026, 11, 23)
WORDS = ("鲤城区", "丰泽区", "高新技术企业", "绿色工厂", "老字号")
CODES = ("C1951", "C1952", "C1819", "C18", "F5211", "I6510")
ORDERED = ("==", "!=", ">=", ">", "<=", "<")

figures = st.one_of(
    st.sampled_from([Decimal(0), Decimal(10), Decimal("10.5"), Decimal("-3.25"), Decimal("10.000001"), Decimal("1e3")]),
    st.decimals(-50, 5000, places=2),
    st.sampled_from(
        [Decimal("10.0000001"), Decimal("10.00000005"), Decimal("1e14"), Decimal("9.3e18"), Decimal("-1e30")]
    ),
)
counts = st.one_of(st.integers(0, 12).map(Decimal), st.sampled_from([Decimal(10**13), Decimal(2**62)]))
days = st.one_of(
    st.integers(-4000, 100).map(lambda n: ON + timedelta(n)),
    st.sampled_from([date(2023, 11, 23), date(2023, 11, 22), date(2024, 2, 29), date.min, date.max]),
)
VALUES: Mapping[str, st.SearchStrategy[Value]] = {
    "text": st.sampled_from(WORDS), "code": st.sampled_from(CODES), "date": days, "number": figures, "count": counts,
    "flag": st.booleans(), "set": st.frozensets(st.sampled_from(WORDS)),
}  # fmt: skip
ASKED = ("district", "industry_code", "founded_on", "revenue", "rd_ratio", "employees", "qualifications", "dishonest")
companies = st.fixed_dictionaries({}, optional={name: VALUES[FIELDS[name].kind] for name in ASKED})


@st.composite
def atoms(draw: st.DrawFn) -> Atom:
    name = draw(st.sampled_from(ASKED))
    kind = FIELDS[name].kind
    if kind == "set":
        if draw(st.booleans()):
            return Atom(name, "has", draw(st.sampled_from(WORDS)))
        return Atom(name, "has_any", tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))))
    if kind == "code" and draw(st.booleans()):
        return Atom(
            name, "prefix", tuple(draw(st.lists(st.sampled_from(("C", "C1", "C18", "C1951", "F")), min_size=1)))
        )
    if kind in ("text", "code") and draw(st.booleans()):
        return Atom(name, "in", tuple(draw(st.lists(st.sampled_from((*WORDS, *CODES)), min_size=1, max_size=3))))
    if kind == "date" and draw(st.booleans()):
        return Atom(name, "within_years", Decimal(draw(st.sampled_from([1, 3, 5, 200]))))
    ops = ("==", "!=") if kind in ("text", "code", "flag") else ORDERED
    return Atom(name, draw(st.sampled_from(ops)), draw(VALUES[kind]))  # type: ignore[arg-type]


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=4).map(tuple)
    return st.one_of(st.builds(All, several), st.builds(Any, several), st.builds(Not, parts))


_inner = st.recursive(st.one_of(atoms(), atoms(), atoms(), st.just(Human("由主管部门认定"))), _joined, max_leaves=8)
conditions = st.one_of(st.lists(_inner, max_size=5).map(lambda parts: All(tuple(parts))), _inner)

sums = st.one_of(
    st.decimals(0, 10**6, places=2), st.sampled_from([Decimal("0.005"), Decimal("0.015"), Decimal(10**12)])
)
caps = st.one_of(st.none(), sums)
rates = st.one_of(
    st.sampled_from([Decimal("0.05"), Decimal("0.1"), Decimal("0.0333"), Decimal("0.0000001"), Decimal(10)]),
    st.decimals("0.001", 1, places=3),
)
awards: st.SearchStrategy[Award] = st.one_of(
    st.builds(Fixed, sums),
    st.builds(Percent, st.just("revenue"), rates, caps),
    st.builds(PerUnit, st.sampled_from(["employees", "rd_ratio"]), sums, caps),
    st.builds(
        Tiered,
        st.sampled_from(["revenue", "employees"]),
        st.dictionaries(figures, sums, min_size=1, max_size=4).map(lambda tiers: tuple(sorted(tiers.items()))),
    ),
    st.builds(
        BySet,
        st.just("qualifications"),
        st.dictionaries(st.sampled_from(WORDS), sums, min_size=1).map(lambda amounts: tuple(amounts.items())),
    ),
    st.just(InKind("优先推荐")),
    st.just(HumanAward("按有关规定")),
)


def document(condition: Condition, award: dict[str, object], at: int = 1, **changes: object) -> PolicyDocument:
    """A document in force on ``ON`` with one measure."""
    measure = Measure(
        id=f"T{at}-1", title="一项奖补", mode="申报", article="第一条", conditions=as_tree(condition), award=award
    )
    return PolicyDocument.model_validate(
        {
            "id": f"T{at}", "title": "若干措施", "issuer": "市政府", "level": "市", "district": None,
            "published": date(2026, 1, 1), "valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31),
            "measures": (measure,),
        }
        | changes
    )  # fmt: skip

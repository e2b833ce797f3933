"""Every rule of a report's fields: what is kept, what is refused, and in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.claims.reports.fields import FIELDS, checked, fitted, in_words
from assistant.errors import InvalidRequest
from tests.assistant.benefits.world import code
from tests.assistant.claims.reports.world import FILLED

TODAY = date(2026, 11, 24)

KEPT = [
    ("contact_phone", "138 0013 8000", "13800138000"),
    ("contact_phone", "+86 138-0013-8000", "13800138000"),
    ("contact_phone", "１３８００１３８０００", "13800138000"),
    ("contact_phone", "0595-2212 3456", "059522123456"),
    ("contact_phone", "(0595)22123456转801", "059522123456转801"),
    ("contact_phone", "400-123-4567", "4001234567"),
    ("claimant_phone", "138****8000", "138****8000"),
    ("claimant_phone", "１０６", "106"),
    ("claimant_phone", "139 0000-0001", "13900000001"),
    ("reporter_code", f" {code(7).lower()} ", code(7)),
    ("happened_on", "2026-11-24", "2026-11-24"),
    ("paid", 128.5, "128.50"),
    ("paid", "1,285元", "1285.00"),
    ("demanded", 0, "0.00"),
    ("demanded", "-0", "0.00"),
    ("demanded", "0E+99999999999", "0.00"),
    ("demanded", "１００", "100.00"),
    ("quantity", 20, "20"),
    ("quantity", "007", "7"),
    ("case_numbers", ["A1", " A1 ", "", "A2"], ["A1", "A2"]),
    ("description", "  坏\x00字\ud800  ", "坏字"),
]
REFUSED = [
    ("contact_phone", "12345"),
    ("contact_phone", "1380013800"),
    ("contact_phone", "059522123456转转"),
    ("claimant_phone", "+86abc"),
    ("reporter_code", "91350502000000000X"),
    ("happened_on", "2026-11-25"),
    ("happened_on", "1999-12-31"),
    ("happened_on", "昨天"),
    ("happened_on", "2026-02-30"),
    ("channel", "微信"),
    ("paid", "-1"),
    ("paid", "1e9"),
    ("paid", "NaN"),
    ("paid", "Infinity"),
    ("paid", "很多"),
    ("paid", "1.005"),
    ("demanded", 1e300),
    ("demanded", "1E-9999999999"),
    ("demanded", "sNaN"),
    ("quantity", "十"),
    ("quantity", -1),
]


@pytest.mark.parametrize(("name", "typed", "kept"), KEPT)
def test_what_people_type_is_kept_in_one_form(name: str, typed: object, kept: object) -> None:
    fields, faults = checked(fitted(FILLED | {name: typed}), TODAY)
    assert (fields[name], faults) == (kept, [])


@pytest.mark.parametrize(("name", "typed"), REFUSED)
def test_a_wrong_value_is_named_by_its_field_and_never_repeated(name: str, typed: object) -> None:
    _, faults = checked(fitted(FILLED | {name: typed}), TODAY)
    assert [(each.field, each.missing) for each in faults] == [(name, False)]
    assert FIELDS[name].label in in_words(faults)
    assert name in in_words(faults)
    if len(str(typed)) > 2:
        assert str(typed) not in in_words(faults)


def test_every_missing_field_is_named_at_once() -> None:
    _, faults = checked({}, TODAY)
    required = [name for name, rule in FIELDS.items() if rule.required]
    assert [each.field for each in faults] == required
    assert all(each.missing for each in faults)
    assert all(f"{FIELDS[name].label}（{name}）还没有填" in in_words(faults) for name in required)


@pytest.mark.parametrize(
    "sent",
    [
        {"unknown": "x"},
        {"demands": 5},
        {"demands": ["x"]},
        {"demands": "字" * 2001},
        {"case_numbers": "A1"},
        {"case_numbers": [1]},
        {"case_numbers": ["A"] * 21},
        {"paid": True},
        {"paid": {"a": 1}},
    ],
)
def test_a_draft_takes_only_what_fits(sent: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        fitted(sent)
    assert "字字" not in refused.value.message


def test_a_draft_may_be_half_filled_and_wrong() -> None:
    assert fitted({"contact_phone": "138", "paid": "", "product": None}) == {"contact_phone": "138"}

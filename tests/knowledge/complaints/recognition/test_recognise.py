"""What recognition finds for and against people, and that it never goes further than a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.complaints.complaint import Complaint
from knowledge.complaints.recognition.findings import Findings, Ground, PersonFinding
from knowledge.complaints.recognition.recognise import recognise
from knowledge.complaints.recognition.rules import FACTORS, PROTECTIONS, InvalidRules, load_rules
from tests.knowledge.complaints.recognition.people import DAY, LABEL, SICK, THREAT, complaints, linked

RULES = load_rules()


def found(*people: Iterable[Complaint], groups: tuple[int, ...] = (), on: date = DAY) -> Findings:
    """The findings over some people."""
    table, links = linked(*people, groups=groups)
    return recognise(table, links, RULES, on)


def only(*people: Iterable[Complaint], groups: tuple[int, ...] = ()) -> PersonFinding:
    """The finding of the first person."""
    return found(*people, groups=groups).by_person["R-00000000"]


def factors(finding: PersonFinding) -> dict[str, str]:
    """Factor and strength."""
    return {one.factor: one.strength for one in finding.factors}


def shields(finding: PersonFinding) -> dict[str, str]:
    """Protection and strength."""
    return {one.protection: one.strength for one in finding.protections}


def test_the_shipped_rules_name_all_nine_factors_and_their_sources() -> None:
    assert len(FACTORS) == 9
    assert set(RULES.factors) == set(FACTORS)
    assert set(RULES.protections) == set(PROTECTIONS)
    assert any("市场监督管理投诉举报处理办法" in source for source in RULES.sources)
    assert len(RULES.digest) == 64


def test_ten_complaints_a_year_alone_ask_for_review_and_for_no_more() -> None:
    finding = only(complaints("买的东西不满意，要求退款。", 12, every=20, demanded=None))
    assert finding.proposal == "review"
    assert finding.most_in_window == 12
    assert "数量多本身不是认定的理由" in finding.reasons[0]


def test_nine_ordinary_complaints_propose_nothing() -> None:
    assert only(complaints("买的东西不满意，要求退款。", 9, every=35, demanded=None)).proposal == "none"


def test_people_with_few_complaints_are_not_even_listed() -> None:
    assert found(complaints(THREAT, 4)).persons == ()


def test_threats_for_money_over_labels_against_many_traders_propose_a_hand_over() -> None:
    finding = only(complaints(THREAT, 14, name="陈大山", quantity=20))
    assert factors(finding) == {
        "excess_quantity": "clear",
        "label_or_advertising": "clear",
        "many_or_repeated": "clear",
        "coercion": "clear",
        "abnormal_volume": "weak",
    }
    assert finding.proposal == "handover"


def test_who_tells_of_harm_and_asks_for_the_price_is_never_proposed_for_hand_over() -> None:
    finding = only(
        complaints(SICK, 16, every=60, name="林小月", phone="19900000001", demanded=Decimal(50), outcome="verified")
    )
    assert finding.proposal != "handover"
    assert shields(finding) == {
        "real_harm": "clear",
        "own_use": "weak",
        "moderate_demands": "clear",
        "upheld": "clear",
        "own_words": "weak",
        "one_identity": "weak",
        "spread_out": "clear",
        "varied_goods": "weak",
    }


def test_an_angry_consumer_with_real_harm_keeps_his_protection_in_spite_of_a_threat() -> None:
    angry = "孩子吃了拉肚子住院，如不赔偿就向媒体曝光！"
    finding = only(complaints(angry, 12, every=25, demanded=Decimal(100)))
    assert factors(finding)["coercion"] == "clear"
    assert finding.proposal == "review"


@pytest.mark.parametrize(
    "text",
    [
        "标签没有中文标识，没有造成人身损害，也未食用。",
        "广告宣传用了最佳，虽未造成任何损失，但违反广告法。",
        "执行标准标注错误，原封未动。",
    ],
)
def test_harm_that_is_denied_is_no_harm(text: str) -> None:
    finding = only(complaints(text, 12))
    assert factors(finding)["label_or_advertising"] == "clear"
    assert "real_harm" not in shields(finding)


def test_formatted_texts_count_only_where_several_people_send_them_again_and_again() -> None:
    ring = [complaints(LABEL, 6, name=name) for name in ("王一飞", "赵二强", "孙三立")]
    assert factors(only(*ring, groups=(0, 0, 0)))["formatted_texts"] == "clear"
    form_letter = [complaints(LABEL, 6, name="王一飞"), *(complaints(LABEL, 1, name=f"市民{n}") for n in range(40))]
    assert "formatted_texts" not in factors(only(*form_letter, groups=(0,) * 41))


def test_members_of_a_ring_are_looked_at_from_three_complaints_on() -> None:
    ring = [complaints(LABEL, 3, name=name) for name in ("王一飞", "赵二强", "孙三立")]
    assert len(found(*ring, groups=(0, 0, 0)).persons) == 3
    assert found(*ring).persons == ()


def test_slips_homophones_and_titles_are_no_second_name() -> None:
    rows = complaints(LABEL, 12)
    names = (
        "王小明",
        "王晓明",
        "王小敏",
        "王先生",
        "王*明",
        "匿名",
        "王小明",
        "小王明",
        None,
        "王某",
        "王小明",
        "王晓明",
    )
    named = [replace(row, name=name) for row, name in zip(rows, names, strict=True)]
    assert "false_identity" not in factors(only(named))


def test_one_id_number_under_two_names_is_clear_and_names_the_complaints() -> None:
    rows = complaints(LABEL, 12, name="王小明", id_number="35050219900101001X")
    rows[5] = replace(rows[5], name="李大刚")
    finding = only(rows)
    (identity,) = [one for one in finding.factors if one.factor == "false_identity"]
    assert identity.strength == "clear"
    assert identity.complaints == (f"12315:{rows[5].number}",)
    assert "证件" in identity.text and "35050219900101001X" not in identity.text


def test_a_shared_phone_or_address_alone_is_no_evidence() -> None:
    family = [
        complaints(SICK, 6, every=50, name=name, phone="19900000002", address="鲤城区虚构路1号")
        for name in ("吴大", "郑小花")
    ]
    for finding in found(*family).persons:
        assert factors(finding) == {}


def test_complaints_after_the_day_are_not_known_yet() -> None:
    rows = complaints(THREAT, 20, every=10)
    table, links = linked(rows)
    earlier = recognise(table, links, RULES, DAY - timedelta(days=120)).by_person["R-00000000"]
    assert earlier.complaints == 8
    assert earlier.last_on == DAY - timedelta(days=120)


def test_every_complaint_named_belongs_to_the_person_and_evidence_has_its_figures() -> None:
    people = [complaints(THREAT, 15, name="陈大山"), complaints(SICK, 11, every=30, name="林小月")]
    for number, finding in enumerate(sorted(found(*people).persons, key=lambda one: one.person_id)):
        own = {f"12315:{row.number}" for row in people[number]}
        grounds: tuple[Ground, ...] = (*finding.factors, *finding.protections)
        for one in grounds:
            assert set(one.complaints) <= own
            assert one.count == len(one.complaints)
            assert any(sign.isdigit() for sign in one.text)


def test_findings_survive_writing_and_reading() -> None:
    findings = found(complaints(THREAT, 15, name="陈大山"))
    assert Findings.model_validate_json(findings.model_dump_json()) == findings


def test_words_are_always_of_suspicion_and_no_identity_is_written_into_them() -> None:
    rows = complaints(
        THREAT, 15, name="陈大山", phone="19900000003", address="鲤城区虚构路2号", account="6222000000000000001"
    )
    words = found(rows).model_dump_json()
    for forbidden in ("恶意", "敲诈勒索", "犯罪", "19900000003", "虚构路", "6222000000000000001"):
        assert forbidden not in words.replace("陈大山-", "")


def test_rules_that_lack_a_factor_or_hold_a_broken_pattern_are_refused(tmp_path: Path) -> None:
    for content in ("version: 1", "[]", "version: [", "phrases: {knowing: '('}"):
        path = tmp_path / "rules.yaml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InvalidRules):
            load_rules(path)


_TEXTS = st.sampled_from((LABEL, THREAT, SICK, "", "。" * 50, "\x00坏\ud7ff", "不赔偿" * 300))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_TEXTS, st.integers(0, 800), st.none() | st.integers(0, 500)), min_size=5, max_size=40))
def test_whatever_a_register_holds_recognition_ends_and_counts_right(
    given_rows: list[tuple[str, int, int | None]],
) -> None:
    rows = [
        replace(
            complaints(text, 1)[0], number=str(at), received_on=DAY - timedelta(days=days), quantity=quantity, paid=None
        )
        for at, (text, days, quantity) in enumerate(given_rows)
    ]
    finding = only(rows)
    assert finding.complaints == len(rows) == sum(finding.kinds.values())
    days = np.sort(np.asarray([row.received_on for row in rows], dtype="datetime64[D]"))
    within = max(int(np.sum((days >= day) & (days < day + np.timedelta64(365, "D")))) for day in days)
    assert finding.most_in_window == within
    assert (finding.proposal == "handover") <= (finding.grave >= 3)


def test_no_register_means_no_findings() -> None:
    table, links = linked()
    assert recognise(pa.Table.from_batches([], table.schema), links, RULES, DAY).persons == ()

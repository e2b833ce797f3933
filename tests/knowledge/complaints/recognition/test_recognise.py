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
from pydantic import ValidationError

from knowledge.complaints.complaint import SOURCES, Complaint
from knowledge.complaints.identifiers import check_digit
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
    finding = only(complaints(THREAT, 14, name="陈大山", quantity=20), groups=(0,))
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


def test_a_form_letter_that_a_few_used_twice_makes_no_ring_of_who_uses_it_often() -> None:
    people = [complaints(LABEL, 5, name="周国平")]
    people += [complaints(LABEL, 2, name=f"二{n}") for n in range(3)]
    people += [complaints(LABEL, 1, name=f"市民{n}") for n in range(60)]
    assert "formatted_texts" not in factors(only(*people, groups=(0,) * len(people)))


def test_words_that_very_many_send_again_and_again_are_a_public_letter() -> None:
    people = [complaints(LABEL, 6, name=f"某人{n}") for n in range(40)]
    assert "formatted_texts" not in factors(only(*people, groups=(0,) * 40))
    assert factors(only(*people[:20], groups=(0,) * 20))["formatted_texts"] == "clear"


def test_the_person_himself_is_not_one_of_those_who_send_his_words() -> None:
    people = [complaints(LABEL, 6, name=name) for name in ("王一飞", "赵二强")]
    assert "formatted_texts" not in factors(only(*people, groups=(0, 0)))


def test_anything_strong_or_several_weak_signs_for_a_consumer_keep_a_hand_over_from_being_proposed() -> None:
    plain = complaints(THREAT, 14, quantity=20, trade="食品零售")
    assert only(plain, groups=(0,)).proposal == "handover"
    modest = [replace(row, demanded=row.paid) for row in plain]
    assert shields(only(modest, groups=(0,))) == {"moderate_demands": "clear"}
    assert only(modest, groups=(0,)).proposal == "review"
    weak = complaints(THREAT, 14, name="陈大山", quantity=20)
    assert set(shields(only(weak)).values()) == {"weak"}
    assert only(weak).proposal == "review"
    assert any("还有利于本人的" in reason for reason in only(weak).reasons)


def test_one_matter_told_on_every_channel_counts_once_and_stays_visible() -> None:
    rows = []
    for number, row in enumerate(complaints("买的东西用了两天就断裂了，老板不肯退。", 4, every=4, product=None)):
        rows += [
            replace(row, number=f"H{number}", source="12345", respondent=f"鲤城区{row.respondent}"),
            replace(row, number=f"C{number}"),
            replace(row, number=f"R{number}", kind="report"),
        ]
    finding = only(rows)
    assert (finding.complaints, finding.most_in_window, finding.matters_in_window) == (12, 12, 4)
    assert finding.proposal == "none"
    (many,) = finding.factors
    assert (many.factor, many.strength, many.count) == ("many_or_repeated", "weak", 12)
    assert "12 件（合 4 件事）" in many.text


def test_the_reason_names_complaints_matters_and_each_kind() -> None:
    rows = complaints("买的东西不满意，要求退款。", 12, every=20, demanded=None)
    rows += [replace(row, number=f"R-{row.number}", kind="report") for row in rows[:5]]
    assert "17 件，合 12 件事（投诉 12 件、举报 5 件）" in only(rows).reasons[0]


def test_a_threat_told_on_several_channels_over_one_purchase_is_one_threat() -> None:
    threat = complaints(THREAT, 1, product=None)[0]
    told = [replace(threat, number=str(n), source=source) for n, source in enumerate(SOURCES[:2])]
    finding = only([*told, *complaints(SICK, 9, every=20)])
    assert factors(finding)["coercion"] == "weak"


def _id(first: str) -> str:
    """An id number with the check digit that belongs to it."""
    return first + check_digit(first)


ID = _id("35058319600101123")


@pytest.mark.parametrize(
    "others",
    [
        [f"{ID[:6]}XXXXXXXX{ID[-4:]}"] * 3,
        [f"{ID[:14]}{ID[15]}{ID[14]}{ID[16:]}"],
        [f"{ID[:14]}{ID[15]}{ID[14]}{ID[16:]}"] * 3,
        [ID[:6] + ID[8:17]] * 3,
        ["000000000000000000"] * 3,
        [_id("35058319920505234")],
    ],
    ids=["masked", "slip", "slip kept", "fifteen digits", "filler", "another once"],
)
def test_a_masked_miswritten_or_old_id_number_is_no_second_identity(others: list[str]) -> None:
    rows = complaints(SICK, 8, every=30, name="黄志强", id_number=ID)
    rows[: len(others)] = [replace(row, id_number=number) for row, number in zip(rows, others, strict=False)]
    assert "false_identity" not in factors(only(rows))


def test_two_id_numbers_under_one_name_are_clear_name_the_reason_and_the_complaints() -> None:
    rows = complaints(LABEL, 8, name="黄志强", id_number=ID)
    rows[2:4] = [replace(row, id_number=_id("35058319920505234")) for row in rows[2:4]]
    (found_,) = [one for one in only(rows).factors if one.factor == "false_identity"]
    assert found_.strength == "clear"
    assert set(found_.complaints) == {f"12315:{row.number}" for row in rows[2:4]}
    assert "同一个姓名下有 2 个不同的证件号码" in found_.text
    assert "用过" not in found_.text


def test_a_name_that_stands_once_is_a_slip_of_whoever_typed_it() -> None:
    rows = complaints(LABEL, 12, name="王小明", id_number=ID)
    rows[5] = replace(rows[5], name="李大刚")
    assert "false_identity" not in factors(only(rows))


def test_nothing_is_stated_without_a_complaint_it_rests_on() -> None:
    with pytest.raises(ValidationError):
        Ground(label="标签", strength="weak", text="0 件", count=0, complaints=())


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
    rows = complaints(LABEL, 12, name="王小明", id_number=ID)
    rows[5], rows[6] = (replace(row, name="李大刚") for row in rows[5:7])
    finding = only(rows)
    (identity,) = [one for one in finding.factors if one.factor == "false_identity"]
    assert identity.strength == "clear"
    assert set(identity.complaints) == {f"12315:{row.number}" for row in rows[5:7]}
    assert "证件" in identity.text and ID not in identity.text


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
    assert 1 <= finding.matters_in_window <= within
    assert (finding.proposal == "handover") <= (finding.grave >= 3)


def test_no_register_means_no_findings() -> None:
    table, links = linked()
    assert recognise(pa.Table.from_batches([], table.schema), links, RULES, DAY).persons == ()

"""The editor's desk: versions, stale bases, restoring, clauses for a person, words that labels rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InvalidRequest
from assistant.labels.errors import ConfirmationNeeded, StaleText, StaleVersion
from assistant.labels.schemas import CheckRequest, RestoreRequest
from knowledge.errors import NotFound
from knowledge.models import Quote
from tests.assistant.labels.sample import (
    HUMAN,
    OTHER,
    SECTIONS,
    Office,
    body_of,
    edited,
    measure,
    office_at,
    office_in,
    policy,
)

REVENUE = {"field": "revenue", "op": ">=", "value": 2000}
DISTRICT = {"field": "district", "op": "==", "value": "鲤城区"}
GROWTH = {"field": "revenue_growth", "op": ">=", "value": 10}
KEEP = {"measure_id": "P001-1", "text": HUMAN, "how": "keep", "reason": ""}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_in(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.mark.postgres
def test_versions_are_kept_on_postgresql_too(postgres_database: str) -> None:
    office = office_at(postgres_database)
    before = office.library.version
    mine = edited(office.open(), title="增产奖")
    office.save(edited(office.open(), documents=["审计报告"]), OTHER)
    with pytest.raises(StaleVersion):
        office.save(mine)
    restored = office.desk.restore("P001", 0, RestoreRequest(base_version=1), OTHER)
    assert [one.number for one in restored.versions] == [2, 1, 0]
    assert office.library.version != before
    assert office.desk.documents().documents[0].version == 2
    office.engine.dispose()


def test_a_document_opens_with_its_text_and_the_labels_of_the_snapshot(office: Office) -> None:
    opened = office.open()
    assert (opened.version, opened.newest_version, opened.text_changed) == (0, 0, False)
    assert [article.section for article in opened.articles] == ["", "第二条", "第三条", "第四条"]
    assert [version.number for version in opened.versions] == [0]
    assert [one.title for one in opened.measures] == ["增产奖励", "研发补助"]


def test_likely_words_are_found_for_labels_without_a_quote(office: Office) -> None:
    opened = office.open()
    text = {quote.label: quote.text for quote in opened.suggested["P001-1"]}
    assert text["conditions/0"] == "第二条 本措施适用于在鲤城区注册登记的企业"
    assert text["conditions/1"] == "上年度营业收入达到2000万元（含）以上、主营业务突出、成长性好的企业"
    assert text["award"] == "给予一次性奖励10万元"
    assert text["deadline"] == "于2026年12月20日前申报"
    assert [quote.text for quote in opened.suggested["P001-2"]][1:] == [
        "按研发费用的百分之五给予补助，最高不超过50万元。"
    ]
    whole = "".join(body + "\n\n" for _, body in SECTIONS)
    for quotes in opened.suggested.values():
        assert all(whole[quote.start : quote.end] == quote.text for quote in quotes)


def test_a_saved_version_is_in_force_listed_and_audited(office: Office) -> None:
    body = edited(office.open(), award={"kind": "fixed", "amount": 100000}, documents=["申请表", "审计报告"])
    saved = office.save(body)
    assert (saved.version, saved.measures[0].documents) == (1, ("申请表", "审计报告"))
    assert [(one.number, one.by, one.note) for one in saved.versions] == [
        (1, "李编辑", "核对"),
        (0, "", "系统从原文读出的标签"),
    ]
    assert office.trail == [("李编辑", "labels.save", "P001#1")]
    in_force = {one.id: one for _, one in office.library.measures()}
    assert in_force["P001-1"].documents == ("申请表", "审计报告")


def test_whoever_saves_second_is_told_what_the_first_one_changed_and_loses_nothing(office: Office) -> None:
    mine = edited(office.open(), title="增产奖")
    office.save(edited(office.open(), documents=["审计报告"]), OTHER)
    with pytest.raises(StaleVersion, match=r"王编辑在11月23日17:00保存了第 1 版.*新增材料：审计报告.*删去材料：申请表"):
        office.save(mine)
    assert office.open().version == 1
    assert office.save(mine | {"base_version": 1}).measures[0].title == "增产奖"


def test_two_who_save_at_once_cannot_both_succeed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = edited(office.open(), title="增产奖")
    add = office.desk._repository.add

    def slow(values: Any) -> bool:
        monkeypatch.setattr(office.desk._repository, "add", add)
        office.save(edited(office.open(), documents=[]), OTHER)
        return add(values)

    monkeypatch.setattr(office.desk._repository, "add", slow)
    with pytest.raises(StaleVersion, match="王编辑"):
        office.save(mine)
    assert [one.by for one in office.open().versions] == ["王编辑", ""]


@pytest.mark.parametrize("base", [1, 7])
def test_a_base_that_never_was_is_refused(office: Office, base: int) -> None:
    with pytest.raises(InvalidRequest, match="没有您修改时所依据的那个版本"):
        office.save(body_of(office.open(), base_version=base))


def test_the_difference_of_two_versions_is_told_in_words(office: Office) -> None:
    body = edited(
        office.open(),
        conditions={"all": [DISTRICT, REVENUE | {"value": 1500}, {"human": HUMAN}, GROWTH]},
        award={"kind": "fixed", "amount": 120000},
        deadline=None,
        exclusive_group="增产",
    )
    body["measures"].pop()
    checked = office.desk.check(
        "P001", CheckRequest.model_validate({name: body[name] for name in ("base_version", "measures", "decisions")})
    )
    office.save(body | {"confirmed": [one.id for one in checked.warnings]})
    assert [change.text for change in office.desk.differences("P001", 0, 1).changes] == [
        "条件由“营业收入达到 2,000 万元”改为“营业收入达到 1,500 万元”",
        "新增条件：营业收入增速达到 10%",
        "奖补由“一次性 10 万元”改为“一次性 12 万元”",
        "截止日由“2026-12-20”改为“没有”",
        "就高不重复的组由“没有”改为“增产”",
        "调整了标签所依据的原文",
        "删去条款“研发补助”",
    ]
    assert "新增条款“研发补助”" in office.desk.differences("P001", 1, 0).changes[-1].text
    with pytest.raises(NotFound):
        office.desk.differences("P001", 0, 2)


def test_an_earlier_version_is_restored_as_a_new_one(office: Office) -> None:
    office.save(edited(office.open(), title="增产奖"))
    restored = office.desk.restore("P001", 0, RestoreRequest(base_version=1), OTHER)
    assert restored.measures[0].title == "增产奖励"
    assert [(one.number, one.by, one.restored_from) for one in restored.versions][:2] == [
        (2, "王编辑", 0),
        (1, "李编辑", None),
    ]
    assert restored.versions[0].note == "恢复到系统读出的标签"
    assert office.trail[-1] == ("王编辑", "labels.restore", "P001#2")
    with pytest.raises(StaleVersion):
        office.desk.restore("P001", 1, RestoreRequest(base_version=1), OTHER)
    with pytest.raises(InvalidRequest, match="已经是现在的版本"):
        office.desk.restore("P001", 2, RestoreRequest(base_version=2), OTHER)
    with pytest.raises(NotFound):
        office.desk.restore("P001", 9, RestoreRequest(base_version=2), OTHER)


def test_a_figure_that_does_not_stand_in_the_quoted_words_must_be_confirmed(office: Office) -> None:
    body = edited(office.open(), award={"kind": "fixed", "amount": 200000})
    with pytest.raises(ConfirmationNeeded, match=r"数字 200,000 在所标的原文里没有找到"):
        office.save(body)
    asked = CheckRequest.model_validate({name: body[name] for name in ("base_version", "measures", "decisions")})
    warned = office.desk.check("P001", asked).warnings
    assert [(one.measure_id, one.label) for one in warned] == [("P001-1", "award")]
    assert office.save(body | {"confirmed": [warned[0].id]}).version == 1


def test_what_was_confirmed_for_one_figure_does_not_hold_for_another(office: Office) -> None:
    body = edited(office.open(), award={"kind": "fixed", "amount": 200000})
    asked = CheckRequest.model_validate({name: body[name] for name in ("base_version", "measures", "decisions")})
    confirmed = [one.id for one in office.desk.check("P001", asked).warnings]
    body["measures"][0]["award"]["amount"] = 900000
    with pytest.raises(ConfirmationNeeded):
        office.save(body | {"confirmed": confirmed})


def test_a_changed_label_without_any_quoted_words_must_be_confirmed_and_an_untouched_one_not(office: Office) -> None:
    bare = edited(office.open(), title="增产奖")
    for one in bare["measures"]:
        one["quotes"] = []
    assert office.save(bare).version == 1
    bare["measures"][0]["conditions"]["all"][1]["value"] = 1000
    with pytest.raises(ConfirmationNeeded, match="没有标出它所依据的原文"):
        office.save(bare | {"base_version": 1})


def test_quotes_that_do_not_stand_in_the_text_are_left_out_and_places_are_counted_anew(office: Office) -> None:
    quotes = [
        {"label": "award", "text": "给予一次性奖励10万元", "start": 3, "end": 4},
        {"label": "conditions/1", "text": "这句话原文里没有", "start": 0, "end": 8},
    ]
    saved = office.save(edited(office.open(), quotes=quotes))
    whole = "".join(body + "\n\n" for _, body in SECTIONS)
    assert [whole[quote.start : quote.end] for quote in saved.measures[0].quotes] == ["给予一次性奖励10万元"]


def test_quotes_of_the_snapshot_get_their_places_in_the_text_as_it_is_shown(office: Office) -> None:
    quotes = (
        Quote(label="award", text="给予一次性奖励10万元", start=900, end=912),
        Quote(label="deadline", text="早没了", start=0, end=3),
    )
    office.publish("two", policies={"P001": policy(measures=(measure(quotes=quotes),))})
    shown = office.open().measures[0].quotes
    whole = "".join(body + "\n\n" for _, body in SECTIONS)
    assert [whole[quote.start : quote.end] for quote in shown] == ["给予一次性奖励10万元"]


def test_a_clause_for_a_person_cannot_just_vanish(office: Office) -> None:
    without = edited(office.open(), conditions={"all": [DISTRICT, REVENUE]})
    with pytest.raises(InvalidRequest, match="待核对原文“主营业务突出、成长性好”不见了"):
        office.save(without)
    with pytest.raises(InvalidRequest, match="要写明理由"):
        office.save(without | {"decisions": [KEEP | {"how": "drop"}]})
    dropped = office.save(without | {"decisions": [KEEP | {"how": "drop", "reason": "宣示性表述"}]})
    assert [(one.how, one.reason) for one in dropped.decisions] == [("drop", "宣示性表述")]


def test_a_clause_that_a_person_checks_each_time_is_no_longer_open(office: Office) -> None:
    assert office.desk.documents().open_human == 1
    office.save(body_of(office.open(), decisions=[KEEP]))
    row = office.desk.documents().documents[0]
    assert (row.open_human, row.kept_human, row.edited_by) == (0, 1, "李编辑")


def test_a_clause_that_was_read_becomes_a_condition(office: Office) -> None:
    body = edited(office.open(), conditions={"all": [DISTRICT, REVENUE, GROWTH]})
    body["decisions"] = [KEEP | {"how": "read"}]
    body["measures"][0]["quotes"].append({"label": "conditions/2", "text": HUMAN, "start": 0, "end": 0})
    with pytest.raises(ConfirmationNeeded, match="数字 10 "):
        office.save(body)


def test_a_text_that_changed_flags_the_version_and_keeps_it_in_force(office: Office) -> None:
    office.save(edited(office.open(), title="增产奖"))
    assert not office.open().text_changed
    office.publish("two", sections=(*SECTIONS[:2], ("第三条", "第三条 增产奖励。给予一次性奖励20万元。"), SECTIONS[3]))
    opened = office.open()
    assert opened.text_changed
    assert opened.measures[0].title == "增产奖"
    assert office.desk.documents().text_changed == 1
    assert {one.title for _, one in office.library.measures()} == {"增产奖", "研发补助"}
    restored = office.desk.restore("P001", 0, RestoreRequest(base_version=1), OTHER)
    assert not restored.text_changed
    again = office.desk.restore("P001", 1, RestoreRequest(base_version=2), OTHER)
    assert again.text_changed
    assert not office.save(edited(again, title="增产奖")).text_changed


def test_a_text_published_while_an_editor_worked_is_told_before_saving(office: Office) -> None:
    body = edited(office.open(), title="增产奖")
    office.publish("two", sections=SECTIONS[:3])
    with pytest.raises(StaleText):
        office.save(body)


def test_a_document_that_is_not_here_is_told(office: Office) -> None:
    for ask in (
        lambda: office.desk.open("P999"),
        lambda: office.desk.open("P001", 4),
        lambda: office.desk.versions("P999"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_further_measures_are_called_after_their_document(office: Office) -> None:
    body = body_of(office.open())
    new = body["measures"][1] | {"id": "P001-7", "title": "新条款"}
    saved = office.save(body | {"measures": [*body["measures"], new], "confirmed": _confirmed(office, body, new)})
    assert [one.id for one in saved.measures] == ["P001-1", "P001-2", "P001-7"]
    for wrong in ("P002-1", "X"):
        with pytest.raises(InvalidRequest, match="编号应以“P001-”开头"):
            office.save(body_of(saved, measures=[*body["measures"], new | {"id": wrong}]))
    with pytest.raises(InvalidRequest, match="编号相同"):
        office.save(body_of(saved, measures=[*body["measures"], body["measures"][0]]))


def _confirmed(office: Office, body: dict[str, Any], new: dict[str, Any]) -> list[str]:
    asked = {"base_version": body["base_version"], "measures": [*body["measures"], new], "decisions": []}
    return [one.id for one in office.desk.check("P001", CheckRequest.model_validate(asked)).warnings]


def test_documents_that_need_work_come_first(office: Office) -> None:
    plain = policy(id="A001", measures=(measure(id="A001-1", conditions={"all": []}),))
    office.publish("two", policies={"A001": plain, "P001": policy()})
    assert [row.id for row in office.desk.documents().documents] == ["P001", "A001"]

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.guides.fields import FieldsUnreadable, load_fields, shipped_fields
from ingest.guides.said import GROUPS
from knowledge.models import ServiceGuide


@pytest.mark.parametrize(
    "wording",
    [
        "受理条件",
        "申请条件",
        "办理条件",
        "准予批准条件",
        "一、受理条件：",
        "★ 受理 条件",
        "【受理条件】",
        "受理条件说明",
    ],
)
def test_wordings_of_one_field_are_one_field(wording: str) -> None:
    label = shipped_fields().label(wording)
    assert label is not None and label.field == "conditions"


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        ("不予受理条件", "?"),
        ("监督投诉电话", "?"),
        ("行使层级", "-"),
        ("基本信息", "="),
        ("法定办结时限", "statutory_days"),
        ("承诺办结时限", "promised_days"),
    ],
)
def test_what_looks_alike_is_kept_apart(wording: str, field: str) -> None:
    label = shipped_fields().label(wording)
    assert label is not None and label.field == field


@pytest.mark.parametrize(
    "words", ["", "窗口当场受理条件齐全的申请", "周一至周五", "材料名称清楚", "条件一：有房", "受" * 200]
)
def test_other_words_are_no_label(words: str) -> None:
    assert shipped_fields().label(words) is None


def test_a_label_names_its_unit() -> None:
    found = [
        shipped_fields().label(each) for each in ("承诺时限（工作日）", "承诺时限", "收费金额(元)", "promised_days")
    ]
    assert [each and each.unit for each in found] == ["工作日", "", "元", "工作日"]


def test_a_word_means_another_column_in_another_part() -> None:
    fields = shipped_fields()
    assert [fields.column(group, "名称") for group in ("materials", "steps", "faq")] == ["name", "name", None]
    assert fields.column("fee", "收费金额（元）") == "amount"
    assert fields.column("faq", "Q3") == "q"


def test_every_field_of_the_table_is_one_of_the_guide() -> None:
    fields = shipped_fields()
    known = set(ServiceGuide.model_fields) | {"limits", "kind", "power", "promised_unit", "statutory_unit"}
    assert {field.partition(".")[0] for field in fields.labels.values()} - {"?", "-", "="} <= known
    assert set(fields.columns) == set(GROUPS)


def test_a_second_table_adds_and_moves_wordings(tmp_path: Path) -> None:
    more = tmp_path / "more.yaml"
    more.write_text("labels:\n  conditions: [准办门槛]\n  steps: [业务类型]\n", "utf-8")
    found = [load_fields(more).label(each) for each in ("准办门槛", "业务类型", "受理条件")]
    assert [each and each.field for each in found] == ["conditions", "steps", "conditions"]
    assert shipped_fields().label("准办门槛") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("labels: [a", "读不出来"),
        ("labels:\n  conditions: 受理条件\n", "写法不对"),
        ("labels:\n  condition: [受理条件]\n", "不是办事指南的栏目"),
        ("columns:\n  materials:\n    colour: [颜色]\n", "不是办事指南的栏目"),
        ("labels:\n  steps: [同一个词]\n  result: [同一个词]\n", "写了两处"),
        ("colours: []\n", "写法不对"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "more.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(FieldsUnreadable, match=told):
        load_fields(file)


def test_a_table_that_is_not_there_is_told() -> None:
    with pytest.raises(FieldsUnreadable, match="读不出来"):
        load_fields(Path("nowhere.yaml"))

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from ingest.diff import differences
from ingest.words import LABELS
from knowledge import models
from knowledge.models import Fee, Material, OnlineService
from tests.ingest.conftest import Bench, edit_guide, read_guide
from tests.knowledge.small import plain_guide, records_of

ITEM = "GA-001"


@pytest.fixture
def lines_after(bench: Bench) -> Any:
    """What is told after changing some fields of one guide."""
    bench.run()
    before = bench.records()

    def lines(**changes: object) -> list[str]:
        edit_guide(bench.source, ITEM, **changes)
        bench.run()
        found = differences(before, bench.records())
        assert {difference.item_id for difference in found} <= {ITEM}
        return [line for difference in found for line in difference.lines]

    return lines


def fee(amount: float | None, text: str = "每证收费", basis: str = "") -> dict[str, object]:
    return {"amount": amount, "text": text, "basis": basis}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (fee(40), fee(20), ["收费 40元 → 20元"]),
        (fee(0), fee(12.5), ["收费 不收费 → 12.5元"]),
        (fee(None), fee(0), ["收费 按情况收取 → 不收费"]),
        (fee(1), fee(1, "每本"), ["收费说明 “每证收费” → “每本”"]),
        (fee(1), fee(1, basis="财综〔2012〕97号"), ["收费依据 （空） → “财综〔2012〕97号”"]),
    ],
)
def test_fees_are_told_in_yuan(bench: Bench, old: dict[str, object], new: dict[str, object], told: list[str]) -> None:
    edit_guide(bench.source, ITEM, fee=old)
    bench.run()
    before = bench.records()
    edit_guide(bench.source, ITEM, fee=new)
    bench.run()
    assert [line for found in differences(before, bench.records()) for line in found.lines] == told


def test_limits_are_told_in_working_days(lines_after: Any, source: Path) -> None:
    days = read_guide(source, ITEM)["promised_days"]
    assert (
        lines_after(promised_days=days + 3, statutory_days=None)[-1]
        == f"承诺时限 {days} 个工作日 → {days + 3} 个工作日"
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("promised_days", 20, "承诺时限 未写明 → 20 个工作日"),
        ("promised_days", 0, "承诺时限 未写明 → 0 个工作日"),
        ("statutory_days", 60, "法定时限 未写明 → 60 个工作日"),
        ("visits", 1, "跑动次数 未写明 → 1 次"),
        ("fee", Fee(amount=40, text="每证40元", basis=""), "收费 未写明 → 40元（每证40元）"),
        ("fee", Fee(amount=0, text="不收费", basis=""), "收费 未写明 → 不收费"),
        ("fee", Fee(amount=None, text="按面积收取", basis=""), "收费 未写明 → 按情况收取（按面积收取）"),
        (
            "online",
            OnlineService(available=True, channels=("闽政通APP", "e龙岩"), note=""),
            "网上办理 未写明 → 已开通（闽政通APP、e龙岩）",
        ),
        ("online", OnlineService(available=False, channels=(), note=""), "网上办理 未写明 → 未开通"),
        ("summary", "补领身份证。", "事项说明 （空） → “补领身份证。”"),
    ],
)
def test_what_a_document_came_to_say_is_told_and_what_it_says_no_more(field: str, value: object, told: str) -> None:
    unsaid = "" if field == "summary" else None
    without = records_of([plain_guide(ITEM, "补领", "说明").model_copy(update={field: unsaid})])
    with_it = records_of([plain_guide(ITEM, "补领", "说明").model_copy(update={field: value})])
    came, went = differences(without, with_it), differences(with_it, without)
    assert [line for found in came for line in found.lines] == [told]
    label, _, change = told.partition(" ")
    before, after = change.split(" → ")
    assert [line for found in went for line in found.lines] == [f"{label} {after} → {before}"]


def test_a_changed_material_is_named(lines_after: Any, source: Path) -> None:
    materials = read_guide(source, ITEM)["materials"]
    materials[0] |= {"copies": 9, "required": not materials[0]["required"]}
    name = materials[0]["name"]
    told = lines_after(materials=materials)
    assert [line.partition("的")[0] for line in told] == [f"申请材料“{name}”"] * 2
    assert told[0].endswith("→ 9 份")
    assert {"是", "否"} == set(told[1].rpartition("是否必要 ")[2].split(" → "))


def test_what_a_document_came_to_say_of_a_material_is_told() -> None:
    unsaid = Material(name="户口簿", form=None, copies=None, required=None, note="")
    said = Material(name="户口簿", form="原件", copies=2, required=False, note="")
    before, after = (
        records_of([plain_guide(ITEM, "补领", "说明").model_copy(update={"materials": (one,)})])
        for one in (unsaid, said)
    )
    (found,) = differences(before, after)
    assert found.lines == (
        "申请材料“户口簿”的形式 未写明 → “原件”",
        "申请材料“户口簿”的份数 未写明 → 2 份",
        "申请材料“户口簿”的是否必要 未写明 → 否",
    )


def test_entries_that_come_and_go_are_named(lines_after: Any, source: Path) -> None:
    guide = read_guide(source, ITEM)
    told = lines_after(
        steps=[*guide["steps"], {"name": "回访", "detail": ""}],
        places=guide["places"][1:],
        aliases=[*guide["aliases"], "新别名"],
    )
    assert told == ["别名增加“新别名”", "办理流程增加“回访”", f"办理地点去掉“{guide['places'][0]['name']}”"]


def test_a_renamed_entry_is_one_line(lines_after: Any, source: Path) -> None:
    steps = read_guide(source, ITEM)["steps"]
    old, steps[0]["name"] = steps[0]["name"], "先交材料"
    assert lines_after(steps=steps) == [f"办理流程 “{old}” → “先交材料”"]


def test_entries_of_one_name_are_told_apart_all_the_same(lines_after: Any, source: Path) -> None:
    steps = read_guide(source, ITEM)["steps"]
    assert lines_after(steps=[*steps, steps[0] | {"detail": "再来一次"}])[0].startswith("办理流程增加")


def test_another_order_is_a_difference(lines_after: Any, source: Path) -> None:
    assert lines_after(legal_basis=read_guide(source, ITEM)["legal_basis"][::-1]) == ["设定依据调整了顺序"]


def test_of_long_texts_the_part_that_differs_is_shown(bench: Bench) -> None:
    edit_guide(bench.source, ITEM, summary="相同的开头" * 30 + "旧的结尾")
    bench.run()
    before = bench.records()
    edit_guide(bench.source, ITEM, summary="相同的开头" * 30 + "新的结尾")
    bench.run()
    (difference,) = differences(before, bench.records())
    assert difference.lines == ("事项说明 “…的开头相同的开头旧的结尾” → “…的开头相同的开头新的结尾”",)


def test_questions_are_counted_and_some_are_shown(bench: Bench, source: Path) -> None:
    bench.run()
    before = bench.records()
    with (source / "questions" / f"{ITEM}.tsv").open("a") as file:
        file.write("".join(f"fee\t新问法{number}\n" for number in range(5)))
    bench.run()
    (difference,) = differences(before, bench.records())
    assert difference.lines == ("问法增加 5 条：“新问法0（fee）”、“新问法1（fee）”、“新问法2（fee）” 等",)


def test_the_desk_of_an_item_is_told(bench: Bench, source: Path) -> None:
    bench.run()
    before = bench.records()
    path = source / "items.tsv"
    head, first, rest = path.read_text().split("\n", 2)
    path.write_text("\n".join([head, first.replace("个人综窗", "社保中心"), rest]))
    bench.run()
    (difference,) = differences(before, bench.records())
    assert (difference.item_id, difference.lines) == (ITEM, ("办理窗口 “个人综窗” → “社保中心”",))


def test_new_and_withdrawn_guides_are_one_line_each(bench: Bench, source: Path) -> None:
    bench.run()
    before = bench.records()
    (source / "guides" / "SC-001.json").unlink()
    bench.run()
    after = bench.records()
    assert [difference.lines for difference in differences(before, after)] == [("撤下这份办事指南",)]
    assert [difference.lines for difference in differences(after, before)] == [("新增这份办事指南",)]


def test_equal_records_have_no_differences(bench: Bench) -> None:
    bench.run()
    assert differences(bench.records(), bench.records()) == ()


def test_every_field_of_a_guide_has_a_word_for_editors() -> None:
    parts: dict[str, type[BaseModel]] = {
        "variants": models.Variant,
        "materials": models.Material,
        "steps": models.Step,
        "fee": models.Fee,
        "places": models.Place,
        "online": models.OnlineService,
        "faq": models.FrequentQuestion,
    }
    inner = {f"{name}.{field}" for name, part in parts.items() for field in part.model_fields}
    assert LABELS.keys() >= models.ServiceGuide.model_fields.keys() | inner | models.ServiceItem.model_fields.keys()

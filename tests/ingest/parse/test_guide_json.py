from __future__ import annotations

import json

import pytest

from ingest.parse.guide_json import parse_guide
from ingest.problems import RejectedFile
from ingest.sources.folder import sample_folder
from knowledge.models import Material, ServiceGuide

FILE = "guides/GA-015.json"
DATA = (sample_folder() / FILE).read_bytes()


def test_a_guide_is_read_as_the_record_that_all_others_know() -> None:
    guide, problems = parse_guide(FILE, DATA)
    assert type(guide) is ServiceGuide
    assert guide == ServiceGuide.model_validate_json(DATA)
    assert problems == ()


def test_all_that_is_left_unsaid_is_named_at_once() -> None:
    silent = json.loads(DATA) | {"promised_days": None, "fee": None, "online": None, "visits": None}
    with pytest.raises(RejectedFile) as rejected:
        parse_guide(FILE, json.dumps(silent, indent=2).encode())
    assert rejected.value.problem.field == "promised_days"
    assert rejected.value.message.endswith("（另有 3 处：fee、online、visits）")


@pytest.mark.parametrize("name", ["form", "copies", "required"])
def test_our_own_format_leaves_nothing_of_a_material_unsaid(name: str) -> None:
    said = json.loads(DATA)
    said["materials"][0][name] = None
    with pytest.raises(RejectedFile) as rejected:
        parse_guide(FILE, json.dumps(said).encode())
    assert rejected.value.problem.field == f"materials[0].{name}"


def test_materials_are_read_as_the_records_that_all_others_know() -> None:
    guide, _ = parse_guide(FILE, DATA)
    assert {type(material) for material in guide.materials} == {Material}


def test_a_limit_that_the_law_does_not_set_may_be_null() -> None:
    guide, _ = parse_guide(FILE, json.dumps(json.loads(DATA) | {"statutory_days": None}).encode())
    assert guide.statutory_days is None

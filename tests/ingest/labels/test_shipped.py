"""The forty shipped texts give the labels that their author gave them, and every quote is the text's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.labels.evaluate import evaluate, has_human
from eval.labels.load import load
from eval.progress import silent
from ingest.labels.document import labels_of
from ingest.sources.folder import sample_folder
from knowledge.models import Measure

FOLDER = sample_folder() / "policies"
TEXTS = sorted(FOLDER.glob("*.md"))


def test_every_measure_is_exact_and_none_is_left_to_a_person() -> None:
    report = evaluate(load(FOLDER), silent)
    for name in ("exact", "accepted", "accepted_right", "same.mode", "same.documents", "same.deadline"):
        assert report.figures[name].value == 1.0, (name, report.tables[0].rows)
    assert report.figures["spurious"].value == 0.0


@pytest.mark.parametrize("path", TEXTS[::8], ids=lambda path: path.stem)
def test_a_record_has_the_catalogs_facts_and_its_quotes_are_the_texts_own(path: Path) -> None:
    found = labels_of(path.name, path.read_bytes())
    given: dict[str, Any] = json.loads(path.with_suffix(".labels.json").read_bytes())
    assert {key: found.record[key] for key in given if key != "measures"} == {
        key: value for key, value in given.items() if key != "measures"
    }
    for measure in found.record["measures"]:
        Measure.model_validate_json(json.dumps(measure))
        labels = {quote["label"] for quote in measure["quotes"]}
        assert {"award", *(f"conditions/{at}" for at in range(len(measure["conditions"]["all"])))} <= labels
        assert all(found.source[quote["start"] : quote["end"]] == quote["text"] for quote in measure["quotes"])
        assert not has_human(measure)

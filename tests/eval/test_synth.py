"""The large source folder is valid, deterministic, and says what it was asked for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.errors import BadInput
from eval.progress import silent
from eval.synth.generate import Size, generate
from eval.synth.variations import variations_of
from ingest.assemble import assemble
from ingest.collect import collect
from ingest.sources.folder import FolderSource, sample_folder
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords
from tests.knowledge.small import sample_guide

ITEMS, QUESTIONS = 200, 1500


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("synth") / "large"
    assert generate(made, ITEMS, QUESTIONS, 1, silent) == Size(ITEMS, QUESTIONS)
    return made


@pytest.fixture(scope="module")
def records(folder: Path) -> KnowledgeRecords:
    assembled = assemble(collect(FolderSource(folder).files(), SilentProgress()), KnowledgeRecords())
    assert [problem for problem in assembled.problems if problem.severity == "rejected"] == []
    return assembled.records


def test_ingest_takes_every_item_and_question(records: KnowledgeRecords) -> None:
    assert len(records.guides) == len(records.items) == ITEMS
    assert len(records.questions) == QUESTIONS


def test_no_two_items_have_one_name_and_no_two_questions_one_wording(records: KnowledgeRecords) -> None:
    assert len({guide.name for guide in records.guides}) == ITEMS
    shipped = {guide.id for guide in records.guides if len(guide.id) == 6}
    varied = Counter(question.text for question in records.questions if question.item_id not in shipped)
    assert varied
    assert max(varied.values()) == 1


def test_all_shipped_items_stay(records: KnowledgeRecords) -> None:
    shipped = {path.stem for path in (sample_folder() / "guides").glob("*.json")}
    assert shipped <= {guide.id for guide in records.guides}


def test_a_varied_item_says_so_wherever_it_is_read(records: KnowledgeRecords) -> None:
    varied = [guide for guide in records.guides if len(guide.id) > 6]
    assert len(varied) == ITEMS - 164
    for guide in varied:
        label = guide.materials[-1].note.removeprefix("证明属于").partition("情形")[0]
        assert label in guide.name
        assert label in guide.summary
        assert all(label in alias for alias in guide.aliases)
        assert label in guide.conditions[-1]


def test_policies_and_topics_come_along(folder: Path) -> None:
    expected = {path.name for path in sample_folder().iterdir()}
    assert {path.name for path in folder.iterdir()} == expected


def test_equal_seeds_make_equal_folders(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path / "again", ITEMS, QUESTIONS, 1, silent)
    assert content(tmp_path / "again") == content(folder)


def test_another_seed_makes_other_questions(folder: Path, tmp_path: Path) -> None:
    generate(tmp_path / "other", ITEMS, QUESTIONS, 2, silent)
    assert content(tmp_path / "other") != content(folder)


def test_nothing_is_written_over(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(BadInput, match="not an empty folder"):
        generate(folder, ITEMS, QUESTIONS, 1, silent)
    assert content(folder) == before


def test_more_items_than_there_are_variations_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can be varied into"):
        generate(tmp_path / "huge", 1_000_000, QUESTIONS, 1, silent)
    assert not (tmp_path / "huge").exists()


def test_a_guide_is_not_varied_by_what_it_is_about() -> None:
    labels = {variation.label for variation in variations_of(sample_guide("TY-001"))}
    assert "残疾人" in labels
    assert "退役军人" not in labels

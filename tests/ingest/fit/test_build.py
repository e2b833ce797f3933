from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from knowledge.embedded import EmbeddedIndex
from knowledge.models import Question
from knowledge.parts import ENCODER
from knowledge.records import KnowledgeRecords
from tests.knowledge.policies import with_policies
from tests.knowledge.small import build, plain_guide, question, records_of, sample_guide, sample_records, with_topics

IDS = ("GA-001", "GA-015", "YB-001")
TWIN = """
import sys
from pathlib import Path
from tests.ingest.fit.test_build import rich
from tests.knowledge.small import build
build(rich(), Path(sys.argv[1]))
"""


def rich() -> KnowledgeRecords:
    """Three guides, a broad wish and a policy file."""
    return with_policies(with_topics(sample_records(IDS)), 1)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit") / "first"
    build(rich(), folder)
    return folder


def test_a_second_build_in_the_process_gives_the_same_bytes(first: Path, tmp_path: Path) -> None:
    build(rich(), tmp_path / "second")
    assert content(tmp_path / "second") == content(first)


def test_another_process_with_another_hash_seed_gives_the_same_bytes(first: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "4242", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", TWIN, str(tmp_path / "third")], env=environment, check=True)
    assert content(tmp_path / "third") == content(first)


def test_another_seed_gives_another_encoder(first: Path, tmp_path: Path) -> None:
    build(rich(), tmp_path / "other", seed=2)
    other = content(tmp_path / "other")
    assert other.keys() == content(first).keys()
    assert other["vectors.npy"] != content(first)["vectors.npy"]


def test_nothing_but_the_snapshot_is_left_behind(first: Path) -> None:
    names = {path.name for path in first.iterdir()}
    assert not [name for name in names if name.startswith("tmp")]
    assert ENCODER in names


LONE = [
    pytest.param(records_of([sample_guide("GA-015")]), id="one guide without questions"),
    pytest.param(sample_records(["GA-015"]), id="one guide with questions"),
    pytest.param(records_of([plain_guide("GA-015", "甲乙", "丙丁", result="戊")]), id="no feature seen twice"),
    pytest.param(records_of([plain_guide("GA-015", "——", "……", result="——")]), id="no words at all"),
    pytest.param(
        records_of([sample_guide("GA-015"), plain_guide("ZZ-001", "——", "……", result="——")]), id="no words, last"
    ),
    pytest.param(
        records_of([sample_guide("GA-015")], [question("GA-015", "fee", f"补证要多少钱{n}") for n in range(4)]),
        id="one facet",
    ),
    pytest.param(
        records_of([sample_guide("GA-015")], [question("GA-015", "fee", "？？"), question("GA-015", "place", "😀")]),
        id="questions without words",
    ),
]


@pytest.mark.parametrize("records", LONE)
def test_the_smallest_bases_can_be_built_and_searched(records: KnowledgeRecords, tmp_path: Path) -> None:
    build(records, tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    hits = index.search("身份证丢了怎么补").hits
    assert len(hits) == len(records.guides)
    assert hits[0].item_id == "GA-015"
    assert sum(chance for _, chance in index.facets("多少钱")) == pytest.approx(1)


def test_topics_without_policy_files_are_found(tmp_path: Path) -> None:
    build(with_topics(sample_records(IDS)), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    found = index.search("刚生了孩子")
    assert [topic.name for topic in found.topics] == ["生了孩子"]
    assert {hit.item_id for hit in found.hits} == set(IDS)
    assert (index.passages("刚生了孩子"), index.articles("P001"), index.policies) == ((), (), {})
    assert index.search("身份证丢了").hits[0].item_id == "GA-015"


def test_policy_files_without_topics_are_found(tmp_path: Path) -> None:
    records = with_policies(sample_records(IDS), 2)
    build(records, tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    found = index.search("首次上规入库奖励多少钱")
    assert found.topics == ()
    assert len(found.hits) == len(IDS)
    assert index.passages("首次上规入库奖励多少钱")[0].passage.document_id == "P001"
    assert set(index.policies) == {"P001", "P002"}
    assert index.search("身份证丢了").hits[0].item_id == "GA-015"


def test_one_guide_with_a_policy_file_works(tmp_path: Path) -> None:
    build(with_policies(sample_records(["GA-015"]), 1), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    for said in ("身份证丢了", "首次上规入库奖励多少钱"):
        found = index.search(said, context=("GA-015",))
        assert [hit.item_id for hit in found.hits] == ["GA-015"]
        assert sum(found.kinds.values()) == pytest.approx(1)


def test_a_base_without_questions_knows_facets_by_their_cues(tmp_path: Path) -> None:
    build(records_of([sample_guide("GA-015"), sample_guide("GA-001")]), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    asked = {words: index.facets(words)[0][0] for words in ("补身份证多少钱", "补身份证去哪里办", "补身份证")}
    assert asked == {"补身份证多少钱": "fee", "补身份证去哪里办": "place", "补身份证": "general"}


def test_two_facets_alone_are_told_apart(tmp_path: Path) -> None:
    asked = [question("GA-015", "fee", text) for text in ("补身份证多少钱", "要多少钱", "得花多少钱", "多少钱呢")]
    asked += [question("GA-015", "place", text) for text in ("去哪里补", "在哪里办", "到哪里办", "哪里办呢")]
    build(records_of([sample_guide("GA-015")], asked), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    assert index.facets("补证多少钱")[0][0] == "fee"
    assert index.facets("补证去哪里办")[0][0] == "place"


def test_two_guides_of_identical_texts_share_the_first_place(tmp_path: Path) -> None:
    twins = [plain_guide(item_id, "补领身份证", "身份证丢失后补领") for item_id in ("AA-001", "AA-002")]
    build(records_of([*twins, sample_guide("GA-001")]), tmp_path / "snapshot")
    hits = EmbeddedIndex.load(tmp_path / "snapshot").search("身份证丢了补领").hits
    assert {hit.item_id for hit in hits[:2]} == {"AA-001", "AA-002"}
    assert hits[0].confidence == pytest.approx(hits[1].confidence, rel=0.2)
    assert hits[0].confidence < 0.6


def test_the_same_question_at_two_items_does_not_stop_the_fit(tmp_path: Path) -> None:
    shared = [Question(item_id=item_id, facet="general", text="证丢了") for item_id in ("GA-001", "GA-015")]
    records = sample_records(["GA-001", "GA-015"])
    records = records_of(records.guides, [*records.questions, *shared])
    assert build(records, tmp_path / "snapshot")["texts"] > 80


@pytest.fixture
def foreign_encoder(tmp_path: Path) -> Path:
    """A SentenceTransformer that was not fitted here: one random vector a character."""
    characters = sorted({c for guide in sample_records(IDS).guides for c in guide.name + guide.summary})
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0} | {c: n for n, c in enumerate(characters, 1)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = np.random.default_rng(1).normal(size=(len(characters) + 1, 32)).astype(np.float32)
    folder = tmp_path / "foreign"
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


def test_any_sentence_transformer_takes_the_place_of_the_fitted_one(foreign_encoder: Path, tmp_path: Path) -> None:
    figures = build(sample_records(IDS), tmp_path / "snapshot", encoder=str(foreign_encoder))
    assert figures["dimension"] == 32
    assert not (tmp_path / "snapshot" / ENCODER).exists()
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    for words, item_id in {"身份证丢了": "GA-015", "孩子上户口": "GA-001", "医保怎么参保": "YB-001"}.items():
        assert index.search(words).hits[0].item_id == item_id


def test_the_hold_out_reports_how_it_did(tmp_path: Path) -> None:
    figures = build(sample_records(), tmp_path / "snapshot")
    assert figures["held_out_questions"] >= 50
    assert 0.7 <= figures["held_out_first"] <= figures["held_out_found"] <= 1

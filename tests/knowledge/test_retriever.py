from __future__ import annotations

import subprocess
import sys

import pytest
from langchain_core.retrievers import BaseRetriever
from pydantic import ValidationError

from knowledge.embedded import EmbeddedIndex
from knowledge.errors import SnapshotUnavailable
from knowledge.ports import KnowledgeIndex
from knowledge.retriever import GuideRetriever, guide_text
from tests.knowledge.small import plain_guide, sample_guide


@pytest.fixture
def retriever(small_index: EmbeddedIndex) -> GuideRetriever:
    return GuideRetriever(index_source=lambda: small_index)


def test_documents_are_guides_in_the_order_of_the_search(retriever: GuideRetriever, small_index: EmbeddedIndex) -> None:
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("身份证丢了要多少钱")
    hits = small_index.search("身份证丢了要多少钱").hits
    assert [document.metadata["item_id"] for document in documents] == [hit.item_id for hit in hits]
    guide = small_index.guides["GA-015"]
    assert documents[0].id == "GA-015"
    assert documents[0].metadata == {
        "item_id": "GA-015",
        "name": guide.name,
        "department": guide.department,
        "confidence": hits[0].confidence,
        "scope": small_index.search("身份证丢了要多少钱").scope,
        "source": f"《{guide.name}》办事指南",
    }


def test_k_is_respected_from_1_up(small_index: EmbeddedIndex) -> None:
    assert len(GuideRetriever(index_source=lambda: small_index, k=2).invoke("身份证丢了")) == 2
    with pytest.raises(ValidationError):
        GuideRetriever(index_source=lambda: small_index, k=0)


def test_weak_hits_can_be_left_out(small_index: EmbeddedIndex) -> None:
    sure = GuideRetriever(index_source=lambda: small_index, least=0.5).invoke("身份证丢了怎么补")
    assert [document.id for document in sure] == ["GA-015"]


@pytest.mark.parametrize("query", ["", "-" * 33, "😀"])
def test_text_without_words_gives_no_documents(retriever: GuideRetriever, query: str) -> None:
    assert retriever.invoke(query) == []


def test_a_missing_snapshot_is_told() -> None:
    def none() -> KnowledgeIndex:
        raise SnapshotUnavailable("还没有发布")

    with pytest.raises(SnapshotUnavailable):
        GuideRetriever(index_source=none).invoke("身份证丢了")


def test_a_document_holds_every_field_that_is_asked_for() -> None:
    guide = sample_guide("GA-015")
    text = guide_text(guide)
    assert guide.fee is not None
    fields = [guide.name, guide.fee.text, guide.fee.basis, guide.result, guide.places[0].address]
    fields += [material.name for material in guide.materials] + [step.detail for step in guide.steps]
    fields += [pair.a for pair in guide.faq] + list(guide.legal_basis)
    assert [field for field in fields if field not in text] == []


def test_absent_fields_leave_no_empty_headings() -> None:
    lines = guide_text(plain_guide("AA-001", "补领", "说明")).splitlines()
    assert all(line.partition("：")[2] for line in lines)
    assert not [line for line in lines if line.startswith("办理地点")]


def test_what_a_departments_document_does_not_say_is_left_out() -> None:
    silent = plain_guide("AA-001", "补领", "", promised_days=None, fee=None, online=None, visits=None, result="")
    assert guide_text(silent).splitlines() == ["事项：补领", "实施部门：区政府"]


def test_the_legal_limit_stands_where_nothing_is_promised() -> None:
    text = guide_text(plain_guide("AA-001", "补领", "说明", promised_days=None, statutory_days=60))
    assert "办理时限：法定 60 个工作日" in text.splitlines()


def test_langchain_is_loaded_by_the_retriever_alone() -> None:
    code = "import sys, knowledge.embedded, knowledge.ports; sys.exit(any('langchain' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

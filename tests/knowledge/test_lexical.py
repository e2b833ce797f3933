from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from knowledge.lexical import LexicalIndex

TERM = st.sampled_from(["证", "身份", "app", "办理", "医保", "123", "丢"])
DOCUMENT = st.lists(TERM, max_size=12)
CORPUS = st.lists(DOCUMENT, min_size=1, max_size=8).filter(any)
QUERY = st.lists(TERM | st.just("没见过"), max_size=8)


@given(CORPUS, QUERY)
def test_scores_are_those_of_rank_bm25(corpus: list[list[str]], query: list[str]) -> None:
    expected = BM25Okapi(corpus).get_scores(query)
    np.testing.assert_allclose(LexicalIndex.build(corpus).scores(query), expected, rtol=1e-9, atol=1e-9)


def test_a_term_in_most_documents_gets_the_floor_of_rank_bm25() -> None:
    corpus = [["证", "身份"], ["证", "户口"], ["证", "医保"], ["医院"]]
    model = BM25Okapi(corpus)
    assert model.idf["证"] == pytest.approx(model.epsilon * model.average_idf)
    np.testing.assert_allclose(LexicalIndex.build(corpus).scores(["证"]), model.get_scores(["证"]), rtol=1e-12)


def test_a_term_said_twice_counts_twice() -> None:
    index = LexicalIndex.build([["身份", "丢"], ["医保"], ["户口"]])
    np.testing.assert_allclose(index.scores(["丢", "丢"]), 2 * index.scores(["丢"]))


def test_unknown_terms_score_nothing() -> None:
    assert not LexicalIndex.build([["身份"], ["医保"], ["户口"]]).scores(["没见过"]).any()


@settings(max_examples=25)
@given(CORPUS, QUERY)
def test_a_saved_index_scores_the_same(corpus: list[list[str]], query: list[str]) -> None:
    built = LexicalIndex.build(corpus)
    with TemporaryDirectory() as folder:
        built.save(Path(folder) / "index.npz")
        loaded = LexicalIndex.load(Path(folder) / "index.npz")
    np.testing.assert_array_equal(loaded.scores(query), built.scores(query))
    assert loaded.ceiling(query) == built.ceiling(query)
    assert loaded.size == len(corpus)


def test_equal_corpora_give_equal_files(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        LexicalIndex.build([["身份", "丢"], ["医保"]]).save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("corpus", [[[]], [[], []]])
def test_documents_without_terms_make_an_index_that_finds_nothing(corpus: list[list[str]], tmp_path: Path) -> None:
    LexicalIndex.build(corpus).save(tmp_path / "empty.npz")
    index = LexicalIndex.load(tmp_path / "empty.npz")
    assert index.size == len(corpus)
    np.testing.assert_array_equal(index.scores(["身份"]), np.zeros(len(corpus)))
    assert index.ceiling(["身份"]) > 0


@given(CORPUS, QUERY)
def test_no_document_passes_the_ceiling(corpus: list[list[str]], query: list[str]) -> None:
    index = LexicalIndex.build(corpus)
    known = [term for term in query if any(term in document for document in corpus)]
    assert index.scores(known).max() <= index.ceiling(known) + 1e-9

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from knowledge import text
from knowledge.dense import SentenceEncoder, StaticEncoder
from knowledge.errors import SnapshotDamaged, SnapshotUnavailable
from knowledge.parts import ENCODER

LINES = ["身份证丢了咋整", "给孩子上户口要带什么", "app 123", "身分正丢拉", "公积金公积金公积金", "x"]


def test_the_reader_equals_sentence_transformers(small_folder: Path) -> None:
    model = SentenceTransformer(str(small_folder / ENCODER), device="cpu")
    normal = [text.normalise(line) for line in LINES]
    expected = model.encode([" ".join(text.features(line)) for line in normal], show_progress_bar=False)
    known = np.linalg.norm(expected, axis=1) > 0.5
    assert known.sum() >= 5
    np.testing.assert_allclose(StaticEncoder(small_folder / ENCODER).encode(normal)[known], expected[known], atol=1e-5)


def test_the_fitted_folder_is_an_ordinary_sentence_transformer(small_folder: Path) -> None:
    kinds = [type(module).__name__ for module in SentenceTransformer(str(small_folder / ENCODER), device="cpu")]
    assert kinds == ["StaticEmbedding", "Normalize"]


def test_vectors_have_length_one_and_unknown_text_length_zero(small_folder: Path) -> None:
    vectors = StaticEncoder(small_folder / ENCODER).encode(["身份证", "ԱԲԳ", ""])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0], atol=1e-6)
    assert vectors.dtype == np.float32


def test_encoding_nothing_gives_no_rows(small_folder: Path) -> None:
    assert len(StaticEncoder(small_folder / ENCODER).encode([])) == 0


@pytest.mark.parametrize("name", ["modules.json", "tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("content", [None, b"", b"[]", b"{}", b"\x00" * 40, b'{"model": 3}'])
def test_an_unreadable_folder_is_told_as_damage(
    small_folder: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    copy = tmp_path / "encoder"
    shutil.copytree(small_folder / ENCODER, copy)
    (file,) = copy.rglob(name)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(SnapshotDamaged):
        StaticEncoder(copy)


def test_a_folder_that_is_not_there_is_told_as_damage(tmp_path: Path) -> None:
    with pytest.raises(SnapshotDamaged):
        StaticEncoder(tmp_path / "nothing")


def test_an_encoder_named_in_the_settings_that_cannot_be_read_is_an_expected_failure(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(
        json.dumps([{"idx": 0, "name": "0", "path": "gone", "type": "no.such.Kind"}])
    )
    with pytest.raises(SnapshotUnavailable, match="QUANQUAN_ENCODER"):
        SentenceEncoder(str(tmp_path)).encode(["身份证"])

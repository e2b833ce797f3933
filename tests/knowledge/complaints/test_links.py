from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from knowledge.complaints.edge_words import DIFFERENT, MISSING, PARTLY, SAME
from knowledge.complaints.links import COMPARISONS, EDGE_SCHEMA, LinkModel, Links
from knowledge.errors import NotFound, SnapshotDamaged


def _edge(
    left: int, right: int, probability: float, joint: int = -1, **said: tuple[float, int, int]
) -> dict[str, object]:
    row: dict[str, object] = {"left": left, "right": right, "probability": probability, "joint": joint}
    for name in COMPARISONS:
        row[name], row[f"{name}_level"], row[f"{name}_count"] = said.get(name, (0.0, MISSING, 0))
    return row


@pytest.fixture
def links() -> Links:
    rows = [
        _edge(0, 2, 0.99, name=(12.0, SAME, 3), phone=(14.0, SAME, 3), address=(-1.5, DIFFERENT, 0)),
        _edge(
            2, 4, 0.999, joint=7, account=(16.0, PARTLY, 0), name=(-4.5, DIFFERENT, 0), text_style=(-0.2, DIFFERENT, 0)
        ),
    ]
    return Links(
        "v1",
        np.array([0, 1, 0, 2, 0], np.int32),
        pa.array(["R-AAAAAAAA", "R-BBBBBBBB", "R-CCCCCCCC"]),
        pa.Table.from_pylist(rows, schema=EDGE_SCHEMA),
        np.array([0, -1, 0, -1, -1], np.int32),
        np.arange(5, dtype=np.uint64),
        LinkModel(rows=5, learned=("name",), notes=("样例",)),
        pa.table({"name": ["a", None, "b", "c", "d"]}),
    )


def test_a_person_is_its_rows_and_its_lasting_id(links: Links) -> None:
    assert links.rows_of(0).tolist() == [0, 2, 4]
    assert links.rows_of(2).tolist() == [3]
    assert links.number_of(links.id_of(2)) == 2
    assert links.sizes.tolist() == [3, 1, 1]


def test_edges_are_told_in_plain_words_the_surest_first(links: Links) -> None:
    first, second = links.explain(0)
    assert (second.left, second.right) == (0, 2)
    assert [reason.comparison for reason in second.reasons] == ["phone", "name"]
    assert second.text == "电话相同，全库有 3 件用这个电话；姓名相同，全库有 3 件用这个姓名。不一致的：地址不同。"
    assert first.together == 7
    assert "单独不能说明是同一人" in first.text
    assert [reason.comparison for reason in first.against] == ["name"]
    assert links.explain(1) == []


@pytest.mark.parametrize("person", [-1, 3, 10**9])
def test_nobody_has_an_unknown_number(links: Links, person: int) -> None:
    for ask in (links.rows_of, links.id_of, links.explain, links.edges_of):
        with pytest.raises(NotFound):
            ask(person)
    with pytest.raises(NotFound):
        links.number_of("R-ZZZZZZZZ")


def test_what_is_written_is_read(links: Links, tmp_path: Path) -> None:
    links.to_files(tmp_path)
    read = Links.from_files(tmp_path)
    for name in ("person", "text_group", "keys"):
        assert np.array_equal(getattr(read, name), getattr(links, name))
    assert read.edges.equals(links.edges)
    assert read.person_ids.equals(links.person_ids)
    assert read.model == links.model
    assert read.version == "v1"
    assert read.features is not None
    assert read.features.equals(links.features)
    assert read.explain(0) == links.explain(0)


def test_nothing_is_pickled(links: Links, tmp_path: Path) -> None:
    links.to_files(tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".npy", ".arrow", ".json"}
    np.save(tmp_path / "person.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(SnapshotDamaged):
        Links.from_files(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["person.npy", "keys.npy", "text_group.npy", "edges.arrow", "person_ids.arrow", "model.json", "features.arrow"],
)
def test_a_damaged_file_is_told(name: str, links: Links, tmp_path: Path) -> None:
    links.to_files(tmp_path)
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(SnapshotDamaged):
        Links.from_files(tmp_path)


def test_numbers_that_do_not_fit_each_other_are_told(links: Links, tmp_path: Path) -> None:
    links.to_files(tmp_path)
    np.save(tmp_path / "person.npy", np.array([0, 1, 9, 0, 0], np.int32))
    with pytest.raises(SnapshotDamaged):
        Links.from_files(tmp_path)
    np.save(tmp_path / "person.npy", np.array([0, 1], np.int32))
    with pytest.raises(SnapshotDamaged):
        Links.from_files(tmp_path)


def test_an_empty_linking_is_written_and_read(tmp_path: Path) -> None:
    empty = Links(
        "v0",
        np.empty(0, np.int32),
        pa.array([], pa.string()),
        EDGE_SCHEMA.empty_table(),
        np.empty(0, np.int32),
        np.empty(0, np.uint64),
        LinkModel(),
    )
    empty.to_files(tmp_path)
    assert len(Links.from_files(tmp_path)) == 0

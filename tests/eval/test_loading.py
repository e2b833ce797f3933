"""Test sets: the shipped ones are read whole, and a malformed row is named by file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval.ambiguous.load import load as load_ambiguous
from eval.answers.load import load as load_answers
from eval.dialogues.load import load as load_dialogues
from eval.errors import BadInput
from eval.reading import described, shipped
from eval.refuse.load import KINDS
from eval.refuse.load import load as load_refuse

HEADER = "item_id\tfacet\tstyle\tquestion\n"
GOOD = "GA-001\tfee\tplain\t要钱吗\n"


def test_shipped_test_sets_are_read_whole() -> None:
    assert len(load_answers(shipped("questions_dev.tsv"))) == 164
    assert len(load_ambiguous(shipped("ambiguous_dev.jsonl"))) == 10
    assert len(load_dialogues(shipped("dialogues_dev.jsonl"))) == 10
    assert set(Counter(one.kind for one in load_refuse(shipped("refuse_dev.jsonl")))) == set(KINDS)


def test_editors_of_other_systems_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "windows.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + "\n" + GOOD).replace("\n", "\r\n").encode())
    assert [one.question for one in load_answers(path)] == ["要钱吗"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "line 1: the header"),
        (b"item_id\tquestion\nGA-001\tx\n", "line 1: the header"),
        (HEADER.encode(), "no rows"),
        ((HEADER + "GA-001\tfee\t要钱吗\n").encode(), "line 2: 3 columns instead of 4"),
        ((HEADER + GOOD + "GA-001\tprice\tplain\t要钱吗\n").encode(), "line 3: facet"),
        ((HEADER + GOOD + "\n" + "../x\tfee\tplain\t要钱吗\n").encode(), "line 4: item_id: not of the expected form"),
        ((HEADER + "GA-001\tfee\tplain\t \n").encode(), "line 2: question: empty"),
        ((HEADER + "GA-001\tfee\t\t要钱吗\n").encode(), "line 2: style"),
        ((HEADER + f"GA-001\tfee\tplain\t{'长' * 501}\n").encode(), "line 2: question"),
        (HEADER.encode() + b"GA-001\tfee\tplain\t\xff\xfe\n", "line 2: not UTF-8"),
    ],
)
def test_a_malformed_question_is_named_by_its_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "questions.tsv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        load_answers(path)
    assert complaint in error.value.message
    assert str(path) in error.value.message


@pytest.mark.parametrize(
    ("load", "line", "complaint"),
    [
        (load_refuse, '{"question": "在吗"', "line 2: not JSON"),
        (load_refuse, "[" * 100_000, "line 2: not JSON"),
        (load_refuse, '["在吗"]', "line 2: not a JSON object"),
        (load_refuse, '{"question": "在吗", "kind": "chat"}', "line 2: kind"),
        (load_refuse, '{"question": "在吗"}', "line 2: kind: missing field"),
        (load_refuse, '{"question": "在吗", "kind": "abuse", "note": ""}', "line 2: note: unknown field"),
        (load_refuse, '{"question": 5, "kind": "abuse"}', "line 2: question"),
        (load_refuse, '{"question": "\\ud800", "kind": "abuse"}', "line 2: question"),
        (load_ambiguous, '{"question": "过户", "acceptable_item_ids": []}', "line 2: acceptable_item_ids"),
        (load_ambiguous, '{"question": "过户", "acceptable_item_ids": ["x"]}', "line 2: acceptable_item_ids.0"),
        (load_dialogues, '{"id": "d1", "turns": []}', "line 2: turns"),
        (load_dialogues, '{"id": "d1", "turns": [{"user": "x", "item_id": "GA-001"}]}', "line 2: turns.0.facet"),
    ],
)
def test_a_malformed_object_is_named_by_its_line(
    tmp_path: Path, load: Callable[[Path], Sequence[object]], line: str, complaint: str
) -> None:
    first_lines: dict[object, str] = {
        load_refuse: '{"question": "在吗", "kind": "small_talk"}',
        load_ambiguous: '{"question": "过户", "acceptable_item_ids": ["GG-001"]}',
        load_dialogues: '{"id": "d0", "turns": [{"user": "x", "item_id": "GA-001", "facet": "fee"}]}',
    }
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{first_lines[load]}\n{line}\n")
    with pytest.raises(BadInput) as error:
        load(path)
    assert complaint in error.value.message


@pytest.mark.parametrize("load", [load_answers, load_ambiguous, load_dialogues, load_refuse, described])
def test_what_is_not_a_file_is_a_clear_error(tmp_path: Path, load: Callable[[Path], object]) -> None:
    for path in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(BadInput, match=str(path)):
            load(path)

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
from eval.facets.load import load as load_two
from eval.policies.load import load as load_policies
from eval.reading import SETS, described, exam, shipped
from eval.refuse.load import KINDS, load_real, real_set
from eval.refuse.load import load as load_refuse
from knowledge import text
from tests.knowledge.small import DATA, sample_questions

HEADER = "item_id\tfacet\tstyle\tquestion\n"
GOOD = "GA-001\tfee\tplain\t要钱吗\n"


def test_shipped_test_sets_are_read_whole() -> None:
    assert len(load_answers(shipped("questions_dev.tsv"))) == 164
    assert len(load_ambiguous(shipped("ambiguous_dev.jsonl"))) == 10
    assert len(load_dialogues(shipped("dialogues_dev.jsonl"))) == 10
    assert set(Counter(one.kind for one in load_refuse(shipped("refuse_dev.jsonl")))) == set(KINDS)


def test_the_second_exam_is_read_whole() -> None:
    assert len(load_answers(exam("questions", "tsv", "second"))) == 328
    assert len(load_ambiguous(exam("ambiguous", "jsonl", "second"))) == 60
    assert len(load_dialogues(exam("dialogues", "jsonl", "second"))) == 45
    assert len(load_policies(exam("policies", "jsonl", "second"))) == 120
    assert set(Counter(one.kind for one in load_refuse(exam("refuse", "jsonl", "second")))) == set(KINDS)
    assert len(load_real(real_set("hard"))) == 80


@pytest.mark.parametrize("named", SETS)
def test_exams_ask_every_item_and_are_not_copied_from_the_knowledge_base(named: str) -> None:
    rows = load_answers(exam("questions", "tsv", named))
    items = {path.stem for path in (DATA / "guides").glob("*.json")}
    known = {text.normalise(one.text) for item_id in items for one in sample_questions(item_id)}
    assert {one.item_id for one in rows} == items
    said = [one.question for one in rows if text.normalise(one.question) in known]
    assert len(said) <= 0.01 * len(rows), said


def test_the_exams_share_no_question() -> None:
    dev, second = ({one.question for one in load_answers(exam("questions", "tsv", named))} for named in SETS)
    assert not dev & second


def test_a_set_is_named_or_a_file(tmp_path: Path) -> None:
    assert exam("questions", "tsv", "dev") == shipped("questions_dev.tsv")
    assert exam("refuse", "jsonl", "second") == shipped("refuse_second.jsonl")
    mine = tmp_path / "mine.tsv"
    mine.write_text(HEADER + GOOD)
    assert exam("questions", "tsv", str(mine)) == mine
    with pytest.raises(BadInput, match="third: no such file, and no shipped set of that name"):
        exam("questions", "tsv", "third")


def test_real_questions_need_no_facet(tmp_path: Path) -> None:
    short, whole = tmp_path / "short.tsv", tmp_path / "whole.tsv"
    short.write_text("item_id\tquestion\nGA-001\t要钱吗\n")
    whole.write_text(HEADER + GOOD)
    assert load_real(short) == load_real(whole)


def test_two_facets_are_read_in_their_order() -> None:
    rows = load_two(shipped("facets_two.tsv"))
    assert len({one.question for one in rows}) == 60
    assert all(len(set(one.facets)) == 2 for one in rows)
    assert rows[0].facets == ("materials", "fee")


@pytest.mark.parametrize("named", ["fee", "fee fee", "fee price", "fee time place", ""])
def test_what_is_not_two_facets_is_named_by_its_line(tmp_path: Path, named: str) -> None:
    path = tmp_path / "two.tsv"
    path.write_text(f"facets\tquestion\nfee time\t多少钱，多久\n{named}\t要钱吗\n")
    with pytest.raises(BadInput, match="line 3: facets"):
        load_two(path)


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

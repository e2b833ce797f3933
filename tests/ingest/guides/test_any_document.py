from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.document import Block, Cell, Table, Text
from ingest.guides.fields import shipped_fields
from knowledge.models import Position
from tests.ingest.guides.made import read

_LABELS = sorted(shipped_fields().labels) + sorted(
    word for group in shipped_fields().columns.values() for word in group
)
_VALUES = (
    "居民身份证补领（丢失）",
    "GA-014",
    "1.甲\n2.乙",
    "原件（1份）",
    "5个工作日",
    "是",
    "否",
    "☑是 □否",
    "40元",
    "问：甲？\n答：乙",
    "：",
    "（",
    "1.",
    "",
    "\u202e",
)
_WORDS = st.one_of(
    st.sampled_from(_LABELS),
    st.sampled_from(_VALUES),
    st.text(max_size=30),
    st.builds(lambda a, b: f"{a}：{b}", st.sampled_from(_LABELS), st.text(max_size=9)),
)
_AT = st.builds(Position, row=st.integers(0, 5), column=st.integers(0, 5))
_TEXTS = st.builds(
    Text, _WORDS, _AT, level=st.integers(0, 3), bold=st.booleans(), mark=st.sampled_from(("", "•", "1.", "一、"))
)


def _tables(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Table]:
    cells = st.builds(
        Cell, _WORDS, _AT, st.integers(1, 3), st.integers(1, 3), st.booleans(), st.lists(inner, max_size=1).map(tuple)
    )
    return st.integers(0, 5).flatmap(
        lambda width: st.builds(
            Table, st.lists(st.lists(cells, min_size=width, max_size=width).map(tuple), max_size=5).map(tuple), _AT
        )
    )


_BLOCKS: st.SearchStrategy[Block] = st.recursive(_TEXTS, _tables, max_leaves=4)


@settings(deadline=None, max_examples=150)
@given(st.lists(_BLOCKS, max_size=6))
def test_no_document_breaks_the_reader_and_none_goes_without_a_word(blocks: list[Block]) -> None:
    got = read(*blocks, file="GA-015.docx")
    assert got.guides or any(problem.severity == "rejected" for problem in got.problems)
    assert set(got.origins) == set(got.guides)

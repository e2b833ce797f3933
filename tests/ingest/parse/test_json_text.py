from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.json_text import lines_of, load
from ingest.problems import RejectedFile, shown

TEXTS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def at(value: object, path: tuple[str | int, ...]) -> object:
    for part in path:
        assert isinstance(value, dict | list)
        value = value[part]  # type: ignore[index]
    return value


@given(VALUES)
def test_the_line_of_every_value_is_where_it_begins(value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    rows = text.split("\n")
    found = lines_of(text)
    assert found[()] == 1
    for path, line in found.items():
        first = json.dumps(at(value, path), indent=1, ensure_ascii=False).split("\n")[0]
        assert first in rows[line - 1]


@given(VALUES)
def test_plain_json_is_read_as_it_stands(value: object) -> None:
    assert load("x.json", json.dumps(value)) == value


@given(st.text())
def test_any_text_is_read_or_rejected(text: str) -> None:
    try:
        load("x.json", text)
    except RejectedFile as error:
        assert error.problem.file == "x.json"
        assert error.problem.reason


@given(st.text(st.characters()))
def test_shown_text_can_be_stored_and_printed(text: str) -> None:
    safe = shown(text)
    assert safe.encode().decode() == safe
    assert len(safe) <= 61
    assert safe.isprintable() or any(character in safe for character in text)

"""Waiting: as long as is polite, never longer than is sane."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.patience import Patience, retry_after

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Mon, 23 Nov 2026 08:02:00 GMT", 120.0),
        ("Mon, 23 Nov 2026 16:02:00 +0800", 120.0),
        ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("１２", None),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=60))
def test_no_retry_after_is_negative_or_an_error(header: str) -> None:
    found = retry_after(header, NOW)
    assert found is None or found >= 0


@given(st.integers(0, 60), st.integers())
def test_waits_grow_to_a_bound(attempt: int, seed: int) -> None:
    patience = Patience(first_wait=1.0, longest_wait=60.0)
    wait = patience.wait(attempt, random.Random(seed))
    assert min(2**attempt, 60) / 2 <= wait <= min(2**attempt, 60)

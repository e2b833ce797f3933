"""Forgetting, for as long as the service runs."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from assistant.errors import StateUnavailable
from assistant.state.retention import Retention


class FakeState:
    """Counts purges; fails those it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.purges: list[int] = []
        self.enough = threading.Event()
        self._failures = failures

    def purge(self, days: int) -> tuple[int, int]:
        self.purges.append(days)
        if len(self.purges) >= 3:
            self.enough.set()
        if len(self.purges) <= self._failures:
            raise StateUnavailable
        return 1, 0


@pytest.mark.parametrize("failures", [0, 2])
def test_old_transcripts_are_deleted_at_start_up_and_again_and_again(
    monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    monkeypatch.setattr("assistant.state.retention.PERIOD_SECONDS", 0.001)
    state: Any = FakeState(failures)
    retention = Retention(state, days=180)
    retention.start()
    retention.start()
    assert state.enough.wait(20)
    retention.close()
    assert set(state.purges) == {180}


def test_closing_before_starting_is_harmless() -> None:
    state: Any = FakeState()
    Retention(state, days=1).close()
    assert state.purges == []

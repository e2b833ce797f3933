"""The small fitted index, as the tests of ``knowledge`` have it."""

from __future__ import annotations

from tests.knowledge.conftest import small_folder, small_index

__all__ = ["small_folder", "small_index"]

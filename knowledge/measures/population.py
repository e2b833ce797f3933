"""Companies in columns, ready for the bitmap engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import pyarrow as pa
from numpy.typing import NDArray

from knowledge.portraits.portrait import Portrait


class Population:
    """Companies, one a row; rows are counted from 0 in the order in which they were given."""

    @classmethod
    def of_table(cls, table: pa.Table) -> Self:
        """The companies of a table in the form of ``ARROW_SCHEMA``; a column that is not there is unknown throughout.

        Raises InvalidRecord for a column of another type or name.
        """
        raise NotImplementedError

    @classmethod
    def of_portraits(cls, portraits: Iterable[Portrait]) -> Self:
        """The companies of portraits in memory, exactly, whatever figures they hold."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    @property
    def credit_codes(self) -> pa.StringArray:
        """Every company's 统一社会信用代码, by row."""
        raise NotImplementedError

    def codes(self, rows: NDArray) -> list[str]:  # type: ignore[type-arg]
        """The credit codes of some rows, in their order."""
        raise NotImplementedError

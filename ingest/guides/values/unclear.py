"""The one way in which a value fails to be read."""

from __future__ import annotations

from knowledge.errors import InvalidRecord


class Unclear(InvalidRecord):
    """A value that does not surely say one thing; the message is the clause that an editor reads."""

    code = "unclear_value"

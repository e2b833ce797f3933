"""Cleaning what was typed: drop what no citizen means to send and no database or model can take."""

from __future__ import annotations

import re
from typing import Final

_UNUSABLE: Final = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Halves of a surrogate pair (a browser that cuts an emoji in two sends them), NUL and other control characters."""


def clean(text: str) -> str:
    """Return the text without unusable characters and without blank space around it."""
    return _UNUSABLE.sub("", text).strip()

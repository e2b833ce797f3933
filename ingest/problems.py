"""How a bad file becomes one line that a department editor understands."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from knowledge.errors import InvalidRecord
from knowledge.manifest import Problem
from knowledge.models import Position

_ID = re.compile(r"[A-Z]{2}-[0-9]{3,6}")
_POLICY_FILE = re.compile(r"(?:.*/)?([A-Z][A-Z0-9-]{0,29})\.(?:labels\.json|md|tsv)")
_LONGEST = 60
WHOLE_PATH = 4096


class RejectedFile(InvalidRecord):
    """A file that cannot be used; ``problem`` says which and why."""

    code = "rejected_file"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def rejection(
    file: str, reason: str, field: str = "", line: int | None = None, at: Position | None = None
) -> RejectedFile:
    """The error for a file that cannot be used."""
    return RejectedFile(_problem("rejected", file, reason, field, line, at))


def warning(file: str, reason: str, field: str = "", line: int | None = None, at: Position | None = None) -> Problem:
    """The line for a file that is used all the same."""
    return _problem("warning", file, reason, field, line, at)


def _problem(
    severity: Literal["rejected", "warning"], file: str, reason: str, field: str, line: int | None, at: Position | None
) -> Problem:
    return Problem(severity=severity, file=file, field=field, reason=reason, line=line, at=at, item_id=item_id_of(file))


def item_id_of(file: str) -> str | None:
    """The item that a file name such as ``guides/GA-001.json`` speaks of, ``None`` when it names no item."""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    return stem if _ID.fullmatch(stem) else None


def document_id_of(file: str) -> str | None:
    """The policy file that ``policies/P001.labels.json``, ``.md`` or ``.tsv`` speaks of, ``None`` when it names none."""
    found = _POLICY_FILE.fullmatch(file)
    return found.group(1) if found else None


def shown(value: object, longest: int = _LONGEST) -> str:
    """Any value, however hostile, as short text that is safe to print and to store."""
    text = value if isinstance(value, str) else repr(value)
    if text.isascii() and text.isprintable() and len(text) <= longest:
        return text
    text = "".join(character if _printable(character) else f"\\u{ord(character):04x}" for character in text)
    return text if len(text) <= longest else text[:longest] + "…"


def forbidden_character(text: str) -> str | None:
    """The first character that no published text may hold: controls, bidirectional overrides, lone surrogates."""
    return next((character for character in text if character not in "\n\t" and not _printable(character)), None)


def _printable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _BIDIRECTIONAL


_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They make text read otherwise than it is stored."""

"""Reading test sets: each row is checked by itself, and a bad one is named by file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from eval.errors import BadInput

MAX_BYTES = 64 * 1024 * 1024
"""A test set beyond this is a mistaken file name, not a test set."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""What a citizen types; 500 characters is the most that chat takes."""
Word = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,40}$")]

SETS = ("dev", "second")
"""Shipped test sets by name: the project's own, and one by another hand."""

_HINTS = {
    "extra_forbidden": "unknown field",
    "missing": "missing field",
    "string_pattern_mismatch": "not of the expected form",
    "string_too_short": "empty",
}


class DataRow(BaseModel):
    """Base of all rows of test sets: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Loaded = TypeVar("Loaded", bound=DataRow)


def shipped(name: str) -> Path:
    """The test set of that file name that comes with the product."""
    return Path(str(files("eval") / "data" / name))


def exam(task: str, suffix: str, named: str) -> Path:
    """The shipped set of that name (``SETS``) for ``task``, or else the file of that name.

    Raises:
        BadInput: no set is called so, and there is no such file.
    """
    if named in SETS:
        return shipped(f"{task}_{named}.{suffix}")
    path = Path(named)
    if not path.exists():
        raise BadInput(f"{named}: no such file, and no shipped set of that name ({', '.join(SETS)})")
    return path


def columns_of(path: Path) -> tuple[str, ...]:
    """The header of a TSV; nothing of an empty file. Raises ``BadInput`` if it cannot be read."""
    for _, line in _lines(path):
        return tuple(line.split("\t"))
    return ()


def load_tsv(path: Path, kind: type[Loaded]) -> tuple[Loaded, ...]:
    """Read tab-separated rows under a header that names the fields of ``kind`` in their order.

    Raises:
        BadInput: the file cannot be read, or a row is malformed; says which line.
    """
    lines = list(_lines(path))
    columns = tuple(kind.model_fields)
    if not lines or tuple(lines[0][1].split("\t")) != columns:
        raise BadInput(f"{path}: line 1: the header must be {' '.join(columns)}, separated by tabs")
    rows = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise BadInput(f"{path}: line {number}: {len(cells)} columns instead of {len(columns)}")
        rows.append(_row(kind, dict(zip(columns, cells, strict=True)), path, number))
    return _some(rows, path)


def load_jsonl(path: Path, kind: type[Loaded]) -> tuple[Loaded, ...]:
    """Read one JSON object a line. Raises ``BadInput`` as ``load_tsv`` does."""
    rows = []
    for number, line in _lines(path):
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{path}: line {number}: not JSON ({error})") from error
        if not isinstance(fields, dict):
            raise BadInput(f"{path}: line {number}: not a JSON object")
        rows.append(_row(kind, fields, path, number))
    return _some(rows, path)


def _row(kind: type[Loaded], fields: dict[str, Any], path: Path, number: int) -> Loaded:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(f"{path}: line {number}: {where}: {_HINTS.get(first['type'], first['msg'])}") from error


def _some(rows: Sequence[Loaded], path: Path) -> tuple[Loaded, ...]:
    if not rows:
        raise BadInput(f"{path}: no rows")
    return tuple(rows)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not blank; CRLF and a byte order mark are taken as they come."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path}: larger than {MAX_BYTES // 2**20} MiB")
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}") from error
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise BadInput(f"{path}: line {number}: not UTF-8 (byte {error.start + 1} of the line)") from error
        if text.strip():
            yield number, text


def described(path: Path) -> dict[str, str]:
    """Name and digest of a test set, for the record of a run. Raises ``BadInput`` if it cannot be read."""
    try:
        return {"file": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}") from error

"""Tab-separated rows below one header line; nothing is quoted, a field holds neither tab nor line break."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from ingest.parse.reasons import reason_of
from ingest.problems import RejectedFile, forbidden_character, rejection, shown


def rows(file: str, text: str, header: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and fields of each row; raises RejectedFile at the first row that breaks the form."""
    for line, row in enumerate(text.split("\n"), start=1):
        fields = tuple(row.removesuffix("\r").split("\t"))
        if line == 1:
            _check_header(file, fields, header)
        elif any(field.strip() for field in fields):
            _check(file, line, fields, header)
            yield line, fields


def invalid_row(file: str, line: int, error: ValidationError, columns: dict[str, str]) -> RejectedFile:
    """The rejection for a row that breaks its record; ``columns`` maps record fields to column names."""
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][0])
    return rejection(file, reason_of({**first, "loc": (columns.get(field, field),)}), columns.get(field, field), line)


def _check_header(file: str, fields: tuple[str, ...], header: tuple[str, ...]) -> None:
    if fields != header:
        wanted = "、".join(header)
        raise rejection(file, f"第一行应当是用制表符分开的列名：{wanted}，现在是：{shown('、'.join(fields))}", line=1)


def _check(file: str, line: int, fields: tuple[str, ...], header: tuple[str, ...]) -> None:
    if len(fields) != len(header):
        reason = f"这一行应当有 {len(header)} 列（用制表符分开），现在是 {len(fields)} 列"
        raise rejection(file, reason, line=line)
    for name, field in zip(header, fields, strict=True):
        character = forbidden_character(field)
        if character is not None:
            raise rejection(file, f"里面有看不见的控制字符 {shown(character)}，请删掉重新输入", name, line)

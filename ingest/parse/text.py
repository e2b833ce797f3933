"""Bytes of a file as text."""

from __future__ import annotations

import codecs

from ingest.problems import rejection, warning
from knowledge.manifest import Problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(file: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text and warnings; raises RejectedFile for what is not UTF-8 or empty. A byte order mark only warns."""
    if data.startswith(_UTF16):
        raise rejection(file, "文件不是 UTF-8 编码（看起来是 UTF-16），请另存为 UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise rejection(file, "文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8", line=line) from error
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise rejection(file, "文件是空的")
    return text, (warning(file, "文件开头有 BOM 标记，已忽略，建议另存为“UTF-8（无 BOM）”"),) if marked else ()

"""Which characters the bytes of a web page mean, although servers and pages often state it wrongly."""

from __future__ import annotations

import codecs
import re

from ingest.problems import rejection, shown, warning
from knowledge.manifest import Problem

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,20})""", re.IGNORECASE)
_META_WITHIN = 4096
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
}
"""Canonical codec name -> the codec that reads it. Chinese pages say gb2312 and hold characters of gb18030. A declaration
of Latin-1 is the server's default rather than anybody's statement, and would read every byte: it is not followed."""
_UTF8_BEYOND_CHANCE = 8
"""So many sequences that are well-formed UTF-8 do not come about by chance: then no declaration is believed against them."""
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


def decode_page(file: str, data: bytes, charset: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The page's text, and a warning where the declared charset was wrong.

    ``charset`` is the HTTP header's. Followed in this order: byte order mark, plain UTF-8, header, ``<meta>``, UTF-8,
    GB18030; each strictly. Raises ``RejectedFile`` where none reads every byte.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strictly(file, data[len(mark) :], codec), ()
    declared = [name for name in (charset, _declared_inside(data)) if name]
    for codec in _candidates(data, declared):
        text = _decoded(data, codec)
        if text is not None:
            return text, _overruled(file, declared, codec)
    raise rejection(
        file, "网页的文字编码认不出来（既不是 UTF-8，也不是 GB18030），或内容已损坏，请另存为 UTF-8 后再提供"
    )


def _candidates(data: bytes, declared: list[str]) -> list[str]:
    certain = len(_UTF8_SEQUENCE.findall(data)) >= _UTF8_BEYOND_CHANCE
    known = [codec for codec in map(_codec, declared) if codec]
    return (["utf-8"] if certain else []) + known + ["utf-8", "gb18030"]


def _declared_inside(data: bytes) -> str:
    found = _META.search(data, 0, _META_WITHIN)
    return found.group(1).decode("ascii") if found else ""


def _codec(name: str) -> str:
    try:
        return _KNOWN.get(codecs.lookup(name.strip("\"' ")).name, "")
    except (LookupError, ValueError):
        return ""


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _strictly(file: str, data: bytes, codec: str) -> str:
    text = _decoded(data, codec)
    if text is None:
        raise rejection(file, f"网页开头标明是 {codec.upper()} 编码，但有读不出的字节，文件可能已损坏")
    return text


def _overruled(file: str, declared: list[str], codec: str) -> tuple[Problem, ...]:
    wrong = next((name for name in declared if _codec(name) not in ("", codec)), None)
    if wrong is None:
        return ()
    return (warning(file, f"网页声明的编码“{shown(wrong)}”不对，已按 {codec.upper()} 读取，请网站管理员更正"),)

"""Finding a company by its 统一社会信用代码 as typed: whole, in part, in lower case or full width, with one wrong character."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from knowledge.portraits.credit_code import ALPHABET

LENGTH = 18
_LEAST = 6
_CODE = re.compile(r"[0-9A-Z]{6,18}")
_INSIDE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
_DIGIT = re.compile(r"[0-9]")
_NEVER = str.maketrans("OIZS", "0125")
"""Letters that codes do not have (GB 32100), and the digits that they are taken for."""


def typed_code(typed: str) -> str:
    """The code or part of a code that was typed, empty when it is something else."""
    read = unicodedata.normalize("NFKC", typed[:200]).upper()
    inside = _INSIDE.search(read)
    bare = inside.group() if inside else re.sub(r"[\s\-_.·]+", "", read)
    if not _CODE.fullmatch(bare) or len(_DIGIT.findall(bare)) < min(_LEAST, len(bare)) // 2:
        return ""
    return bare.translate(_NEVER)


def row_of(codes: NDArray[np.bytes_], code: str) -> int | None:
    """The row of a whole code."""
    if len(code) != LENGTH or not code.isascii():
        return None
    row = int(np.searchsorted(codes, np.bytes_(code.encode())))
    return row if row < len(codes) and codes[row] == code.encode() else None


def rows_with(codes: NDArray[np.bytes_], part: str, most: int) -> list[int]:
    """Rows whose code begins with ``part``, or else has it inside; at most ``most`` and one more, by code."""
    low = int(np.searchsorted(codes, np.bytes_(part.encode())))
    high = int(np.searchsorted(codes, np.bytes_(part.encode().ljust(LENGTH, b"\x7f"))))
    if high > low:
        return list(range(low, min(high, low + most + 1)))
    return _inside(codes, part.encode(), most)


def _inside(codes: NDArray[np.bytes_], part: bytes, most: int) -> list[int]:
    text, found, at = codes.tobytes(), list[int](), 0
    while len(found) <= most and (at := text.find(part, at)) >= 0:
        row, place = divmod(at, LENGTH)
        if place + len(part) <= LENGTH:  # not the end of one code and the beginning of the next
            found.append(row)
            at = (row + 1) * LENGTH
        else:
            at += 1
    return found


def rows_but_one(codes: NDArray[np.bytes_], code: str, most: int) -> list[int]:
    """Rows whose code differs from a whole one in a single character, or in two neighbours that were swapped."""
    near = {code[:at] + sign + code[at + 1 :] for at in range(LENGTH) for sign in ALPHABET}
    near |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(LENGTH - 1)}
    wanted = np.array(sorted(near), f"S{LENGTH}")
    rows = np.minimum(np.searchsorted(codes, wanted), max(len(codes) - 1, 0))
    return rows[codes[rows] == wanted][: most + 1].tolist() if len(codes) else []

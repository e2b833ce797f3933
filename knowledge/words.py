"""Lists of words inside ``.npz`` files, without pickling: one array of UTF-8 bytes, a line a word."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def pack_words(words: Iterable[str]) -> npt.NDArray[np.uint8]:
    """The array of ``words``, none of which is empty or holds a line break."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack_words(packed: npt.NDArray[np.uint8]) -> list[str]:
    """What :func:`pack_words` was given; raises ValueError for bytes that are not UTF-8."""
    joined = packed.tobytes().decode()
    return joined.split("\n") if joined else []

"""Cutting a stream of text into sentences, each given out as soon as it is whole."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_END: Final = re.compile(r"[。！？!?；;\n][”’」』）)》\s。！？!?；;]*(?=[^”’」』）)》\s。！？!?；;])")
_THINK, _THOUGHT = "<think>", "</think>"
_BREAKS: Final = re.compile(r"\s*\n\s*")


class Sentences:
    """Takes pieces of a model's text; gives whole sentences, with the line break that follows them.

    A leading ``<think>`` block, as some served models write it, is passed over. Pictures (emoji) are left out.
    """

    def __init__(self) -> None:
        self._rest = ""
        self._begun = False

    def feed(self, piece: str) -> list[str]:
        """Take a piece; return the sentences that it completes."""
        self._rest += "".join(c for c in piece if unicodedata.category(c) != "So" and c not in "\ufe0f\u200d\r")
        if not self._begun and not self._begin():
            return []
        whole = []
        while match := _END.search(self._rest):
            whole.append(_tidy(self._rest[: match.end()]))
            self._rest = self._rest[match.end() :]
        return [sentence for sentence in whole if sentence.strip()]

    def end(self) -> list[str]:
        """Return what is left once the stream has ended."""
        rest, self._rest = self._rest.strip(), ""
        return [_tidy(rest)] if rest else []

    @property
    def waiting(self) -> int:
        """Characters that are not yet a sentence."""
        return len(self._rest) if self._begun else 0

    def _begin(self) -> bool:
        """Pass over a block of thought; tell whether the answer proper has begun."""
        self._rest = self._rest.lstrip()
        if self._rest.startswith(_THINK):
            _, closed, after = self._rest.partition(_THOUGHT)
            if not closed:
                self._rest = _THINK + self._rest[-len(_THOUGHT) :]  # a long thought is not kept
                return False
            self._rest = after.lstrip()
        self._begun = bool(self._rest) and not _THINK.startswith(self._rest)
        return self._begun


def _tidy(sentence: str) -> str:
    return _BREAKS.sub("\n", sentence)

"""The slips of typing and of recognisers, so that fitting sees what citizens really send.

Homophones and the near-homophones of southern speakers (n/l, f/h, zh/z, ch/c, sh/s, -ng/-n), a dropped or doubled
character, fillers, no punctuation. The substitutes are characters of the knowledge base itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from knowledge.text import syllable

FILLERS = ("嗯", "嗯那个", "那个", "就是", "哎", "请问一下", "我想问一下", "喂你好")
TAILS = ("啊", "呢", "嗯", "是吧", "谢谢", "麻烦说一下")
_HAN = re.compile(r"[\u3400-\u9fff]")
_PLAIN = re.compile(r"[^\w]")


def sound_key(character: str) -> str:
    """The syllable with the distinctions that southern speakers merge left out."""
    key = re.sub(r"^([zcs])h", r"\1", syllable(character))
    key = re.sub(r"^n(?=[aeiouv])", "l", key)
    key = re.sub(r"^f", "h", key)
    return re.sub(r"(?<=[aei])ng$", "n", key)


class NoiseMaker:
    """Makes noisy copies of lines, with substitutes drawn from ``corpus``; deterministic for a seed."""

    def __init__(self, corpus: Iterable[str], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        alike: dict[str, set[str]] = defaultdict(set)
        for character in sorted(set("".join(corpus))):
            if _HAN.match(character):
                alike[sound_key(character)].add(character)
        self._alike = {key: sorted(characters) for key, characters in alike.items()}

    def noisy(self, line: str) -> str:
        """``line`` as typed in haste or as recognised: one to three slips, and half the time spoken words around it."""
        characters = list(line)
        for _ in range(self._random.integers(1, 4)):
            self._slip(characters)
        heard = "".join(characters)
        if self._random.random() < 0.5:
            return self._pick(FILLERS) + _PLAIN.sub("", heard) + self._pick(("", *TAILS))
        return heard or line

    def _slip(self, characters: list[str]) -> None:
        if len(characters) < 3:
            return
        at = int(self._random.integers(len(characters)))
        kind = self._random.random()
        if kind < 0.75:
            characters[at] = self._substitute(characters[at])
        elif kind < 0.9:
            del characters[at]
        else:
            characters.insert(at, characters[at])

    def _substitute(self, character: str) -> str:
        if not _HAN.match(character):
            return character
        others = [other for other in self._alike.get(sound_key(character), ()) if other != character]
        return self._pick(others) if others else character

    def _pick(self, choices: Iterable[str]) -> str:
        listed = list(choices)
        return listed[int(self._random.integers(len(listed)))]

"""What kind of thing was said, by its words alone: one row of weights a character or pinyin n-gram.

Search always has a nearest item; whether the words belong here at all («今天天气怎么样» is near 天然气), and if not what
they are, is another question. A multinomial linear model answers it, fitted at ingest on the authored questions against
lines that no guide answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, get_args

import numpy as np
import numpy.typing as npt

from knowledge import text
from knowledge.words import pack_words, unpack_words

Intent = Literal[
    "guides",
    "policy",
    "out_of_scope",
    "other_place",
    "small_talk",
    "abuse",
    "crisis",
    "jailbreak",
    "privacy",
    "forgery",
    "human",
]
INTENTS: tuple[Intent, ...] = get_args(Intent)
BELONGS: tuple[Intent, ...] = ("guides", "policy")
"""What the knowledge base answers."""
FOREIGN: tuple[Intent, ...] = ("out_of_scope", "other_place")
"""Honest questions that it does not answer."""

_SIDES = BELONGS, FOREIGN


_GREETING = re.compile(
    r"(?:(?:你|您|大家|早上|上午|中午|下午|晚上|同志|师傅|老师|小妹|阿姐)们?好|你们好|哈喽|hello|hi\b|喂+|在吗|嗯+|那个(?!人)|(?:谢谢|多谢)[你您]?|好的"
    r"|(?:我?想|麻烦|再|顺便)?(?:请)?(?:咨询|问(?!题))(?:一?下|个事)?)[啊呀哦呢了 ,，。.!！?？~]*"
)
_LEAST_BEHIND = 4


def ungreeted(normalised: str) -> str:
    """What is said behind greetings and fillers; all of it when little is left: then the greeting is what was said."""
    at = 0
    while (greeting := _GREETING.match(normalised, at)) is not None:
        at = greeting.end()
    return normalised[at:] if len(normalised) - at >= _LEAST_BEHIND else normalised


def intent_features(normalised: str) -> list[str]:
    """Inputs of the model, each once: ``text.features`` behind any greeting, and the character trigrams (``t``)."""
    said = ungreeted(normalised)
    characters = "".join(sign for sign in said if sign.isalnum())
    trigrams = (f"t{characters[at : at + 3]}" for at in range(len(characters) - 2))
    return list(dict.fromkeys((*text.features(said), *trigrams)))


def _nothing() -> npt.NDArray[np.float32]:
    return np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, eq=False)
class IntentModel:
    """Multinomial logistic regression over :func:`intent_features`, each text scaled to unit length.

    ``weights`` has shape ``(len(vocabulary), len(intents))``, ``bias`` one value an intent; ``intents`` are those that
    there were lines of. Without any the model has no opinion.
    """

    intents: tuple[Intent, ...] = ()
    vocabulary: dict[str, int] = field(default_factory=dict)
    weights: npt.NDArray[np.float32] = field(default_factory=_nothing)
    bias: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    _lately: dict[str, npt.NDArray[np.float64]] = field(default_factory=dict, init=False, repr=False)

    def probabilities(self, normalised: str) -> dict[Intent, float]:
        """Chance of each intent (they sum to 1); empty without an opinion."""
        if not self.intents:
            return {}
        scores = self._scores(normalised)
        grown = np.exp(scores - scores.max())
        return dict(zip(self.intents, (grown / grown.sum()).tolist(), strict=True))

    def log_odds(self, normalised: str) -> float:
        """Above zero when the words belong to guides or policy files, below when they are foreign; zero without both."""
        return self._against(normalised, *_SIDES)

    def policy_words(self, normalised: str) -> float:
        """Log odds of policy files against guides; zero when either had no lines."""
        return self._against(normalised, ("policy",), ("guides",))

    def _against(self, normalised: str, these: Sequence[Intent], those: Sequence[Intent]) -> float:
        left, right = self._columns(these), self._columns(those)
        if not left or not right:
            return 0.0
        scores = self._scores(normalised)
        return float(np.logaddexp.reduce(scores[left]) - np.logaddexp.reduce(scores[right]))

    def _columns(self, wanted: Iterable[Intent]) -> list[int]:
        return [self.intents.index(intent) for intent in wanted if intent in self.intents]

    def _scores(self, normalised: str) -> npt.NDArray[np.float64]:
        """Scores of the intents; remembered, since the steps of one turn ask for the same text four times."""
        found = self._lately.get(normalised)
        if found is None:
            if len(self._lately) >= text.LATELY:
                self._lately.clear()
            rows = [row for name in intent_features(normalised) if (row := self.vocabulary.get(name)) is not None]
            summed = self.weights[rows].sum(axis=0, dtype=np.float64) / max(len(rows), 1) ** 0.5
            found = self._lately[normalised] = np.asarray(self.bias + summed, dtype=np.float64)
        return found

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file."""
        np.savez(
            path,
            intents=pack_words(self.intents),
            words=pack_words(self.vocabulary),
            weights=self.weights,
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote; raises ValueError when names and weights do not match."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            names, words = unpack_words(file["intents"]), unpack_words(file["words"])
            weights, bias = file["weights"], file["bias"]
        if weights.shape != (len(words), len(names)) or bias.shape != (len(names),):
            raise ValueError("names and weights of the intents do not match")
        if not set(names) <= set(INTENTS):
            raise ValueError("an intent has an unknown name")
        known = tuple(intent for intent in INTENTS if intent in names)
        if list(known) != names:
            raise ValueError("the intents are not in their order")
        return cls(known, {word: row for row, word in enumerate(words)}, weights, bias)

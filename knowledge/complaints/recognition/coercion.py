"""Whether a complaint threatens the trader for money, or sells its withdrawal: told from lawful remedies and from what traders said.

Asking for one's money back, for a loss made good, and naming a remedy that the law gives (lawsuit, 12315, consumers' association,
the press) is no coercion. It takes money or goods asked of the trader, a condition, and a threat, all in the writer's own mouth; or
money for a withdrawal. What is in doubt is not found: mistakes go in the consumer's favour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PARTS: Final = (
    "sum",
    "asked",
    "unpaid",
    "received",
    "otherwise",
    "choice",
    "avoided",
    "hostile",
    "public",
    "report",
    "direct",
    "withdrawn",
    "price",
    "sold",
    "told",
    "speaks",
    "own",
    "again",
    "refused",
    "supposed",
    "owed",
    "officials",
)
"""The lists of phrases that the rules hold; ``<sum>`` in one stands for that list."""
_SENTENCE: Final = re.compile(r"[。!?;~…]+")
_CLAUSE: Final = re.compile(r"[,、:]+")
_QUOTED: Final = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")
_NEAR: Final = ".{0,40}?"


class Coercion:
    """The phrases of one version of the rules, ready to read texts (NFKC, without blanks)."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        held = {name: f"(?:{''.join(phrases[name].split())})" for name in PARTS}
        part = {name: pattern.replace("<sum>", held["sum"]) for name, pattern in held.items()}
        compiled = {name: re.compile(pattern) for name, pattern in part.items()}
        self._told, self._speaks = compiled["told"], compiled["speaks"]
        self._own, self._again = compiled["own"], compiled["again"]
        self._refused, self._supposed = compiled["refused"], compiled["supposed"]
        self._owed = re.compile(f"{part['owed']}|{part['officials']}")
        self._worth_reading = re.compile(
            "|".join(part[name] for name in ("public", "report", "withdrawn", "sold", "hostile", "avoided"))
        )
        self._sold = re.compile(
            f"{part['received']}.{{0,20}}?{part['withdrawn']}|{part['withdrawn']}{part['price']}|{part['sold']}"
        )
        condition = (
            f"(?:{part['unpaid']}|{part['asked']}{_NEAR}{part['otherwise']}|{part['choice']}{_NEAR}{part['asked']})"
        )
        threat = f"(?:{part['hostile']}|{part['public']})"
        self._threat = re.compile(f"{condition}{_NEAR}{threat}|{part['avoided']}{_NEAR}{part['asked']}")
        self._report = re.compile(f"{condition}{_NEAR}{part['report']}")
        self._direct = compiled["direct"]

    def search(self, text: str) -> str | None:
        """The sentence that threatens, without what others are said to have said; ``None`` where none does."""
        if not self._worth_reading.search(text):
            return None
        telling = (sentence for sentence in self._sentences(text) if self._worth_reading.search(sentence))
        return next((words for words in map(self._own_words, telling) if self._threatens(words)), None)

    def _threatens(self, words: str) -> bool:
        if self._sold.search(words) or self._threat.search(words):
            return True
        return bool(self._report.search(words) and self._direct.search(words))

    def _sentences(self, text: str) -> list[str]:
        """Sentences; one that goes on with 否则 belongs to what it is the condition of."""
        sentences: list[str] = []
        for sentence in _SENTENCE.split(_QUOTED.sub(self._unquoted, text)):
            if sentences and self._again.match(sentence):
                sentences[-1] += f",{sentence}"
            else:
                sentences.append(sentence)
        return sentences

    def _unquoted(self, quoted: re.Match[str]) -> str:
        """Direct speech goes with who speaks: another's falls away, the writer's stays."""
        before = _CLAUSE.split(quoted.string[max(0, quoted.start() - 20) : quoted.start()].rstrip(",:"))[-1]
        return "" if self._another_speaks(before) else quoted.group()[1:-1]

    def _own_words(self, sentence: str) -> str:
        """The clauses of a sentence that the writer says in his own name."""
        kept: list[str] = []
        others = False
        for clause in _CLAUSE.split(sentence):
            others = self._another_speaks(clause) or (others and not self._own.match(clause))
            if not others and not self._reports_refusal(clause):
                kept.append(clause)
        return self._owed.sub("", ",".join(kept))

    def _another_speaks(self, clause: str) -> bool:
        return self._told.search(clause) is not None and self._speaks.search(clause) is None

    def _reports_refusal(self, clause: str) -> bool:
        """«商家不肯赔» tells what happened; «商家如不赔» sets a condition."""
        return self._refused.match(clause) is not None and self._supposed.search(clause) is None

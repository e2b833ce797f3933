"""Terms that a text defines: 所称初创企业，是指…; “车商”指…; 二者合称“医药企业”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.labels.logic import Read
from knowledge.measures.conditions import Atom, Condition

_MARK = r"(?:\([一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[.、]|其中,?)?"
DEFINES = re.compile(
    rf"{_MARK}(?:[一-龥]{{0,8}}?(?P<called>所称|所指)的?)?(?P<open>“)?(?P<term>[一-龥]{{2,12}}?)”?(?P<comma>,)?(?:是指|系指|指的是|指)(?P<what>.+)",
    re.DOTALL,
)
_DEFINED_LAST = re.compile(r"(?P<what>.+?)为本[一-龥]{1,4}所(?:称|指)的?“?(?P<term>[一-龥]{2,12})”?", re.DOTALL)
_TOGETHER = re.compile(
    r"(?:(?:二|两|三|四)者|前[两二三四]项[一-龥]{0,4}|以上[一-龥]{0,6}|上述[一-龥]{0,6})的?(?:合称|统称|并称|总称)为?“?(?P<term>[一-龥]{2,10})”?"
    r"|“(?P<quoted>[一-龥]{2,10})”为?(?:二|两|三|四)者的?(?:合称|统称)|(?P<later>[一-龥]{2,10}),?指前[两二三四]项[一-龥]{0,4}的?(?:合称|统称)"
)


@dataclass
class Terms:
    """``known`` terms with what they ask for; ``unknown`` ones are defined in words that were not understood."""

    known: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def learn(self, term: str, read: Read) -> None:
        """Take in what the definition's words say."""
        if read.unread or not read.conditions:
            self.unknown.add(term)
        else:
            self.known[term] = tuple(read.conditions)

    def join(self, term: str) -> None:
        """A common name of all terms so far: learnt where they differ in their industry only."""
        merged = _merged(list(self.known.values())) if not self.unknown else None
        if merged is None:
            self.unknown.add(term)
        else:
            self.known[term] = merged


def defined(text: str) -> re.Match[str] | None:
    """The definition that a piece of text is; 企业 itself and figures' words are none."""
    last = _DEFINED_LAST.fullmatch(text)
    if last is not None:
        return last
    found = DEFINES.match(text)
    if found is None or found["term"] in ("企业", "以上", "以下") or "含" in found["what"][:2]:
        return None
    marked = found["called"] or found["open"] or found["comma"] or text.startswith("(")
    return found if marked and not found["term"].endswith(("不", "均", "应")) else None


def together(text: str) -> str | None:
    """The common name that a piece of text gives to the terms before it."""
    found = _TOGETHER.search(text)
    return None if found is None else found["term"] or found["quoted"] or found["later"]


def learnt(
    pieces: Sequence[tuple[str, int]], read: Callable[[int, int, Mapping[str, tuple[Condition, ...]]], Read]
) -> Terms:
    """The terms of a document; ``pieces`` are texts with their places, ``read`` reads what stands from one place on."""
    terms = Terms()
    for text, place in pieces:
        name = together(text)
        if name is not None:
            terms.join(name)
            continue
        found = defined(text)
        if found is not None:
            terms.learn(found["term"], read(place + found.start("what"), place + found.end("what"), terms.known))
    return terms


def _merged(values: Sequence[tuple[Condition, ...]]) -> tuple[Condition, ...] | None:
    rest = [tuple(one for one in conditions if not _industry(one)) for conditions in values]
    codes = [
        code
        for conditions in values
        for one in conditions
        if isinstance(one, Atom) and _industry(one)
        for code in _codes(one)
    ]
    if (
        len(values) < 2
        or len({frozenset(map(repr, one)) for one in rest}) != 1
        or any(sum(map(_industry, conditions)) != 1 for conditions in values)
    ):
        return None
    return (*rest[0], Atom("industry_code", "prefix", tuple(dict.fromkeys(codes))))


def _codes(atom: Atom) -> Iterator[str]:
    if isinstance(atom.value, tuple):
        yield from atom.value


def _industry(condition: Condition) -> bool:
    return isinstance(condition, Atom) and (condition.field, condition.op) == ("industry_code", "prefix")

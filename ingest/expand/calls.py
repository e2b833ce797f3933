"""The ways to call one matter: its names, what people say for the official action, and colloquial words for official ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, zip_longest
from zlib import crc32

import numpy as np

from ingest.expand.templates import templates
from knowledge import text
from knowledge.models import ServiceGuide

LONGEST = 24
"""Characters of a call: nobody says more than that for a matter."""
LEAST = 2
LEAST_INSIDE = 3
"""Characters in brackets that are a name of their own; fewer say how: （丢失）."""
SAID = 4
"""Colloquial words taken for one official word of one call, at most."""
_OPEN = re.compile(r"[（(]([^（）()]*)[）)]")
_CLAUSES = re.compile(r"[、；：/“”\"《》{}]")


@dataclass(frozen=True)
class Calls:
    """Normalised ways to name one matter: ``official`` names, what people ``call`` the deed, and what they ``tell``."""

    official: tuple[str, ...]
    call: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.official, *self.call, *self.told)))

    def only(self, wanted: Callable[[Sequence[str]], Sequence[bool]]) -> Calls:
        """Those that ``wanted`` says yes to."""
        chosen = {call for call, yes in zip(self.all, wanted(self.all), strict=True) if yes}
        return Calls(
            *(tuple(call for call in calls if call in chosen) for calls in (self.official, self.call, self.told))
        )


def calls_of(guide: ServiceGuide, seed: int) -> Calls:
    """All ways to name ``guide``'s matter; which colloquial words is chance of the name's own, so that items of one name
    have the same calls and are seen to share them.
    """
    official = _distinct(chain.from_iterable(_unfolded(name) for name in (guide.name, *guide.aliases)))
    acted = [_acted(call) for call in official]
    called = _coloured([*official, *chain.from_iterable(call for call, _ in acted)], seed)
    told = _coloured([line for _, lines in acted for line in lines], seed)
    return Calls(official, tuple(call for call in called if call not in official), told)


def _unfolded(name: str) -> Iterator[str]:
    """What stands in brackets is one more name: 出生登记（新生儿落户）; a bare manner (简易注销) is part of it."""
    yield _OPEN.sub("", name)
    yield from (inner for inner in _OPEN.findall(name) if len(inner) >= LEAST_INSIDE)


def _acted(call: str) -> tuple[list[str], list[str]]:
    """The first rule that knows the action at the end of ``call`` speaks: deeds and stories."""
    for action in templates().actions:
        found = re.fullmatch(action.match, call)
        if found is not None and len(found[1]) >= LEAST:
            return [one.format(x=found[1]) for one in action.call], [one.format(x=found[1]) for one in action.told]
    return [], []


def _coloured(calls: Sequence[str], seed: int) -> tuple[str, ...]:
    """``calls``, and behind them each with its longest official word replaced by what people say for it."""
    return _distinct(chain(calls, *zip_longest(*(_said_for(call, seed) for call in calls))))


def _said_for(call: str, seed: int) -> list[str]:
    """At most ``SAID`` other wordings of ``call``."""
    official = next((word for word in _officials() if word in call), "")
    said = _said().get(official, ())
    random = np.random.default_rng([seed, crc32(call.encode())])
    return [call.replace(official, said[at]) for at in random.permutation(len(said))[:SAID]]


def _distinct(calls: Iterable[str | None]) -> tuple[str, ...]:
    normal = (text.normalise(_CLAUSES.sub("", call)) for call in calls if call)
    return tuple(dict.fromkeys(call for call in normal if LEAST <= len(call) <= LONGEST and text.has_words(call)))


@cache
def _said() -> dict[str, tuple[str, ...]]:
    """The lexicon the other way round: official word to what people say; rows of several official words say less."""
    rows = (files("knowledge") / "lexicon" / "colloquial.tsv").read_text("utf-8").splitlines()[1:]
    found: dict[str, list[str]] = {}
    for row in rows:
        said, official = row.lower().split("\t")
        if " " not in official and official not in said and len(official) > LEAST:
            found.setdefault(official, []).append(said)
    return {official: tuple(said) for official, said in found.items()}


@cache
def _officials() -> tuple[str, ...]:
    """Official words, the longest first."""
    return tuple(sorted(_said(), key=lambda word: (-len(word), word)))

"""The ways to call one matter: its names, what people say for the official action, and colloquial words for official ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np

from ingest.expand.templates import templates
from knowledge import text
from knowledge.models import ServiceGuide

LONGEST = 24
"""Characters of a call: nobody says more than that for a matter."""
LEAST = 2
SAID = 4
"""Colloquial words taken for one official word of one call, at most."""
_OPEN = re.compile(r"[（(]([^（）()]*)[）)]")
_CLAUSES = re.compile(r"[、，。；：/“”\"《》]")


def official_calls(guide: ServiceGuide) -> tuple[str, ...]:
    """Names and aliases, normalised; what stands in brackets is one more of them: 出生登记（新生儿落户）."""
    return _distinct(chain.from_iterable(_unfolded(name) for name in (guide.name, *guide.aliases)))


def spoken_calls(official: Sequence[str], random: np.random.Generator) -> tuple[str, ...]:
    """What people say instead of ``official`` calls, without these themselves; the order is by rule, not by chance."""
    acted = [said for call in official for said in _acted(call)]
    coloured = [said for call in (*official, *acted) for said in _coloured(call, random)]
    return tuple(call for call in _distinct([*acted, *coloured]) if call not in official)


def _unfolded(name: str) -> Iterator[str]:
    yield _OPEN.sub("", name)
    yield from _OPEN.findall(name)


def _acted(call: str) -> Iterator[str]:
    """The first rule that knows the action at the end of ``call`` speaks."""
    for action in templates().actions:
        found = re.fullmatch(action.match, call)
        if found is not None and len(found[1]) >= LEAST:
            yield from (said.format(x=found[1]) for said in action.say)
            return


def _coloured(call: str, random: np.random.Generator) -> Iterator[str]:
    """``call`` with its longest official word replaced by what people say for it."""
    for official in _officials():
        if official in call:
            said = _said()[official]
            for at in random.permutation(len(said))[:SAID]:
                yield call.replace(official, said[at])
            return


def _distinct(calls: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    normal = (text.normalise(_CLAUSES.sub("", call)) for call in calls)
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

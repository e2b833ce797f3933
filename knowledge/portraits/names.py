"""Finding a company by its name as typed: parts, abbreviations, wrong characters, former names, and how sure we are.

Candidates of the index are compared with what was typed; a difference costs what it says about another company being meant
(one wrong character 1, a homophone 0.4 ...). ``score`` is near 1 for a company that is meant, is shared by companies that
are alike, and falls with every difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from knowledge.portraits.name_index import NameIndex
from knowledge.portraits.name_parts import ANY_COMPANY, CITY, PROVINCE, NameParts, looks, name_parts, sound_sign, sounds
from knowledge.text import syllables

Floats = NDArray[np.float64]

CERTAIN = 0.85
"""From this score on the first company found is the one meant; below it somebody chooses."""
NEAR_ENOUGH = 0.55
"""The least likeness, before it is shared, of a company that is offered at all."""
TOO_MANY = 2.0
"""The cost from which on a company is another one, however long its name: a 字号 has two or three characters."""
_CANDIDATES = 160
_SHARING = 0.1
"""Difference in cost at which a company is e times less likely to be meant."""

HOMOPHONE, SWAPPED, LOOK_ALIKE = 0.4, 0.4, 0.5
_PART, _EACH_MORE, _LATER, _SCATTERED = 0.2, 0.02, 0.05, 0.5
_OTHER_REGION, _WIDER_REGION, _SEAT = 0.8, 0.15, 0.1
_OTHER_FORM, _FORMER, _NOT_WHOLE = 0.25, 0.05, 0.3
_SPELLED = 0.3
_AROUND = 0.04


class Found(NamedTuple):
    """A company that may be meant; ``former_name`` is the old name by which it was found; ``score`` is in 0..1."""

    credit_code: str
    name: str
    score: float
    former_name: str | None


class Near(NamedTuple):
    """A company's row, how sure it is that it is meant, and the entry by which it was found."""

    row: int
    score: float
    entry: int


def certain(found: Sequence[Found]) -> Found | None:
    """The one company that is meant; ``None`` when there is none, or somebody has to choose."""
    return found[0] if found and found[0].score >= CERTAIN else None


@dataclass(frozen=True)
class _Typed:
    """What was typed: ``said`` are its sounds; ``spelled`` says that it came as pinyin, so that there are no characters."""

    parts: NameParts
    said: str
    spelled: bool = False


def find(index: NameIndex, typed: str, limit: int) -> list[Near]:
    """The companies that may be meant, likeliest first, at most ``limit``; none when nothing is near."""
    if not len(index):
        return []
    for asked in _readings(typed):
        found = _found(index, asked)
        if found:
            return found[:limit]
    return []


def _readings(typed: str) -> list[_Typed]:
    """As characters; and, where there are Latin letters, as pinyin."""
    parts = name_parts(typed)
    if len(parts.stem) < 2:
        return []
    readings = [_Typed(parts, sounds(parts.stem))]
    if any("a" <= character <= "z" for character in parts.stem):
        said = "".join(map(sound_sign, syllables(parts.stem)))
        if len(said) > 1 and said != readings[0].said:
            readings.append(_Typed(parts, said, spelled=True))
    return readings


def _found(index: NameIndex, asked: _Typed) -> list[Near]:
    same = index.same(asked.parts.whole)[:_CANDIDATES]
    entries = same
    if len(same) != 1 or not (asked.parts.region and asked.parts.form):  # else it is one company's whole name
        stem = "" if asked.spelled else asked.parts.stem
        entries = np.union1d(same, index.near(stem, asked.said, asked.parts.region, _CANDIDATES))
    if not len(entries):
        return []
    held = index.entries.take(pa.array(entries))
    costs = _costs(asked, held) + np.where(np.isin(entries, same), 0.0, _NOT_WHOLE if len(same) else 0.0)
    return _ranked(asked, entries, held["row"].to_numpy(), costs)


def _costs(asked: _Typed, held: pa.Table) -> Floats:
    """What each entry costs: (entries,)."""
    stems: list[str] = held["stem"].to_pylist()
    said = [sounds(stem) for stem in stems]
    spoken = _edits(asked.said, said)
    if asked.spelled:
        wrong = spoken + _SPELLED
    else:
        written = _edits(asked.parts.stem, stems)
        seen = _edits(looks(asked.parts.stem), [looks(stem) for stem in stems])
        wrong = np.minimum(spoken + HOMOPHONE * (written - spoken), seen + LOOK_ALIKE * (written - seen))
        wrong = np.minimum(wrong, written)
        wrong = np.where(_reordered(asked.parts.stem, stems), SWAPPED, wrong)
    around: Floats = _AROUND * _edits(asked.parts.whole, held["name"].to_pylist())
    layout: Floats = _layout(asked.said, said)
    return around + layout + wrong + _surroundings(asked.parts, held)


def _edits(typed: str, held: list[str]) -> Floats:
    """Slips between what was typed and each text; what a text has more than was typed is none."""
    distances: Floats = cdist([typed], held, scorer=OSA.distance, dtype=np.float64)[0]
    more = np.array([max(len(one) - len(typed), 0) for one in held], np.float64)
    return distances - more


def _reordered(stem: str, stems: list[str]) -> NDArray[np.bool_]:
    """Which stems are ours with characters swapped."""
    signs = sorted(stem)
    return np.array([len(one) == len(stem) and one != stem and sorted(one) == signs for one in stems])


def _layout(typed: str, said: list[str]) -> Floats:
    """The cost of a name of which only a part was typed: least for its beginning, most where the part is torn."""
    cost = np.zeros(len(said))
    for at, one in enumerate(said):
        more = len(one) - len(typed)
        if more > 0:
            torn = 0.0 if one.startswith(typed) else _LATER if typed in one else _SCATTERED
            cost[at] = _PART + _EACH_MORE * more + torn
    return cost


def _surroundings(asked: NameParts, held: pa.Table) -> Floats:
    """What differs in region, form of organisation, and age of the name."""
    regions, seats = held["region"].to_numpy(), held["district"].to_numpy()
    forms, former = held["form"].to_numpy(), held["former"].to_numpy()
    cost: Floats = np.where(former, _FORMER, 0.0)
    if asked.region in (CITY, PROVINCE):
        cost += np.where(regions == asked.region, 0.0, _WIDER_REGION)
    elif asked.region:
        unsaid = (regions == CITY) | (regions == PROVINCE) | (regions == 0)
        seated = unsaid & ((seats == asked.region) | (seats == 0))
        cost += np.where(regions == asked.region, 0.0, np.where(seated, _SEAT, _OTHER_REGION))
    if asked.form == ANY_COMPANY:
        cost += np.where(forms == 0, _OTHER_FORM, 0.0)
    elif asked.form:
        cost += np.where((forms == asked.form) | (forms == ANY_COMPANY), 0.0, _OTHER_FORM)
    return cost


def _ranked(asked: _Typed, entries: NDArray[np.int64], rows: NDArray[np.int64], costs: Floats) -> list[Near]:
    """Each company by its best entry; likeness shared among those that are alike."""
    best: dict[int, tuple[float, int]] = {}
    for entry, row, cost in zip(entries.tolist(), rows.tolist(), costs.tolist(), strict=True):
        if row not in best or (cost, entry) < best[row]:
            best[row] = (cost, entry)
    ranked = sorted((cost, row, entry) for row, (cost, entry) in best.items())
    least = ranked[0][0]
    weights = [exp((least - cost) / _SHARING) for cost, _, _ in ranked]
    total, length = sum(weights), max(len(asked.said), 2)
    return [
        Near(row, (1 - cost / length) * weight / total, entry)
        for (cost, row, entry), weight in zip(ranked, weights, strict=True)
        if 1 - cost / length >= NEAR_ENOUGH and cost < TOO_MANY
    ]

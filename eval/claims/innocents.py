"""Ordinary people by what makes them easy to mistake: a home, a dormitory, an office's phone, a namesake, a hidden name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from eval.claims.generate import Made
from eval.claims.hidden import FILLERS
from eval.claims.people import CIRCLES, FAMILY, ORDINARY, People
from eval.claims.words import WORDS, Flags, Ints

Innocent = Literal["household", "family", "dormitory", "agency", "village", "station", "namesake", "relative", "filler", "masked", "titled", "other"]  # fmt: skip
INNOCENTS: tuple[Innocent, ...] = get_args(Innocent)
_MASKED = re.compile("[*某XO]")
_TITLED = re.compile(f".(?:{'|'.join(sorted(set(WORDS['titles'])))})$")
_NOBODY = frozenset(WORDS["placeholder_names"])


def innocents(made: Made) -> Ints:
    """For each person a place in ``INNOCENTS``, -1 for those who are not ordinary. Whose circle shares something counts there, all
    others by the worst that any of their records shows.
    """
    people, register, person = made.people, made.register, made.person
    found = np.full(len(people), INNOCENTS.index("other"))
    names = register["name"]
    marks: Sequence[tuple[Innocent, Flags]] = (
        ("titled", _where(names, lambda name: bool(_TITLED.search(name)))),
        ("masked", _where(names, lambda name: bool(_MASKED.search(name)) or name in _NOBODY)),
        ("filler", _where(register["phone"], FILLERS.__contains__) | _where(register["id_number"], FILLERS.__contains__)),
    )  # fmt: skip
    for kind, rows in marks:
        found[person[rows]] = INNOCENTS.index(kind)
    shared = people.circle >= 0
    of_circle = np.array([INNOCENTS.index(name) if name in INNOCENTS else -1 for name in CIRCLES])
    found[shared] = of_circle[people.circle_kind[shared]]
    found[~ordinary(people)] = -1
    return found


def _where(column: pa.ChunkedArray, says: Callable[[str], bool]) -> Flags:
    return np.fromiter((one is not None and says(one) for one in column.to_pylist()), bool, len(column))


def ordinary(people: People) -> Flags:
    """People who must not be swept in: ordinary ones, and members of families of consumers."""
    return people.among(ORDINARY, FAMILY)

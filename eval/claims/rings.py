"""Are rings found: several people who write the same texts for the same accounts?"""

from __future__ import annotations

import numpy as np

from eval.claims.measures import Flags, Overlaps
from eval.claims.people import MANY, RING, People
from eval.claims.words import Ints
from eval.report import Figure, rate
from knowledge.complaints.links import Links


def rings_found(people: People, over: Overlaps, links: Links) -> dict[str, Figure]:
    """``rings_found``: at least half of a ring's members are covered; ``rings_tied``: and one group of formatted texts holds two of them."""
    covered = _covered(people, over)
    rings = int(people.ring.max(initial=-1)) + 1
    members = np.bincount(people.ring[people.kind == RING], minlength=rings)
    caught = np.bincount(people.ring[covered], minlength=rings)
    found = 2 * caught >= np.maximum(members, 1)
    tied = found & _tied(people, over, links, rings)
    return {"rings": Figure(rings, rings, "count"), "rings_found": rate(found.tolist()), "rings_tied": rate(tied.tolist())}  # fmt: skip


def _covered(people: People, over: Overlaps) -> Flags:
    """Members with at least half of their complaints in found people of ten or more that are mostly the ring's."""
    of_ring = over.many & (_ring_of(people, over) >= 0)
    inside = np.bincount(over.true, weights=np.where(of_ring[over.found], over.rows, 0), minlength=len(people))
    covered: Flags = (people.kind == RING) & (2 * inside >= people.complaints)
    return covered


def _tied(people: People, over: Overlaps, links: Links, rings: int) -> Flags:
    """Rings of which one group of near-duplicate texts stands in two found people of ten or more that are mostly the ring's."""
    owner = _ring_of(people, over)
    person, group = np.asarray(links.person).astype(np.int64), np.asarray(links.text_group).astype(np.int64)
    rows = np.flatnonzero((group >= 0) & (owner[person] >= 0) & (over.found_size[person] >= MANY))
    wide = int(group.max(initial=0)) + 1
    distinct = np.unique(person[rows] * wide + group[rows])
    pairs, times = np.unique(owner[distinct // wide] * wide + distinct % wide, return_counts=True)
    tied = np.zeros(rings, bool)
    tied[pairs[times >= 2] // wide] = True
    return tied


def _ring_of(people: People, over: Overlaps) -> Ints:
    """For each found person the ring that over half of its complaints are of, else -1."""
    ring = people.ring[over.true]
    held = ring >= 0
    wide = int(people.ring.max(initial=0)) + 1
    pairs, place = np.unique(over.found[held] * wide + ring[held], return_inverse=True)
    rows = np.bincount(place, weights=over.rows[held], minlength=len(pairs))
    most = 2 * rows > over.found_size[pairs // wide]
    owner = np.full(len(over.found_size), -1)
    owner[pairs[most] // wide] = pairs[most] % wide
    return owner

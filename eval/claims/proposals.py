"""Whom recognition proposes, in terms of true people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.measures import Flags, Overlaps, owner_of
from eval.claims.words import Ints
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings


@dataclass(frozen=True)
class Proposals:
    """For each true person: is the found person that is mostly his proposed for ``review``, or for ``handover``?

    ``touched_by_handover``: does any of his complaints lie in anybody's proposed for hand-over (the strict reading for those who must
    not be)? ``owners``: for each found person proposed for hand-over the true person with over half of it, else -1.
    """

    review: Flags
    handover: Flags
    touched_by_handover: Flags
    owners: Ints


def proposals(findings: Findings, links: Links, over: Overlaps) -> Proposals:
    """Read the proposals off the findings."""
    number = {name: place for place, name in enumerate(links.person_ids.to_pylist())}
    said = {name: np.zeros(len(over.found_size), bool) for name in ("none", "review", "handover")}
    for one in findings.persons:
        said[one.proposal][number[one.person_id]] = True
    owner = owner_of(over)
    people = len(over.true_size)
    touched = np.zeros(people, bool)
    touched[over.true[said["handover"][over.found]]] = True
    return Proposals(
        _owned(said["review"], owner, people), _owned(said["handover"], owner, people), touched, owner[said["handover"]]
    )


def _owned(said: Flags, owner: Ints, people: int) -> Flags:
    mine = np.zeros(people, bool)
    mine[owner[said & (owner >= 0)]] = True
    return mine

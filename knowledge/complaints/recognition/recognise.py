"""Recognition over a whole register: who is looked at, and what is found for and against each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.complaints.links import Links
from knowledge.complaints.recognition.factors import evidence
from knowledge.complaints.recognition.findings import Findings, PersonFinding
from knowledge.complaints.recognition.proposal import propose
from knowledge.complaints.recognition.protections import shields
from knowledge.complaints.recognition.rules import Rules
from knowledge.complaints.recognition.view import PersonView, view_of
from knowledge.progress import Progress, SilentProgress

_READ: Final = (
    "number",
    "source",
    "kind",
    "received_on",
    "respondent",
    "text",
    "trade",
    "product",
    "name",
    "id_number",
    "phone",
    "account",
    "quantity",
    "paid",
    "demanded",
    "outcome",
)
_AT_ONCE: Final = 2_000
"""Persons whose rows are taken out of the register together."""


def recognise(register: pa.Table, links: Links, rules: Rules, on: date, progress: Progress | None = None) -> Findings:
    """Look at every person with enough complaints (``rules.trigger``) received up to ``on``; the others are not even listed.

    ``register`` has ``REGISTER_SCHEMA`` and the rows that were linked. About 0.16 ms a complaint of those looked at.
    """
    known = np.asarray(register["received_on"].to_numpy(zero_copy_only=False), "datetime64[D]") <= np.datetime64(
        on, "D"
    )
    senders = _senders(links, rules)
    candidates = _candidates(links, senders, known, rules)
    found: list[PersonFinding] = []
    with (progress or SilentProgress()).task("逐人核对识别因素", len(candidates)) as task:
        for start in range(0, len(candidates), _AT_ONCE):
            part = candidates[start : start + _AT_ONCE]
            found += _findings(register, links, part, known, senders, rules)
            task.advance(len(part))
    return Findings(
        rules_version=rules.version,
        rules_digest=rules.digest,
        links_version=links.version,
        on=on,
        persons=tuple(sorted(found, key=lambda one: (-one.matters_in_window, -one.most_in_window, one.person_id))),
    )


def _senders(links: Links, rules: Rules) -> NDArray[np.int64]:
    """For each row: how many others sent its words again and again; 0 where these are a letter for everybody.

    The person himself never counts: how often he uses words says nothing of a ring. Nor do a few who use a public letter twice: most of
    what others sent in these words must come from people who do so again and again, and they must not be many.
    """
    numbers = rules.factors["formatted_texts"]
    grouped = np.flatnonzero(links.text_group >= 0)
    pairs = links.text_group[grouped].astype(np.int64) * (links.persons + 1) + links.person[grouped]
    once, of_pair, uses = np.unique(pairs, return_inverse=True, return_counts=True)
    group, again = once // (links.persons + 1), uses >= numbers["own"]
    groups = int(links.text_group.max(initial=-1)) + 1
    others = np.bincount(group, minlength=groups)[group] - 1
    repeaters = np.bincount(group[again], minlength=groups)[group] - again
    sent = np.bincount(group, uses, minlength=groups)[group] - uses
    repeated = np.bincount(group[again], uses[again], minlength=groups)[group] - np.where(again, uses, 0)
    private = (repeated >= numbers["uses"] * sent) & (others <= numbers["most_others"])
    senders = np.zeros(len(links), dtype=np.int64)
    senders[grouped] = np.where(private, repeaters, 0)[of_pair]
    return senders


def _candidates(links: Links, senders: NDArray[np.int64], known: NDArray[np.bool_], rules: Rules) -> NDArray[np.intp]:
    counts = np.bincount(links.person[known], minlength=links.persons)
    ring = np.zeros(links.persons, dtype=np.bool_)
    ring[links.person[known & (senders >= rules.factors["formatted_texts"]["others"])]] = True
    looked_at = (counts >= rules.trigger.least) | (ring & (counts >= rules.trigger.least_in_ring))
    return np.flatnonzero(looked_at)


def _findings(
    register: pa.Table,
    links: Links,
    persons: NDArray[np.intp],
    known: NDArray[np.bool_],
    senders: NDArray[np.int64],
    rules: Rules,
) -> Iterator[PersonFinding]:
    rows = [links.rows_of(int(person)) for person in persons]
    rows = [own[known[own]] for own in rows]
    table = register.select(_READ).take(pa.array(np.concatenate(rows)))
    columns = table.to_pydict()
    start = 0
    for person, own in zip(persons, rows, strict=True):
        held = {name: column[start : start + len(own)] for name, column in columns.items()}
        view = view_of(held, senders[own], links.text_group[own], rules)
        yield _finding(links.id_of(int(person)), view, rules)
        start += len(own)


def _finding(person_id: str, view: PersonView, rules: Rules) -> PersonFinding:
    against, speaks_for = evidence(view, rules), shields(view, rules)
    proposal, reasons = propose(view, against, speaks_for, rules)
    return PersonFinding(
        person_id=person_id,
        complaints=len(view),
        kinds=dict(Counter(view.column("kind"))),
        first_on=view.on[0].astype(date),
        last_on=view.on[-1].astype(date),
        most_in_window=view.most_within(rules.trigger.days),
        matters_in_window=view.matters(view.fullest(rules.trigger.days)),
        factors=against,
        protections=speaks_for,
        proposal=proposal,
        reasons=reasons,
    )

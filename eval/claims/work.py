"""The product's own steps on a made register: linking, adding new complaints, recognition; and the simple rules beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eval.claims.baselines import BASELINES
from eval.claims.generate import Made, make
from eval.claims.measures import Overlaps, overlaps
from eval.claims.rates import Rates
from eval.claims.stages import Stages
from eval.claims.words import Ints
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings
from knowledge.progress import Progress

NEW = 1_000
"""Complaints that come in later: the last of the register, at most a tenth of it."""


@dataclass(frozen=True)
class Wanted:
    """What is evaluated, beyond linking and recognition."""

    baselines: bool = False
    incremental: bool = True


@dataclass(frozen=True)
class Later:
    """The newest complaints, put to a register that was linked without them, and to one linked with them."""

    count: int
    alike: int
    """New complaints put to the same people: over half of all complaints beside it in either are beside it in both."""


@dataclass(frozen=True)
class Worked:
    """All that was done with one made register."""

    made: Made
    links: Links
    findings: Findings
    over: Overlaps
    stages: Stages
    later: Later | None
    baselines: Mapping[str, Overlaps]


def worked(complaints: int, seed: int, rates: Rates, wanted: Wanted, progress: Progress) -> Worked:
    """Make a register and do everything with it; every stage is measured."""
    from ingest.claimants.link import link
    from knowledge.complaints.recognition.recognise import recognise
    from knowledge.complaints.recognition.rules import load_rules

    stages = Stages()
    with progress.task("register", None), stages.measured("generate"):
        made = make(complaints, seed, rates)
    with stages.measured("link"):
        links = link(made.register, progress=progress)
    last: date = pc.max(made.register["received_on"]).as_py()
    with stages.measured("recognise"):
        findings = recognise(made.register, links, load_rules(), last, progress)
    later = _later(made.register, links, stages, progress) if wanted.incremental else None
    rules = BASELINES if wanted.baselines else {}
    simple = {name: overlaps(made.person, rule(made.register)) for name, rule in rules.items()}
    return Worked(made, links, findings, overlaps(made.person, _numbers(links)), stages, later, simple)


def _numbers(links: Links) -> Ints:
    return np.asarray(links.person).astype(np.int64)


def _later(register: pa.Table, full: Links, stages: Stages, progress: Progress) -> Later:
    from ingest.claimants.extend import extend
    from ingest.claimants.link import link

    count = min(NEW, len(register) // 10)
    known, new = register.slice(0, len(register) - count), register.slice(len(register) - count)
    with stages.measured("link_known"):
        before = link(known, progress=progress)
    with stages.measured("link_new"):
        added = extend(before, known, new)
    return Later(count, int(alike(_numbers(added), _numbers(full), count)))


def alike(added: Ints, full: Ints, count: int) -> int:
    """Of the last ``count`` rows how many lie in clusters of both partitions that share over half of their rows (Jaccard > 1/2)."""
    over = overlaps(added, full)
    together = over.rows / (over.true_size[over.true] + over.found_size[over.found] - over.rows)
    wide = len(over.found_size)
    place = np.searchsorted(over.true * wide + over.found, added[-count:] * wide + full[-count:])
    return int((together[place] > 0.5).sum())

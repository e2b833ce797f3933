"""Who is behind the complaints of a register: the whole of it, or new rows added to what was linked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.claimants import calibration, clusters, features, naming, texts, weights
from ingest.claimants.clusters import Clusters
from ingest.claimants.extend import extend
from ingest.claimants.features import Features
from ingest.claimants.record import edges_of, stored, version_of
from ingest.claimants.weights import Pairs
from knowledge.complaints.links import COMPARISONS, LinkModel, Links
from knowledge.progress import Progress, SilentProgress

__all__ = ["extend", "link"]


def link(register: pa.Table, before: Links | None = None, progress: Progress | None = None) -> Links:
    """Link a register (``REGISTER_SCHEMA``); persons inherit ids from ``before``. The order of rows changes nothing but row numbers."""
    progress = progress or SilentProgress()
    keys = features.keys_of(register)
    order = np.argsort(keys, kind="stable")
    known = features.features_of(register.take(pa.array(order)), progress)
    held, learned = weights.learn(known.table, progress)
    pairs, prior = weights.pairs_of(known.table, held, progress), weights.prior_odds(held)
    found = clusters.clustered(pairs, known.table, prior, progress)
    line = calibration.correction(pairs, known.table, prior)
    model = _model(register.num_rows, held, learned, prior, line)
    return _links(known, order, found, pairs, model, before)


def _model(
    rows: int, held: dict[str, Any], learned: tuple[str, ...], prior: float, line: tuple[float, float] | None
) -> LinkModel:
    priors = tuple(name for name in COMPARISONS if name not in learned)
    notes: tuple[str, ...] = ("台账太小，各项分量用的是预先给定的值",) if not learned else ()
    notes += ("写明证件号码、可以核对的投诉太少，概率没有校准，一律写合并的门槛 0.99",) if line is None else ()
    line = line or calibration.UNCORRECTED
    return LinkModel(
        rows=rows, learned=learned, priors=priors, prior_odds=prior, calibration=line, settings=held, notes=notes
    )


def _links(
    known: Features, order: NDArray[np.int64], found: Clusters, pairs: Pairs, model: LinkModel, before: Links | None
) -> Links:
    """Everything back in the order of the register's rows."""
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    person = naming.numbered(found.group[back])
    style = np.asarray(known.table["text_style"].fill_null(-1))
    keys = known.keys[back]
    return Links(
        version_of(keys, person),
        person,
        naming.person_ids(person, keys, before),
        edges_of(known.table, found, pairs, order, model.calibration),
        texts.renumbered(np.maximum(style, -1)[back].astype(np.int64)),
        keys,
        model,
        stored(known).take(pa.array(back)),
    )

"""New complaints put to the persons of an earlier linking, without linking everything again.

Only complaints that share something with the new ones, and the persons of these, are compared; weights are the earlier linking's. What
one more complaint says about everybody else (how common a name is) waits for the next whole linking.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ingest.claimants import clusters, features, naming, record, repository, texts, weights
from ingest.claimants.record import SIGNATURE
from knowledge.complaints.links import Links
from knowledge.errors import InvalidRecord
from knowledge.progress import Progress, SilentProgress

_SHARED = ("id_number", "phone_key", "account_key", "address_key", "name")
Ints = NDArray[np.int64]


def extendable(links: Links) -> bool:
    """Whether a linking was made by the comparisons of today; one of earlier ones cannot be continued."""
    if links.features is None or set(links.features.column_names) != {*features.SCHEMA.names, SIGNATURE} - {
        "unique_id"
    }:
        return False
    return weights.conditions(links.model.settings) == weights.conditions({"comparisons": repository.comparisons()})


def extend(links: Links, register_before: pa.Table, new_rows: pa.Table, progress: Progress | None = None) -> Links:
    """The linking of ``register_before`` followed by ``new_rows`` (both ``REGISTER_SCHEMA``).

    Raises:
        InvalidRecord: ``links`` is of another register or made by other comparisons, or a new complaint is in it already (then link anew).
    """
    progress = progress or SilentProgress()
    keys = features.keys_of(new_rows)
    if len(links) != register_before.num_rows:
        raise InvalidRecord("这份关联结果不是这个台账的")
    if links.features is not None and not extendable(links):
        raise InvalidRecord("这份关联结果是按以前的比较方法做的，需要重新关联整个台账")
    if len(np.unique(keys)) < len(keys) or np.isin(keys, links.keys).any():
        raise InvalidRecord("有的投诉已经在台账里，需要重新关联整个台账")
    if not len(keys):
        return links
    old = (
        links.features if links.features is not None else record.stored(features.features_of(register_before, progress))
    )
    whole = pa.concat_tables([old, _new_features(old, new_rows, progress)])
    return _extended(links, whole, np.concatenate([links.keys, keys]), progress)


def _extended(links: Links, whole: pa.Table, keys: NDArray[np.uint64], progress: Progress) -> Links:
    before, rows = len(links), _concerned(links, whole)
    some = whole.take(pa.array(rows)).drop_columns([SIGNATURE])
    some = some.add_column(0, "unique_id", pa.array(np.arange(len(rows), dtype=np.int32)))
    pairs = weights.pairs_of(some, links.model.settings, progress)
    pairs = pairs.only(rows[pairs.right] >= before)
    group = np.concatenate([links.person.astype(np.int64), links.persons + np.arange(len(whole) - before)])
    begin = np.unique(group[rows], return_inverse=True)[1]
    found = clusters.clustered(pairs, some, links.model.prior_odds, progress, begin)
    group = _merged(group, rows, found.group)
    person = naming.numbered(group)
    edges = record.edges_of(whole, found, pairs, rows, links.model.calibration)
    style = np.asarray(whole["text_style"].fill_null(-1)).astype(np.int64)
    return Links(
        record.version_of(keys, person),
        person,
        naming.person_ids(person, keys, links),
        pa.concat_tables([links.edges, _apart(edges, links.edges)]).combine_chunks(),
        _text_group(style),
        keys,
        links.model.model_copy(update={"rows": len(whole)}),
        whole.combine_chunks(),
    )


def _apart(edges: pa.Table, earlier: pa.Table) -> pa.Table:
    """Edges whose joints have numbers that no earlier edge has."""
    most = int(pc.max(earlier["joint"]).as_py() or 0) + 1 if len(earlier) else 0
    joint = np.asarray(edges["joint"])
    place = edges.schema.get_field_index("joint")
    return edges.set_column(
        place, edges.schema.field(place), pa.array(np.where(joint < 0, -1, joint + most).astype(np.int32))
    )


def _concerned(links: Links, whole: pa.Table) -> Ints:
    """New rows, earlier rows that share something with one, and all rows of their persons; ascending."""
    before = len(links)
    hit = np.zeros(before, bool)
    ends = pc.binary_join_element_wise(whole["phone_head"], whole["phone_tail"], "")
    masked = pc.if_else(pc.is_null(whole["phone"]), ends, None)
    usable = pc.if_else(pc.or_(pc.is_null(whole["phone"]), pc.is_valid(whole["phone_key"])), ends, None)
    own = [(whole[name], whole[name]) for name in _SHARED]
    for earlier, column in (*own, (masked, usable), (usable, masked)):
        held = column.slice(before).drop_null()
        hit |= np.asarray(pc.is_in(earlier.slice(0, before), value_set=held.combine_chunks()))
    persons = np.zeros(links.persons, bool)
    persons[links.person[hit]] = True
    return np.concatenate([np.flatnonzero(persons[links.person]), np.arange(before, len(whole))])


def _merged(group: Ints, rows: Ints, found: Ints) -> Ints:
    """Groups of all rows, after some of them were joined."""
    least = np.full(int(found.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, found, group[rows])
    target = np.arange(int(group.max()) + 1)
    target[group[rows]] = least[found]
    return np.asarray(target[group])


def _new_features(old: pa.Table, new_rows: pa.Table, progress: Progress) -> pa.Table:
    """The new rows as ``old`` has its rows; how many people share a value is read from ``old``."""
    columns = features.identities(new_rows, progress)
    signatures = features.signatures_of(new_rows, progress)
    columns["text_style"] = _styles(old, signatures)
    columns[SIGNATURE] = record.packed(signatures)
    for name in old.schema.names:
        if name.startswith("tf_"):
            columns[name] = _frequency(old, name.removeprefix("tf_"), columns[name.removeprefix("tf_")])
    for name in old.schema.names:
        if name.endswith("_key"):
            columns[name] = _without_hubs(old, name.removesuffix("_key"), columns)
    return pa.table({name: columns[name] for name in old.schema.names}, schema=old.schema)


def _frequency(old: pa.Table, column: str, values: pa.Array) -> pa.Array:
    """Term frequencies of values; one person's for a value that is new."""
    held = old.select([column, f"tf_{column}"]).filter(pc.is_in(old[column], value_set=values.drop_null()))
    known = dict(zip(held[column].to_pylist(), held[f"tf_{column}"].to_pylist(), strict=True))
    one = pc.min(old[f"tf_{column}"]).as_py() or 1 / features.ASSUMED_PEOPLE
    return pa.array([None if value is None else known.get(value, one) for value in values.to_pylist()], pa.float32())


def _without_hubs(old: pa.Table, column: str, columns: dict[str, pa.Array]) -> pa.Array:
    one = pc.min(old[f"tf_{column}"]).as_py() or 1 / features.ASSUMED_PEOPLE
    few = pc.less_equal(columns[f"tf_{column}"], one * (features.HUB + 0.5))
    return pc.if_else(pc.fill_null(few, False), columns[column], None)


def _styles(old: pa.Table, signatures: texts.Hashes) -> pa.Array:
    """The style of an earlier text that resembles, else one that new texts share, else one of its own."""
    before = len(old)
    group = texts.groups(signatures)
    own = -2 - before - np.arange(len(signatures))
    first = np.unique(group[group >= 0], return_index=True)[1]
    leaders = np.flatnonzero(group >= 0)[first]
    own[group >= 0] = own[leaders[group[group >= 0]]]
    match = texts.matches(record.unpacked(old[SIGNATURE]), signatures)
    known = np.asarray(old["text_style"].fill_null(-1)).astype(np.int64)
    style = np.where(match >= 0, known[match], own)
    return pa.array(style.astype(np.int32), mask=~signatures.any(axis=1))


def _text_group(style: Ints) -> NDArray[np.int32]:
    """Groups of texts from styles: what only one text has is none."""
    _, which, count = np.unique(style, return_inverse=True, return_counts=True)
    return texts.renumbered(np.where((count[which] > 1) & (style != -1), which, -1))

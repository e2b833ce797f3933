"""Splink at work: weights learned from the register itself where it is large enough, and pairs of complaints with their weights."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, block_on

from ingest.claimants import blocks, repository
from ingest.claimants.features import codes, rank
from knowledge.complaints.edge_words import MISSING
from knowledge.complaints.links import COMPARISONS
from knowledge.progress import Progress

THREADS, MEMORY = 2, "1500MB"
_SEED = 20_261_124
_RECALL = 0.7
"""Share of one person's pairs that ``repository.CERTAIN`` is thought to find."""
_LEAST_ROWS = 5_000
"""A smaller register keeps the shipped weights: expectation maximisation on a few hundred pairs learns its accidents."""
_LEAST_PAIRS = 300
_RANDOM_PAIRS = 2e6
_MOST_OF_ONE = 5
"""Complaints that one name, phone or id brings to the learning, so that it learns from people and not from a few busy ones."""
_LEAST_APART = 0.01
LOWEST = -14.0
"""Match weight under which a pair is not even kept as a part of joint evidence."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows (``left`` < ``right``), their total ``weight`` (log2 odds), and by comparison ``weights`` and ``levels`` (p, 6)."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    weight: NDArray[np.float32]
    weights: NDArray[np.float32]
    levels: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.left)

    def only(self, which: NDArray[Any]) -> Pairs:
        """The pairs at these places (a mask or numbers)."""
        return Pairs(self.left[which], self.right[which], self.weight[which], self.weights[which], self.levels[which])


def settings(comparisons: list[dict[str, Any]], prior: float) -> dict[str, Any]:
    """Splink's settings: the same for every back-end."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": repository.UNIQUE_ID,
        "probability_two_random_records_match": prior,
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [block_on(name) for name in blocks.NAMES],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 15,
        "em_convergence": 0.001,
    }


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """An embedded database of its own, in memory, with no more than ``THREADS`` and ``MEMORY``."""
    connection = duckdb.connect()
    try:
        for statement in repository.TUNED:
            connection.execute(statement.format(threads=THREADS, memory=MEMORY))
        yield connection
    finally:
        connection.close()


def linker_on(connection: duckdb.DuckDBPyConnection, table: pa.Table, held: dict[str, Any]) -> Linker:
    """A linker for a table of features."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    return Linker(DuckDBAPI(connection).register(blocks.blocked(table)), held, log_level=None)


def learn(table: pa.Table, progress: Progress) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Splink's settings with weights learned from a table of features, and the comparisons that were learned."""
    held = settings(repository.comparisons(), _prior(table))
    if table.num_rows < _LEAST_ROWS:
        with database() as connection:
            return _told_apart(linker_on(connection, table, held).misc.save_model_to_json()), ()
    sample = table.filter(pa.array(_few_of_each(table)))
    with (
        database() as connection,
        progress.task("学习各项比较的分量", 1 + len(repository.LEARNED_BY)) as task,
        _quiet(),
    ):
        linker = linker_on(connection, sample, held)
        linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED, min_count_per_level=None)
        task.advance()
        for columns in repository.LEARNED_BY:
            if _pairs_of(sample, columns) >= _LEAST_PAIRS:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns), estimate_without_term_frequencies=True, max_pairs=2e6
                )
            task.advance()
        return _told_apart(_rounded(linker.misc.save_model_to_json())), _learned(linker)


def _learned(linker: Linker) -> tuple[str, ...]:
    """Comparisons of which some level was learned."""
    sessions = linker._em_training_sessions
    names = {
        comparison.output_column_name for session in sessions for comparison in session.core_model_settings.comparisons
    }
    return tuple(name for name in COMPARISONS if name in names)


def _rounded(held: dict[str, Any]) -> dict[str, Any]:
    """Weights to six digits: sums over threads differ in the last ones, and the same register has to give the same persons."""
    for comparison in held["comparisons"]:
        for level in comparison["comparison_levels"]:
            for part in ("m_probability", "u_probability"):
                if part in level:
                    level[part] = float(f"{level[part]:.6g}")
    return held


def _told_apart(held: dict[str, Any]) -> dict[str, Any]:
    """No two levels of a comparison with one weight, and none with that of a missing value: ``_meanings`` tells them by it."""
    for comparison in held["comparisons"]:
        taken = [0.0]
        for level in comparison["comparison_levels"][1:]:
            while min(abs(_bits(level) - other) for other in taken) < _LEAST_APART:
                level["m_probability"] *= 1.005
            taken.append(_bits(level))
    return held


def _bits(level: dict[str, Any]) -> float:
    return float(np.log2(level["m_probability"] / level["u_probability"]))


def prior_odds(held: dict[str, Any]) -> float:
    """log2 odds that two complaints, of which nothing is known, are one person's."""
    chance = float(held["probability_two_random_records_match"])
    return float(np.log2(chance / (1 - chance)))


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _prior(table: pa.Table) -> float:
    """How probable it is that two complaints are one person's."""
    rows = table.num_rows
    found = max(_pairs_of(table, columns) for columns in repository.CERTAIN)
    return float(np.clip(max(found, 1) / _RECALL / max(rows * (rows - 1) / 2, 1), 1e-8, 0.02))


def _pairs_of(table: pa.Table, columns: tuple[str, ...]) -> int:
    """Pairs of rows that agree in all these columns."""
    own = np.stack([codes(table[column]) for column in columns], axis=1)
    counts = np.unique(own[(own >= 0).all(axis=1)], axis=0, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def conditions(held: Mapping[str, Any]) -> dict[str, list[str]]:
    """The conditions of each comparison's levels in Splink's settings."""
    return {
        each["output_column_name"]: [level["sql_condition"] for level in each["comparison_levels"]]
        for each in held.get("comparisons", ())
    }


def _few_of_each(table: pa.Table) -> NDArray[np.bool_]:
    kept = np.ones(table.num_rows, bool)
    for column in ("name", "phone", "id_number", "account"):
        kept &= rank(codes(table[column])) < _MOST_OF_ONE
    return kept


def pairs_of(table: pa.Table, held: dict[str, Any], progress: Progress) -> Pairs:
    """All pairs that share something, with their weights."""
    with database() as connection, progress.task("两两比较", None), _quiet():
        linker = linker_on(connection, table, held)
        found = linker.inference.predict(threshold_match_weight=LOWEST, warning_mode="never")
        return _read(found.as_duckdbpyrelation().to_arrow_table(), held)


def _read(found: pa.Table, held: dict[str, Any]) -> Pairs:
    left, right = (found[f"unique_id_{side}"].to_numpy() for side in "lr")
    weights = np.stack([_weight(found, name) for name in COMPARISONS], axis=1)
    levels = np.stack([_meanings(found, held, name) for name in COMPARISONS], axis=1)
    first, last = np.minimum(left, right).astype(np.int32), np.maximum(left, right).astype(np.int32)
    order = np.lexsort((last, first))
    pairs = Pairs(first, last, found["match_weight"].to_numpy().astype(np.float32), weights, levels)
    return pairs.only(order)


def _weight(found: pa.Table, name: str) -> NDArray[np.float32]:
    parts = [found[column].to_numpy() for column in (f"mw_{name}", f"mw_tf_adj_{name}") if column in found.column_names]
    return np.asarray(np.sum(parts, axis=0), np.float32)


def _meanings(found: pa.Table, held: dict[str, Any], name: str) -> NDArray[np.int8]:
    """Levels told by their weights before term frequencies, which is all that Splink returns without the values themselves."""
    known = next(each for each in held["comparisons"] if each["output_column_name"] == name)["comparison_levels"][1:]
    weights = np.array([0.0, *map(_bits, known)])
    meanings = np.array([MISSING, *(level.meaning for level in repository.COMPARED[name].levels)], np.int8)
    own = found[f"mw_{name}"].to_numpy()
    order = np.argsort(weights)
    place = np.searchsorted((weights[order][1:] + weights[order][:-1]) / 2, own)
    return np.asarray(meanings[order][place], np.int8)

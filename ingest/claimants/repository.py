"""What Splink asks the database: how two complaints are compared, which pairs are looked at, and the weights known beforehand.

The conditions use only what DuckDB, PostgreSQL and Spark share, so that the same settings serve a register that has outgrown one machine.
Weights follow Fellegi and Sunter (1969): ``m``, how often a level is seen between complaints of one person, and ``u``, between two
people's. Those below were set by hand, with no register at hand, and hold where a register is too small to say better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.complaints.edge_words import DIFFERENT, FITTING, NEAR, PARTLY, SAME
from knowledge.complaints.links import COMPARISONS

UNIQUE_ID = "unique_id"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison: its condition, what it means in words (``edge_words``), weights, the column of its term frequency."""

    sql: str
    meaning: int
    m: float
    u: float
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``null``: when nothing can be said; ``levels`` from the strongest; the last holds for all else."""

    null: str
    levels: tuple[Level, ...]

    def meanings(self) -> list[int]:
        """By Splink's number of a level (0 all else, upwards to the strongest)."""
        return [level.meaning for level in reversed(self.levels)]


def _either_hidden(column: str) -> str:
    return f"({column}_l IS NULL OR {column}_r IS NULL)"


def _same(*columns: str) -> str:
    return " AND ".join(f"{column}_l = {column}_r" for column in columns)


_ONE_SIGN_OFF = (
    "length(name_l) = 3 AND length(name_r) = 3 AND (substr(name_l, 1, 2) = substr(name_r, 1, 2)"
    " OR substr(name_l, 2, 2) = substr(name_r, 2, 2)"
    " OR (substr(name_l, 1, 1) = substr(name_r, 1, 1) AND substr(name_l, 3, 1) = substr(name_r, 3, 1)))"
)


def _not_apart(*columns: str) -> str:
    """Neither of these is told on both sides and differs."""
    return " AND ".join(f"({column}_l IS NULL OR {column}_r IS NULL OR {column}_l = {column}_r)" for column in columns)


_ONE_PLACE = _not_apart("city", "district", "town")
_SLIP = "((id_number_l IS NOT NULL AND id_sure_l IS NULL) OR (id_number_r IS NOT NULL AND id_sure_r IS NULL))"
"""An id number is miswritten: that it differs then says nothing."""
_TYPO = "length({0}_l) = length({0}_r) AND levenshtein({0}_l, {0}_r) <= 1"
_ELSE = "ELSE"

COMPARED: dict[str, Comparison] = {
    "name": Comparison(
        "surname_l IS NULL OR surname_r IS NULL",
        (
            Level(_same("name"), SAME, 0.84, 4e-5, "name"),
            Level(_same("name_sound"), PARTLY, 0.03, 6e-5),
            Level(f"{_either_hidden('name')} AND {_same('surname')} AND {_not_apart('sex')}", FITTING, 0.03, 4e-3),
            Level(_ONE_SIGN_OFF, NEAR, 0.02, 3e-3),
            Level(_ELSE, DIFFERENT, 0.08, 0.99),
        ),
    ),
    "id_number": Comparison(
        f"id_tail_l IS NULL OR id_tail_r IS NULL OR ({_SLIP} AND NOT ({_TYPO.format('id_number')}))",
        (
            Level(_same("id_number"), SAME, 0.85, 3e-6, "id_number"),
            Level(f"{_either_hidden('id_number')} AND {_same('id_head', 'id_tail')}", PARTLY, 0.1, 1e-5),
            Level(_TYPO.format("id_number"), PARTLY, 0.02, 1e-6),
            Level(_ELSE, DIFFERENT, 0.03, 0.999),
        ),
    ),
    "phone": Comparison(
        "phone_tail_l IS NULL OR phone_tail_r IS NULL",
        (
            Level(_same("phone"), SAME, 0.6, 5e-6, "phone"),
            Level(f"{_either_hidden('phone')} AND {_same('phone_head', 'phone_tail')}", PARTLY, 0.08, 3e-6),
            Level(_TYPO.format("phone"), NEAR, 0.02, 1e-6),
            Level(_ELSE, DIFFERENT, 0.3, 0.999),
        ),
    ),
    "address": Comparison(
        "address_l IS NULL OR address_r IS NULL",
        (
            Level(f"{_same('address')} AND house_l IS NOT NULL AND {_ONE_PLACE}", SAME, 0.5, 5e-6, "address"),
            Level(
                f"(room_l IS NULL OR room_r IS NULL) AND {_same('house')} AND {_ONE_PLACE}", PARTLY, 0.12, 1e-5, "house"
            ),
            Level(f"{_same('house')} AND {_ONE_PLACE}", NEAR, 0.03, 1e-5, "house"),
            Level(f"{_same('address')} AND {_ONE_PLACE}", FITTING, 0.03, 0.03),
            Level(_ELSE, DIFFERENT, 0.35, 0.999),
        ),
    ),
    "account": Comparison(
        "account_tail_l IS NULL OR account_tail_r IS NULL",
        (
            Level(_same("account"), SAME, 0.65, 5e-6, "account"),
            Level(f"{_either_hidden('account')} AND {_same('account_tail')}", PARTLY, 0.1, 1e-4),
            Level(_TYPO.format("account"), PARTLY, 0.01, 1e-7),
            Level(_ELSE, DIFFERENT, 0.24, 0.999),
        ),
    ),
    "text_style": Comparison(
        "text_style_l IS NULL OR text_style_r IS NULL",
        (Level(_same("text_style"), SAME, 0.3, 2e-4, "text_style"), Level(_ELSE, DIFFERENT, 0.7, 0.999)),
    ),
}

LEARNED_BY: tuple[tuple[str, ...], ...] = (
    ("id_number",),
    ("account_key",),
    ("name_key", "phone_key"),
    ("name_key", "address_key"),
)
"""Where to learn weights: nearly all pairs that agree in these are one person's. What is equal by choice is not learned there."""

CERTAIN: tuple[tuple[str, ...], ...] = (
    ("id_number",),
    ("name_key", "phone_key"),
    ("name_key", "account_key"),
    ("name_key", "address_key"),
)
"""Pairs that are surely one person's: their share of all pairs, over how many such pairs they are thought to find, begins the odds."""


def comparisons() -> list[dict[str, Any]]:
    """The comparisons in Splink's format, with the weights known beforehand."""
    return [_comparison(name, COMPARED[name]) for name in COMPARISONS]


def _comparison(name: str, compared: Comparison) -> dict[str, Any]:
    null = {"sql_condition": compared.null, "label_for_charts": "missing", "is_null_level": True}
    levels = [_level(at, level) for at, level in enumerate(compared.levels)]
    return {"output_column_name": name, "comparison_levels": [null, *levels]}


def _level(at: int, level: Level) -> dict[str, Any]:
    held: dict[str, Any] = {
        "sql_condition": level.sql,
        "label_for_charts": f"level {at}",
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.frequency:
        held |= {
            "tf_adjustment_column": level.frequency,
            "tf_adjustment_weight": 1.0,
            "disable_tf_exact_match_detection": True,
        }
    return held


TUNED = ("SET threads = {threads}", "SET memory_limit = '{memory}'", "SET preserve_insertion_order = false")
"""How much of a machine the embedded database may take."""

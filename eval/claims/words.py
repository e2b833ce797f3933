"""The words of made complaints, as arrays to draw from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Strings = NDArray[np.object_]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Random = np.random.Generator

WORDS: Mapping[str, Any] = yaml.safe_load(files("eval.claims").joinpath("words.yaml").read_text(encoding="utf-8"))


def strings(words: Sequence[str]) -> Strings:
    """Words as an array of Python strings, that indexing shares instead of copying."""
    made = np.empty(len(words), object)
    made[:] = list(words)
    return made


def often(random: Random, many: int, size: int, skew: float = 1.6) -> Ints:
    """``size`` places of a list of ``many``, the first more often than the last."""
    return (many * random.random(size) ** skew).astype(np.int64)


@dataclass(frozen=True)
class Trade:
    """A trade, what it sells, and what goes wrong with it."""

    name: str
    measure: str
    shops: tuple[str, ...]
    products: tuple[str, ...]
    prices: tuple[float, ...]
    harm: tuple[str, ...]

    @property
    def food(self) -> bool:
        """Whether 食品安全法 148 (ten times the price) is what people quote."""
        return self.name in ("食品", "茶叶", "保健食品", "餐饮")


TRADES: tuple[Trade, ...] = tuple(
    Trade(
        name,
        one["measure"],
        tuple(one["shops"]),
        tuple(product for product, _ in one["products"]),
        tuple(float(price) for _, price in one["products"]),
        tuple(one["harm"]),
    )
    for name, one in WORDS["trades"].items()
)

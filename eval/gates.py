"""Gates: bounds that figures must keep, so that a pipeline can stop on a worse assistant."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.errors import BadInput
from eval.report import Figure


@dataclass(frozen=True)
class Gate:
    """A bound on one figure: the least it may be, or (``at_most``) the greatest."""

    name: str
    bound: float
    at_most: bool = False

    def kept(self, figures: Mapping[str, Figure]) -> bool:
        """Whether the figure keeps the bound; one that is missing or could not be measured does not."""
        figure = figures.get(self.name)
        if figure is None or figure.value is None:
            return False
        return figure.value <= self.bound if self.at_most else figure.value >= self.bound


def require_known(gates: Sequence[Gate], figures: Mapping[str, Figure]) -> None:
    """Raise ``BadInput`` for a gate on a figure that the run does not have: a slip of the pen, not a worse assistant."""
    for gate in gates:
        if gate.name not in figures:
            raise BadInput(f"no figure is called {gate.name!r}; there are: {', '.join(figures)}")


def parse_gates(at_least: Sequence[str], at_most: Sequence[str]) -> tuple[Gate, ...]:
    """Read ``NAME=VALUE`` options. Raises ``BadInput`` for anything else."""
    return tuple(_gate(text, False) for text in at_least) + tuple(_gate(text, True) for text in at_most)


def _gate(text: str, at_most: bool) -> Gate:
    name, _, value = text.partition("=")
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not name or not math.isfinite(bound):
        raise BadInput(f"{text!r} is not NAME=VALUE with a number for VALUE")
    return Gate(name.strip(), bound, at_most)

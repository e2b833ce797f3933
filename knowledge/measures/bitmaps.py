"""Many companies at once: of every node the companies that meet it, and those that might once all is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.measures.bits import WORD, Bits, everybody, nobody, words_of
from knowledge.measures.compile import Constant, Join, Program, Test
from knowledge.measures.conditions import Truth
from knowledge.measures.population import Population


class Bitmaps:
    """A program over the rows ``start`` to ``stop`` of a population; what was worked out is kept for the next measure.

    ``met`` and ``possible`` together are the three values: met, possible but not met (unknown), and neither (failed).
    The bits given out are shared: they must not be changed. ``start`` is a multiple of 64.
    """

    def __init__(
        self, program: Program, population: Population, on: date, start: int = 0, stop: int | None = None
    ) -> None:
        self._program, self._population, self._on = program, population, on
        self._start, self._stop = start, len(population) if stop is None else stop
        self._met: dict[int, Bits] = {}
        self._possible: dict[int, Bits] = {}
        self._everybody, self._nobody = everybody(self._stop - start), nobody(self._stop - start)

    def measure(self, measure: int) -> Bits:
        """The rows that meet every requirement of a measure."""
        return self._all([self.met(need) for need in self._program.needs[measure]])

    def met(self, node: int) -> Bits:
        """The rows that meet a node."""
        found = self._met.get(node)
        if found is None:
            found = self._met[node] = self._work_out_met(node)
        return found

    def possible(self, node: int) -> Bits:
        """The rows that meet a node or of which it is unknown."""
        found = self._possible.get(node)
        if found is None:
            found = self._possible[node] = self._work_out_possible(node)
        return found

    def _work_out_met(self, node: int) -> Bits:
        match self._program.nodes[node]:
            case Constant(truth):
                return self._everybody if truth is Truth.MET else self._nobody
            case Join("all", parts):
                return self._all([self.met(part) for part in parts])
            case Join("any", parts):
                return _any([self.met(part) for part in parts])
            case Join("not", (part,)):
                return self._everybody & ~self.possible(part)
            case Join():
                raise TypeError(node)
            case test:
                return self._test(test)

    def _work_out_possible(self, node: int) -> Bits:
        match self._program.nodes[node]:
            case Constant(truth):
                return self._nobody if truth is Truth.FAILED else self._everybody
            case Join("all", parts):
                return self._all([self.possible(part) for part in parts])
            case Join("any", parts):
                return _any([self.possible(part) for part in parts])
            case Join("not", (part,)):
                return self._everybody & ~self.met(part)
            case Join():
                raise TypeError(node)
            case test:
                return self.met(node) | (self._everybody & ~self._known(test.field))

    def _test(self, test: Test) -> Bits:
        column = self._population.columns.get(test.field)
        if column is None:
            return self._nobody
        return column.met(test, self._on, self._start, self._stop)

    def _known(self, field: str) -> Bits:
        column = self._population.columns.get(field)
        return self._nobody if column is None else column.known[self._start // WORD : words_of(self._stop)]

    def _all(self, parts: Sequence[Bits]) -> Bits:
        if len(parts) < 2:
            return parts[0] if parts else self._everybody
        bits = parts[0] & parts[1]
        for part in parts[2:]:
            bits &= part
        return bits


def _any(parts: Sequence[Bits]) -> Bits:
    bits = parts[0] | parts[1]
    for part in parts[2:]:
        bits |= part
    return bits

"""The design's budgets (DESIGN section 11), set against what was measured. They are for a base of 100,000 questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.report import Cells, Figure, Table


@dataclass(frozen=True)
class Budget:
    """``figure`` may be at most (or, with ``least``, must be at least) ``bound``, in the figure's unit."""

    work: str
    figure: str
    bound: float
    least: bool = False

    def kept(self, value: float) -> bool:
        """Whether ``value`` keeps it."""
        return value >= self.bound if self.least else value <= self.bound


BUDGETS = (
    Budget("hybrid search, p50", "search_p50_ms", 3.0),
    Budget("times as fast as LangChain's ensemble, p50", "times_faster_than.langchain-ensemble", 100.0, least=True),
    Budget("chat turn over HTTP, p99", "http_p99_ms", 50.0),
    Budget("chat turns a second, as a share of a bare FastAPI echo's", "turns_per_echo", 1 / 8, least=True),
    Budget("server memory", "memory_after_mib", 1536.0),
    Budget("cold start to the first answer", "cold_start_s", 5.0),
    Budget("ingest", "ingest_s", 120.0),
    Budget("one edited guide answers", "edit_s", 1.0),
    Budget("one edited guide answers while 16 clients chat", "edit_loaded_s", 1.0),
)


def budget_table(
    figures: Mapping[str, Figure], budgets: Sequence[Budget] = BUDGETS, title: str = "Budgets for 100,000 questions"
) -> Table:
    """Budget, measured figure, bound and verdict, a row for each budget whose figure was measured."""
    rows: list[Cells] = []
    for budget in budgets:
        figure = figures.get(budget.figure)
        if figure is not None and figure.value is not None:
            sign = ">=" if budget.least else "<="
            verdict = "kept" if budget.kept(figure.value) else "missed"
            rows.append((budget.work, figure, f"{sign} {budget.bound:g}", verdict))
    return Table("budgets", title, ("work", "measured", "budget", "verdict"), tuple(rows))

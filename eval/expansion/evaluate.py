"""What do questions made by rule bring? The same held-out questions, asked of bases with none, few and all authored ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from eval.answers.judge import Judged, judge
from eval.building import Builder, build, replaced
from eval.crossval.folds import Fold, split
from eval.metrics import mean, spread
from eval.on_index import IndexTarget
from eval.progress import silent
from eval.report import Cells, Figure, Report, Row, Table, rate
from ingest.expand.fill import expansion
from knowledge.embedded import EmbeddedIndex
from knowledge.models import Question
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

CASES: dict[str, int | None] = {"none": 0, "few": 5, "all": None}
"""Authored questions that each item keeps; ``None``: all."""
COLUMNS = ("right_first", "within_six", "answered_right", "answered_wrong", "facet_heard")
Z_95 = 1.959963984540054

Marks = dict[str, tuple[bool, ...]]
"""Of each column, whether it is so of each question, in one order."""


@dataclass(frozen=True)
class Case:
    """One amount of authored questions: what was asked of the base ``without`` and ``with_`` questions made by rule.

    ``same`` says that there were none to make: both are one index.
    """

    name: str
    authored: int
    made: int
    without: Marks
    with_: Marks

    @property
    def same(self) -> bool:
        """Whether expansion adds nothing here."""
        return self.made == 0


def evaluate(
    records: KnowledgeRecords,
    folds: int,
    number: int,
    limit: int | None,
    settings: Settings,
    progress: Progress,
    builder: Builder = build,
) -> Report:
    """Ask the first ``limit`` questions of fold ``number``, mixed by seed, of each base without and with expansion."""
    fold = split(records, folds, settings.seed, number)
    order = np.random.default_rng(settings.seed).permutation(len(fold.asked))[:limit]
    fold = replace(fold, asked=tuple(fold.asked[at] for at in sorted(order.tolist())))
    with progress.task("expansion", len(CASES)) as task:
        cases = []
        for name, most in CASES.items():
            cases.append(_case(name, fewer(fold.records, most, settings.seed), fold, settings, progress, builder))
            task.advance()
    return summarise(cases, fold, folds)


def fewer(records: KnowledgeRecords, most: int | None, seed: int) -> KnowledgeRecords:
    """The records with at most ``most`` authored questions of each item, chosen by ``seed``, in their order."""
    if most is None:
        return records
    places: dict[str, list[int]] = defaultdict(list)
    for at, question in enumerate(records.questions):
        places[question.item_id].append(at)
    random = np.random.default_rng(seed)
    kept = sorted(at for those in places.values() for at in random.permutation(those)[:most].tolist())
    return replace(records, questions=tuple(records.questions[at] for at in kept))


@contextmanager
def without_expansion() -> Iterator[None]:
    """No build inside the block makes questions by rule."""
    from ingest.fit import build as fit

    def nothing(_records: KnowledgeRecords, _seed: int) -> tuple[Question, ...]:
        return ()

    with replaced(fit, "expansion", nothing):
        yield


def _case(
    name: str, records: KnowledgeRecords, fold: Fold, settings: Settings, progress: Progress, builder: Builder
) -> Case:
    made = len(expansion(records, settings.seed))

    def measured() -> Marks:
        return _marks(builder(records, settings, progress).index(), fold)

    with without_expansion():
        without = measured()
    return Case(name, len(records.questions), made, without, measured() if made else without)


def _marks(index: EmbeddedIndex, fold: Fold) -> Marks:
    judged = judge(fold.asked, IndexTarget(index), silent)
    return {
        "right_first": tuple(one.right_first for one in judged),
        "within_six": tuple(one.within_six for one in judged),
        "answered_right": tuple(one.item_right for one in judged),
        "answered_wrong": tuple(_wrong(one) for one in judged),
        "facet_heard": tuple(index.facets(one.question)[0][0] == one.facet for one in fold.asked),
    }


def _wrong(one: Judged) -> bool:
    return one.reply.answered and not one.item_right


def summarise(cases: Sequence[Case], fold: Fold, folds: int) -> Report:
    """Rates without and with, and their paired difference with its 95% interval."""
    figures: dict[str, Figure] = {}
    rows: list[Cells] = []
    for case in cases:
        for column in COLUMNS:
            gain = paired(case.without[column], case.with_[column])
            values = rate(case.without[column]), rate(case.with_[column]), gain
            figures |= {f"{column}.{case.name}.{kind}": value for kind, value in zip(KINDS, values, strict=True)}
        rows += _rows(case, figures)
    columns = ("authored", "made", "", *COLUMNS)
    table = Table("expansion", "Questions made by rule", columns, tuple(rows))
    kept: tuple[Row, ...] = tuple(_row(case, fold, at) for case in cases for at in range(len(fold.asked)))
    notes = [f"fold {fold.number} of {folds}; {len(fold.asked)} held-out questions, the same of all bases"]
    notes += [f"{case.name}: no item lacks questions, both are one index" for case in cases if case.same]
    return Report("expansion", figures, (table,), kept, tuple(notes))


KINDS = ("without", "with", "gain")


def paired(before: Sequence[bool], after: Sequence[bool]) -> Figure:
    """Mean difference of the same questions' outcomes, with its normal 95% interval."""
    differences = [float(now) - float(then) for then, now in zip(before, after, strict=True)]
    middle, error = mean(differences), spread(differences)
    if middle is None or error is None or math.isnan(error):
        return Figure(middle, len(differences), "score")
    return Figure(middle, len(differences), "score", middle - Z_95 * error, middle + Z_95 * error)


def _rows(case: Case, figures: dict[str, Figure]) -> Iterator[Cells]:
    for kind in KINDS:
        cells = (_cell(figures[f"{column}.{case.name}.{kind}"], kind) for column in COLUMNS)
        yield (case.authored, case.made if kind != "without" else 0, kind, *cells)


def _cell(figure: Figure, kind: str) -> str:
    if figure.value is None:
        return "-"
    if kind != "gain":
        return f"{figure.value:.3f}"
    half = 0.0 if figure.high is None else figure.high - figure.value
    return f"{100 * figure.value:+.1f} ± {100 * half:.1f}"


def _row(case: Case, fold: Fold, at: int) -> Row:
    marks = {
        f"{column}.{kind}": part[column][at]
        for kind, part in zip(KINDS[:2], (case.without, case.with_), strict=True)
        for column in COLUMNS
    }
    return {"case": case.name, **fold.asked[at].model_dump(), **marks}

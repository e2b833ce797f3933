"""How right is the build itself? Each fold's questions are asked of an index that was fitted without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scipy.stats import t as student

from eval.answers import evaluate as answers
from eval.answers.judge import Judged, judge
from eval.building import Builder, build
from eval.crossval.folds import Fold, split
from eval.metrics import mean, spread
from eval.on_index import IndexTarget
from eval.progress import silent
from eval.report import Cells, Figure, Report, Table, rate
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

SHOWN = (
    "right_first",
    "within_six",
    "mrr",
    "reply_first",
    "answered_right",
    "answered_wrong",
    "answered_wrong_lost",
    "clarify",
    "suggested",
    "reachable",
    "facet_right",
    "facet_among",
    "calibration_error",
    "calibration_chance",
    "reply_calibration_error",
    "brier",
)
"""Figures of the task ``answers`` that are told of the folds."""
TABLES = ("search_confusions", "answer_confusions", "facet_confusions", "reliability")

Judgements = Sequence[tuple[Fold, tuple[Judged, ...]]]


def evaluate(
    records: KnowledgeRecords,
    folds: int,
    only: Sequence[int],
    settings: Settings,
    progress: Progress,
    builder: Builder = build,
) -> Report:
    """Build and ask the folds numbered in ``only`` (all, where it is empty), and sum up."""
    judged: list[tuple[Fold, tuple[Judged, ...]]] = []
    chosen = tuple(only) or tuple(range(1, folds + 1))
    with progress.task("folds", len(chosen)) as task:
        for number in chosen:
            fold = split(records, folds, settings.seed, number)
            target = IndexTarget(builder(fold.records, settings, progress).index())
            judged.append((fold, judge(fold.asked, target, silent)))
            task.advance()
    return summarise(judged, folds, {guide.id: guide.name for guide in records.guides})


def summarise(judged: Judgements, folds: int, names: Mapping[str, str]) -> Report:
    """Mean and standard error over folds, breakdowns by facet, and the confusions of all of them together."""
    by_fold = [answers.summarise(one, names).figures for _, one in judged]
    everything = [one for _, part in judged for one in part]
    figures: dict[str, Figure] = {}
    for name in SHOWN:
        figures[name] = over_folds([found[name] for found in by_fold])
    figures |= dict(_standard_errors(by_fold))
    by_facet = _by_facet(everything)
    figures |= {f"{name}.{facet}": figure for facet, row in by_facet.items() for name, figure in row.items()}
    whole = answers.summarise(everything, names)
    tables = (
        _fold_table(judged, by_fold),
        _facet_table(by_facet),
        *(table for table in whole.tables if table.name in TABLES),
    )
    rows = tuple({"fold": fold.number, **one.row} for fold, part in judged for one in part)
    return Report("crossval", figures, tables, rows, _notes(judged, folds))


def over_folds(found: Sequence[Figure]) -> Figure:
    """Mean of one figure over folds, with Student's 95% interval; of a single fold, that fold's own figure."""
    if len(found) == 1:
        return found[0]
    values = [figure.value for figure in found if figure.value is not None]
    n, unit = sum(figure.n for figure in found), found[0].unit
    middle, error = mean(values), spread(values)
    if middle is None or error is None:
        return Figure(middle, n, unit)
    half = float(student.ppf(0.975, len(values) - 1)) * error
    return Figure(middle, n, unit, max(middle - half, 0.0), min(middle + half, 1.0))


def _standard_errors(by_fold: Sequence[Mapping[str, Figure]]) -> Iterator[tuple[str, Figure]]:
    for name in SHOWN if len(by_fold) > 1 else ():
        values = [found[name].value for found in by_fold]
        error = spread([value for value in values if value is not None])
        yield f"{name}.standard_error", Figure(error, len(values), "score")


def _by_facet(judged: Sequence[Judged]) -> dict[str, dict[str, Figure]]:
    """Of all folds together: what was asked for, whether its item was found and its facet heard."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.question.facet].append(one)
    return {
        facet: {
            "right_first": rate(one.right_first for one in part),
            "within_six": rate(one.within_six for one in part),
            "facet_right": rate(one.facet_right for one in part if one.item_right),
        }
        for facet, part in sorted(groups.items())
    }


def _facet_table(by_facet: Mapping[str, Mapping[str, Figure]]) -> Table:
    rows: tuple[Cells, ...] = tuple(
        (facet, figures["right_first"].n, *figures.values()) for facet, figures in by_facet.items()
    )
    return Table("by_facet", "By facet asked", ("facet", "n", "right_first", "within_six", "facet_right"), rows)


def _fold_table(judged: Judgements, by_fold: Sequence[Mapping[str, Figure]]) -> Table:
    columns = ("figure", "mean", "standard error", *(f"fold {fold.number}" for fold, _ in judged))
    rows: list[Cells] = []
    for name in SHOWN:
        values = [found[name].value for found in by_fold]
        known = [value for value in values if value is not None]
        rows.append((name, mean(known), _precise(spread(known)), *values))
    return Table("folds", "Mean and standard error over folds", columns, tuple(rows))


def _precise(value: float | None) -> str:
    """An error to four places: it is the smaller number."""
    return "-" if value is None else f"{value:.4f}"


def _notes(judged: Judgements, folds: int) -> tuple[str, ...]:
    known = sum(fold.known for fold, _ in judged)
    notes = [] if len(judged) == folds else [f"{len(judged)} of {folds} folds"]
    if known:
        notes.append(f"{known} questions were not asked: what stays in the base says the same")
    return tuple(notes)

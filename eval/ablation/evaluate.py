"""What does each part bring? The same questions, asked of an index with everything and of one without that part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from eval.ablation.parts import Part
from eval.ambiguous import evaluate as ambiguous
from eval.ambiguous.load import OpenQuestion
from eval.ambiguous.load import load as load_open
from eval.answers.load import LabelledQuestion
from eval.answers.load import load as load_questions
from eval.building import Builder, Built, build
from eval.crossval.folds import Fold, split
from eval.dialogues import evaluate as dialogues
from eval.dialogues.load import Dialogue
from eval.dialogues.load import load as load_dialogues
from eval.errors import EvalError
from eval.on_index import IndexTarget
from eval.progress import silent
from eval.reading import SETS, described, exam
from eval.report import Cells, Figure, Report, Row, Table, rate
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

SLIPS = ("typo", "asr")
EVERYTHING = "everything"
COLUMNS = ("held_out", "dev", "second", "slips", "dialogues", "ambiguous")
"""Right first of the fold's own questions, of the two test sets, and of the rows of both with slips; item right of the
turns of dialogues; recall of open questions."""


@dataclass(frozen=True)
class Exams:
    """What is asked besides the fold's own questions."""

    dev: Sequence[LabelledQuestion]
    second: Sequence[LabelledQuestion]
    dialogues: Sequence[Dialogue]
    ambiguous: Sequence[OpenQuestion]

    @classmethod
    def shipped(cls, limit: int | None = None) -> tuple[Self, list[dict[str, str]]]:
        """The shipped sets, the first ``limit`` rows of each, and what they are for the record of a run."""
        questions = [exam("questions", "tsv", name) for name in SETS]
        talks = [exam("dialogues", "jsonl", name) for name in SETS]
        opens = [exam("ambiguous", "jsonl", name) for name in SETS]
        dev, second = (load_questions(path)[:limit] for path in questions)
        exams = cls(
            dev,
            second,
            [row for path in talks for row in load_dialogues(path)[:limit]],
            [row for path in opens for row in load_open(path)[:limit]],
        )
        return exams, [described(path) for path in (*questions, *talks, *opens)]


Measured = dict[str, Figure]


def evaluate(
    records: KnowledgeRecords,
    exams: Exams,
    parts: Sequence[Part],
    folds: int,
    number: int,
    settings: Settings,
    progress: Progress,
    builder: Builder = build,
) -> Report:
    """Measure fold ``number`` of ``folds`` with everything, and without each of ``parts``."""
    fold = split(records, folds, settings.seed, number)
    found: list[tuple[str, str, Measured]] = []
    standing = [part for part in parts if part.stands_in(fold)]
    with progress.task("ablation", 1 + len(standing)) as task:
        whole = builder(fold.records, settings, progress)
        found.append((EVERYTHING, EVERYTHING, measured(IndexTarget(whole.index()), fold, exams)))
        task.advance()
        for part in standing:
            with without(part, whole, fold, lambda records: builder(records, settings, progress)) as target:
                found.append((part.name, f"without {part.title}", measured(target, fold, exams)))
            task.advance()
    absent = [part.title for part in parts if part not in standing]
    return summarise(found, absent, fold, folds)


@contextmanager
def without(part: Part, whole: Built, fold: Fold, fitted: Callable[[KnowledgeRecords], Built]) -> Iterator[IndexTarget]:
    """The assistant without ``part``, as long as the block lasts. Raises ``EvalError`` where that changes nothing."""
    with part.patched():
        built = fitted(part.records(fold)) if part.fitted else whole
        if part.fitted and _fitted(built) == _fitted(whole):
            raise EvalError(f"the index is the same without {part.title}: the part was not taken away")
        yield IndexTarget(built.index())


def _fitted(built: Built) -> tuple[bytes, bytes, object]:
    """What fitting left: equal where nothing was taken away, for equal input gives equal bytes."""
    return built.parts.vectors.tobytes(), built.parts.proxies.tobytes(), built.parts.ranker


def measured(target: IndexTarget, fold: Fold, exams: Exams) -> Measured:
    """One row of the table; the keys are ``COLUMNS``."""
    slips = [one for one in (*exams.dev, *exams.second) if one.style in SLIPS]
    talked = dialogues.evaluate(exams.dialogues, target, silent).figures["item_right"]
    offered = ambiguous.evaluate(exams.ambiguous, target, silent).figures["recall"]
    asked = (_right_first(rows, target) for rows in (fold.asked, exams.dev, exams.second, slips))
    return dict(zip(COLUMNS, (*asked, talked, offered), strict=True))


def _right_first(questions: Sequence[LabelledQuestion], target: IndexTarget) -> Figure:
    return rate(target.search(one.question, 1).ranked == (one.item_id,) for one in questions)


def summarise(found: Sequence[tuple[str, str, Measured]], absent: Sequence[str], fold: Fold, folds: int) -> Report:
    """The table: values with everything, and behind each other value its distance from that in points."""
    base = found[0][2]
    figures = {f"{column}.{name}": measured[column] for name, _, measured in found for column in COLUMNS}
    rows: list[Cells] = []
    for name, title, values in found:
        cells = (_cell(values[column], None if name == EVERYTHING else base[column]) for column in COLUMNS)
        rows.append((title, *cells))
    counts = tuple(f"{column} ({base[column].n})" for column in COLUMNS)
    table = Table("parts", "What each part brings", ("", *counts), tuple(rows))
    kept: tuple[Row, ...] = tuple(
        {"part": name, **{column: figure.value for column, figure in measured.items()}} for name, _, measured in found
    )
    notes = [f"fold {fold.number} of {folds}; in brackets the distance from everything, in points of a hundred"]
    notes += [f"this base has nothing of: {title}" for title in absent]
    return Report("ablation", figures, (table,), kept, tuple(notes))


def _cell(figure: Figure, base: Figure | None) -> str:
    if figure.value is None:
        return "-"
    if base is None or base.value is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({100 * (figure.value - base.value):+.1f})"

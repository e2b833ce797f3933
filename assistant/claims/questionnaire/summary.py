"""Counting answers so that nobody can be picked out of the counts.

Cells below five are not told (the threshold rule of statistical offices: Hundepool et al., Statistical Disclosure Control, 2012,
chapter 5); where exactly one cell of a question would be missing, the next smallest goes too, or it could be subtracted from the total.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Final

from assistant.claims.questionnaire.questions import Answers, Question, Questionnaire
from assistant.claims.questionnaire.schemas import Cell, Counted, Summary

LEAST: Final = 5


def summarised(sheet: Questionnaire, answers: Sequence[Answers]) -> Summary:
    """Counts of one version's answers."""
    return Summary(
        version=sheet.version,
        title=sheet.title,
        total=_told(len(answers)),
        least=LEAST,
        questions=tuple(_counted(question, answers) for question in sheet.questions),
    )


def _counted(question: Question, answers: Sequence[Answers]) -> Counted:
    given = [each[question.id] for each in answers if question.id in each]
    enough = _told(len(given)) is not None and _told(len(answers) - len(given)) is not None
    numbers = [int(each) for each in given] if question.kind == "number" else []
    return Counted(
        id=question.id,
        text=question.text,
        kind=question.kind,
        answered=len(given) if enough else None,
        cells=_cells(question, given, len(answers)),
        median=statistics.median(numbers) if len(numbers) >= LEAST else None,
    )


def _cells(question: Question, given: Sequence[object], total: int) -> tuple[Cell, ...]:
    chosen = [each if isinstance(each, list) else [each] for each in given]
    counts = {option.value: sum(option.value in each for each in chosen) for option in question.options}
    told = _hidden(counts, alone=question.kind == "choice")
    if question.kind == "many":  # each option stands alone: those who did not choose it are a cell too
        told = {value for value in told if _told(total - counts[value]) is not None}
    return tuple(
        Cell(value=option.value, label=option.label, count=counts[option.value] if option.value in told else None)
        for option in question.options
    )


def _hidden(counts: dict[str, int], *, alone: bool) -> set[str]:
    """Options whose counts may be told."""
    told = {value for value, count in counts.items() if _told(count) is not None}
    if alone and len(counts) - len(told) == 1:
        smallest = min((value for value in told if counts[value]), key=lambda value: counts[value], default=None)
        told.discard(smallest or "")
    return told


def _told(count: int) -> int | None:
    """Nobody at all, or enough."""
    return count if count == 0 or count >= LEAST else None

"""Is it heard what is asked of an item? The facet model and the step that uses it, whatever item is meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.pipeline import contextualise, normalise
from assistant.pipeline.context import Turn, TurnInput
from eval.answers.load import LabelledQuestion
from eval.facets.load import TwoFacets
from eval.progress import Track
from eval.report import Cells, Figure, Report, Row, Table, rate
from knowledge.ports import KnowledgeIndex

EXAMPLES = 2


class Ear(Protocol):
    """What hears facets; ``IndexEar`` is the product's."""

    def likeliest(self, text: str) -> str:
        """The facet model's first."""

    def heard(self, text: str) -> tuple[str, ...]:
        """What a reply would answer, in its order: two facets where two are heard."""


class IndexEar:
    """The facet model of an index, and the pipeline's own step over it."""

    def __init__(self, index: KnowledgeIndex) -> None:
        self._index = index

    def likeliest(self, text: str) -> str:
        """See :class:`Ear`."""
        return self._index.facets(text)[0][0]

    def heard(self, text: str) -> tuple[str, ...]:
        """See :class:`Ear`."""
        turn = Turn(TurnInput(text, "session", "reply"), self._index)
        normalise.run(turn)
        contextualise.run(turn)
        return turn.facets


@dataclass(frozen=True)
class JudgedFacet:
    """A question, the facets it asks (one or two), and what was made of it."""

    wanted: tuple[str, ...]
    style: str
    question: str
    likeliest: str
    heard: tuple[str, ...]

    @property
    def model_right(self) -> bool:
        """The model's first facet is the one asked (or one of the two)."""
        return self.likeliest in self.wanted

    @property
    def exact(self) -> bool:
        """Just what is asked is heard, in the order of asking."""
        return self.heard == self.wanted

    @property
    def all_heard(self) -> bool:
        """All that is asked is heard."""
        return set(self.wanted) <= set(self.heard)

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            "question": self.question,
            "style": self.style,
            "wanted": self.wanted,
            "likeliest": self.likeliest,
            "heard": self.heard,
            "exact": self.exact,
        }


def evaluate(questions: Sequence[LabelledQuestion], pairs: Sequence[TwoFacets], ear: Ear, track: Track) -> Report:
    """Judge questions that ask one thing, and ``pairs`` that ask two; sum up."""
    asked: list[tuple[tuple[str, ...], str, str]]
    asked = [((one.facet,), one.style, one.question) for one in questions]
    asked += [(one.facets, "two", one.question) for one in pairs]
    judged = [
        JudgedFacet(wanted, style, text, ear.likeliest(text), ear.heard(text))
        for wanted, style, text in track(asked, "facets")
    ]
    return summarise(judged)


def summarise(judged: Sequence[JudgedFacet]) -> Report:
    """Figures of single questions and of pairs, breakdowns, confusions."""
    one, two = [row for row in judged if len(row.wanted) == 1], [row for row in judged if len(row.wanted) == 2]
    figures: dict[str, Figure] = {
        "facet_right": rate(row.model_right for row in one),
        "heard_right": rate(row.exact for row in one),
        "heard_among": rate(row.all_heard for row in one),
        "heard_too_much": rate(len(row.heard) > 1 for row in one),
        "two_in_order": rate(row.exact for row in two),
        "two_heard": rate(row.all_heard for row in two),
        "two_none_heard": rate(not set(row.wanted) & set(row.heard) for row in two),
    }
    by_facet = _grouped(one, lambda row: row.wanted[0])
    by_style = _grouped(one, lambda row: row.style)
    figures |= {f"facet_right.{name}": rate(row.model_right for row in part) for name, part in by_facet.items()}
    figures |= {f"facet_right.{name}": rate(row.model_right for row in part) for name, part in by_style.items()}
    tables = (_facet_table(one, by_facet), _style_table(by_style), _confusions(one), _missed(two))
    return Report("facets", figures, tables, tuple(row.row for row in judged))


Groups = Mapping[str, Sequence[JudgedFacet]]


def _grouped(judged: Sequence[JudgedFacet], key: Callable[[JudgedFacet], str]) -> dict[str, list[JudgedFacet]]:
    groups: dict[str, list[JudgedFacet]] = defaultdict(list)
    for row in judged:
        groups[key(row)].append(row)
    return dict(sorted(groups.items()))


def _facet_table(judged: Sequence[JudgedFacet], by_facet: Groups) -> Table:
    told = Counter(row.likeliest for row in judged)
    rows: list[Cells] = []
    for facet, part in by_facet.items():
        right = sum(row.model_right for row in part)
        precision = right / told[facet] if told[facet] else None
        rows.append((facet, len(part), rate(row.model_right for row in part), precision))
    return Table("by_facet", "By facet asked, the model's first", ("facet", "n", "right", "precision"), tuple(rows))


def _style_table(by_style: Groups) -> Table:
    rows = tuple((style, len(part), rate(row.model_right for row in part)) for style, part in by_style.items())
    return Table("by_style", "By style of the question", ("style", "n", "right"), rows)


def _confusions(judged: Sequence[JudgedFacet]) -> Table:
    wrong = _grouped([row for row in judged if not row.model_right], lambda row: f"{row.wanted[0]} {row.likeliest}")
    ordered = sorted(wrong.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows: tuple[Cells, ...] = tuple(
        (*pair.split(), len(part), " / ".join(row.question for row in part[:EXAMPLES])) for pair, part in ordered
    )
    return Table("confusions", "Another facet", ("wanted", "got", "n", "examples"), rows)


def _missed(judged: Sequence[JudgedFacet]) -> Table:
    rows = tuple((" ".join(row.wanted), " ".join(row.heard), row.question) for row in judged if not row.exact)
    return Table("two", "Two asked, otherwise heard", ("wanted", "heard", "question"), rows)

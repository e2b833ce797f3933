"""The figures and tables of the task; ../README.md says what each means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from eval.answers.judge import Judged, judge
from eval.answers.load import LabelledQuestion
from eval.metrics import Bin, brier, calibration_chance, calibration_error, reciprocal_rank, reliability
from eval.progress import Track
from eval.report import Cells, Figure, Report, Table, average, latency, rate
from eval.target import Target

BY_STYLE = (
    "right_first",
    "within_six",
    "mrr",
    "answered_right",
    "answered_wrong",
    "reachable",
    "facet_right",
    "facet_among",
)
EXAMPLES = 2


def evaluate(questions: Sequence[LabelledQuestion], target: Target, track: Track) -> Report:
    """Judge all questions against ``target`` and sum up."""
    return summarise(judge(questions, target, track), target.names())


def summarise(judged: Sequence[Judged], names: Mapping[str, str]) -> Report:
    """Figures, breakdowns and tables of the judged questions."""
    styles = _grouped(judged, lambda one: one.question.style)
    facets = _grouped([one for one in judged if one.item_right], lambda one: one.question.facet)
    bins = reliability(*_claims(judged))
    figures = core(judged) | _calibration(judged, bins) | _latencies(judged)
    by_style = {style: core(part) for style, part in styles.items()}
    by_facet = {facet: rate(one.facet_right for one in part) for facet, part in facets.items()}
    figures |= {f"{name}.{style}": by_style[style][name] for name in BY_STYLE for style in by_style}
    figures |= {f"facet_right.{facet}": figure for facet, figure in by_facet.items()}
    tables = (
        _style_table(by_style, styles),
        _endings_table(judged),
        _facet_table(by_facet, facets),
        _confusions("search_confusions", "Search puts another item first", _search_pairs(judged), names),
        _confusions("answer_confusions", "Answered from another item", _answer_pairs(judged), names),
        _facet_confusions(judged),
        _reliability_table(bins),
    )
    return Report("answers", figures, tables, tuple(one.row for one in judged), _notes(judged, names))


def core(judged: Sequence[Judged]) -> dict[str, Figure]:
    """The figures that are also broken down by style."""
    endings = [one.ending for one in judged]
    return {
        "right_first": rate(one.right_first for one in judged),
        "within_six": rate(one.within_six for one in judged),
        "mrr": average([reciprocal_rank(one.rank) for one in judged]),
        "answered_right": rate(ending == "answered_right" for ending in endings),
        "answered_wrong": rate(ending.startswith("answered_wrong") for ending in endings),
        "answered_wrong_lost": rate(ending == "answered_wrong_lost" for ending in endings),
        "clarify": rate(ending == "clarify" for ending in endings),
        "suggested": rate(ending == "suggested" for ending in endings),
        "failed": rate(ending == "error" for ending in endings),
        "answer_precision": rate(one.item_right for one in judged if one.reply.answered),
        "reachable": rate(one.reachable for one in judged),
        "reply_first": rate(one.reply_first for one in judged),
        "facet_right": rate(one.facet_right for one in judged if one.item_right),
        "facet_among": rate(one.facet_among for one in judged if one.item_right),
    }


def _claims(judged: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    return [one.search.confidence for one in judged], [one.right_first for one in judged]


def _calibration(judged: Sequence[Judged], bins: Sequence[Bin]) -> dict[str, Figure]:
    answered = [one for one in judged if one.reply.answered]
    stated = reliability([one.reply.confidence for one in answered], [one.item_right for one in answered])
    return {
        "calibration_error": Figure(calibration_error(bins), len(judged), "score"),
        "calibration_chance": Figure(calibration_chance(_claims(judged)[0]), len(judged), "score"),
        "reply_calibration_error": Figure(calibration_error(stated), len(answered), "score"),
        "brier": Figure(brier(*_claims(judged)), len(judged), "score"),
    }


def _latencies(judged: Sequence[Judged]) -> dict[str, Figure]:
    return latency("search", [one.search.elapsed_ms for one in judged]) | latency(
        "turn", [one.reply.elapsed_ms for one in judged]
    )


def _grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[key(one)].append(one)
    return dict(sorted(groups.items()))


def _style_table(by_style: Mapping[str, Mapping[str, Figure]], styles: Mapping[str, Sequence[Judged]]) -> Table:
    rows: tuple[Cells, ...] = tuple(
        (style, len(styles[style]), *(figures[name] for name in BY_STYLE)) for style, figures in by_style.items()
    )
    return Table("by_style", "By style of the question", ("style", "n", *BY_STYLE), rows)


def _endings_table(judged: Sequence[Judged]) -> Table:
    counted = Counter(one.ending for one in judged).most_common()
    rows = tuple((ending, n, rate(one.ending == ending for one in judged)) for ending, n in counted)
    return Table("endings", "How the turn ended", ("ending", "n", "share"), rows)


def _facet_table(by_facet: Mapping[str, Figure], facets: Mapping[str, Sequence[Judged]]) -> Table:
    rows = tuple((facet, len(facets[facet]), figure) for facet, figure in by_facet.items())
    return Table("by_facet", "Facet right, given the right item", ("facet", "n", "facet_right"), rows)


Pairs = list[tuple[str, str, str]]
"""(wanted, got, question)"""


def _search_pairs(judged: Sequence[Judged]) -> Pairs:
    return [
        (one.question.item_id, one.search.ranked[0] if one.search.ranked else "-", one.question.question)
        for one in judged
        if not one.right_first
    ]


def _answer_pairs(judged: Sequence[Judged]) -> Pairs:
    return [
        (one.question.item_id, one.reply.item_id or "-", one.question.question)
        for one in judged
        if one.reply.answered and not one.item_right
    ]


def _facet_confusions(judged: Sequence[Judged]) -> Table:
    pairs: Pairs = [
        (one.question.facet, one.reply.facet or "-", one.question.question)
        for one in judged
        if one.item_right and not one.facet_right
    ]
    return _confusions("facet_confusions", "Another facet of the right item", pairs, {})


def _confusions(name: str, title: str, pairs: Pairs, names: Mapping[str, str]) -> Table:
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for wanted, got, question in pairs:
        examples[wanted, got].append(question)
    ordered = sorted(examples.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = tuple(
        (_called(wanted, names), _called(got, names), len(seen), " / ".join(seen[:EXAMPLES]))
        for (wanted, got), seen in ordered
    )
    return Table(name, title, ("wanted", "got", "n", "examples"), rows)


def _called(item_id: str, names: Mapping[str, str]) -> str:
    return f"{item_id} {names[item_id]}" if item_id in names else item_id


def _reliability_table(bins: Sequence[Bin]) -> Table:
    rows = tuple((one.n, one.low, one.high, one.confidence, one.accuracy, one.gap) for one in bins)
    columns = ("n", "from", "to", "confidence", "right", "gap")
    return Table("reliability", "Confidence of the first item against truth (bins of equal mass)", columns, rows)


def _notes(judged: Sequence[Judged], names: Mapping[str, str]) -> tuple[str, ...]:
    missing = sorted({one.question.item_id for one in judged} - set(names))
    if not missing:
        return ()
    return (f"{len(missing)} wanted items are not in this knowledge base: {' '.join(missing[:10])}",)

"""The words of a text on which labels rest: finding them again, finding likely ones, and whether the figures stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Final

import yaml

from assistant.llm.numerals import canonical
from knowledge.measures.awards import Award, BySet, Fixed, InKind, Percent, PerUnit, Tiered, parse_award
from knowledge.measures.conditions import Atom, Condition, atoms, parse_condition, requirements
from knowledge.measures.fields import Field, field_of
from knowledge.models import Measure, Passage, Quote

_CLAUSE: Final = re.compile(r"[^。；\n]+[。；]?")
_PIECE: Final = re.compile(r"[^，。；：\n]+")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_SAID: Final[Mapping[str, Mapping[str, list[str]]]] = yaml.safe_load(
    files("assistant.labels").joinpath("evidence.yaml").read_text(encoding="utf-8")
)
_WAN: Final = 10_000


def located(quote: Quote, articles: Sequence[Passage], article: str = "") -> Quote | None:
    """The quote with its place counted in this text, ``None`` where its words do not stand here (any more).

    Words that stand in several places are taken where the quote says, else in its measure's article, else at first sight.
    """
    places = [
        passage.start + at.start()
        for passage in sorted(articles, key=lambda each: not _is_of(each, article))
        for at in re.finditer(re.escape(quote.text), passage.text)
    ]
    if not places:
        return None
    start = quote.start if quote.start in places else places[0]
    return quote.model_copy(update={"start": start, "end": start + len(quote.text)})


def placed(measure: Measure, articles: Sequence[Passage]) -> Measure:
    """The measure with those of its quotes that stand in this text, their places counted in it."""
    found = (located(quote, articles, measure.article) for quote in measure.quotes)
    return measure.model_copy(update={"quotes": tuple(quote for quote in found if quote is not None)})


def _is_of(passage: Passage, article: str) -> bool:
    return bool(passage.section) and (article == passage.section or article.startswith(passage.section))


def paths(measure: Measure) -> list[str]:
    """The labels of a measure that should rest on words."""
    count = len(requirements(parse_condition(measure.conditions)))
    return [*(f"conditions/{at}" for at in range(count)), "award", *(["deadline"] if measure.deadline else [])]


def suggested(measure: Measure, articles: Sequence[Passage], others: Iterable[str]) -> tuple[Quote, ...]:
    """Likely words for labels that have none; ``others`` are the articles of the document's other measures."""
    quoted = {quote.label for quote in measure.quotes}
    skip = [name for name in others if name != measure.article]
    own = [passage for passage in articles if _is_of(passage, measure.article)]
    common = [
        each for each in articles if each.section and each not in own and not any(_is_of(each, one) for one in skip)
    ]
    found: list[Quote] = []
    for path in paths(measure):
        if path not in quoted:
            found += _first(path, _needs(measure, path), [*own, *common])
    return tuple(found)


def _needs(measure: Measure, path: str) -> tuple[tuple[str, ...], frozenset[Decimal]]:
    """Words of which one should stand in the clause, and figures that all should."""
    if path == "deadline" and measure.deadline is not None:
        return (), _day_figures(measure.deadline)
    if path == "award":
        award = parse_award(measure.award)
        return _award_words(award), frozenset(award_figures(award))
    part = requirements(parse_condition(measure.conditions))[int(path.partition("/")[2])]
    words = tuple(word for atom in atoms(part) for word in _atom_words(atom))
    return words, frozenset(condition_figures(part))


def _award_words(award: Award) -> tuple[str, ...]:
    match award:
        case BySet(_, amounts):
            return tuple(said for word, _ in amounts for said in _as_said(word))
        case InKind(text):
            return (text, text[: len(text) // 2])
    return ("奖", "补", "资助", "支持", "给予")


def _as_said(word: str) -> tuple[str, ...]:
    return (word, *_SAID["words"].get(word, ()))


def _atom_words(atom: Atom) -> tuple[str, ...]:
    """The value's words; where it has none and no figure that a text would say, those of the field."""
    match atom.value:
        case str() | tuple() as value if atom.field != "industry_code":
            words = (value,) if isinstance(value, str) else value
            return tuple(said for word in words for said in _as_said(word))
        case Decimal() as figure if figure not in (0, 1):
            return ()
    return tuple(_SAID["fields"].get(atom.field, ()))


def _first(
    path: str, needs: tuple[tuple[str, ...], frozenset[Decimal]], passages: Iterable[Passage]
) -> Iterator[Quote]:
    """The shortest piece of the first article that has what is needed."""
    words, wanted = needs
    if not words and not wanted:
        return
    for passage in passages:
        for pattern in (_PIECE, _CLAUSE):
            for piece in pattern.finditer(passage.text):
                text = piece[0].strip()
                if (not words or any(word in text for word in words)) and wanted <= figures_in(text):
                    start = passage.start + piece.start() + piece[0].index(text)
                    yield Quote(label=path, text=text[:2000], start=start, end=start + len(text[:2000]))
                    return


def figures_in(text: str) -> frozenset[Decimal]:
    """Every figure of a text, with 万 and 亿 and Chinese numerals worked out."""
    return frozenset(
        Decimal(found).normalize() for line in text.splitlines() for found in _NUMBER.findall(canonical(line))
    )


def condition_figures(condition: Condition) -> Iterator[Decimal]:
    """The figures that a condition uses, as a text would say them; nothing and 1 are often only meant (有…的)."""
    for atom in atoms(condition):
        match atom.value:
            case bool() | str() | tuple():
                continue
            case date() as day:
                yield from _day_figures(day)
            case Decimal() as figure if figure not in (0, 1):
                yield (figure * _scale(field_of(atom.field), atom.op)).normalize()


def _scale(field: Field, op: str) -> int:
    return 1 if op == "within_years" or not field.unit.startswith("万") else _WAN


def award_figures(award: Award) -> Iterator[Decimal]:
    """The figures that an award uses, sums in yuan."""
    match award:
        case Fixed(amount):
            yield amount.normalize()
        case Percent(_, rate, cap):
            yield (rate * 100).normalize()
            yield from _cap(cap)
        case Tiered(name, tiers):
            scale = _scale(field_of(name), ">=")
            for least, amount in tiers:
                yield from () if least in (0, 1) else ((least * scale).normalize(),)
                yield amount.normalize()
        case PerUnit(_, amount, cap):
            yield amount.normalize()
            yield from _cap(cap)
        case BySet(_, amounts):
            yield from (amount.normalize() for _, amount in amounts)


def _cap(cap: Decimal | None) -> tuple[Decimal, ...]:
    return () if cap is None else (cap.normalize(),)


def _day_figures(day: date) -> frozenset[Decimal]:
    return frozenset(Decimal(part).normalize() for part in (day.year, day.month, day.day))


def unsaid(measure: Measure, path: str) -> tuple[tuple[Decimal, ...], bool]:
    """The figures of a label that do not stand in its quoted words, and whether it has any words at all."""
    words = [quote.text for quote in measure.quotes if quote.label == path]
    said = frozenset(figure for text in words for figure in figures_in(text))
    return tuple(sorted(_needs(measure, path)[1] - said)), bool(words)

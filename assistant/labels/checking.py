"""From what a browser sent to labels in the format, or one refusal that says where and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from assistant.errors import InvalidRequest
from assistant.labels.evidence import paths, placed, unsaid
from assistant.labels.schemas import Decision, MeasureIn, Warned
from assistant.labels.service import humans
from assistant.text import clean
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import HumanAward, award_tree, parse_award
from knowledge.measures.conditions import Human, as_tree, figure, parse_condition, requirements
from knowledge.measures.say import number
from knowledge.models import Measure, Passage, Quote

MOST_NODES: Final = 20_000
MOST_DEPTH: Final = 32
LONGEST_WORD: Final = 2_000
MOST_DIGITS: Final = 15
"""What a figure of JSON carries exactly."""


def checked(
    sent: Sequence[MeasureIn], document_id: str, known: frozenset[str], articles: Sequence[Passage]
) -> tuple[Measure, ...]:
    """The measures, with their quotes' places counted in this text; raises InvalidRequest naming the measure.

    A further measure is called after its document (``P001-7``); ``known`` are the ids that the document had before.
    """
    if len({measure.id for measure in sent}) < len(sent):
        raise InvalidRequest("两个条款的编号相同。")
    for measure in sent:
        if measure.id not in known and not measure.id.startswith(f"{document_id}-"):
            raise InvalidRequest(f"新条款的编号应以“{document_id}-”开头。")
    return tuple(_measure(measure, articles) for measure in sent)


def _measure(sent: MeasureIn, articles: Sequence[Passage]) -> Measure:
    try:
        conditions = as_tree(parse_condition(sent.conditions))
        award = award_tree(parse_award(sent.award))
        deadline = None if sent.deadline is None else date.fromisoformat(sent.deadline)
    except InvalidRecord as error:
        raise InvalidRequest(f"“{clean(sent.title)[:60]}”：{error.message}。") from error
    except ValueError as error:
        raise InvalidRequest(f"“{clean(sent.title)[:60]}”：截止日不是一个日期。") from error
    measure = Measure(
        id=sent.id,
        title=sent.title,
        mode=sent.mode,
        article=sent.article,
        conditions=conditions,
        award=award,
        documents=tuple(sent.documents),
        deadline=deadline,
        exclusive_group=sent.exclusive_group,
    )
    quotes = tuple(Quote(**quote.model_dump()) for quote in sent.quotes)
    return placed(measure.model_copy(update={"quotes": quotes}), articles)


def bounded(value: object) -> None:
    """Refuse what no honest label holds: endless trees and words, figures that JSON does not carry exactly, control signs.

    Raises InvalidRecord; never recurses.
    """
    waiting: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while waiting:
        one, depth = waiting.pop()
        seen += 1
        if seen > MOST_NODES or depth > MOST_DEPTH:
            raise InvalidRecord("条件太多或者套得太深，请拆开来写")
        _leaf(one)
        if isinstance(one, Mapping):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list | tuple):
            waiting += [(part, depth + 1) for part in one]


def _leaf(value: object) -> None:
    if isinstance(value, str):
        if len(value) > LONGEST_WORD:
            raise InvalidRecord("有一段文字太长了")
        if clean(value) != value.strip():
            raise InvalidRecord("有不能使用的字符，请删去后重新输入")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        read = figure(value)
        if read is None or abs(read) > Decimal(10) ** 12 or len(read.normalize().as_tuple().digits) > MOST_DIGITS:
            raise InvalidRecord("有一个数字太大或者位数太多")


def unaccounted(base: Sequence[Measure], now: Sequence[Measure], decisions: Sequence[Decision]) -> None:
    """Every clause for a person that is gone must be read or dropped with a reason; raises InvalidRequest."""
    kept = {(one.id, text) for one in now for text in clauses(one)}
    told = {(one.measure_id, one.text): one for one in decisions}
    for measure in base:
        for text in clauses(measure):
            decision = told.get((measure.id, text))
            if (measure.id, text) in kept:
                continue
            if decision is None or decision.how == "keep":
                raise InvalidRequest(
                    f"“{measure.title}”里的待核对原文“{text[:40]}”不见了：请改成条件，或者写明理由后去掉。"
                )
            if decision.how == "drop" and not decision.reason:
                raise InvalidRequest(f"去掉待核对原文“{text[:40]}”要写明理由。")


def clauses(measure: Measure) -> tuple[str, ...]:
    """What of a measure a person must decide: clauses, and the award where it could not be read."""
    award = parse_award(measure.award)
    texts = (*humans(parse_condition(measure.conditions)), *((award.text,) if isinstance(award, HumanAward) else ()))
    return tuple(text.strip() for text in texts)


def open_clauses(measures: Sequence[Measure], decisions: Sequence[Decision]) -> tuple[int, int]:
    """How many clauses wait for an editor, and how many a person checks each time."""
    kept = {(one.measure_id, one.text) for one in decisions if one.how == "keep"}
    all_ = [(measure.id, text) for measure in measures for text in clauses(measure)]
    return sum(one not in kept for one in all_), sum(one in kept for one in all_)


def warnings(base: Sequence[Measure], now: Sequence[Measure]) -> Iterator[Warned]:
    """Labels that this edit changed and whose figures do not stand in the words quoted for them."""
    before = {measure.id: measure for measure in base}
    for measure in now:
        was = before.get(measure.id)
        for path in paths(measure):
            if was is None or _differs(was, measure, path):
                yield from _warned(measure, path)


def _differs(was: Measure, now: Measure, path: str) -> bool:
    """A requirement that only moved was not changed."""
    if path.startswith("conditions/"):
        return _label(now, path) not in requirements(parse_condition(was.conditions))
    return _label(now, path) != _label(was, path)


def _label(measure: Measure, path: str) -> object:
    if path == "award":
        return parse_award(measure.award)
    if path == "deadline":
        return measure.deadline
    parts = requirements(parse_condition(measure.conditions))
    at = int(path.partition("/")[2])
    return parts[at] if at < len(parts) else None


def _warned(measure: Measure, path: str) -> Iterator[Warned]:
    if isinstance(_label(measure, path), Human | HumanAward):
        return
    missing, quoted = unsaid(measure, path)
    if not quoted:
        text = "没有标出它所依据的原文"
    elif missing:
        text = f"标签里的数字 {'、'.join(map(number, missing))} 在所标的原文里没有找到"
    else:
        return
    shown = f"{measure.id}\0{path}\0{text}\0{_label(measure, path)!r}"
    digest = hashlib.sha256(shown.encode("utf-8")).hexdigest()[:24]
    yield Warned(id=digest, measure_id=measure.id, title=measure.title, label=path, text=text)

"""Labels read from a text, beside a document's given ones: quotes where they agree, a warning where they contradict.

Given labels stay the word; a document without any gets those that were read, with what is left to a person in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ingest.labels.catalog import measures_of
from ingest.labels.document import LONGEST_TEXT
from ingest.labels.extract import read_labels
from ingest.problems import shown, warning
from knowledge.manifest import Problem
from knowledge.measures.awards import BySet, HumanAward, parse_award
from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not, parse_condition
from knowledge.models import Measure, PolicyDocument


@lru_cache(maxsize=8192)
def measures_read(document_id: str, source: str, title: str, district: str | None) -> tuple[Measure, ...]:
    """The measures of a text, with quotes; none of a text that is too long to be one. 25 ms a text."""
    if len(source) > LONGEST_TEXT:
        return ()
    trees = measures_of(document_id, read_labels(source, title, district))
    return tuple(Measure.model_validate_json(json.dumps(tree)) for tree in trees)


def with_measures(policy: PolicyDocument, source: str) -> PolicyDocument:
    """A document without labels, with the measures of its text."""
    return policy.model_copy(update={"measures": measures_read(policy.id, source, policy.title, policy.district)})


def with_quotes(policy: PolicyDocument, source: str) -> PolicyDocument:
    """A document with given labels; each that the text says too gets the words that say it."""
    read = {one.article: one for one in measures_read(policy.id, source, policy.title, policy.district)}
    measures = tuple(_quoted(given, read.get(given.article)) for given in policy.measures)
    return policy.model_copy(update={"measures": measures})


def without_quotes(policy: PolicyDocument) -> PolicyDocument:
    """The labels alone."""
    measures = tuple(measure.model_copy(update={"quotes": ()}) for measure in policy.measures)
    return policy.model_copy(update={"measures": measures})


def contradictions(policy: PolicyDocument, source: str) -> Iterator[Problem]:
    """Given labels of which the text, read without leaving anything to a person, says something else."""
    read = {one.article: one for one in measures_read(policy.id, source, policy.title, policy.district)}
    for number, given in enumerate(policy.measures):
        found = read.get(given.article)
        if found is None or _open(found) or _open(given):
            continue
        for part, label, same in (("conditions", "条件", _conditions_agree), ("award", "奖补标准", _awards_agree)):
            if not same(given, found):
                reason = f"奖补条款“{shown(given.title)}”的{label}，正文（{given.article}）读出来与标签文件不同，以标签文件为准，请核对"
                yield warning(f"policies/{policy.id}.labels.json", reason, f"measures[{number}].{part}")


def _quoted(given: Measure, read: Measure | None) -> Measure:
    if read is None or given.quotes or not (_conditions_agree(given, read) and _awards_agree(given, read)):
        return given
    places = {_key(clause): at for at, clause in enumerate(_clauses(given))}
    moved = {
        f"conditions/{at}": f"conditions/{places[_key(clause)]}"
        for at, clause in enumerate(_clauses(read))
        if _key(clause) in places
    }
    kept = [quote for quote in read.quotes if quote.label in moved or quote.label == "award"]
    quotes = tuple(quote.model_copy(update={"label": moved.get(quote.label, quote.label)}) for quote in kept)
    return given.model_copy(update={"quotes": quotes})


def _clauses(measure: Measure) -> tuple[Condition, ...]:
    condition = parse_condition(measure.conditions)
    return condition.parts if isinstance(condition, All) else (condition,)


def _open(measure: Measure) -> bool:
    """Is anything of it left to a person?"""
    return '"human"' in json.dumps(measure.conditions) or isinstance(parse_award(measure.award), HumanAward)


def _conditions_agree(one: Measure, other: Measure) -> bool:
    return frozenset(map(_key, _clauses(one))) == frozenset(map(_key, _clauses(other)))


def _awards_agree(one: Measure, other: Measure) -> bool:
    first, second = parse_award(one.award), parse_award(other.award)
    if isinstance(first, BySet) and isinstance(second, BySet):
        return replace(first, amounts=tuple(sorted(first.amounts))) == replace(
            second, amounts=tuple(sorted(second.amounts))
        )
    return first == second


def _key(condition: Condition) -> object:
    """A form in which the order of parts and of words does not matter."""
    match condition:
        case Atom(name, op, tuple() as words):
            return name, op, frozenset(words)
        case Atom(name, op, value):
            return name, op, value
        case All(parts):
            return "all", frozenset(map(_key, parts))
        case Any(parts):
            return "any", frozenset(map(_key, parts))
        case Not(part):
            return "not", _key(part)
        case Human(text):
            return "human", text

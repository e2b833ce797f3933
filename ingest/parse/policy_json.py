"""The labels of a policy file into one :class:`PolicyDocument`."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter

from ingest.parse import text
from ingest.parse.json_record import line_of, parse_record
from ingest.problems import document_id_of, rejection, shown
from ingest.words import POLICY_LABELS, Path, path_text
from knowledge.errors import InvalidRecord
from knowledge.manifest import Problem
from knowledge.measures.awards import parse_award
from knowledge.measures.conditions import parse_condition
from knowledge.models import Measure, PolicyDocument

_POLICY = TypeAdapter(PolicyDocument)


def parse_policy(file: str, data: bytes) -> tuple[PolicyDocument, tuple[Problem, ...]]:
    """The document's labels and warnings; raises RejectedFile with the first fault and a count of the others."""
    source, warnings = text.decode(file, data)
    policy = parse_record(file, source, _POLICY, POLICY_LABELS)
    for path, reason in _contradictions(file, policy):
        raise rejection(file, reason, path_text(path), line_of(source, tuple(path)))
    return policy, warnings


def _contradictions(file: str, policy: PolicyDocument) -> Iterator[tuple[Path, str]]:
    """What a citizen must never be told."""
    if document_id_of(file) != policy.id:
        yield (
            ("id",),
            f"文件编号 {shown(policy.id)} 与文件名不一致，文件名应当是 {shown(policy.id)}.labels.json",
        )
    if policy.valid_to is not None and policy.valid_to < policy.valid_from:
        yield ("valid_to",), f"失效日期 {policy.valid_to} 早于施行日期 {policy.valid_from}"
    known: set[str] = set()
    for number, measure in enumerate(policy.measures):
        if measure.id in known:
            yield ("measures", number, "id"), f"奖补条款编号 {shown(measure.id)} 写了两遍，不知道以哪个为准"
        known.add(measure.id)
        yield from _unreadable(number, measure)


def _unreadable(number: int, measure: Measure) -> Iterator[tuple[Path, str]]:
    """A condition or an award that no company can be matched with."""
    for name, read in (("conditions", parse_condition), ("award", parse_award)):
        try:
            read(getattr(measure, name))
        except InvalidRecord as fault:
            yield ("measures", number, name), f"奖补条款 {shown(measure.id)} 的标签读不懂：{fault.message}"

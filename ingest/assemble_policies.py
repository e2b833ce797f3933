"""Policy files: labels, text and questions of each into the records to publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ingest.collect import Findings
from ingest.labels.join import contradictions, with_measures, with_quotes, without_quotes
from ingest.problems import shown, warning
from knowledge.manifest import Problem
from knowledge.models import Passage, PolicyDocument, PolicyQuestion
from knowledge.records import KnowledgeRecords

RecordT = TypeVar("RecordT", Passage, PolicyQuestion)


@dataclass(frozen=True)
class AssembledPolicies:
    """Records to publish; ``kept`` are the documents, and ``kept_files`` the bad files, whose earlier version stays."""

    policies: tuple[PolicyDocument, ...]
    passages: tuple[Passage, ...]
    questions: tuple[PolicyQuestion, ...]
    kept: tuple[str, ...]
    kept_files: frozenset[str]
    doubts: tuple[Problem, ...]


def assemble_policies(findings: Findings, previous: KnowledgeRecords) -> AssembledPolicies:
    """Each file by itself, as for guides: a bad one leaves its earlier version, a missing one leaves nothing.

    Without labels nobody knows how long a text is in force: it is not published.
    """
    files = {origin.record_id: origin.file for origin in previous.origins}
    labels = {policy.id: policy for policy in previous.policies}
    texts, questions = _grouped(previous.passages), _grouped(previous.policy_questions)
    kept_labels = findings.policies.kept(labels, files)
    read = {name: _labelled(findings, policy, labels.get(name)) for name, policy in findings.policies.good.items()}
    found = read | {name: labels[name] for name in kept_labels}
    policies = {name: found[name] for name in sorted(found)}
    kept_texts = _known(findings.policy_texts.kept(texts, files), policies)
    kept_questions = _known(findings.policy_questions.kept(questions, files), policies)
    passages = {
        name: _retitled(texts[name], policy) if name in kept_texts else _passages(findings, policy)
        for name, policy in policies.items()
    }
    asked = findings.policy_questions.good | {name: tuple(questions[name]) for name in kept_questions}
    kept_files = [*kept_labels.values(), *kept_texts.values(), *kept_questions.values()]
    return AssembledPolicies(
        policies=tuple(policies.values()),
        passages=tuple(passage for group in passages.values() for passage in group),
        questions=tuple(one for name in policies for one in _answered(asked.get(name, ()), passages[name])),
        kept=tuple(sorted({**kept_labels, **kept_texts, **kept_questions})),
        kept_files=frozenset(kept_files),
        doubts=tuple(_doubts(findings, policies, passages)),
    )


def _labelled(findings: Findings, policy: PolicyDocument, earlier: PolicyDocument | None) -> PolicyDocument:
    """Given labels with the words that say them; a file without labels gets those read from its text.

    Where the text cannot be read now, its earlier version stays, and with it the words.
    """
    text = findings.policy_texts.good.get(policy.id)
    if text is None:
        return earlier if earlier is not None and without_quotes(earlier) == without_quotes(policy) else policy
    return with_quotes(policy, text.source) if _given(findings, policy.id) else with_measures(policy, text.source)


def _given(findings: Findings, name: str) -> bool:
    return findings.policies.origins[name].file.endswith(".labels.json")


def _known(kept: Mapping[str, str], policies: Mapping[str, PolicyDocument]) -> dict[str, str]:
    return {name: file for name, file in kept.items() if name in policies}


def _grouped(records: Iterable[RecordT]) -> dict[str, list[RecordT]]:
    groups: defaultdict[str, list[RecordT]] = defaultdict(list)
    for record in records:
        groups[record.document_id].append(record)
    return dict(groups)


def _passages(findings: Findings, policy: PolicyDocument) -> tuple[Passage, ...]:
    text = findings.policy_texts.good.get(policy.id)
    return text.passages(policy) if text is not None else ()


def _retitled(passages: Iterable[Passage], policy: PolicyDocument) -> tuple[Passage, ...]:
    return tuple(passage.model_copy(update={"title": policy.title}) for passage in passages)


def _answered(questions: Iterable[PolicyQuestion], passages: Iterable[Passage]) -> Iterator[PolicyQuestion]:
    """Questions whose article is there; the whole document is there when any of it is."""
    sections = {passage.section for passage in passages}
    return (one for one in questions if one.section in sections or (sections and not one.section))


def _doubts(
    findings: Findings, policies: Mapping[str, PolicyDocument], passages: Mapping[str, tuple[Passage, ...]]
) -> Iterator[Problem]:
    texts = findings.policy_texts
    alone = (texts.good.keys() | findings.policy_questions.good.keys()) - policies.keys() - findings.policies.bad.keys()
    for name in sorted(alone):
        yield warning(f"policies/{name}.md", f"没有标签文件 {name}.labels.json，不知道有效期，这份文件不采用")
    for name, policy in findings.policies.good.items():
        yield from _label_doubts(policy, passages[name])
        if name in texts.good and not texts.good[name].names(policy.title):
            yield warning(f"policies/{name}.labels.json", "正文里没有出现这个文件名称，请核对", "title")
        if name in texts.good and _given(findings, name):
            yield from contradictions(policy, texts.good[name].source)
        if name not in texts.good and name not in texts.bad:
            yield warning(f"policies/{name}.labels.json", f"没有正文 {name}.md，回答时不能引用这份文件")
    for name, questions in findings.policy_questions.good.items():
        if name in policies and passages[name]:
            yield from _question_doubts(name, questions, passages[name])


def _label_doubts(policy: PolicyDocument, passages: tuple[Passage, ...]) -> Iterator[Problem]:
    sections = {passage.section for passage in passages}
    for number, measure in enumerate(policy.measures):
        if passages and measure.article not in sections:
            reason = f"奖补条款“{shown(measure.title)}”写在{shown(measure.article)}，正文里没有这一条，请核对"
            yield warning(f"policies/{policy.id}.labels.json", reason, f"measures[{number}].article")


def _question_doubts(
    name: str, questions: Iterable[PolicyQuestion], passages: tuple[Passage, ...]
) -> Iterator[Problem]:
    unknown = {one.section: None for one in questions if one.section} | {passage.section: 0 for passage in passages}
    for section in (section for section, known in unknown.items() if known is None):
        yield warning(f"policies/{name}.tsv", f"正文里没有{shown(section)}，这些问法不采用", "section")

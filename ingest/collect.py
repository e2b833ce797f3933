"""All files of a source, each parsed by itself: what is good, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ingest.parse.guide_json import parse_guide
from ingest.parse.items_tsv import parse_items
from ingest.parse.policy_json import parse_policy
from ingest.parse.policy_questions_tsv import parse_policy_questions
from ingest.parse.policy_text import PolicyText, parse_policy_text
from ingest.parse.questions_tsv import parse_questions
from ingest.parse.topics_json import parse_topics
from ingest.problems import RejectedFile, document_id_of, item_id_of, rejection, warning
from ingest.sources.source import FileKind, SourceFile
from knowledge.manifest import Problem
from knowledge.models import PolicyDocument, PolicyQuestion, Question, ServiceGuide, ServiceItem, Topic
from knowledge.progress import Progress

T = TypeVar("T")
Parser = Callable[[str, bytes], tuple[T, tuple[Problem, ...]]]


@dataclass
class Taken(Generic[T]):
    """Files of one kind by the id in their name: ``good`` as parsed, ``bad`` (with the file's name) cannot be used."""

    id_of: Callable[[str], str | None]
    good: dict[str, T] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    def take(self, file: SourceFile, parse: Parser[T]) -> tuple[Problem, ...]:
        """Parse one file and return the warnings; raises RejectedFile when it cannot be used."""
        name = self.id_of(file.name)
        try:
            value, warnings = parse(file.name, file.read())
        except RejectedFile:
            if name is not None:
                self.bad[name] = file.name
            raise
        if name in self.good:  # the first stays, for the second may be anybody's copy
            raise rejection(file.name, f"{name} 已有另一个文件，这一个不采用")
        self.good[str(name)] = value
        return warnings

    def kept(self, earlier: Mapping[str, object]) -> set[str]:
        """Ids of which the ``earlier`` version stays in force."""
        return (self.bad.keys() & earlier.keys()) - self.good.keys()


@dataclass
class Findings:
    """What the files of one run say.

    ``items`` is ``None`` when there is no usable item list, ``topics`` when their file cannot be used.
    """

    guides: Taken[ServiceGuide] = field(default_factory=lambda: Taken(item_id_of))
    questions: Taken[tuple[Question, ...]] = field(default_factory=lambda: Taken(item_id_of))
    policies: Taken[PolicyDocument] = field(default_factory=lambda: Taken(document_id_of))
    policy_texts: Taken[PolicyText] = field(default_factory=lambda: Taken(document_id_of))
    policy_questions: Taken[tuple[PolicyQuestion, ...]] = field(default_factory=lambda: Taken(document_id_of))
    items: tuple[ServiceItem, ...] | None = None
    topics: tuple[Topic, ...] | None = ()
    problems: list[Problem] = field(default_factory=list)


def collect(files: Sequence[SourceFile], progress: Progress) -> Findings:
    """Read and check every file; a bad one becomes a problem and never stops the rest."""
    findings = Findings()
    with progress.task("读取并检查资料", len(files)) as task:
        for file in files:
            try:
                findings.problems.extend(_TAKERS[file.kind](findings, file))
            except RejectedFile as error:
                findings.problems.append(error.problem)
            task.advance()
    if findings.items is None and not any(problem.file == "items.tsv" for problem in findings.problems):
        findings.problems.append(warning("items.tsv", "没有找到事项清单，办理窗口沿用上一版"))
    return findings


def _take_items(findings: Findings, file: SourceFile) -> tuple[Problem, ...]:
    findings.items, warnings = parse_items(file.name, file.read())
    return warnings


def _take_topics(findings: Findings, file: SourceFile) -> tuple[Problem, ...]:
    findings.topics = None
    findings.topics, warnings = parse_topics(file.name, file.read())
    return warnings


def _pass_over(findings: Findings, file: SourceFile) -> tuple[Problem, ...]:
    wanted = (
        "政策文件（.md、.labels.json、.tsv）"
        if file.name.startswith("policies/")
        else "办事指南（.json）或问法（.tsv）"
    )
    return (warning(file.name, f"不是{wanted}文件，已跳过"),)


_TAKERS: dict[FileKind, Callable[[Findings, SourceFile], tuple[Problem, ...]]] = {
    "guide": lambda findings, file: findings.guides.take(file, parse_guide),
    "questions": lambda findings, file: findings.questions.take(file, parse_questions),
    "policy": lambda findings, file: findings.policies.take(file, parse_policy),
    "policy_text": lambda findings, file: findings.policy_texts.take(file, parse_policy_text),
    "policy_questions": lambda findings, file: findings.policy_questions.take(file, parse_policy_questions),
    "items": _take_items,
    "topics": _take_topics,
    "unknown": _pass_over,
}

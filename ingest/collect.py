"""All files of a source, each parsed by itself: what is good, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.parse.guide_json import parse_guide
from ingest.parse.items_tsv import parse_items
from ingest.parse.questions_tsv import parse_questions
from ingest.parse.topics_json import parse_topics
from ingest.problems import RejectedFile, item_id_of, rejection, warning
from ingest.sources.source import SourceFile
from knowledge.manifest import Problem
from knowledge.models import Question, ServiceGuide, ServiceItem, Topic
from knowledge.progress import Progress

T = TypeVar("T")


@dataclass
class Findings:
    """What the files of one run say.

    ``bad_guides`` and ``bad_questions`` are the ids of items whose file is there but cannot be used;
    ``items`` is ``None`` when there is no usable item list, ``topics`` when their file cannot be used.
    """

    guides: dict[str, ServiceGuide] = field(default_factory=dict)
    questions: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    items: tuple[ServiceItem, ...] | None = None
    topics: tuple[Topic, ...] | None = ()
    bad_guides: set[str] = field(default_factory=set)
    bad_questions: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def collect(files: Sequence[SourceFile], progress: Progress) -> Findings:
    """Read and check every file; a bad one becomes a problem and never stops the rest."""
    findings = Findings()
    with progress.task("读取并检查资料", len(files)) as task:
        for file in files:
            _take(findings, file)
            task.advance()
    if findings.items is None and not any(problem.file == "items.tsv" for problem in findings.problems):
        findings.problems.append(warning("items.tsv", "没有找到事项清单，办理窗口沿用上一版"))
    return findings


def _take(findings: Findings, file: SourceFile) -> None:
    try:
        warnings = _parse(findings, file)
    except RejectedFile as error:
        findings.problems.append(error.problem)
        if file.kind == "topics":
            findings.topics = None
        bad = {"guide": findings.bad_guides, "questions": findings.bad_questions}.get(file.kind)
        if bad is not None and error.problem.item_id is not None:
            bad.add(error.problem.item_id)
    else:
        findings.problems.extend(warnings)


def _parse(findings: Findings, file: SourceFile) -> tuple[Problem, ...]:
    if file.kind == "unknown":
        return (warning(file.name, "不是办事指南（.json）或问法（.tsv）文件，已跳过"),)
    data = file.read()
    if file.kind == "items":
        findings.items, warnings = parse_items(file.name, data)
    elif file.kind == "topics":
        findings.topics, warnings = parse_topics(file.name, data)
    elif file.kind == "questions":
        questions, warnings = parse_questions(file.name, data)
        _once(findings.questions, file.name, questions)
    else:
        guide, warnings = parse_guide(file.name, data)
        _once(findings.guides, file.name, guide)
    return warnings


def _once(known: dict[str, T], file: str, value: T) -> None:
    """Two files for one item: the first stays, for the second may be anybody's copy."""
    item_id = str(item_id_of(file))
    if item_id in known:
        raise rejection(file, f"事项 {item_id} 已有另一个文件，这一个不采用")
    known[item_id] = value

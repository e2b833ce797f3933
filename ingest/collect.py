"""All files of a source, each judged by itself: what is good, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ingest.documents.open import Opened, open_documents
from ingest.guides.fields import Fields, shipped_fields
from ingest.guides.known import Known
from ingest.judge import Judge, Judged, stranger
from ingest.parse.parsed import Sourced
from ingest.parse.policy_text import PolicyText
from ingest.policies.reading import PolicyReading
from ingest.problems import RejectedFile, document_id_of, rejection, warning
from ingest.sources.source import FileKind, SourceFile
from knowledge.manifest import Problem
from knowledge.models import Origin, PolicyDocument, PolicyQuestion, Question, ServiceGuide, ServiceItem, Topic
from knowledge.progress import Progress

T = TypeVar("T")


class Reader(Protocol):
    """Reads and judges files; one with a memory judges a file again only when it has changed."""

    def __call__(self, file: SourceFile, judge: Judge) -> Judged:
        """What the file holds; raises RejectedFile when it cannot be read."""


@dataclass
class Taken(Generic[T]):
    """Records of one kind by id: ``good`` with their ``origins``; ``bad`` maps ids that cannot be used to the file's name.

    ``bad_files`` are those of which not even the ids are known; nothing of the sources ``held`` is ever gone.
    """

    good: dict[str, T] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)
    bad_files: set[str] = field(default_factory=set)
    held: frozenset[str] = frozenset()

    def take(self, record: Sourced[T]) -> None:
        """Keep a record; raises RejectedFile for a second one of the same id, which may be anybody's copy."""
        name, origin = record.origin.record_id, record.origin
        if name in self.good:
            raise rejection(origin.file, f"{name} 已有另一个文件（{self.origins[name].file}），这一个不采用")
        self.good[name], self.origins[name] = record.value, origin

    def reject(self, file: str, name: str | None) -> None:
        """Remember that a record of ``file`` cannot be used, ``name`` being its id where that is known."""
        if name is None:
            self.bad_files.add(file)
        else:
            self.bad.setdefault(name, file)

    def kept(self, earlier: Mapping[str, object], origins: Mapping[str, str]) -> dict[str, str]:
        """Ids of which the ``earlier`` version stays in force, and the bad file; ``origins`` says where that came from."""
        by_file = {name: file for name, file in origins.items() if file in self.bad_files or _source(file) in self.held}
        bad = by_file | self.bad
        return {name: bad[name] for name in sorted(bad.keys() & earlier.keys() - self.good.keys())}


@dataclass
class Findings:
    """What the files of one run say.

    ``items`` is ``None`` when there is no usable item list, ``topics`` when their file cannot be used.
    """

    guides: Taken[ServiceGuide] = field(default_factory=Taken)
    questions: Taken[tuple[Question, ...]] = field(default_factory=Taken)
    policies: Taken[PolicyDocument] = field(default_factory=Taken)
    policy_texts: Taken[PolicyText] = field(default_factory=Taken)
    policy_questions: Taken[tuple[PolicyQuestion, ...]] = field(default_factory=Taken)
    policy_readings: Taken[PolicyReading] = field(default_factory=Taken)
    items: tuple[ServiceItem, ...] | None = None
    topics: tuple[Topic, ...] | None = ()
    problems: list[Problem] = field(default_factory=list)


Open = Callable[[SourceFile, bytes], Opened]


def _source(file: str) -> str:
    return file.partition("/")[0]


def read_afresh(file: SourceFile, judge: Judge) -> Judged:
    """The :class:`Reader` without a memory."""
    return judge(file, file.read())


def open_file(file: SourceFile, data: bytes) -> Opened:
    """The documents of a file, read in a process of their own."""
    return open_documents(file.name, data, file.url, charset=file.charset)


def collect(
    files: Sequence[SourceFile],
    progress: Progress,
    read: Reader = read_afresh,
    open_file: Open = open_file,
    listed: Sequence[ServiceItem] = (),
    held: frozenset[str] = frozenset(),
    fields: Fields | None = None,
) -> Findings:
    """Read and check every file; a bad one becomes a problem and never stops the rest.

    ``listed`` is the item list in force, for a source without a usable one; ``held`` names sources that could not be read;
    ``fields`` are the wordings of field names, where they are not those shipped.
    """
    findings, table = Findings(), fields or shipped_fields()
    for taken in (
        findings.guides,
        findings.questions,
        findings.policies,
        findings.policy_texts,
        findings.policy_questions,
    ):
        taken.held = held
    first = [file for file in files if file.kind in _FIRST]
    others = [file for file in files if file.kind not in _FIRST]
    with progress.task("读取并检查资料", len(files)) as task:
        for group in (first, others):  # a file without a code is known by its item's name in the list
            judge = Judge(Known.of(findings.items if findings.items is not None else listed), open_file, table)
            for file in group:
                _take(findings, file, read, judge)
                task.advance()
    _settle(findings)
    if findings.items is None and not any(problem.file.endswith("items.tsv") for problem in findings.problems):
        findings.problems.append(warning("items.tsv", "没有找到事项清单，办理窗口沿用上一版"))
    return findings


def _settle(findings: Findings) -> None:
    """Departments' own policy files: labels stay the word on facts; where there are none the file's own text decides."""
    readings = findings.policy_readings
    findings.policies.bad_files |= readings.bad_files
    for name, file in readings.bad.items():
        findings.policies.reject(file, name)
        findings.policy_texts.reject(file, name)
    for name, reading in readings.good.items():
        if name in findings.policy_texts.good:
            findings.problems.append(warning(reading.origin.file, f"{name} 已有正文 {name}.md，这一个不采用"))
            continue
        labels = findings.policies.good.get(name)
        if labels is not None or name in findings.policies.bad:
            told = reading.against(labels) if labels is not None else ()
            findings.problems.extend((*reading.problems, *told))
            findings.policy_texts.take(Sourced(reading.text, reading.origin))
            continue
        parsed = reading.parsed()
        findings.problems.extend(parsed.problems)
        for record in parsed.records:
            findings.policies.take(record)
            findings.policy_texts.take(Sourced(reading.text, reading.origin))
        if not parsed.records and not reading.ended:  # what its own page calls repealed must not go on as it was
            findings.policies.reject(reading.origin.file, name)
            findings.policy_texts.reject(reading.origin.file, name)


def _take(findings: Findings, file: SourceFile, read: Reader, judge: Judge) -> None:
    try:
        judged = stranger(file) if file.kind == "unknown" else read(file, judge)
    except RejectedFile as error:
        judged = Judged(problems=(error.problem,))
    findings.problems.extend(judged.problems)
    bad = [problem for problem in judged.problems if problem.severity == "rejected"]
    try:
        _TAKERS[file.kind](findings, file, judged, bad)
    except RejectedFile as error:
        findings.problems.append(error.problem)


def _take_into(name: str) -> Callable[[Findings, SourceFile, Judged, Sequence[Problem]], None]:
    def take(findings: Findings, file: SourceFile, judged: Judged, bad: Sequence[Problem]) -> None:
        taken: Taken[object] = getattr(findings, name)
        for problem in bad:
            taken.reject(file.name, problem.item_id or document_id_of(file.name))
        for record in judged.records:
            try:
                taken.take(record)
            except RejectedFile as error:
                findings.problems.append(error.problem)

    return take


def _take_items(findings: Findings, file: SourceFile, judged: Judged, bad: Sequence[Problem]) -> None:
    if not bad:
        rows = (*(findings.items or ()), *judged.records[0].value)
        findings.items = tuple({row.id: row for row in reversed(rows)}.values())[::-1]


def _take_topics(findings: Findings, file: SourceFile, judged: Judged, bad: Sequence[Problem]) -> None:
    findings.topics = None if bad or findings.topics is None else (*findings.topics, *judged.records[0].value)


_FIRST: tuple[FileKind, ...] = ("items", "topics")
_TAKERS: dict[FileKind, Callable[[Findings, SourceFile, Judged, Sequence[Problem]], None]] = {
    "guide": _take_into("guides"),
    "guide_document": _take_into("guides"),
    "questions": _take_into("questions"),
    "policy": _take_into("policies"),
    "policy_text": _take_into("policy_texts"),
    "policy_document": _take_into("policy_readings"),
    "policy_questions": _take_into("policy_questions"),
    "items": _take_items,
    "topics": _take_topics,
    "unknown": lambda findings, file, judged, bad: None,
}

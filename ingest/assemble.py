"""Findings and the records in force into the records to publish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ingest.assemble_policies import assemble_policies
from ingest.collect import Findings
from ingest.problems import shown, warning
from knowledge.manifest import Problem
from knowledge.models import ItemId, LifeEvent, Origin, PolicyDocument, Question, ServiceGuide, ServiceItem, Topic
from knowledge.records import KnowledgeRecords

UNLISTED_BOARD = "其他窗口"
"""Desk of a guide that the item list does not name."""
FEWEST_CHOICES = 2
"""Choices that a topic needs, as in :class:`knowledge.models.Topic`."""


@dataclass(frozen=True)
class Assembled:
    """Records to publish; ``kept`` and ``kept_policies`` are those of which an earlier version stays, their file being bad."""

    records: KnowledgeRecords
    kept: tuple[ItemId, ...]
    kept_policies: tuple[str, ...]
    problems: tuple[Problem, ...]


def assemble(findings: Findings, previous: KnowledgeRecords) -> Assembled:
    """Good files win; a bad file leaves the item's earlier version in force; an item without a file is gone."""
    earlier = {guide.id: guide for guide in previous.guides}
    files = {origin.record_id: origin.file for origin in previous.origins}
    kept_guides = findings.guides.kept(earlier, files)
    guides = findings.guides.good | {item_id: earlier[item_id] for item_id in kept_guides}
    published = _linked(guides)
    questions, kept_questions = _questions(findings, previous, published, files)
    policies = assemble_policies(findings, previous)
    kept_files = policies.kept_files | _kept_files(kept_guides, kept_questions, previous)
    items = _items(findings.items if findings.items is not None else previous.items, published)
    return Assembled(
        records=KnowledgeRecords(
            guides=tuple(published.values()),
            items=items,
            questions=questions,
            life_events=_life_events(items, published),
            topics=_topics(findings.topics if findings.topics is not None else previous.topics, published),
            policies=policies.policies,
            passages=policies.passages,
            policy_questions=policies.questions,
            origins=_origins(published, policies.policies, findings, previous),
        ),
        kept=tuple(sorted({**kept_guides, **kept_questions})),
        kept_policies=policies.kept,
        problems=(
            *(_with_kept(problem, kept_files) for problem in findings.problems),
            *_doubts(findings, guides),
            *policies.doubts,
        ),
    )


def _origins(
    guides: Iterable[str], policies: Iterable[PolicyDocument], findings: Findings, previous: KnowledgeRecords
) -> tuple[Origin, ...]:
    """Of each guide, then each policy file, where what is published of it comes from."""
    known = {origin.record_id: origin for origin in previous.origins}
    known |= findings.policies.origins | findings.policy_texts.origins | findings.guides.origins
    return tuple(known[name] for name in sorted((*guides, *(policy.id for policy in policies))) if name in known)


def _linked(guides: Mapping[str, ServiceGuide]) -> dict[str, ServiceGuide]:
    """Guides in id order, with links to published guides only: nothing may be offered that cannot be answered."""
    linked: dict[str, ServiceGuide] = {}
    for item_id in sorted(guides):
        guide = guides[item_id]
        related = tuple(other for other in guide.related if other in guides)
        linked[item_id] = guide if related == guide.related else guide.model_copy(update={"related": related})
    return linked


def _questions(
    findings: Findings, previous: KnowledgeRecords, guides: Iterable[str], files: Mapping[str, str]
) -> tuple[tuple[Question, ...], dict[str, str]]:
    earlier: dict[str, list[Question]] = {}
    for question in previous.questions:
        earlier.setdefault(question.item_id, []).append(question)
    kept = {item_id: file for item_id, file in findings.questions.kept(earlier, files).items() if item_id in guides}
    chosen = (earlier[item_id] if item_id in kept else findings.questions.good.get(item_id, ()) for item_id in guides)
    return tuple(question for group in chosen for question in group), kept


def _items(listed: tuple[ServiceItem, ...], guides: Mapping[str, ServiceGuide]) -> tuple[ServiceItem, ...]:
    """One row a guide, in the list's order; where list and guide disagree the guide, which is cited, stands."""
    rows = {item.id: item for item in listed if item.id in guides}
    unlisted = (_unlisted(guide) for item_id, guide in guides.items() if item_id not in rows)
    return (*(_as_guided(item, guides[item.id]) for item in rows.values()), *unlisted)


def _as_guided(item: ServiceItem, guide: ServiceGuide) -> ServiceItem:
    return item.model_copy(update={"name": guide.name, "department": guide.department, "audience": guide.audience})


def _unlisted(guide: ServiceGuide) -> ServiceItem:
    return ServiceItem(
        id=guide.id,
        name=guide.name,
        department=guide.department,
        audience=guide.audience,
        board=UNLISTED_BOARD,
        life_event="",
    )


def _life_events(items: Iterable[ServiceItem], guides: Mapping[str, ServiceGuide]) -> tuple[LifeEvent, ...]:
    events: dict[str, dict[str, None]] = {}
    for item in items:
        for name in (*((item.life_event,) if item.life_event else ()), *guides[item.id].life_events):
            events.setdefault(name, {})[item.id] = None
    return tuple(LifeEvent(name=name, item_ids=tuple(ids)) for name, ids in events.items())


def _topics(topics: Iterable[Topic], guides: Mapping[str, ServiceGuide]) -> tuple[Topic, ...]:
    """Topics with published choices only, in their file's order; one choice is no choice."""
    open_topics = (
        topic.model_copy(update={"choices": tuple(one for one in topic.choices if one.item_id in guides)})
        for topic in topics
    )
    return tuple(topic for topic in open_topics if len(topic.choices) >= FEWEST_CHOICES)


def _kept_files(
    kept_guides: Mapping[str, str], kept_questions: Mapping[str, str], previous: KnowledgeRecords
) -> set[str]:
    """Names of the files whose earlier version stays in force should they be bad."""
    whole = {"items.tsv": previous.items, "topics.json": previous.topics}
    return {
        *kept_guides.values(),
        *kept_questions.values(),
        *(name for name, records in whole.items() if records),
    }


def _with_kept(problem: Problem, kept_files: Collection[str]) -> Problem:
    if problem.severity != "rejected":
        return problem
    return problem.model_copy(update={"kept": problem.file in kept_files})


def _doubts(findings: Findings, guides: Mapping[str, ServiceGuide]) -> Iterator[Problem]:
    for item_id, guide in sorted(findings.guides.good.items()):
        for other in guide.related:
            if other not in guides:
                yield warning(
                    findings.guides.origins[item_id].file, f"相关事项 {other} 没有办事指南，暂不显示", "related"
                )
    for item_id in sorted(findings.questions.good.keys() - guides.keys() - findings.guides.bad.keys()):
        yield warning(findings.questions.origins[item_id].file, f"事项 {item_id} 没有办事指南，这些问法不采用")
    if findings.items is not None:
        yield from _list_doubts(findings.items, guides, findings.guides.bad)
    for number, topic in enumerate(findings.topics or ()):
        yield from _topic_doubts(number, topic, guides)


def _list_doubts(
    listed: tuple[ServiceItem, ...], guides: Mapping[str, ServiceGuide], bad: Mapping[str, str]
) -> Iterator[Problem]:
    rows = {item.id: item for item in listed}
    for item_id in sorted(rows.keys() - guides.keys() - bad.keys()):
        yield warning("items.tsv", f"清单里有事项 {item_id}，但没有它的办事指南", "id")
    for item_id in sorted(guides.keys() - rows.keys()):
        yield warning("items.tsv", f"清单里没有事项 {item_id}，办理窗口暂记为“{UNLISTED_BOARD}”", "id")
    for item_id, row in sorted(rows.items()):
        guide = guides.get(item_id)
        if guide is not None and _as_guided(row, guide) != row:
            yield warning("items.tsv", f"事项 {item_id} 的名称、部门或服务对象与办事指南不一致，以办事指南为准")


def _topic_doubts(number: int, topic: Topic, guides: Mapping[str, ServiceGuide]) -> Iterator[Problem]:
    gone = [place for place, choice in enumerate(topic.choices) if choice.item_id not in guides]
    for place in gone:
        reason = f"话题“{shown(topic.name)}”的选项 {topic.choices[place].item_id} 没有办事指南，暂不显示"
        yield warning("topics.json", reason, f"[{number}].choices[{place}].item_id")
    if len(topic.choices) - len(gone) < FEWEST_CHOICES:
        reason = f"话题“{shown(topic.name)}”能用的选项不到 {FEWEST_CHOICES} 个，暂不采用"
        yield warning("topics.json", reason, f"[{number}].choices")

"""Builders: a few of the sample guides as records, guides written by a test, and indexes over them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from ingest.fit.build import build_index
from knowledge.models import Facet, Fee, OnlineService, Question, ServiceGuide, ServiceItem, Topic
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

DATA = Path(str(files("knowledge"))) / "data"
IDS = ("GA-001", "GA-015", "GJ-002", "JY-001", "MZ-001", "RS-006", "SC-002", "YB-001")
"""Items far apart: birth, lost identity card, housing fund, school, marriage, social card, a shop, health insurance."""


def sample_guide(item_id: str) -> ServiceGuide:
    """One guide of the shipped knowledge base, linked to nothing."""
    raw = (DATA / "guides" / f"{item_id}.json").read_text("utf-8")
    return ServiceGuide.model_validate_json(raw).model_copy(update={"related": ()})


def sample_questions(item_id: str) -> tuple[Question, ...]:
    """The authored questions of one item."""
    with (DATA / "questions" / f"{item_id}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Question.model_validate({"item_id": item_id, "facet": row["facet"], "text": row["question"]})
            for row in rows
        )


def sample_records(ids: Iterable[str] = IDS) -> KnowledgeRecords:
    """A few items of the shipped knowledge base."""
    chosen = tuple(ids)
    return records_of(
        [sample_guide(item_id) for item_id in chosen],
        [question for item_id in chosen for question in sample_questions(item_id)],
    )


def with_topics(records: KnowledgeRecords) -> KnowledgeRecords:
    """The same records with the shipped broad wishes that still have a choice among their items."""
    ids = {guide.id for guide in records.guides}
    topics = []
    for raw in json.loads((DATA / "topics.json").read_text("utf-8")):
        choices = [choice for choice in raw["choices"] if choice["item_id"] in ids]
        if len(choices) > 1:
            topics.append(Topic.model_validate_json(json.dumps(raw | {"choices": choices})))
    return replace(records, topics=tuple(topics))


def records_of(guides: Iterable[ServiceGuide], questions: Iterable[Question] = ()) -> KnowledgeRecords:
    """Records of these guides, with an item row each."""
    listed = tuple(guides)
    return KnowledgeRecords(guides=listed, items=tuple(map(_item, listed)), questions=tuple(questions))


def _item(guide: ServiceGuide) -> ServiceItem:
    return ServiceItem(
        id=guide.id,
        name=guide.name,
        department=guide.department,
        audience=guide.audience,
        board="个人综窗",
        life_event="",
    )


def plain_guide(item_id: str, name: str, summary: str, **changes: object) -> ServiceGuide:
    """A guide with next to nothing in it."""
    plain = ServiceGuide(
        id=item_id,
        name=name,
        department="区政府",
        audience="个人",
        summary=summary,
        aliases=(),
        conditions=(),
        variants=(),
        materials=(),
        steps=(),
        statutory_days=None,
        promised_days=3,
        fee=Fee(amount=0.0, text="不收费", basis=""),
        places=(),
        online=OnlineService(available=False, channels=(), note=""),
        visits=1,
        result="决定书",
        legal_basis=(),
        faq=(),
        related=(),
        life_events=(),
    )
    return plain.model_copy(update=changes)


def question(item_id: str, facet: Facet, text: str) -> Question:
    """One way to ask."""
    return Question(item_id=item_id, facet=facet, text=text)


def build(records: KnowledgeRecords, folder: Path, *, seed: int = 1, encoder: str = "") -> dict[str, float]:
    """Write records and index of a snapshot into ``folder``; returns the figures of the fit."""
    folder.mkdir(parents=True)
    records.write(folder)
    settings = Settings.model_validate({"seed": seed, "encoder": encoder})
    return build_index(records, folder, settings=settings, previous=None, progress=SilentProgress())

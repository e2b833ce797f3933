"""A small published policy file, an index over it, and an editor's desk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from assistant.accounts.person import Person
from assistant.labels.desk import LabelDesk
from assistant.labels.repository import LabelRepository
from assistant.labels.schemas import Opened, SaveRequest
from assistant.labels.service import LabelLibrary
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from knowledge.models import Measure, Passage, PolicyDocument

EDITOR = Person("e1", "李编辑", "editor")
OTHER = Person("e2", "王编辑", "editor")
HUMAN = "主营业务突出、成长性好"
SECTIONS = (
    ("", "若干措施"),
    ("第二条", "第二条 本措施适用于在鲤城区注册登记的企业。申报企业应未被列入失信被执行人名单。"),
    (
        "第三条",
        f"第三条 增产奖励。上年度营业收入达到2000万元（含）以上、{HUMAN}的企业，给予一次性奖励10万元。于2026年12月20日前申报。",
    ),
    ("第四条", "第四条 研发补助。按研发费用的百分之五给予补助，最高不超过50万元。"),
)


def measure(**changes: object) -> Measure:
    conditions = [
        {"field": "district", "op": "==", "value": "鲤城区"},
        {"field": "revenue", "op": ">=", "value": 2000},
        {"human": HUMAN},
    ]
    plain = Measure(
        id="P001-1",
        title="增产奖励",
        mode="申报",
        article="第三条",
        conditions={"all": conditions},
        award={"kind": "fixed", "amount": 100000},
        documents=("申请表",),
        deadline=date(2026, 12, 20),
    )
    return plain.model_copy(update=changes)


def second() -> Measure:
    return measure(
        id="P001-2",
        title="研发补助",
        article="第四条",
        conditions={"all": [{"field": "district", "op": "==", "value": "鲤城区"}]},
        award={"kind": "percent", "base": "rd_expense", "rate": 0.05, "cap": 500000},
        documents=(),
        deadline=None,
    )


def policy(**changes: object) -> PolicyDocument:
    plain = PolicyDocument(
        id="P001",
        title="若干措施",
        issuer="区政府办公室",
        level="区",
        district="鲤城区",
        published=date(2025, 1, 20),
        valid_from=date(2025, 1, 1),
        valid_to=date(2027, 12, 31),
        measures=(measure(), second()),
    )
    return plain.model_copy(update=changes)


@dataclass(frozen=True)
class OnePolicy:
    """An index of one policy file."""

    snapshot_id: str = "one"
    policies: Mapping[str, PolicyDocument] = field(default_factory=lambda: {"P001": policy()})
    sections: tuple[tuple[str, str], ...] = SECTIONS

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """The articles, a blank line apart."""
        found, at = [], 0
        for section, text in self.sections:
            place = {"start": at, "end": at + len(text)}
            found.append(
                Passage(
                    document_id=document_id,
                    title="若干措施",
                    number="泉鲤政办规〔2025〕1号",
                    section=section,
                    text=text,
                    **place,
                )
            )
            at += len(text) + 2
        return tuple(found)


class Office:
    """A desk and a library over one database and an index that a test can publish anew."""

    def __init__(self, engine: Engine) -> None:
        self.index = OnePolicy()
        self.engine = engine
        self.trail: list[tuple[str, str, str]] = []
        self.library = self.another_library()
        self.desk = LabelDesk(
            lambda: self.index,
            LabelRepository(engine),
            self.library,
            lambda person, action, subject: self.trail.append((person.name, action, subject)),
            day=lambda: date(2026, 11, 23),
            now=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC),
        )

    def another_library(self, **options: Any) -> LabelLibrary:
        """The library as another process has it."""
        return LabelLibrary(lambda: self.index, LabelRepository(self.engine), **options)

    def publish(self, snapshot_id: str, **changes: Any) -> None:
        """Another snapshot."""
        self.index = replace(self.index, snapshot_id=snapshot_id, **changes)

    def open(self) -> Opened:
        """The document as an editor sees it."""
        return self.desk.open("P001")

    def save(self, body: Mapping[str, Any], person: Person = EDITOR) -> Opened:
        """Save what a page would send."""
        return self.desk.save("P001", SaveRequest.model_validate(body), person)


def office_in(folder: Path) -> Office:
    """An office over a new SQLite file."""
    return office_at(f"sqlite:///{folder / 'state.db'}")


def office_at(url: str) -> Office:
    """An office over an empty database."""
    engine = open_engine(url)
    migrate(engine)
    return Office(engine)


def body_of(opened: Opened, **changes: Any) -> dict[str, Any]:
    """What the page sends when nothing was edited but ``changes``; labels take the words suggested for them."""
    measures = []
    for one in opened.measures:
        sent = one.model_dump(mode="json")
        sent["quotes"] += [quote.model_dump() for quote in opened.suggested.get(one.id, ())]
        measures.append(sent)
    decisions = [decision.model_dump() for decision in opened.decisions]
    plain = {"base_version": opened.newest_version, "measures": measures, "decisions": decisions}
    return plain | {"text_digest": opened.text_digest, "note": "核对", "confirmed": []} | changes


def edited(opened: Opened, **changes: Any) -> dict[str, Any]:
    """The same with ``changes`` to the first measure."""
    body = body_of(opened)
    body["measures"][0] |= changes
    return body


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

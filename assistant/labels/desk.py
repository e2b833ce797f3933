"""The editor's desk: open a document, check what was changed, save a version, go back to an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

import structlog
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from assistant.accounts.person import Person
from assistant.errors import InvalidRequest, StateUnavailable
from assistant.labels import checking
from assistant.labels.changes import changes
from assistant.labels.errors import ConfirmationNeeded, StaleText, StaleVersion
from assistant.labels.evidence import placed, suggested
from assistant.labels.repository import LabelRepository
from assistant.labels.schemas import (
    Article,
    Checked,
    CheckRequest,
    Decision,
    Differences,
    DocumentRow,
    Documents,
    MeasureRow,
    Measures,
    Opened,
    RestoreRequest,
    SaveRequest,
    Versions,
    Warned,
)
from assistant.labels.service import LabelLibrary, PolicyIndex, needs_person, text_digest
from assistant.labels.versions import Document, Version, read_version, version_rows
from assistant.observability import describe_exception
from assistant.pipeline.policy_status import status_of, status_text
from assistant.policies.service import QUANZHOU, today
from knowledge.errors import NotFound
from knowledge.models import AwardMode, Measure, PolicyDocument

_FEW: Final = 3
"""So many changes of another editor are told in the refusal itself."""

_log = structlog.get_logger(__name__)


class LabelDesk:
    """What an editor does; ``audit`` writes the trail, ``library`` is told of a new version at once."""

    def __init__(
        self,
        index_source: Callable[[], PolicyIndex],
        repository: LabelRepository,
        library: LabelLibrary,
        audit: Callable[[Person, str, str], None],
        *,
        day: Callable[[], date] = today,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._index_source = index_source
        self._repository = repository
        self._library = library
        self._audit = audit
        self._day = day
        self._now = now

    def documents(self) -> Documents:
        """Every document, those that need work first."""
        index, on = self._index_source(), self._day()
        with _database():
            newest = {row.document_id: row for row in self._repository.newest()}
        rows = [_row(policy, newest.get(name), index, on) for name, policy in index.policies.items()]
        rows.sort(key=lambda row: (row.open_human == 0 and not row.text_changed, row.status == "ended", row.id))
        return Documents(
            documents=tuple(rows),
            open_human=sum(row.open_human for row in rows),
            text_changed=sum(row.text_changed for row in rows),
        )

    def measures(self, mode: AwardMode | None) -> Measures:
        """The measures of documents that have not ended, to pick from; of one ``mode`` where it is named."""
        on = self._day()
        rows = tuple(
            MeasureRow(
                id=one.id,
                title=one.title,
                mode=one.mode,
                document_id=policy.id,
                document_title=policy.title,
                needs_person=needs_person(one),
            )
            for policy, one in self._library.measures()
            if status_of(policy, on) != "ended" and mode in (None, one.mode)
        )
        return Measures(measures=rows)

    def open(self, document_id: str, number: int | None = None) -> Opened:
        """A document with its text, at its newest version or at ``number``; raises NotFound."""
        document = self._document(document_id)
        version = document.newest if number is None else document.version(number)
        policy, articles, on = document.policy, document.articles, self._day()
        measures = tuple(placed(measure, articles) for measure in version.measures)
        others = [measure.article for measure in measures]
        return Opened(
            id=policy.id,
            title=policy.title,
            number=articles[0].number if articles else "",
            issuer=policy.issuer,
            level=policy.level,
            district=policy.district,
            published=policy.published,
            valid_from=policy.valid_from,
            valid_to=policy.valid_to,
            status=status_of(policy, on),
            status_text=status_text(policy, on),
            version=version.number,
            newest_version=document.newest.number,
            text_digest=document.digest,
            text_changed=version.digest != document.digest,
            articles=tuple(Article(section=a.section, text=a.text, start=a.start, end=a.end) for a in articles),
            measures=measures,
            suggested={one.id: suggested(one, articles, others) for one in measures},
            decisions=version.decisions,
            versions=version_rows(document),
        )

    def versions(self, document_id: str) -> Versions:
        """All versions, the newest one first; raises NotFound."""
        return Versions(versions=version_rows(self._document(document_id)))

    def differences(self, document_id: str, older: int, newer: int) -> Differences:
        """What changed between two versions; raises NotFound."""
        document = self._document(document_id)
        found = changes(document.version(older).measures, document.version(newer).measures)
        return Differences(older=older, newer=newer, changes=found)

    def check(self, document_id: str, asked: CheckRequest) -> Checked:
        """What saving would warn of and change; raises NotFound, InvalidRequest."""
        document = self._document(document_id)
        base = document.version(asked.base_version)
        measures, warned = _checked(document, base, asked)
        return Checked(
            warnings=warned,
            changes=changes(base.measures, measures),
            open_human=checking.open_clauses(measures, asked.decisions)[0],
        )

    def save(self, document_id: str, asked: SaveRequest, person: Person) -> Opened:
        """Save a version; raises NotFound, InvalidRequest, StaleVersion, StaleText or ConfirmationNeeded."""
        document = self._document(document_id)
        _refuse_stale(document, asked.base_version)
        if asked.text_digest != document.digest:
            raise StaleText("这份文件的原文刚刚更新了。您的修改还在页面上，请对照新的原文核对后再保存。")
        measures, warned = _checked(document, document.newest, asked)
        open_warnings = [one for one in warned if one.id not in asked.confirmed]
        if open_warnings:
            first = open_warnings[0]
            raise ConfirmationNeeded(
                f"有 {len(open_warnings)} 处要您确认后才能保存，第一处：“{first.title}”{first.text}。"
            )
        self._add(document, person, measures, asked.decisions, asked.note, document.digest, None)
        return self.open(document_id)

    def restore(self, document_id: str, number: int, asked: RestoreRequest, person: Person) -> Opened:
        """Make an earlier version the newest one; raises NotFound, InvalidRequest or StaleVersion.

        It stays flagged where it was made for another text: going back is no reading of the new one.
        """
        document = self._document(document_id)
        _refuse_stale(document, asked.base_version)
        earlier = document.version(number)
        if earlier.number == document.newest.number:
            raise InvalidRequest("这已经是现在的版本。")
        note = asked.note or f"恢复到{_named(number)}"
        self._add(document, person, earlier.measures, earlier.decisions, note, earlier.digest, number)
        return self.open(document_id)

    def _document(self, document_id: str) -> Document:
        index = self._index_source()
        policy = index.policies.get(document_id)
        if policy is None:
            raise NotFound("没有找到这份政策文件，它可能已经撤下。")
        articles = index.articles(document_id)
        digest = text_digest(articles)
        with _database():
            rows = self._repository.versions(document_id)
        read = (Version(0, policy.measures, (), digest), *map(read_version, rows))
        return Document(policy, articles, digest, read)

    def _add(
        self,
        document: Document,
        person: Person,
        measures: Sequence[Measure],
        decisions: Sequence[Decision],
        note: str,
        digest: str,
        restored_from: int | None,
    ) -> None:
        """Write down who means to save before it is saved: nothing is accepted that leaves no trace."""
        number = document.newest.number + 1
        self._audit(
            person, "labels.restore" if restored_from is not None else "labels.save", f"{document.policy.id}#{number}"
        )
        values: Mapping[str, object] = {
            "document_id": document.policy.id,
            "number": number,
            "at": self._now(),
            "person_id": person.id,
            "person_name": person.name,
            "note": note,
            "measures": [measure.model_dump(mode="json") for measure in measures],
            "decisions": [decision.model_dump(mode="json") for decision in decisions],
            "text_digest": digest,
            "restored_from": restored_from,
        }
        with _database():
            added = self._repository.add(values)
        if not added:
            _refuse_stale(self._document(document.policy.id), document.newest.number)
        self._library.look()


def _checked(document: Document, base: Version, asked: CheckRequest) -> tuple[tuple[Measure, ...], tuple[Warned, ...]]:
    known = frozenset(one.id for version in document.versions for one in version.measures)
    measures = checking.checked(asked.measures, document.policy.id, known, document.articles)
    checking.unaccounted(base.measures, measures, asked.decisions)
    return measures, tuple(checking.warnings(base.measures, measures))


def _refuse_stale(document: Document, base: int) -> None:
    newest = document.newest
    if base == newest.number:
        return
    if newest.row is None or not 0 <= base < newest.number:
        raise InvalidRequest("没有您修改时所依据的那个版本，请重新打开这份文件。")
    told = changes(document.version(base).measures, newest.measures)
    shown = "；".join(f"“{one.title}”{one.text}" for one in told[:_FEW]) or "没有改动标签"
    more = f"等 {len(told)} 处" if len(told) > _FEW else ""
    raise StaleVersion(
        f"{newest.row.person_name}在{_moment(newest.row.at)}保存了第 {newest.number} 版：{shown}{more}。您的修改还在页面上，请核对后再保存。"
    )


def _moment(at: datetime) -> str:
    local = at.astimezone(QUANZHOU)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _named(number: int) -> str:
    return f"第 {number} 版" if number else "系统读出的标签"


def _row(policy: PolicyDocument, row: Row[Any] | None, index: PolicyIndex, on: date) -> DocumentRow:
    version = Version(0, policy.measures) if row is None else read_version(row)
    waiting, kept = checking.open_clauses(version.measures, version.decisions)
    return DocumentRow(
        id=policy.id,
        title=policy.title,
        issuer=policy.issuer,
        level=policy.level,
        status=status_of(policy, on),
        valid_from=policy.valid_from,
        valid_to=policy.valid_to,
        measures=len(version.measures),
        open_human=waiting,
        kept_human=kept,
        version=version.number,
        edited_by="" if row is None else row.person_name,
        edited_at=None if row is None else row.at,
        text_changed=row is not None and row.text_digest != text_digest(index.articles(policy.id)),
    )


@contextmanager
def _database() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        _log.error("labels_unavailable", **describe_exception(error))
        raise StateUnavailable("标签库暂时打不开，您的修改还在页面上，请稍后再试。") from error

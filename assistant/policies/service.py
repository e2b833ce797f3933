"""Reading policy files from the index that answers now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

from assistant.pipeline.origins import origin_card
from assistant.pipeline.policy_status import status_of, status_text
from assistant.policies.schemas import MeasureRow, PassageRow, PolicyPage
from knowledge.errors import NotFound
from knowledge.models import Measure, Origin, Passage, PolicyDocument

QUANZHOU = timezone(timedelta(hours=8))
"""China keeps one time all year, so that no time zone data need be installed."""


class PolicyIndex(Protocol):
    """What of ``KnowledgeIndex`` is read here."""

    @property
    def policies(self) -> Mapping[str, PolicyDocument]:
        """Policy files by id."""

    def articles(self, document_id: str) -> Sequence[Passage]:
        """All articles of one policy file in the text's order."""

    def origin(self, record_id: str) -> Origin | None:
        """Where a policy file comes from."""


def day_of(moment: datetime) -> date:
    """The day in Quanzhou at a moment."""
    return moment.astimezone(QUANZHOU).date()


def today() -> date:
    """The day in Quanzhou now."""
    return day_of(datetime.now(UTC))


class PolicyService:
    """Whole policy files; ``day`` tells which day it is."""

    def __init__(self, index_source: Callable[[], PolicyIndex], day: Callable[[], date] = today) -> None:
        self._index_source = index_source
        self._day = day

    def page(self, document_id: str) -> PolicyPage:
        """Return a policy file with its standing today; raises NotFound."""
        index, on = self._index_source(), self._day()
        policy = index.policies.get(document_id)
        if policy is None:
            raise NotFound("没有找到这份政策文件，它可能已经撤下。")
        articles = index.articles(document_id)
        return PolicyPage(
            id=policy.id,
            title=policy.title,
            number=articles[0].number if articles else "",
            issuer=policy.issuer,
            level=policy.level,
            district=policy.district,
            published=policy.published,
            valid_from=policy.valid_from,
            valid_to=policy.valid_to,
            on=on,
            status=status_of(policy, on),
            status_text=status_text(policy, on),
            measures=tuple(map(_measure, policy.measures)),
            passages=tuple(PassageRow(section=article.section, text=article.text) for article in articles),
            origin=origin_card(index.origin(policy.id)),
        )


def _measure(measure: Measure) -> MeasureRow:
    return MeasureRow(
        id=measure.id,
        title=measure.title,
        mode=measure.mode,
        article=measure.article,
        documents=measure.documents,
        deadline=measure.deadline,
    )

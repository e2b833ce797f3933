"""The citizen page's texts, joined with what is published now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from importlib.resources import files

import yaml

from assistant.site.schemas import Counts, DepartmentCount, Site, SiteTexts
from knowledge.errors import SnapshotUnavailable
from knowledge.ports import KnowledgeIndex


def load_texts() -> SiteTexts:
    """Read ``site.yaml``."""
    text = (files("assistant.site") / "site.yaml").read_text(encoding="utf-8")
    return SiteTexts.model_validate(yaml.safe_load(text))


class SiteService:
    """Tells the page what to show."""

    def __init__(
        self, index_source: Callable[[], KnowledgeIndex], texts: SiteTexts, *, streaming: bool = False
    ) -> None:
        self._index_source = index_source
        self._texts = texts
        self._streaming = streaming

    def site(self) -> Site:
        """Return the page's texts and counts; without a knowledge base the hotline is still there."""
        try:
            index = self._index_source()
        except SnapshotUnavailable:
            return _empty(self._texts)
        departments = Counter(guide.department for guide in index.guides.values())
        return Site(
            **self._texts.model_dump(exclude={"suggestions"}),
            suggestions=tuple(s for s in self._texts.suggestions if s.item_id is None or s.item_id in index.guides),
            life_events=tuple(index.life_events),
            departments=tuple(
                DepartmentCount(name=name, count=count) for name, count in sorted(departments.items(), key=_by_size)
            ),
            counts=Counts(guides=len(index.guides), departments=len(departments), questions=index.question_count),
            streaming=self._streaming,
        )


def _by_size(entry: tuple[str, int]) -> tuple[int, str]:
    name, count = entry
    return -count, name


def _empty(texts: SiteTexts) -> Site:
    return Site(
        **texts.model_dump(exclude={"suggestions"}),
        suggestions=(),
        life_events=(),
        departments=(),
        counts=Counts(guides=0, departments=0, questions=0),
    )

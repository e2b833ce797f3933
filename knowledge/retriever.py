"""The knowledge as a LangChain retriever, for chains and agents; the only module that imports LangChain here."""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from knowledge.models import ServiceGuide
from knowledge.ports import Hit, KnowledgeIndex


class GuideRetriever(BaseRetriever):
    """Guides as documents, best first, from whichever index ``index_source`` says is in force.

    Metadata of a document: ``item_id``, ``name``, ``department``, ``source`` (what a citation is titled),
    ``confidence`` (chance that this item is meant, of a question that the guides answer) and ``scope`` (chance that
    they answer it at all). Raises what ``index_source`` raises, SnapshotUnavailable for one.
    """

    index_source: Callable[[], KnowledgeIndex]
    k: int = Field(6, ge=1)
    least: float = Field(0.0, ge=0, le=1)
    """Hits below this confidence are left out."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **_options: object
    ) -> list[Document]:
        index = self.index_source()
        found = index.search(query, self.k)
        return [
            _document(index.guides[hit.item_id], hit, found.scope) for hit in found.hits if hit.confidence >= self.least
        ]


def _document(guide: ServiceGuide, hit: Hit, scope: float) -> Document:
    return Document(
        id=guide.id,
        page_content=guide_text(guide),
        metadata={
            "item_id": guide.id,
            "name": guide.name,
            "department": guide.department,
            "confidence": hit.confidence,
            "scope": scope,
            "source": f"《{guide.name}》办事指南",
        },
    )


_NEED = {True: "必要", False: "非必要", None: ""}


def guide_text(guide: ServiceGuide) -> str:
    """The guide as plain lines under its own headings, every field that a citizen may ask of; absent ones are left out."""
    sections = {
        "事项": [guide.name, *filter(None, [guide.summary])],
        "实施部门": [guide.department],
        "受理条件": guide.conditions,
        "申请材料": [_joined(m.name, m.form or "", _NEED[m.required], m.note) for m in guide.materials],
        "不同情形": [_joined(v.name, v.when, "、".join(v.materials), v.note) for v in guide.variants],
        "办理流程": [_joined(step.name, step.detail) for step in guide.steps],
        "办理时限": _limits(guide),
        "收费": [_joined(guide.fee.text, guide.fee.basis)] if guide.fee else [],
        "办理地点": [_joined(p.name, p.address, p.hours, p.phone) for p in guide.places],
        "网上办理": _online(guide),
        "办理结果": [guide.result] if guide.result else [],
        "设定依据": guide.legal_basis,
        "常见问题": [f"{pair.q} {pair.a}" for pair in guide.faq],
    }
    return "\n".join(f"{heading}：{'；'.join(lines)}" for heading, lines in sections.items() if lines)


def _joined(*parts: str) -> str:
    return "，".join(filter(None, parts))


def _limits(guide: ServiceGuide) -> list[str]:
    limits = {"承诺": guide.promised_days, "法定": guide.statutory_days}
    said = ((kind, count) for kind, count in limits.items() if count is not None)
    return [f"{kind}当场办结" if count == 0 else f"{kind} {count} 个工作日" for kind, count in said]


def _online(guide: ServiceGuide) -> list[str]:
    if guide.online is None:
        return []
    offered = "可以" if guide.online.available else "不可以"
    return [_joined(offered, "、".join(guide.online.channels), guide.online.note)]

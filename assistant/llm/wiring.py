"""Building the phraser that the settings ask for; without one nothing of LangChain is loaded."""

from __future__ import annotations

from collections.abc import Callable

from assistant.llm.metrics import PhraserMetrics
from assistant.llm.phraser import Limits, Phraser
from assistant.observability import Metrics
from knowledge.ports import KnowledgeIndex
from knowledge.settings import Settings


def build_phraser(settings: Settings, index_source: Callable[[], KnowledgeIndex], metrics: Metrics) -> Phraser | None:
    """Return the phraser, ``None`` where ``QUANQUAN_LLM`` is empty; raises InvalidSetting."""
    if not settings.llm:
        return None
    from assistant.llm.chat_model import build_chat_model  # a second of imports, for those who want it

    limits = Limits(settings.llm_gap, settings.llm_timeout, settings.llm_http_timeout, settings.llm_at_once)
    return Phraser(build_chat_model(settings), index_source, PhraserMetrics(metrics.registry), limits)

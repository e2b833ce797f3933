"""What a guide's document leaves unsaid: told as such, with a number to ring, and never filled with a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from assistant.pipeline.reply import HOTLINE, CallNumber
from knowledge.models import Facet, Place, ServiceGuide

_WANTED: Final[Mapping[Facet, str]] = {
    "conditions": "要符合什么条件",
    "materials": "要带哪些材料",
    "process": "怎么一步步办",
    "time": "多久能办好",
    "fee": "要不要交钱、交多少钱",
    "place": "去哪里办",
    "online": "能不能在网上办",
    "phone": "咨询电话",
    "result": "办好以后拿到什么",
}
_SAID: Final[Mapping[Facet, Callable[[ServiceGuide], bool]]] = {
    "general": lambda _guide: True,
    "conditions": lambda guide: bool(guide.conditions),
    "materials": lambda guide: bool(guide.materials),
    "process": lambda guide: bool(guide.steps),
    "time": lambda guide: guide.promised_days is not None or guide.statutory_days is not None,
    "fee": lambda guide: guide.fee is not None,
    "place": lambda guide: bool(guide.places),
    "online": lambda guide: guide.online is not None,
    "phone": lambda guide: any(place.phone for place in guide.places),
    "result": lambda guide: bool(guide.result),
}


def is_said(guide: ServiceGuide, facet: Facet) -> bool:
    """Tell whether the guide says anything about a facet."""
    return _SAID[facet](guide)


def is_whole(guide: ServiceGuide, facet: Facet) -> bool:
    """Tell whether a model may word a facet: of materials only where form, copies and need of each are written."""
    if facet == "materials" and any(None in (one.form, one.copies, one.required) for one in guide.materials):
        return False
    return is_said(guide, facet)


def unsaid(guide: ServiceGuide, facet: Facet) -> str:
    """Return the honest answer to a facet that the guide does not say."""
    return f"「{guide.name}」的办事指南没有写明{_WANTED[facet]}，{whom_to_ask(guide)}。"


def whom_to_ask(guide: ServiceGuide) -> str:
    """Return where to ask by telephone: the first place that has a number of its own, and the hotline."""
    place = _with_number(guide)
    if place is None:
        return f"请拨打 {HOTLINE.number} 询问"
    return f"请打电话问{place.name}（{place.phone}），或者拨打 {HOTLINE.number} 询问"


def calls(guide: ServiceGuide) -> list[CallNumber]:
    """Return the same numbers as buttons."""
    place = _with_number(guide)
    return [HOTLINE] if place is None else [CallNumber(label=f"拨打 {place.phone}", number=place.phone), HOTLINE]


def _with_number(guide: ServiceGuide) -> Place | None:
    return next((place for place in guide.places if place.phone not in ("", HOTLINE.number)), None)

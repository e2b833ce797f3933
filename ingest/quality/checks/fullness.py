"""Missing elements: what a service guide should say and this one does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.quality.base import Base
from ingest.quality.findings import Finding, Severity, Spot
from ingest.words import LABELS, Path
from knowledge.models import Place, ServiceGuide

CORE = ("conditions", "materials", "steps", "promised_days", "fee", "places")
"""Without these a citizen cannot do the errand."""
OTHERS = ("summary", "online", "visits", "result", "legal_basis")
FEWEST_FAQ = 4
"""As the guide's format asks: 4 to 6 questions."""
FEWEST_QUESTIONS = 20
"""Fewer authored ways to ask than this, and an item is found by its official words only."""
_VAGUE = "为准"


def elements(guide: ServiceGuide) -> Iterator[Finding]:
    """One row for what is needed to do the errand, one for the rest; no legal limit is a limit of its own."""
    yield from _lacking(guide, CORE, "错误", "群众问到这些时只能回答“指南未写明”，请补上")
    yield from _lacking(guide, OTHERS, "提醒", "请补上，写清楚了回答才完整")


def _lacking(guide: ServiceGuide, names: Sequence[str], severity: Severity, todo: str) -> Iterator[Finding]:
    lacking = [name for name in names if getattr(guide, name) in (None, "", ())]
    if lacking:
        words = "、".join(LABELS[name] for name in lacking)
        yield Finding(severity, guide.id, (lacking[0],), f"没有写{words}", todo)


def materials(guide: ServiceGuide) -> Iterator[Finding]:
    """Paper to bring, but none of it; and in one row what is not written of the papers."""
    for number, material in enumerate(guide.materials):
        if material.required and material.copies == 0 and material.form != "电子证照":
            form = f"，要交{material.form}" if material.form else ""
            what = f"材料“{material.name}”是必要材料{form}，份数却填了 0"
            yield Finding("提醒", guide.id, ("materials", number, "copies"), what, "请填写要交几份")
    yield from _unsaid_of_materials(guide)


def _unsaid_of_materials(guide: ServiceGuide) -> Iterator[Finding]:
    gaps = {
        name: lacking
        for name in ("form", "copies", "required")
        if (lacking := [at for at, material in enumerate(guide.materials) if getattr(material, name) is None])
    }
    if gaps:
        words = "、".join(
            LABELS[f"materials.{name}"] + ("" if len(lacking) == len(guide.materials) else f"（{len(lacking)} 样）")
            for name, lacking in gaps.items()
        )
        first, *others = (("materials", at, name) for name, lacking in gaps.items() for at in lacking)
        what, todo = f"申请材料没有写{words}", "请写明每样材料要原件还是复印件、几份、是不是必须带，免得群众多跑一趟"
        yield Finding("建议", guide.id, first, what, todo, tuple(Spot(guide.id, path) for path in others))


def places(base: Base) -> Iterator[Finding]:
    """Places that a citizen can neither find nor call; one row a department and wording, for many guides share a place."""
    lacking: dict[tuple[str, str, str], dict[tuple[str, Path], str]] = defaultdict(dict)
    for guide in base.records.guides:
        for number, place in enumerate(guide.places):
            for field, fault in _faults(place):
                lacking[(guide.department, field, fault)][(guide.id, ("places", number, field))] = place.name
    for (_, field, fault), found in lacking.items():
        (about, path), *others = found
        names = list(dict.fromkeys(found.values()))
        whose = f"“{names[0]}”" + (f"等 {len(names)} 个地点" if len(names) > 1 else "")
        guides = len({item_id for item_id, _ in found})
        what = f"{whose}的{LABELS['places.' + field]}{fault}" + (f"（{guides} 份指南都这样）" if guides > 1 else "")
        severity: Severity = "建议" if _VAGUE in fault else "提醒"
        yield Finding(severity, about, path, what, _PLACE_TODO[field], more=tuple(Spot(*one) for one in others))


_PLACE_TODO = {"address": "请写明路名和门牌号", "hours": "请写明几点到几点办公", "phone": "请写明咨询电话"}


def _faults(place: Place) -> Iterator[tuple[str, str]]:
    """Field and fault of what is missing, or refers to elsewhere without a figure of its own."""
    for field in _PLACE_TODO:
        text: str = getattr(place, field)
        if not text.strip():
            yield field, "没有写"
        elif field != "phone" and _VAGUE in text and not any(character.isdigit() for character in text):
            yield field, f"只写了“{text}”，没有{'路名和门牌号' if field == 'address' else '钟点'}"


def questions(base: Base) -> Iterator[Finding]:
    """Frequent questions, other names and ways to ask."""
    for guide in base.records.guides:
        if len(guide.faq) < FEWEST_FAQ:
            count = f"只有 {len(guide.faq)} 个" if guide.faq else "没有"
            todo = f"请补到 {FEWEST_FAQ} 个以上，写群众真的会问的"
            yield Finding("提醒" if not guide.faq else "建议", guide.id, ("faq",), f"{count}常见问题", todo)
        if not guide.aliases:
            todo = "请写上群众和窗口的叫法，没有别名时换个叫法就难找到"
            yield Finding("建议", guide.id, ("aliases",), "没有别名", todo)
        asked = len(base.questions.get(guide.id, ()))
        if asked < FEWEST_QUESTIONS:
            what = f"只有 {asked} 条问法，少于 {FEWEST_QUESTIONS} 条" if asked else "没有一条问法"
            yield Finding("建议", guide.id, (), what, "请补充群众的问法，或用“问法扩展”生成后审定")

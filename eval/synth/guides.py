"""A shipped guide as it would read for one group of people, trade, street or enclosed matter."""

from __future__ import annotations

from collections.abc import Sequence

from eval.synth.variations import Variation
from knowledge.models import FrequentQuestion, ItemId, Material, ServiceGuide, Step

MOST = 999
"""Variations of one shipped item: an id has six digits at most."""


def varied_id(base: ItemId, number: int) -> ItemId:
    """Id of the variation ``number`` (1 to ``MOST``) of ``base``, whose own number has three digits: GA-001017."""
    return f"{base}{number:03d}"


def varied(guide: ServiceGuide, item_id: ItemId, variation: Variation, siblings: Sequence[ItemId]) -> ServiceGuide:
    """Name, aliases, summary, conditions, materials, steps, result and frequent questions all speak of ``variation``.

    Life events are left to the shipped items: a citizen's 一件事 is no list of hundreds.
    """
    label = variation.label
    return guide.model_copy(
        update={
            "id": item_id,
            "name": _named(guide.name, label),
            "aliases": tuple(f"{label}{alias}" for alias in guide.aliases),
            "summary": f"适用于{label}：{guide.summary}",
            "conditions": (*guide.conditions, f"属于{label}情形，并能出示{variation.proof}"),
            "materials": (*guide.materials, _proof(variation)),
            "steps": (*guide.steps, Step(name="核验", detail=f"窗口核验{variation.proof}，确认属于{label}情形")),
            "result": f"{guide.result}（注明{label}）",
            "faq": (_faq(guide, variation), *guide.faq),
            "related": tuple(siblings),
            "life_events": (),
        }
    )


def _named(name: str, label: str) -> str:
    return f"{name[:-1]}，{label}）" if name.endswith("）") else f"{name}（{label}）"


def _proof(variation: Variation) -> Material:
    note = f"证明属于{variation.label}情形；能联网核验的免交"
    return Material(name=variation.proof, form="原件", copies=1, required=True, note=note)


def _faq(guide: ServiceGuide, variation: Variation) -> FrequentQuestion:
    alias = guide.aliases[0] if guide.aliases else guide.name
    return FrequentQuestion(
        q=f"{variation.label}{alias}，和别人有什么不一样？",
        a=f"条件和流程相同，另外要带{variation.proof}，由窗口核验。",
    )

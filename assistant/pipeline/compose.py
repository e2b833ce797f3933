"""Answers composed from a guide's own fields, one function a facet: right or absent, nothing else is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.models import Facet, Material, Place, ServiceGuide, Variant

Compose = Callable[[ServiceGuide], list[str]]


@dataclass(frozen=True)
class FacetWords:
    """How a facet is spoken of: its section in the guide, and the question a citizen would tap."""

    section: str
    question: str
    compose: Compose


def short_name(guide: ServiceGuide) -> str:
    """The item's name without its bracketed explanation, for chips."""
    return re.sub(r"[（(][^）)]*[）)]", "", guide.name).strip() or guide.name


def days(count: int) -> str:
    """A limit in words: 0 is done on the spot."""
    return "当场办结" if count == 0 else f"{count} 个工作日"


def _general(guide: ServiceGuide) -> list[str]:
    required = [material.name for material in guide.materials if material.required]
    lines = [f"「{guide.name}」由{guide.department}办理。{guide.summary}"]
    if required:
        lines.append(f"• 要带的材料：{'；'.join(required)}")
    lines.append(f"• 费用：{guide.fee.text}")
    lines.append(f"• 办理时间：{_promise(guide)}")
    if guide.places:
        lines.append(f"• 办理地点：{'；'.join(place.name for place in guide.places)}")
    if guide.online.available and guide.online.channels:
        lines.append(f"• 网上办理：{'、'.join(guide.online.channels)}")
    return [*lines, "下面的卡片里有完整的办事指南，可以逐项查看。"]


def _conditions(guide: ServiceGuide) -> list[str]:
    lines = [f"办理「{guide.name}」要符合这些条件：", *_bullets(guide.conditions)]
    return [*lines, *_situations(guide.variants)] if guide.conditions else [_absent(guide, "受理条件")]


def _materials(guide: ServiceGuide) -> list[str]:
    needed = [_material(material) for material in guide.materials if material.required]
    maybe = [_material(material) for material in guide.materials if not material.required]
    if not needed and not maybe:
        return [_absent(guide, "申请材料")]
    lines = [f"办理「{guide.name}」要带："]
    lines += _bullets(needed) or ["• 没有必须提交的材料"]
    if maybe:
        lines += ["有下面情况的，再带上：", *_bullets(maybe)]
    return [*lines, *_situations(guide.variants)]


def _process(guide: ServiceGuide) -> list[str]:
    if not guide.steps:
        return [_absent(guide, "办理流程")]
    steps = [
        f"{at}. {step.name}：{step.detail}" if step.detail else f"{at}. {step.name}"
        for at, step in enumerate(guide.steps, 1)
    ]
    visits = "不用跑现场" if guide.visits == 0 else f"最多跑 {guide.visits} 次"
    return [f"「{guide.name}」这样办：", *steps, f"到现场次数：{visits}。"]


def _time(guide: ServiceGuide) -> list[str]:
    lines = [f"「{guide.name}」的办理时间：", f"• 承诺时限：{_promise(guide)}"]
    if guide.statutory_days is None:
        return [*lines, "• 法定时限：法律法规没有规定"]
    return [*lines, f"• 法定时限：{days(guide.statutory_days)}"]


def _fee(guide: ServiceGuide) -> list[str]:
    lines = [f"办理「{guide.name}」的费用：{guide.fee.text}。"]
    return [*lines, f"收费依据：{guide.fee.basis}"] if guide.fee.basis else lines


def _place(guide: ServiceGuide) -> list[str]:
    if not guide.places:
        return [_absent(guide, "办理地点")]
    lines = [f"办理「{guide.name}」可以去："]
    for place in guide.places:
        lines.append(f"• {place.name}")
        lines += [f"地址：{place.address}"] if place.address else []
        lines += [f"时间：{place.hours}"] if place.hours else []
        lines += [f"电话：{place.phone}"] if place.phone else []
    return lines


def _online(guide: ServiceGuide) -> list[str]:
    online = guide.online
    if not online.available:
        return list(filter(None, [f"「{guide.name}」目前不能在网上办理。", online.note]))
    lines = [f"「{guide.name}」可以在网上办理。"]
    lines += [f"办理渠道：{'、'.join(online.channels)}"] if online.channels else []
    return [*lines, online.note] if online.note else lines


def _phone(guide: ServiceGuide) -> list[str]:
    numbers = phones(guide.places)
    if not numbers:
        return [_absent(guide, "咨询电话")]
    return [
        f"「{guide.name}」可以打这些电话咨询：",
        *(f"• {number}（{'、'.join(at)}）" for number, at in numbers.items()),
    ]


def _result(guide: ServiceGuide) -> list[str]:
    return [f"「{guide.name}」办好以后，您会拿到：{guide.result}。"]


FACET_WORDS: dict[Facet, FacetWords] = {
    "general": FacetWords("事项概况", "怎么办？", _general),
    "conditions": FacetWords("受理条件", "要符合什么条件？", _conditions),
    "materials": FacetWords("申请材料", "要带哪些材料？", _materials),
    "process": FacetWords("办理流程", "怎么一步步办？", _process),
    "time": FacetWords("办理时限", "多久能办好？", _time),
    "fee": FacetWords("收费标准", "要多少钱？", _fee),
    "place": FacetWords("办理地点", "去哪里办？", _place),
    "online": FacetWords("网上办理", "能在网上办吗？", _online),
    "phone": FacetWords("咨询电话", "打什么电话咨询？", _phone),
    "result": FacetWords("办理结果", "办好拿到什么？", _result),
}


def phones(places: Iterable[Place]) -> dict[str, list[str]]:
    """Public numbers of ``places`` in order, each with the places that share it."""
    found: dict[str, list[str]] = {}
    for place in places:
        if place.phone:
            found.setdefault(place.phone, []).append(place.name)
    return found


def _promise(guide: ServiceGuide) -> str:
    return "材料齐全的，当场办结" if guide.promised_days == 0 else f"{days(guide.promised_days)}内办结"


def _material(material: Material) -> str:
    copies = f"{material.copies} 份" if material.copies else ""
    form = "，".join(filter(None, [material.form, copies]))
    return f"{material.name}（{form}）" + (f"：{material.note}" if material.note else "")


def _situations(variants: Iterable[Variant]) -> list[str]:
    lines = []
    for variant in variants:
        extra = f"需要{'、'.join(variant.materials)}" if variant.materials else ""
        lines.append(f"• {variant.name}（{variant.when}）：" + "；".join(filter(None, [extra, variant.note])))
    return ["不同情形：", *(line.removesuffix("：") for line in lines)] if lines else []


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"• {line}" for line in lines]


def _absent(guide: ServiceGuide, section: str) -> str:
    return f"「{guide.name}」的办事指南没有写明{section}，请拨打 12345 询问。"

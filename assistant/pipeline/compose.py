"""Answers composed from a guide's own fields, one function a facet: right or said to be absent, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.pipeline.unsaid import is_said, unsaid, whom_to_ask
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
    told = {
        "要带的材料": "；".join(material.name for material in guide.materials if material.required),
        "没有写明是不是都要带的材料": "；".join(one.name for one in guide.materials if one.required is None),
        "费用": guide.fee.text if guide.fee else "",
        "办理时间": _limit(guide),
        "办理地点": "；".join(place.name for place in guide.places),
        "网上办理": "、".join(guide.online.channels) if guide.online and guide.online.available else "",
    }
    lines = [f"「{guide.name}」由{guide.department}办理。{guide.summary}"]
    lines += [f"• {label}：{text}" for label, text in told.items() if text]
    return [*lines, *_left_out(guide), "下面的卡片里有完整的办事指南，可以逐项查看。"]


def _left_out(guide: ServiceGuide) -> list[str]:
    """What everyone wants to know of an errand, where the guide does not say it."""
    wanted = {
        "要带的材料": bool(guide.materials),
        "费用": guide.fee is not None,
        "办理时间": is_said(guide, "time"),
        "办理地点": bool(guide.places),
    }
    missing = "、".join(label for label, said in wanted.items() if not said)
    return [f"• 办事指南没有写明{missing}，{whom_to_ask(guide)}"] if missing else []


def _conditions(guide: ServiceGuide) -> list[str]:
    lines = [f"办理「{guide.name}」要符合这些条件：", *_bullets(guide.conditions)]
    return [*lines, *_situations(guide.variants)] if guide.conditions else [unsaid(guide, "conditions")]


def _materials(guide: ServiceGuide) -> list[str]:
    if not guide.materials:
        return [unsaid(guide, "materials")]
    needed, listed, maybe = (
        _bullets(_material(material) for material in guide.materials if material.required is need)
        for need in (True, None, False)
    )
    lines = [f"办理「{guide.name}」要带：", *needed] if needed else []
    if listed:
        lines += ["办事指南还列了这些材料：" if needed else f"办理「{guide.name}」，办事指南列了这些材料：", *listed]
    if not lines:
        lines = [f"办理「{guide.name}」要带：", "• 没有必须提交的材料"]
    lines += ["有下面情况的，再带上：", *maybe] if maybe else []
    return [*lines, *_unsaid_of_materials(guide), *_situations(guide.variants)]


def _unsaid_of_materials(guide: ServiceGuide) -> list[str]:
    """What is not written of the papers, told once below them."""
    gaps = {
        "要原件还是复印件": [material.form is None for material in guide.materials],
        "各要几份": [material.copies is None for material in guide.materials],
        "是不是必须带": [material.required is None for material in guide.materials],
    }
    missing = "、".join(label for label, gap in gaps.items() if any(gap))
    whole = all(all(gap) for gap in gaps.values() if any(gap))
    whose = "这些材料" if whole else "其中有的材料"
    return [f"办事指南没有写明{whose}{missing}，{whom_to_ask(guide)}。"] if missing else []


def _process(guide: ServiceGuide) -> list[str]:
    if not guide.steps:
        return [unsaid(guide, "process")]
    steps = [
        f"{at}. {step.name}：{step.detail}" if step.detail else f"{at}. {step.name}"
        for at, step in enumerate(guide.steps, 1)
    ]
    return [f"「{guide.name}」这样办：", *steps, *_visits(guide.visits)]


def _visits(visits: int | None) -> list[str]:
    if visits is None:
        return []
    return ["到现场次数：不用跑现场。" if visits == 0 else f"到现场次数：最多跑 {visits} 次。"]


def _time(guide: ServiceGuide) -> list[str]:
    if not is_said(guide, "time"):
        return [unsaid(guide, "time")]
    statutory = "办事指南没有写明" if guide.statutory_days is None else days(guide.statutory_days)
    if guide.promised_days is None:
        promised = f"办事指南没有写明，{whom_to_ask(guide)}"
    else:
        promised = _promise(guide.promised_days)
    return [f"「{guide.name}」的办理时间：", f"• 承诺时限：{promised}", f"• 法定时限：{statutory}"]


def _fee(guide: ServiceGuide) -> list[str]:
    if guide.fee is None:
        return [unsaid(guide, "fee")]
    lines = [f"办理「{guide.name}」的费用：{guide.fee.text}。"]
    return [*lines, f"收费依据：{guide.fee.basis}"] if guide.fee.basis else lines


def _place(guide: ServiceGuide) -> list[str]:
    if not guide.places:
        return [unsaid(guide, "place")]
    lines = [f"办理「{guide.name}」可以去："]
    for place in guide.places:
        lines.append(f"• {place.name}")
        lines += [f"地址：{place.address}"] if place.address else []
        lines += [f"时间：{place.hours}"] if place.hours else []
        lines += [f"电话：{place.phone}"] if place.phone else []
    return lines


def _online(guide: ServiceGuide) -> list[str]:
    online = guide.online
    if online is None:
        return [unsaid(guide, "online")]
    if not online.available:
        return list(filter(None, [f"「{guide.name}」目前不能在网上办理。", online.note]))
    lines = [f"「{guide.name}」可以在网上办理。"]
    lines += [f"办理渠道：{'、'.join(online.channels)}"] if online.channels else []
    return [*lines, online.note] if online.note else lines


def _phone(guide: ServiceGuide) -> list[str]:
    numbers = phones(guide.places)
    if not numbers:
        return [unsaid(guide, "phone")]
    return [
        f"「{guide.name}」可以打这些电话咨询：",
        *(f"• {number}（{'、'.join(at)}）" for number, at in numbers.items()),
    ]


def _result(guide: ServiceGuide) -> list[str]:
    if not guide.result:
        return [unsaid(guide, "result")]
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


def _limit(guide: ServiceGuide) -> str:
    """The promise, or what the law allows where the guide promises nothing; empty where it says neither."""
    if guide.promised_days is not None:
        return _promise(guide.promised_days)
    return "" if guide.statutory_days is None else f"法定时限 {days(guide.statutory_days)}"


def _promise(count: int) -> str:
    return "材料齐全的，当场办结" if count == 0 else f"{days(count)}内办结"


def _material(material: Material) -> str:
    copies = f"{material.copies} 份" if material.copies else ""
    form = "，".join(filter(None, [material.form, copies]))
    return material.name + (f"（{form}）" if form else "") + (f"：{material.note}" if material.note else "")


def _situations(variants: Iterable[Variant]) -> list[str]:
    lines = []
    for variant in variants:
        extra = f"需要{'、'.join(variant.materials)}" if variant.materials else ""
        lines.append(f"• {variant.name}（{variant.when}）：" + "；".join(filter(None, [extra, variant.note])))
    return ["不同情形：", *(line.removesuffix("：") for line in lines)] if lines else []


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"• {line}" for line in lines]

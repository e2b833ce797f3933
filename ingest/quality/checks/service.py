"""How the errand is done: visits against online service, copies, and the materials of situations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.quality.figures import NUMBER, clauses, number, plain
from ingest.quality.findings import Finding, Spot
from knowledge.models import Material, ServiceGuide

_WHOLLY_ONLINE = re.compile(r"^(?:支持)?全程(?:网办|网上办)|双方免跑|无须到场|无需到场|零跑动")
_MUST_COME = re.compile(
    r"^(?:须|必须|需|应当?)(?:由)?(?:本人|双方|夫妻双方|申请人)?(?:亲自)?(?:到|去)(?:窗口|现场|场|派出所)"
)
_RUNS = re.compile(rf"(?:最多|只需要?|仅需|只|需要?|要)跑({NUMBER})[次趟]")
_SETS = re.compile(rf"一式({NUMBER})份")
_SPLIT = re.compile(r"[、，,；;/和或及与]")
_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
_FORM_WORDS = re.compile(
    r"原件|复印件|及|（[^）]*）|\([^)]*\)|[《》“”\s]|^(?:有效|相关|其他|本人)|等$|材料$|证明$|资料$"
)


def visits(guide: ServiceGuide) -> Iterator[Finding]:
    """How often one must come, against the online service's words and the frequent questions."""
    online = guide.online
    if guide.visits is not None and online is not None:
        if guide.visits == 0 and not online.available:
            what = "最多跑动次数是 0 次，却没有开通网上办理"
            more = (Spot(guide.id, ("online", "available")),)
            yield Finding("错误", guide.id, ("visits",), what, "请核对：不用跑一趟的话，要写明怎样办", more)
        if guide.visits > 0 and online.available and _WHOLLY_ONLINE.search(online.note):
            what = f"网上办理的说明是“{online.note}”，最多跑动次数却是 {guide.visits} 次"
            more = (Spot(guide.id, ("online", "note")),)
            yield Finding("提醒", guide.id, ("visits",), what, "请核对：真能全程网办的话，跑动次数应是 0 次", more)
        if guide.visits == 0 and any(_MUST_COME.search(part) for part in clauses(online.note)):
            what = f"最多跑动次数是 0 次，网上办理的说明却是“{online.note}”"
            more = (Spot(guide.id, ("online", "note")),)
            yield Finding("错误", guide.id, ("visits",), what, "请核对要不要到现场", more)
    yield from _runs_in_answers(guide)


def _runs_in_answers(guide: ServiceGuide) -> Iterator[Finding]:
    for at, asked in enumerate(guide.faq):
        for found in _RUNS.finditer(asked.a):
            said = number(found.group(1))
            if guide.visits is not None and said is not None and said > guide.visits:
                what = f"常见问题里说要跑 {plain(said)} 次，最多跑动次数是 {guide.visits} 次"
                more = (Spot(guide.id, ("visits",)),)
                yield Finding("错误", guide.id, ("faq", at, "a"), what, "请核对哪一个对，改成一样", more, (asked.a,))


def online(guide: ServiceGuide) -> Iterator[Finding]:
    """Online service without a channel, or a channel without the service."""
    service = guide.online
    if service is None:
        return
    if service.available and not service.channels:
        what = "写了可以网上办，却没有写在哪个网站或 APP 办"
        yield Finding("错误", guide.id, ("online", "channels"), what, "请写明网办渠道的名称")
    if not service.available and service.channels:
        what = f"网上办理填的是没有开通，渠道里却有“{'、'.join(service.channels)}”"
        todo = "只能预约、预审的，请在说明里写清，渠道留空；真能网办的，请改成已开通"
        yield Finding(
            "提醒", guide.id, ("online", "available"), what, todo, quotes=(service.note,) if service.note else ()
        )


def copies(guide: ServiceGuide) -> Iterator[Finding]:
    """The number of copies against the material's own note, and against answers that name it."""
    for at, material in enumerate(guide.materials):
        path = ("materials", at, "copies")
        for found in _SETS.finditer(material.note):
            yield from _copies(guide, path, material, found.group(1), f"材料说明是“{material.note}”", ())
        for number_of, asked in enumerate(guide.faq):
            found_in = re.search(rf"{re.escape(material.name)}[^，。；、]{{0,4}}?(?:一式)?({NUMBER})份", asked.a)
            if found_in is not None and len(material.name) >= _LEAST_NAME:
                more = (Spot(guide.id, ("faq", number_of, "a")),)
                yield from _copies(guide, path, material, found_in.group(1), f"常见问题里说“{found_in.group()}”", more)


_LEAST_NAME = 4
"""Shorter names stand inside those of other papers."""


def _copies(
    guide: ServiceGuide, path: tuple[str | int, ...], material: Material, said: str, quoted: str, more: tuple[Spot, ...]
) -> Iterator[Finding]:
    value = number(said)
    if None not in (value, material.copies) and value != material.copies:
        what = f"材料“{material.name}”填的是 {material.copies} 份，{quoted}"
        yield Finding("错误", guide.id, path, what, "请核对要交几份，改成一样", more)


def variant_materials(guide: ServiceGuide) -> Iterator[Finding]:
    """Papers of situations that the list of materials does not know: nobody can say their form and copies; one row a guide."""
    if not guide.materials:
        return
    listed = [_bare(text) for material in guide.materials for text in (material.name, material.note)]
    lacking = [
        (at, name)
        for at, variant in enumerate(guide.variants)
        for name in variant.materials
        if not _is_listed(name, listed)
    ]
    if lacking:
        by_variant: dict[int, list[str]] = {}
        for at, name in lacking:
            by_variant.setdefault(at, []).append(name)
        words = "；".join(f"{guide.variants[at].name}：{'、'.join(names)}" for at, names in by_variant.items())
        what = f"有 {len(lacking)} 样情形里的材料在申请材料里找不到，不知道要什么形式、几份（{words}）"
        first, *others = (("variants", at, "materials") for at in by_variant)
        todo = "请在申请材料里补上，或改用申请材料里的叫法"
        yield Finding("建议", guide.id, first, what, todo, tuple(Spot(guide.id, path) for path in others))


def _is_listed(name: str, listed: list[str]) -> bool:
    """Is each paper that ``name`` speaks of in the list, under this name or one that could well be the same?"""
    pieces = [part for piece in _SPLIT.split(_BRACKETS.sub("", name)) if (part := _bare(piece))]
    return _known(_bare(name), listed) or all(_known(part, listed) for part in pieces)


def _known(name: str, listed: list[str]) -> bool:
    """Within a longer name, around a shorter one, its characters in order (网签合同 in 网签备案合同), one stem or one noun."""
    noun, stem = name[-_NOUN:], name[:_LEAST_NAME]
    return any(
        _in_order(name, other)
        or (len(other) >= _NOUN and _in_order(other, name))
        or (len(noun) == _NOUN and noun in other and noun not in _COMMON)
        or (len(stem) == _LEAST_NAME and stem in other)
        for other in listed
        if other
    )


_NOUN = 3
_COMMON = frozenset({"申请表", "申请书", "承诺书", "证明书", "情况表", "登记表", "说明书", "委托书"})
"""Nouns that papers of every kind end in."""


def _in_order(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part)


def _bare(name: str) -> str:
    return _FORM_WORDS.sub("", name)

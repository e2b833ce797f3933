"""Lists of records as lines of text, the ways departments write them where they draw no table."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.models import Material, ServiceGuide, Variant
from tests.ingest.exports.wording import Wording, chinese

Lines = list[str]
Prose = Callable[[Wording, ServiceGuide], dict[str, Lines]]
"""Wording and guide to the lines of each field of :data:`wording.LISTS`, of ``fee`` and of ``online``."""


def pairs(wording: Wording, guide: ServiceGuide) -> dict[str, Lines]:
    """Fee and online as three labelled lines each."""
    return {
        "fee": [f"{label}：{value}" for label, value in wording.fee_lines(guide)],
        "online": [f"{label}：{value}" for label, value in wording.online_lines(guide)],
    }


def plain(wording: Wording, guide: ServiceGuide) -> dict[str, Lines]:
    """1. 2. 3.; materials as ``户口簿（原件，1份，必要）。说明：…``, the rest with a colon."""
    when, papers, note = wording.columns["variants"][1:]
    address, hours, phone = wording.columns["places"][1:]
    return pairs(wording, guide) | {
        "variants": [
            line
            for number, one in enumerate(guide.variants, 1)
            for line in (
                f"{number}.{one.name}",
                f"{when}：{one.when}",
                f"{papers}：{wording.papers(one.materials)}",
                f"{note}：{one.note}",
            )
        ],
        "materials": [f"{number}.{_bracketed(wording, one)}" for number, one in enumerate(guide.materials, 1)],
        "steps": [f"{number}.{one.name}：{one.detail}" for number, one in enumerate(guide.steps, 1)],
        "places": [
            line
            for number, one in enumerate(guide.places, 1)
            for line in (
                f"{number}.{one.name}",
                f"{address}：{one.address}",
                f"{hours}：{one.hours}",
                f"{phone}：{one.phone}",
            )
        ],
        "faq": [line for one in guide.faq for line in (f"问：{one.q}", f"答：{one.a}")],
    }


def _bracketed(wording: Wording, one: Material) -> str:
    copies = wording.copies.format(wording.number(one.copies)).removesuffix("份")
    need = "必要" if one.required else "非必要"
    text = f"{one.name}（{wording.form(one.form)}，{copies}份，{need}）"
    return text + (f"。说明：{one.note}" if one.note else "")


def stepped(wording: Wording, guide: ServiceGuide) -> dict[str, Lines]:
    """第一步, 情形一, Q1/A1; every entry of a list on one line with its parts named."""
    places = wording.columns["places"]
    return pairs(wording, guide) | {
        "variants": [f"情形{chinese(number)}：{_named(wording, one)}" for number, one in enumerate(guide.variants, 1)],
        "materials": [
            f"（{number}）"
            + "；".join(f"{label}：{value}" for label, value in zip(_columns(wording), row, strict=True))
            for number, row in enumerate(wording.rows("materials", guide), 1)
        ],
        "steps": [f"第{chinese(number)}步：{one.name}。{one.detail}" for number, one in enumerate(guide.steps, 1)],
        "places": [
            "；".join(f"{label}：{value}" for label, value in zip(places, row, strict=True))
            for row in wording.rows("places", guide)
        ],
        "faq": [
            line for number, one in enumerate(guide.faq, 1) for line in (f"Q{number}：{one.q}", f"A{number}：{one.a}")
        ],
    }


def _columns(wording: Wording) -> tuple[str, ...]:
    return ("材料名称", *wording.columns["materials"][1:])


def _named(wording: Wording, one: Variant) -> str:
    when, papers, note = wording.columns["variants"][1:]
    return f"{one.name}。{when}：{one.when}。{papers}：{wording.papers(one.materials)}。{note}：{one.note}"

"""The two limits of a guide, from whichever labels its document uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.guides.parts import parts
from ingest.guides.said import Said, joined
from ingest.guides.values.boxes import ticked
from ingest.guides.values.limits import Limit, limit
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import squeezed
from knowledge.models import Position

if TYPE_CHECKING:
    from ingest.guides.build import Builder

_NAMES = {"statutory_days": "法定时限", "promised_days": "承诺时限"}


@dataclass(frozen=True)
class Limits:
    """Working days; ``None`` where none is set or it is not surely known."""

    statutory: int | None
    promised: int | None


@dataclass(frozen=True)
class _Found:
    limit: Limit
    at: Position


def limits(builder: Builder) -> Limits:
    """Both limits. A plain 办理时限 is the limit that the document does not name otherwise; alone it is neither, and told."""
    licence = squeezed(builder.text("power")).startswith("行政许可")
    found: dict[str, list[_Found | None]] = {name: [] for name in _NAMES}
    for name in _NAMES:
        unit = (
            squeezed(joined(builder.said(name.replace("_days", "_unit"))[0].value))
            if builder.said(name.replace("_days", "_unit"))
            else ""
        )
        for each in builder.said(name):
            found[name].append(
                _read(builder, name, joined(each.value), each, "工作日" if "工作日" in unit else each.unit, licence)
            )
    for each in builder.said("limits"):
        _plain(builder, each, found, licence)
    if not found["promised_days"] and "即办" in builder.text("kind"):
        found["promised_days"].append(_Found(Limit(0), builder.said("kind")[0].at))
    return Limits(_agreed(builder, "statutory_days", found), _agreed(builder, "promised_days", found))


def _read(builder: Builder, name: str, text: str, each: Said, unit: str, licence: bool) -> _Found | None:
    if not builder.trusted(name, each.value):
        return None
    at = each.value[0].at
    try:
        read = limit(ticked(text), unit, licence)
    except Unclear as unclear:
        builder.warn(name, f"{_NAMES[name]}{unclear.message}", at)
        return None
    if read.left_out:
        builder.warn(name, f"{_NAMES[name]}按 {read.days} 个工作日读入，“{read.left_out}”没有采用，请核对", at)
    if name == "promised_days" and read.days is None:
        builder.warn(name, f"{_NAMES[name]}写的是“{text[:20]}”", at)
        return None
    return _Found(read, at)


def _plain(builder: Builder, each: Said, found: dict[str, list[_Found | None]], licence: bool) -> None:
    """办理时限, which may name both limits in its words."""
    text = joined(each.value)
    told = parts(_spaced(text), "limits", builder.fields)
    if told.columns and not told.head:
        for name, words in told.columns.items():
            found[name].append(_read(builder, name, words, each, each.unit, licence))
        return
    name = _meant(text, found)
    if not name:
        builder.warn("promised_days", f"“{each.label}”没有说明是法定时限还是承诺时限，没有采用", each.value[0].at)
        return
    found[name].append(_read(builder, name, text, each, each.unit, licence))


def _spaced(text: str) -> str:
    """法定20个工作日，承诺10个工作日 with the colons that it lacks."""
    return re.sub(
        r"(法定|承诺)(?:办结|办理)?(?:时限|期限|时间)?(?:为|是)?[：:]?(?=[\d一二三四五六七八九十两即当])",
        r"\1时限：",
        text,
    )


def _meant(text: str, found: dict[str, list[_Found | None]]) -> str:
    """A limit of "at once" is a promise; else the label means the limit that has no label of its own."""
    try:
        if limit(text).days == 0:
            return "promised_days"
    except Unclear:
        pass
    if found["statutory_days"] and not found["promised_days"]:
        return "promised_days"
    return "statutory_days" if found["promised_days"] and not found["statutory_days"] else ""


def _agreed(builder: Builder, name: str, found: dict[str, list[_Found | None]]) -> int | None:
    values = found[name]
    sure = [each for each in values if each is not None]
    if not sure or len(sure) < len(values):
        return None
    if any(each.limit.days != sure[0].limit.days for each in sure):
        days = "、".join(str(each.limit.days) for each in sure)
        builder.warn(name, f"{_NAMES[name]}前后不一致（{days} 个工作日），没有采用", sure[-1].at)
        return None
    builder.told.add(name)
    builder.place(name, sure[0].at)
    return sure[0].limit.days

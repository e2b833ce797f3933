"""Legal bases that are no longer in force, by the table ``repealed.tsv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ingest.quality.base import Base, texts_of
from ingest.quality.findings import Finding, Severity, Spot
from ingest.words import Path

_TITLE = re.compile(r"《([^《》]{2,60})》")
_STATE = "中华人民共和国"
_PAST = re.compile(r"废止|失效|已被|原《|旧《|取代|替代|改为")
"""A sentence that says so itself speaks of the past."""


@dataclass(frozen=True)
class Repealed:
    """An act that was in force until ``on`` (exclusive), and what holds now."""

    title: str
    on: date
    instead: str


@cache
def table() -> Mapping[str, Repealed]:
    """Repealed acts by title without the state's name."""
    lines = (files("ingest.quality") / "repealed.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {row["title"]: Repealed(row["title"], date.fromisoformat(row["on"]), row["instead"]) for row in rows}


def repealed(base: Base) -> Iterator[Finding]:
    """Wherever a guide or an article of a policy file in force names a repealed act in 《》."""
    for guide in base.records.guides:
        yield from _findings(base, guide.id, texts_of(guide))
    for policy in base.records.policies:
        if policy.valid_to is None or policy.valid_to >= base.today:
            articles = base.articles.get(policy.id, ())
            yield from _findings(base, policy.id, (((passage.section,), passage.text) for passage in articles))


def _findings(base: Base, about: str, texts: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    """One row a repealed act and record, with every place that names it."""
    named: dict[str, list[tuple[Path, str]]] = {}
    for path, text in texts:
        for title in _titles(text):
            if base.today >= table()[title].on:
                named.setdefault(title, []).append((path, text))
    for title, found in named.items():
        act = table()[title]
        (path, text), *others = sorted(found, key=lambda one: one[0][0] != "legal_basis")
        what = f"《{act.title}》已于 {act.on} 废止"
        severity: Severity = "错误" if path[0] in ("legal_basis", "fee") else "提醒"
        todo = f"现行的是{act.instead}，请核对条文后改写" if act.instead else "请改引现行的文件"
        yield Finding(severity, about, path, what, todo, tuple(Spot(about, way) for way, _ in others), (text,))


def _titles(text: str) -> Iterator[str]:
    if "《" not in text or _PAST.search(text):
        return
    for found in dict.fromkeys(_TITLE.findall(text)):
        title = found.removeprefix(_STATE)
        if title in table():
            yield title

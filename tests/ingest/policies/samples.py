"""The shipped policy files as their parts, as the office that writes them would have them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.parse.policy_json import parse_policy
from ingest.parse.policy_text import PolicyText, parse_policy_text
from ingest.sources.folder import sample_folder
from knowledge.models import PolicyDocument

FOLDER = sample_folder() / "policies"


@dataclass(frozen=True)
class Paper:
    """One document: ``head`` are the lines 文号：… of its top, ``letter`` what is written to whom, ``body`` its articles.

    ``signature`` is the organ and the day, empty where the text has none; ``inner`` the title above the body.
    """

    labels: PolicyDocument
    text: PolicyText
    title: str
    number: str
    head: tuple[str, ...]
    letter: tuple[str, ...]
    inner: str
    body: tuple[str, ...]
    signature: tuple[str, ...]

    @property
    def articles(self) -> list[tuple[str, str]]:
        """Name and text without blanks of each article, as cut from the shipped text; the preface is not among them."""
        cut = ((one.section, self.text.source[one.start : one.end]) for one in self.text.articles)
        return [(section, bare(text)) for section, text in cut if section]


@cache
def papers() -> tuple[Paper, ...]:
    """All forty."""
    return tuple(_paper(path) for path in sorted(FOLDER.glob("*.md")))


def paper(name: str) -> Paper:
    return next(one for one in papers() if one.labels.id == name)


def bare(text: str) -> str:
    """Without blanks: formats do not keep them."""
    return re.sub(r"\s+", "", text)


def tiers(labels: PolicyDocument) -> dict[str, list[tuple[int, int]]]:
    """Article to (at least, yuan) of its steps, for the tables that some departments print."""
    return {
        measure.article: [(int(tier["at_least"]), int(tier["amount"])) for tier in measure.award["tiers"]]  # type: ignore[attr-defined]
        for measure in labels.measures
        if measure.award["kind"] == "tiered"
    }


def _paper(path: Path) -> Paper:
    name = f"policies/{path.name}"
    labels, _ = parse_policy(name.replace(".md", ".labels.json"), (FOLDER / f"{path.stem}.labels.json").read_bytes())
    text, _ = parse_policy_text(name, path.read_bytes())
    lines = [line.strip() for line in path.read_text("utf-8").split("\n") if line.strip()]
    title, rest = lines[0].removeprefix("# "), lines[1:]
    border = rest.index("---") if "---" in rest else None
    front, back = (rest[:border], rest[border + 1 :]) if border is not None else _split(rest)
    signed, front, back = _signed(front, back)
    return Paper(
        labels=labels,
        text=text,
        title=title,
        number=text.number,
        head=tuple(line for line in front if re.match("发布机关|文号|成文日期", line)),
        letter=tuple(line for line in front if line != text.number and not re.match("发布机关|文号|成文日期", line)),
        inner=back[0].removeprefix("## ") if back[0].startswith("## ") else "",
        body=tuple(line for line in back if not line.startswith("##")),
        signature=signed,
    )


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    first = next(place for place, line in enumerate(lines) if line.startswith("一、"))
    return lines[:first], lines[first:]


def _signed(front: list[str], back: list[str]) -> tuple[tuple[str, ...], list[str], list[str]]:
    if re.fullmatch(r"\d{4}年\d+月\d+日", front[-1]):
        return tuple(front[-2:]), front[:-2], back
    if re.fullmatch(r"\d{4}年\d+月\d+日", back[-1]):
        return tuple(back[-2:]), front, back[:-2]
    return (), front, back

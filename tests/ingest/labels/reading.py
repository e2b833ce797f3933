"""What is read of one clause, written short."""

from __future__ import annotations

from typing import Any

from ingest.labels.catalog import measures_of
from ingest.labels.extract import read_labels

Tree = dict[str, Any]


def measure(clause: str, before: str = "", title: str = "泉州市若干措施", district: str | None = None) -> Tree:
    """The measure of an article that says ``clause``; ``before`` is the article above it."""
    measures = read(f"第一条 {before}\n\n第二条 {clause}\n\n第三条 第二条免申即享。\n", title, district)
    assert len(measures) == 1
    return measures[0]


def read(source: str, title: str = "泉州市若干措施", district: str | None = None) -> list[Tree]:
    """All measures of a text."""
    return measures_of("T", read_labels(source, title, district))


def conditions(clause: str, before: str = "", **kwargs: Any) -> list[str]:
    """The conditions, each as ``field op value``; HUMAN for one that is left to a person."""
    return [short(part) for part in measure(clause, before, **kwargs)["conditions"]["all"]]


def short(tree: Tree) -> str:
    """One clause in one line."""
    match tree:
        case {"human": _}:
            return "HUMAN"
        case {"not": part}:
            return f"not {short(part)}"
        case {"any": parts}:
            return " | ".join(sorted(short(part) for part in parts))
        case {"all": parts}:
            return "(" + " & ".join(short(part) for part in parts) + ")"
    value = tree["value"]
    return f"{tree['field']} {tree['op']} {'、'.join(value) if isinstance(value, list) else value}"

"""Where an element of a web page stands: its line in the source, and the way to it from the nearest id."""

from __future__ import annotations

from lxml.html import HtmlElement

_LAST_LINE = 65_535
"""The parser counts lines no further than this; beyond it no line is told rather than a wrong one."""


class Paths:
    """Ways to elements, each made once."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self._order: dict[HtmlElement, int] = {}
        self._paths: dict[HtmlElement, str] = {}

    def of(self, element: HtmlElement) -> str:
        """From the nearest id, ``#content>table:2>tr:5>td:1`` (numbers count elements of one tag)."""
        known = self._paths.get(element)
        if known is None:
            known = self._paths[element] = self._made_path(element)
        return known

    def _made_path(self, element: HtmlElement) -> str:
        steps: list[str] = []
        current = element
        while current is not None and current is not self._body:
            if current.get("id"):
                return ">".join([f"#{current.get('id')[:60]}", *reversed(steps)])
            steps.append(f"{current.tag}:{self.number(current)}")
            current = current.getparent()
        return ">".join(["body", *reversed(steps)])

    def number(self, element: HtmlElement) -> int:
        if element not in self._order:
            counts: dict[str, int] = {}
            for sibling in element.getparent():
                if isinstance(sibling.tag, str):
                    counts[sibling.tag] = counts.get(sibling.tag, 0) + 1
                    self._order[sibling] = counts[sibling.tag]
        return self._order[element]


def line_of(element: HtmlElement) -> int:
    line = element.sourceline or 0
    return line if line < _LAST_LINE else 0

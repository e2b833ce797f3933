"""Styles of a Word file: which paragraphs are headings, which text is bold, hidden or struck out."""

from __future__ import annotations

import re

from ingest.documents.ooxml import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "标题"})
_OFF = frozenset({"0", "false", "off", "none"})
_BODY = 9
_LONGEST_CHAIN = 20


def switched(properties: Element | None, name: str) -> bool | None:
    """A switch such as ``w:b`` of ``properties``: on, off, or ``None`` where it is not there."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else str(found.get(W + "val", "true")) not in _OFF


def value(parent: Element | None, *path: str) -> str:
    """``w:val`` of the element at ``path`` below ``parent``, empty where there is none."""
    for name in path:
        parent = None if parent is None else parent.find(W + name)
    return "" if parent is None else str(parent.get(W + "val", ""))


def number(text: str, other: int = 0) -> int:
    """A whole number of sane size as Word writes it, else ``other``."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else other


class Styles:
    """The styles by id, each with what it is based on."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else root.findall(W + "style")
        self._styles: dict[str, Element] = {style.get(W + "styleId", ""): style for style in styles}
        self._switches: dict[tuple[str, str, str], bool] = {}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")
            ),
            "",
        )

    def chain(self, style_id: str) -> list[Element]:
        """The style and what it is based on, nearest first; a circle of styles ends."""
        found: list[Element] = []
        while style_id in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[style_id])
            style_id = value(found[-1], "basedOn")
        return found

    def level(self, properties: Element | None) -> int:
        """Level of the heading that a paragraph is, 0 for body text."""
        outline = value(properties, "outlineLvl")
        if outline:
            return _level(outline)
        for style in self.chain(value(properties, "pStyle")):
            name = value(style, "name").strip()
            heading = _HEADING.fullmatch(name)
            if heading or name.lower() in _TITLES:
                return int(heading[1]) if heading else 1
            outline = value(style, "pPr", "outlineLvl")
            if outline:
                return _level(outline)
        return 0

    def numbering(self, properties: Element | None) -> tuple[str, int]:
        """Id and level of the automatic numbering, an empty id for none."""
        own = None if properties is None else properties.find(W + "numPr")
        found = [own] if own is not None else []
        for style in self.chain(value(properties, "pStyle")):
            inherited = style.find(f"{W}pPr/{W}numPr")
            found += [] if inherited is None else [inherited]
        key = next((value(part, "numId") for part in found if value(part, "numId")), "")
        level = next((value(part, "ilvl") for part in found if value(part, "ilvl")), "0")
        return ("" if key == "0" else key), min(max(number(level), 0), 8)

    def on(self, name: str, run: Element | None, paragraph: Element | None) -> bool:
        """Whether a switch holds for a run: by itself, its style, its paragraph's style, in this order."""
        own = switched(run, name)
        if own is not None:
            return own
        key = (name, value(run, "rStyle"), value(paragraph, "pStyle") or self._default)
        if key not in self._switches:
            self._switches[key] = self._styled(*key)
        return self._switches[key]

    def _styled(self, name: str, *style_ids: str) -> bool:
        found = (switched(style.find(W + "rPr"), name) for style_id in style_ids for style in self.chain(style_id))
        return next((on for on in found if on is not None), False)


def _level(outline: str) -> int:
    level = number(outline, _BODY)
    return level + 1 if 0 <= level < _BODY else 0

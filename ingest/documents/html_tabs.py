"""Tabs of a web page: the label a citizen clicks on belongs before the panel that it opens."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.documents.html_prune import Page, is_panel, words_of

_POINTERS = ("aria-controls", "data-target", "data-bs-target", "data-tab", "href")
_LONGEST_LABEL = 16
_TAB_WORDS = frozenset(["tab", "tabs", "tit", "title", "hd", "nav", "menu"])


class Tabs:
    """``labels`` of panels with the element that bears each, and the ``buttons`` that stand for nothing else."""

    def __init__(self, page: Page, body: HtmlElement) -> None:
        self.labels: dict[HtmlElement, tuple[str, HtmlElement]] = {}
        self.buttons: set[HtmlElement] = set()
        named = {element.get("id"): element for element in body.iter() if element.get("id")}
        for element in body.iter():
            if page.shown(element):
                self._by_pointer(element, named)
        for element in body.iter():
            if page.shown(element):
                self._by_order(element)

    def _by_pointer(self, element: HtmlElement, named: dict[str, HtmlElement]) -> None:
        for attribute in _POINTERS:
            value = (element.get(attribute) or "").strip()
            if not value or (attribute == "href" and not value.startswith("#")):
                continue
            panel = named.get(value.removeprefix("#"))
            if panel is not None and is_panel(panel) and panel is not element:
                self._belongs(element, panel)

    def _by_order(self, strip: HtmlElement) -> None:
        """A strip of short labels, followed by as many panels."""
        labels = [child for child in strip if isinstance(child.tag, str)]
        if len(labels) < 2 or not (words_of(strip) & _TAB_WORDS) or not all(map(_is_short, labels)):
            return
        panels = next((group for group in _groups_after(strip) if len(group) == len(labels)), None)
        if panels and not any(panel in self.labels for panel in panels):
            for label, panel in zip(labels, panels, strict=True):
                self._belongs(label, panel)

    def _belongs(self, button: HtmlElement, panel: HtmlElement) -> None:
        text = "".join("".join(button.itertext()).split())
        if text and len(text) <= _LONGEST_LABEL and button not in panel.iterdescendants():
            self.labels.setdefault(panel, (text, button))
            self.buttons.add(button)


def _is_short(element: HtmlElement) -> bool:
    return 0 < len("".join("".join(element.itertext()).split())) <= _LONGEST_LABEL


def _groups_after(strip: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The panels beside a strip, those inside the box that follows it, and the same for the box that holds the strip."""
    for start in (strip, strip.getparent()):
        if start is None:
            return
        yield _panels(start.itersiblings())
        box = next((sibling for sibling in start.itersiblings() if isinstance(sibling.tag, str)), None)
        if box is not None:
            yield _panels(iter(box))


def _panels(elements: Iterator[HtmlElement]) -> list[HtmlElement]:
    return [element for element in elements if isinstance(element.tag, str) and is_panel(element)]

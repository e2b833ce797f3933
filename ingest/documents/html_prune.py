"""What of a web page is its content: navigation, footers, scripts and hidden parts left out, tab panels kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "nav",
        "select",
        "textarea",
        "input",
        "button",
        "head",
    ]
)
_FURNITURE = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "footer",
        "foot",
        "copyright",
        "share",
        "bdshare",
        "bshare",
        "sidebar",
        "toolbar",
        "pagination",
        "pager",
        "skip",
        "banner",
    ]
)
_PANEL = frozenset(
    [
        "tab",
        "tabs",
        "tabpanel",
        "pane",
        "panel",
        "panels",
        "tabcon",
        "tabcontent",
        "tabbox",
        "swiper",
        "slide",
        "accordion",
        "collapse",
    ]
)
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAIN_TAGS = ("main", "article")
_MAIN_NAMES = re.compile(
    r"^(?:TRS_Editor|trs_editor_view|zoom|UCAP-CONTENT|ucap-content|article|article[-_]?(?:content|con|body)|"
    r"pages_content|content|main[-_]?content|con(?:tent)?[-_]?(?:main|text|box)|detail[-_]?(?:content|con)?|view[-_]?con)$",
    re.IGNORECASE,
)
_MOST = 0.9
_NAMED_MOST = 0.6
_FURNITURE_AT_MOST = 0.5


class Page:
    """The elements of a page that count as content; ``shown`` is asked while walking it."""

    def __init__(self, body: HtmlElement) -> None:
        self._dropped: set[HtmlElement] = set()
        self._drop_unseen(body)
        self._weights = self._weigh(body, _own_text)
        self._drop_furniture(body)
        self._weights = self._weigh(body, _own_text)
        self._data = self._weigh(body, _is_data)
        self._structure = self._weigh(body, _is_structure)
        self.main = self._main_of(body)

    def shown(self, element: HtmlElement) -> bool:
        """Whether the element's text is content (comments are none)."""
        return isinstance(element.tag, str) and element not in self._dropped

    def headings_before_main(self, body: HtmlElement) -> list[HtmlElement]:
        """``<h1>`` that stand before the main content and outside it: mostly the page's title."""
        found: list[HtmlElement] = []
        for element in self._walk(body):
            if element is self.main:
                break
            if element.tag == "h1":
                found.append(element)
        return found

    def _drop_unseen(self, body: HtmlElement) -> None:
        for element in body.iter():
            if not isinstance(element.tag, str):
                continue
            if (
                element.tag in _NEVER
                and not (element.tag == "button" and _is_tab(element))
                or is_hidden(element)
                and not is_panel(element)
            ):
                self._dropped.add(element)

    def _drop_furniture(self, body: HtmlElement) -> None:
        limit = _FURNITURE_AT_MOST * self._weights.get(body, 0)
        for element in list(self._walk(body)):
            named = element.tag == "footer" or bool(words_of(element) & _FURNITURE)
            if (
                named
                and element is not body
                and self._weights.get(element, 0) <= limit
                and not self._holds_data(element)
            ):
                self._dropped.add(element)

    def _holds_data(self, element: HtmlElement) -> bool:
        return any(inner.tag in ("table", "dl", "h1") or is_panel(inner) for inner in self._walk(element))

    def _walk(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """Elements that are not dropped, in document order, without recursion: pages are nested as deep as they like."""
        waiting = [element]
        while waiting:
            current = waiting.pop()
            if self.shown(current):
                yield current
                waiting.extend(reversed(current))

    def _weigh(self, body: HtmlElement, own: Callable[[HtmlElement], int]) -> dict[HtmlElement, int]:
        """The sum of ``own`` over each element and all shown ones in it; what a link holds is not the page's own."""
        sums: dict[HtmlElement, int] = {}
        for element in reversed(list(self._walk(body))):
            inner = sum(sums.get(child, 0) for child in element)
            sums[element] = 0 if element.tag == "a" else own(element) + inner
        return sums

    def _main_of(self, body: HtmlElement) -> HtmlElement:
        named = [e for e in self._walk(body) if e is not body and _is_named_main(e) and self._holds_most(body, e)]
        if named:
            return max(named, key=lambda element: self._weights.get(element, 0))
        current = body
        while True:
            inner = next((child for child in current if self._holds_all(body, current, child)), None)
            if inner is None:
                return current
            current = inner

    def _holds_most(self, body: HtmlElement, element: HtmlElement) -> bool:
        enough = self._weights.get(element, 0) >= _NAMED_MOST * self._weights.get(body, 0) > 0
        return enough and self._data[element] == self._data[body]

    def _holds_all(self, body: HtmlElement, current: HtmlElement, child: HtmlElement) -> bool:
        if not self.shown(child) or child.tag in ("table", "dl", "ul", "ol", "p", "a", "span"):
            return False
        enough = self._weights.get(child, 0) >= _MOST * self._weights.get(body, 0) > 0
        return enough and self._structure[child] == self._structure[current]


def _own_text(element: HtmlElement) -> int:
    return len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)


def _is_data(element: HtmlElement) -> int:
    return element.tag in ("table", "dl")


def _is_structure(element: HtmlElement) -> int:
    return element.tag in ("table", "dl", "h1", "h2", "h3", "h4", "details")


def words_of(element: HtmlElement) -> frozenset[str]:
    """The words of an element's class and id, in lower case: ``tabCon_1`` is tab and con."""
    return frozenset(word.lower() for word in _WORD.findall(f"{element.get('class', '')} {element.get('id', '')}"))


def is_hidden(element: HtmlElement) -> bool:
    """Whether the page says by itself that this element is not to be seen; style sheets are not read."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def is_panel(element: HtmlElement) -> bool:
    """A tab's or an accordion's panel: hidden until a citizen opens it, and content all the same."""
    return element.get("role") == "tabpanel" or bool(words_of(element) & _PANEL) or _has_shown_twin(element)


def _has_shown_twin(element: HtmlElement) -> bool:
    """Of panels without telling names one is open: a sibling of the same class that is not hidden."""
    name = element.get("class")
    parent = element.getparent()
    if not name or parent is None or element.tag not in ("div", "section"):
        return False
    mine = words_of(element) - _STATE
    return any(
        twin is not element and twin.tag == element.tag and words_of(twin) - _STATE == mine and not is_hidden(twin)
        for twin in parent[:_TWINS]
        if isinstance(twin.tag, str)
    )


_STATE = frozenset(("active", "current", "on", "show", "in", "hide", "hidden", "first", "last", "item"))
_TWINS = 50


def _is_tab(element: HtmlElement) -> bool:
    return element.get("role") == "tab" or bool(words_of(element) & _PANEL)


def _is_named_main(element: HtmlElement) -> bool:
    if element.tag in _MAIN_TAGS or element.get("role") == "main":
        return True
    names = [*element.get("class", "").split(), element.get("id", "")]
    return any(_MAIN_NAMES.match(name) for name in names)

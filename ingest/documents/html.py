"""Web pages of departments: headings, paragraphs, lists, tables and definition lists of the main content."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.documents.html_charset import decode_page
from ingest.documents.html_flow import Flow, collapsed
from ingest.documents.html_prune import Page, words_of
from ingest.documents.html_table import Slot, definitions, grid, slots, table_rows
from ingest.documents.html_tabs import Tabs
from ingest.problems import rejection, warning
from knowledge.manifest import Problem
from knowledge.models import Position

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "legend",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "dt", "caption"))
_LABEL = frozenset(("label", "lab", "lbl", "key"))
_LONGEST_LABEL = 20
_LABEL_LEVEL = 4
_DEEPEST = 150
_MOST_BLOCKS = 60_000
_LAST_LINE = 65_535
"""The parser counts lines no further than this; beyond it no line is told rather than a wrong one."""
_TOO_DEEP = "网页里的内容层层嵌套过深，读不出来，请把正文另存为简单的网页或 Word 文件"


def read_html(file: str, data: bytes, charset: str = "", url: str = "") -> Document:
    """The main content of a page. ``charset`` is what the HTTP header said, ``url`` where the page was fetched.

    Nothing is fetched and no script runs. Raises ``RejectedFile`` for what cannot be decoded, is nested beyond reason or
    holds no text.
    """
    text, problems = decode_page(file, data, charset)
    root = _parsed(file, text)
    body = root.find("body")
    reader = _Reader(file, body if body is not None else root)
    blocks = reader.read()
    if not blocks:
        raise rejection(file, "网页里没有找到正文文字（可能是图片，或由脚本临时生成），请提供 Word、PDF 或含文字的网页")
    return Document(
        file=file,
        format="html",
        blocks=tuple(blocks),
        title=page_facts(root).get("ArticleTitle") or collapsed(root.findtext(".//title") or ""),
        url=url,
        warnings=(*problems, *_pictures(file, reader)),
    )


def page_facts(root: HtmlElement) -> dict[str, str]:
    """What the page's ``<meta name=... content=...>`` say; government pages bear ArticleTitle, PubDate, ContentSource."""
    named = {meta.get("name", ""): collapsed(meta.get("content", "")) for meta in root.iter("meta")}
    return {name: value for name, value in named.items() if name and value}


def _parsed(file: str, text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        raise rejection(file, "网页是空的，没有可读的内容") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise rejection(file, _TOO_DEEP)
    return root


def _pictures(file: str, reader: _Reader) -> tuple[Problem, ...]:
    if reader.pictures == 0 or reader.characters >= _FEW_CHARACTERS:
        return ()
    return (warning(file, f"网页正文大多是图片（{reader.pictures} 张），图片里的文字没有读取，请核对"),)


_FEW_CHARACTERS = 60


class _Reader:
    """One walk over the page's content; ``line`` runs along with the source."""

    def __init__(self, file: str, body: HtmlElement) -> None:
        self._file = file
        self._body = body
        self._page = Page(body)
        self._tabs = Tabs(self._page, body)
        self._line = 0
        self._tables = 0
        self._blocks = 0
        self._order: dict[HtmlElement, int] = {}
        self._paths: dict[HtmlElement, str] = {}
        self.pictures = 0
        self.characters = 0

    def read(self) -> list[Block]:
        flow = Flow()
        for heading in self._page.headings_before_main(self._body):
            self._element(heading, flow, 0)
        self._element(self._page.main, flow, 0)
        flow.flush()
        return flow.blocks

    # every method below: ``depth`` counts elements, and the walk of one element costs two calls

    def _element(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        if depth > _DEEPEST:
            raise rejection(self._file, _TOO_DEEP)
        if not self._page.shown(element) or element in self._tabs.buttons:
            self._pass_over(element)
            return
        self._enter(element)
        tag = element.tag
        if tag == "table":
            self._table(element, flow, depth)
        elif tag == "dl":
            self._definitions(element, flow, depth)
        elif tag == "br":
            flow.flush()
        elif tag == "img":
            self.pictures += 1
        elif tag in _BLOCK:
            self._block(element, flow, depth)
        else:
            self._inline(element, flow, depth)

    def _block(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        flow.flush()
        label = self._tabs.labels.get(element)
        if label:
            self._tab_label(element, *label, flow)
        before = flow.level, flow.mark
        flow.level = _HEADINGS.get(element.tag, 0) or (
            _LABEL_LEVEL if element.tag in ("summary", "legend") else flow.level
        )
        if element.tag == "li":
            flow.mark = _mark(element)
        if element.tag == "pre":
            flow.kept_breaks += 1
        bold = _is_bold(element)
        flow.bold_depth += bold
        self._children(element, flow, depth)
        flow.flush()
        flow.bold_depth -= bold
        if element.tag == "pre":
            flow.kept_breaks -= 1
        flow.level, flow.mark = before
        self._blocks = max(self._blocks, len(flow.blocks))
        if self._blocks > _MOST_BLOCKS:
            raise rejection(self._file, "网页过大，段落太多，请分成几个网页")

    def _inline(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        bold = _is_bold(element)
        begins = not flow.waiting
        flow.bold_depth += bold
        self._children(element, flow, depth)
        flow.bold_depth -= bold
        if begins and words_of_label(element) and _stands_alone(flow.waiting):
            flow.mark = ""
            flow.flush()

    def _children(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        path = self._path(element)
        self._text(element.text, flow, path)
        for child in element:
            self._element(child, flow, depth + 1)
            self._text(child.tail, flow, path)

    def _text(self, text: str | None, flow: Flow, path: str) -> None:
        if text:
            flow.add(text, self._line, path)
            self._line += text.count("\n") if self._line else 0
            self.characters += len(text.strip())

    def _tab_label(self, panel: HtmlElement, text: str, button: HtmlElement, flow: Flow) -> None:
        first = collapsed(next((piece for piece in panel.itertext() if piece.strip()), ""))
        if first.rstrip("：:") != text:
            at = Position(line=_line_of(button), path=self._path(button))
            flow.blocks.append(Text(text, at, level=_LABEL_LEVEL, bold=True))

    # tables

    def _table(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        rows = [[cell for cell in row if self._is_cell(cell)] for row in table_rows(element) if self._page.shown(row)]
        rows = [row for row in rows if row]
        if _is_layout(element, rows):
            self._block(element, flow, depth)
            return
        for caption in element.iterchildren("caption"):
            self._element(caption, flow, depth + 1)
        self._tables += 1
        number = self._tables
        placed = [(slot, self._cell(slot, number, depth + 2)) for slot in slots(self._file, rows)]
        at = Position(table=number, line=_line_of(element), path=self._path(element))
        if placed:
            flow.table(Table(grid(placed, Cell("", at)), at))

    def _is_cell(self, element: HtmlElement) -> bool:
        return element.tag in ("td", "th") and self._page.shown(element)

    def _cell(self, slot: Slot, table: int, depth: int) -> Cell:
        inner = self._inside([slot.element], depth)
        texts = [block for block in inner if isinstance(block, Text) and not block.mark]
        head = (
            slot.element.tag in ("th", "dt")
            or (bool(texts) and all(text.bold for text in texts))
            or _has_label(slot.element)
        )
        line = texts[0].at.line if texts else _line_of(slot.element)
        at = Position(table=table, row=slot.row + 1, column=slot.column + 1, line=line, path=self._path(slot.element))
        return Cell(
            text="\n".join(text.text for text in texts),
            at=at,
            rows=slot.rows,
            columns=slot.columns,
            head=head,
            inner=tuple(block for block in inner if not isinstance(block, Text) or block.mark),
        )

    def _inside(self, elements: list[HtmlElement], depth: int) -> list[Block]:
        flow = Flow(within_cell=True)
        for element in elements:
            self._enter(element)
            flow.bold_depth = element.tag in ("th", "dt")
            self._children(element, flow, depth)
            flow.flush()
        return flow.blocks

    def _definitions(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        self._tables += 1
        number = self._tables
        placed: list[tuple[Slot, Cell]] = []
        row = 0
        for terms, said in definitions(self._terms(element)):
            height = max(1, len(terms), len(said))
            for column, cells in enumerate((terms, said)):
                placed += self._stack(cells, row, column, height, number, depth)
            row += height
        at = Position(table=number, line=_line_of(element), path=self._path(element))
        if placed:
            flow.table(Table(grid(placed, Cell("", at)), at))

    def _terms(self, element: HtmlElement) -> list[HtmlElement]:
        """``<dt>`` and ``<dd>``, also those grouped in ``<div>``."""
        found: list[HtmlElement] = []
        for child in element:
            if child.tag == "div":
                found += [inner for inner in child if inner.tag in ("dt", "dd")]
            elif child.tag in ("dt", "dd"):
                found.append(child)
        return [item for item in found if self._page.shown(item)]

    def _stack(
        self, cells: list[HtmlElement], row: int, column: int, height: int, table: int, depth: int
    ) -> list[tuple[Slot, Cell]]:
        """Cells one below the other; the last one also takes what the other column has more."""
        placed: list[tuple[Slot, Cell]] = []
        for number, element in enumerate(cells):
            rows = height - number if number == len(cells) - 1 else 1
            slot = Slot(element, row + number, column, rows, 1)
            placed.append((slot, self._cell(slot, table, depth + 1)))
        return placed

    # places

    def _enter(self, element: HtmlElement) -> None:
        self._line = _line_of(element)

    def _pass_over(self, element: HtmlElement) -> None:
        if isinstance(element.tag, str):
            lines = "".join(element.itertext()).count("\n")
        else:
            lines = (element.text or "").count("\n")
        self._line = _line_of(element) and _line_of(element) + lines

    def _path(self, element: HtmlElement) -> str:
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
            steps.append(f"{current.tag}:{self._number(current)}")
            current = current.getparent()
        return ">".join(["body", *reversed(steps)])

    def _number(self, element: HtmlElement) -> int:
        if element not in self._order:
            counts: dict[str, int] = {}
            for sibling in element.getparent():
                if isinstance(sibling.tag, str):
                    counts[sibling.tag] = counts.get(sibling.tag, 0) + 1
                    self._order[sibling] = counts[sibling.tag]
        return self._order[element]


def _line_of(element: HtmlElement) -> int:
    line = element.sourceline or 0
    return line if line < _LAST_LINE else 0


def words_of_label(element: HtmlElement) -> bool:
    """Whether an element says that it is a label: ``<label>``, ``class="label"``."""
    return element.tag == "label" or _has_label(element)


def _has_label(element: HtmlElement) -> bool:
    return bool(words_of(element) & _LABEL)


def _stands_alone(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_LABEL and not text.endswith(("：", ":"))


def _is_bold(element: HtmlElement) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    heavy = "font-weight:bold" in style or any(f"font-weight:{weight}00" in style for weight in "6789")
    return element.tag in _BOLD or heavy or words_of_label(element)


def _mark(item: HtmlElement) -> str:
    """``1.`` of an ordered list, ``•`` of another."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    own = item.get("value", "")
    if own.isascii() and own.isdigit():
        return f"{int(own[:6])}."
    start = parent.get("start", "1")
    first = int(start[:6]) if start.isascii() and start.isdigit() else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}."


def _is_layout(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """A table that only arranges the page: one filled cell, or a few that hold whole tables and headings."""
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if "".join(cell.itertext()).strip()]
    if table.get("role") in ("presentation", "none") or len(filled) <= 1:
        return True
    pages = [cell for cell in filled if next(cell.iter("table", "h1", "h2"), None) is not None]
    long = any(len("".join(cell.itertext())) > _PAGE_CHARACTERS for cell in pages)
    return (
        long
        and len(rows) <= _LAYOUT_ROWS
        and all(len(left) == len(right) for left, right in pairwise(rows))
        and not any(cell.tag == "th" for cell in cells)
    )


_PAGE_CHARACTERS = 400
_LAYOUT_ROWS = 3

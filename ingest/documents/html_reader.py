"""One walk over the content of a web page, which makes its paragraphs, lists and tables."""

from __future__ import annotations

from lxml.html import HtmlElement

from ingest.documents.document import Block, Cell, Table, Text
from ingest.documents.html_flow import Flow, collapsed
from ingest.documents.html_looks import has_label, is_bold, is_label, is_layout, mark_of, stands_alone
from ingest.documents.html_places import Paths, line_of
from ingest.documents.html_prune import Page
from ingest.documents.html_table import Slot, definitions, grid, slots, table_rows
from ingest.documents.html_tabs import Tabs
from ingest.problems import rejection
from knowledge.models import Position

TOO_DEEP = "网页里的内容层层嵌套过深，读不出来，请把正文另存为简单的网页或 Word 文件"
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
_LABEL_LEVEL = 4
_DEEPEST = 150
_MOST_BLOCKS = 60_000


class PageReader:
    """One walk over the page's content; ``line`` runs along with the source."""

    def __init__(self, file: str, body: HtmlElement) -> None:
        self._file = file
        self._body = body
        self._page = Page(body)
        self._tabs = Tabs(self._page, body)
        self._line = 0
        self._tables = 0
        self._blocks = 0
        self._paths = Paths(body)
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
            raise rejection(self._file, TOO_DEEP)
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
            flow.mark = mark_of(element, self._paths.number(element) - 1)
        if element.tag == "pre":
            flow.kept_breaks += 1
        bold = is_bold(element)
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
        bold = is_bold(element)
        begins = not flow.waiting
        flow.bold_depth += bold
        self._children(element, flow, depth)
        flow.bold_depth -= bold
        if begins and is_label(element) and stands_alone(flow.waiting):
            flow.mark = ""
            flow.flush()

    def _children(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        path = self._paths.of(element)
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
            at = Position(line=line_of(button), path=self._paths.of(button))
            flow.blocks.append(Text(text, at, level=_LABEL_LEVEL, bold=True))

    # tables

    def _table(self, element: HtmlElement, flow: Flow, depth: int) -> None:
        rows = [[cell for cell in row if self._is_cell(cell)] for row in table_rows(element) if self._page.shown(row)]
        rows = [row for row in rows if row]
        if is_layout(element, rows):
            self._block(element, flow, depth)
            return
        for caption in element.iterchildren("caption"):
            self._element(caption, flow, depth + 1)
        self._tables += 1
        number = self._tables
        placed = [(slot, self._cell(slot, number, depth + 2)) for slot in slots(self._file, rows)]
        at = Position(table=number, line=line_of(element), path=self._paths.of(element))
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
            or has_label(slot.element)
        )
        line = texts[0].at.line if texts else line_of(slot.element)
        at = Position(
            table=table, row=slot.row + 1, column=slot.column + 1, line=line, path=self._paths.of(slot.element)
        )
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
        at = Position(table=number, line=line_of(element), path=self._paths.of(element))
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
        self._line = line_of(element)

    def _pass_over(self, element: HtmlElement) -> None:
        """What is not read moves the line on; of a comment the parser tells the last line."""
        line = line_of(element)
        lines = "".join(element.itertext()).count("\n") if isinstance(element.tag, str) else 0
        self._line = line + lines if line else 0

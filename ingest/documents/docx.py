"""Word files (.docx): headings, paragraphs and tables in the order of the body, with what a reader of the page sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.documents.archive import DAMAGED
from ingest.documents.document import Block, Document, Table, Text
from ingest.documents.docx_numbering import Numbering
from ingest.documents.docx_runs import Runs, read_runs
from ingest.documents.docx_styles import Styles, W, switched
from ingest.documents.docx_tables import Piece, Slot, goes_on, grid, place, slots, span
from ingest.documents.ooxml import Element, Package
from ingest.problems import rejection, warning
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_PIECES = 200_000
"""Paragraphs and cells of one file; the longest guide seen has 600."""
DEEPEST_TABLE = 5
_TOO_MUCH = f"内容太多，超过 {MOST_PIECES} 段，请分成几个文件"
_PIECES = (b"<w:p>", b"<w:p ", b"<w:p/>", b"<w:tc>", b"<w:tc ")
"""As Word and WPS write them; in another spelling they are counted later, which costs more."""
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WRAPPERS = frozenset(W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))


def read_docx(file: str, data: bytes) -> Document:
    """What a .docx or .docm says; raises RejectedFile. Macros are never run and links never followed."""
    package = Package(file, data)
    main = package.main() or "word/document.xml"
    if package.count(main, *_PIECES) > MOST_PIECES:  # before a tree is built of them
        raise rejection(file, _TOO_MUCH)
    root = package.xml(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise rejection(file, DAMAGED)
    reader = _Body(file, Styles(_related(package, main, "styles")), Numbering(_related(package, main, "numbering")))
    blocks = tuple(reader.blocks(body))
    return Document(file, "docx", blocks, package.title(), warnings=reader.warnings(blocks, package.has_macros))


def _related(package: Package, main: str, name: str) -> Element | None:
    part = next(iter(package.related(main, _RELATION + name).values()), "")
    return package.xml(part) if part else None


@dataclass
class _Body:
    """The walk through one document: counters of paragraphs and tables, and what an editor should know."""

    file: str
    styles: Styles
    numbering: Numbering
    paragraphs: int = 0
    tables: int = 0
    pieces: int = 0
    pictures: int = 0
    struck: list[Position] = field(default_factory=list)
    unread: int = 0

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of the body; content controls and inserted parts are looked into."""
        for child in _children(parent):
            if child.tag == W + "p":
                self.paragraphs += 1
                yield from self._paragraph(child, Position(paragraph=self.paragraphs), 0)
            elif child.tag == W + "tbl":
                self.tables += 1
                yield from self._table(child, Position(table=self.tables), 0)
            else:
                self.unread += 1

    def _paragraph(self, element: Element, at: Position, depth: int) -> Iterator[Block]:
        """The paragraph and the text boxes that hang on it, which share its place."""
        runs, mark = self._runs(element, at), self._mark(element)
        if runs.text or (mark and depth):  # a cell may hold nothing but its automatic number (序号)
            yield Text(runs.text, at, self.styles.level(element.find(W + "pPr")), runs.bold, mark)
        for box in runs.boxes:
            yield from self._nested(box, at, depth + 1)

    def _runs(self, element: Element, at: Position) -> Runs:
        self._count()
        runs = read_runs(element, self.styles)
        self.pictures += runs.pictures
        if runs.struck:
            self.struck.append(at)
        return runs

    def _count(self) -> None:
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise rejection(self.file, _TOO_MUCH)

    def _mark(self, element: Element) -> str:
        key, level = self.styles.numbering(element.find(W + "pPr"))
        return self.numbering.mark(key, level) if key else ""

    def _nested(self, parent: Element, at: Position, depth: int) -> Iterator[Block]:
        """Blocks of a text box or a cell; tables in them are numbered within it."""
        if depth > DEEPEST_TABLE:
            raise rejection(self.file, "表格套表格的层数太多，请改成简单的表格", at=at)
        tables = 0
        for child in _children(parent):
            if child.tag == W + "p":
                yield from self._paragraph(child, at, depth)
            elif child.tag == W + "tbl":
                tables += 1
                inner = f"{at.path}/table[{tables}]".removeprefix("/")
                yield from self._table(child, at.model_copy(update={"path": inner}), depth)

    def _table(self, element: Element, at: Position, depth: int) -> Iterator[Table]:
        table = grid([self._piece(slot, at, depth) for slot in slots(_rows(element))], at)
        if table.rows:
            yield table

    def _piece(self, slot: Slot, at: Position, depth: int) -> Piece:
        self._count()
        element, continues = slot.element, goes_on(slot.element)
        found = () if continues else tuple(self._nested(element, place(at, slot.row, slot.column), depth + 1))
        texts = [block for block in found if isinstance(block, Text)]
        head = slot.head or (bool(texts) and all(text.bold for text in texts))
        inner = tuple(block for block in found if isinstance(block, Table))
        return Piece(slot.row, slot.column, span(element), continues, "\n".join(map(_printed, texts)), head, inner)

    def warnings(self, blocks: tuple[Block, ...], has_macros: bool) -> tuple[Problem, ...]:
        """What was left out on purpose; raises RejectedFile when that leaves nothing."""
        if not blocks:
            reason = "文件里只有图片，没有文字，请把图片另存为 PDF 或照片上传" if self.pictures else "文件里没有文字"
            raise rejection(self.file, reason)
        struck = self.struck[0] if self.struck else None
        told = (
            warning(self.file, "文件带有宏程序，没有运行，只读取了文字") if has_macros else None,
            warning(self.file, f"有 {len(self.struck)} 处划了删除线的文字，没有采用，请核对", at=struck)
            if struck
            else None,
            warning(self.file, f"文件里有 {self.pictures} 张图片，图片里的文字没有读取") if self.pictures else None,
            warning(self.file, f"有 {self.unread} 处嵌入的内容没有读取") if self.unread else None,
        )
        return tuple(line for line in told if line is not None)


def _printed(text: Text) -> str:
    """A paragraph of a cell with its automatic number before it, as on the page."""
    return " ".join(part for part in (text.mark, text.text) if part)


_BLOCKS = frozenset({W + "p", W + "tbl", W + "altChunk"})


def _children(parent: Element, depth: int = 0) -> Iterator[Element]:
    for child in parent if depth < 20 else ():
        if child.tag in _BLOCKS:
            yield child
        elif child.tag in _WRAPPERS or (child.tag == W + "sdt" and not _prompts(child)):
            yield from _children(child, depth + 1)


def _prompts(control: Element) -> bool:
    """Whether a content control still shows the prompt to fill it in."""
    return bool(switched(control.find(W + "sdtPr"), "showingPlcHdr"))


def _rows(table: Element, depth: int = 0) -> list[Element]:
    found: list[Element] = []
    for child in table if depth < 8 else ():
        if child.tag == W + "tr":
            found.append(child)
        elif child.tag in _WRAPPERS or child.tag == W + "sdt":
            found += _rows(child, depth + 1)
    return found

"""PDF files: text as printed, tables as ruled, scanned pages through recognition of text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium

from ingest.documents.document import Document
from ingest.documents.ocr import NOT_SURE, recognised_page, to_be_checked
from ingest.documents.ocr_engine import require
from ingest.documents.pdf_glyphs import PageContent, read_page
from ingest.documents.pdf_join import blocks_of
from ingest.documents.pdf_layout import lay_out
from ingest.documents.pdf_running import without_running_lines
from ingest.problems import rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_PAGES = 500
MOST_SCANS = 20
"""A dense page takes about five seconds of one core."""
LONGEST_SIDE = 2600
_DOTS = 200
_SCAN_COVERS = 0.5
_FEW_GLYPHS = 12
_PASSWORD = 4
_ONE_AT_A_TIME = threading.Lock()
"""PDFium keeps state of its own and is not to be called from two threads."""


def read_pdf(file: str, data: bytes) -> Document:
    """Everything a PDF says. Pages that are pictures are recognised where the extra ``ocr`` is installed.

    Raises ``RejectedFile`` for a file that is damaged, locked by a password, or a scan that cannot be recognised.
    """
    with _ONE_AT_A_TIME, _opened(file, data) as pdf:
        if len(pdf) > MOST_PAGES:
            raise rejection(file, f"PDF 有 {len(pdf)} 页，超过 {MOST_PAGES} 页，请分成几个文件")
        pages, scans = _read_pages(file, pdf)
        title = " ".join(pdf.get_metadata_value("Title").split())
    pages = without_running_lines(pages)
    blocks, unsure = blocks_of(pages, lay_out(pages))
    if not blocks:
        raise rejection(file, "PDF 里没有文字")
    warnings = [
        *to_be_checked(file, scans, [at for at in unsure if at.page in scans]),
        *_unreadable(file, scans, unsure),
    ]
    return Document(file, "pdf", tuple(blocks), title=shown(title, 200), warnings=tuple(warnings))


def _unreadable(file: str, scans: list[int], unsure: list[Position]) -> list[Problem]:
    """Places whose font does not say which characters its shapes are: what is read there may be anything."""
    reason = "这里的文字在 PDF 里没有可靠的编码，请核对，或提供 Word 文件"
    return [warning(file, reason, field=NOT_SURE, at=at) for at in unsure if at.page not in scans]


@contextmanager
def _opened(file: str, data: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise rejection(file, "PDF 有密码，打不开，请去掉密码后再提供") from error
        raise rejection(file, "PDF 打不开，可能已损坏或没有传完") from error
    try:
        yield pdf
    finally:
        pdf.close()


def _read_pages(file: str, pdf: pdfium.PdfDocument) -> tuple[list[PageContent], list[int]]:
    """All pages, and the numbers of those whose text was recognised."""
    pages: list[PageContent] = []
    for index in range(len(pdf)):
        with _page(file, pdf, index) as page:
            pages.append(read_page(file, page, index + 1))
    scans = [page.number for page in pages if _is_scan(page)]
    if scans:
        numbers = "、".join(map(str, scans[:10])) + ("等" if len(scans) > 10 else "")
        require(file, f"第 {numbers} 页是扫描件或照片，没有可读的文字")
        if len(scans) > MOST_SCANS:
            raise rejection(file, f"有 {len(scans)} 页是扫描件，超过 {MOST_SCANS} 页，请分成几个文件")
    for number in scans:
        with _page(file, pdf, number - 1) as page:
            pages[number - 1] = recognised_page(_rendered(page), number)
    return pages, scans


def _is_scan(page: PageContent) -> bool:
    return page.pictured >= _SCAN_COVERS and sum(not glyph.text.isspace() for glyph in page.glyphs) < _FEW_GLYPHS


def _rendered(page: pdfium.PdfPage) -> Any:  # noqa: ANN401 - a numpy array
    """The page in grey at the resolution that recognition needs, whatever size its maker gave it."""
    scale = min(_DOTS / 72, LONGEST_SIDE / max(1.0, *page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    try:
        array = bitmap.to_numpy()
        return (array[..., 0] if array.ndim == 3 else array).copy()
    finally:
        bitmap.close()


@contextmanager
def _page(file: str, pdf: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfPage]:
    try:
        page = pdf[index]
    except pdfium.PdfiumError as error:
        raise rejection(file, f"PDF 第 {index + 1} 页已损坏，读不出来") from error
    try:
        yield page
    finally:
        page.close()

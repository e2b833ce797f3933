"""PDF files: text as printed, tables as ruled, scanned pages through recognition of text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium

from ingest.documents.document import Document
from ingest.documents.pdf_glyphs import PageContent, read_page
from ingest.documents.pdf_join import blocks_of
from ingest.documents.pdf_layout import lay_out
from ingest.documents.pdf_running import without_running_lines
from ingest.problems import rejection, shown
from knowledge.manifest import Problem

MOST_PAGES = 500
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
        pages, problems = _read_pages(file, pdf)
        title = " ".join(pdf.get_metadata_value("Title").split())
    pages = without_running_lines(pages)
    blocks, unsure = blocks_of(pages, lay_out(pages))
    if not blocks:
        raise rejection(file, "PDF 里没有文字")
    return Document(file, "pdf", tuple(blocks), title=shown(title, 200), warnings=tuple(problems))


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


def _read_pages(file: str, pdf: pdfium.PdfDocument) -> tuple[list[PageContent], list[Problem]]:
    pages: list[PageContent] = []
    scans: list[int] = []
    for index in range(len(pdf)):
        page = _page(file, pdf, index)
        try:
            content = read_page(file, page, index + 1)
        finally:
            page.close()
        if content.pictured >= _SCAN_COVERS and len(content.glyphs) < _FEW_GLYPHS:
            scans.append(index + 1)
        pages.append(content)
    if scans:
        raise rejection(file, "这是扫描件/照片")
    return pages, []


def _page(file: str, pdf: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    try:
        return pdf[index]
    except pdfium.PdfiumError as error:
        raise rejection(file, f"PDF 第 {index + 1} 页已损坏，读不出来") from error

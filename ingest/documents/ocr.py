"""Photos and scans, read with the optional extra ``quanquan[ocr]``; whatever may be misread is named with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.documents.document import Document
from ingest.documents.ocr_engine import require
from ingest.documents.pdf_glyphs import PageContent
from ingest.documents.pdf_join import blocks_of
from ingest.documents.pdf_layout import lay_out
from ingest.documents.pdf_running import without_running_lines
from ingest.problems import rejection, warning
from knowledge.manifest import Problem
from knowledge.models import Position

NOT_SURE = "ocr"
"""``field`` of a warning whose ``at`` is the place of a text that may have been misread: not to be published unseen."""


def read_image(file: str, data: bytes) -> Document:
    """A photo or a scan (PNG, JPEG, WebP, BMP, TIFF).

    Raises ``RejectedFile`` where the extra ``ocr`` is not installed, the picture is damaged, too large or shows no text.
    """
    require(file, "这是照片或扫描图片")
    from ingest.documents.ocr_image import open_image

    pages = [recognised_page(image, number) for number, image in enumerate(open_image(file, data), start=1)]
    blocks, unsure = blocks_of(pages, lay_out(without_running_lines(pages)))
    if not blocks:
        raise rejection(file, "图片里没有认出文字，请换一张更清楚的")
    numbers = [page.number for page in pages]
    return Document(file, "image", tuple(blocks), warnings=tuple(to_be_checked(file, numbers, unsure)))


def recognised_page(image: Any, number: int) -> PageContent:  # noqa: ANN401 - a numpy array (height, width), 0 is black
    """What is printed on the picture of a page, in points of a sheet of A4. The extra ``ocr`` must be there."""
    from ingest.documents.ocr_page import page_of

    return page_of(image, number)


def to_be_checked(file: str, pages: Sequence[int], unsure: Sequence[Position]) -> list[Problem]:
    """What an editor is told: which pages were recognised, how much of each is unclear, and each unclear place."""
    if not pages:
        return []
    numbers = "、".join(map(str, pages))
    found = [warning(file, f"第 {numbers} 页是图片，文字由机器识别，请核对")]
    for page in pages:
        places = [at for at in unsure if at.page == page]
        if places:
            found.append(warning(file, f"第 {page} 页有 {len(places)} 处看不清，请核对", at=Position(page=page)))
        found += [warning(file, "这里的文字看不清，请核对", field=NOT_SURE, at=at) for at in places]
    return found

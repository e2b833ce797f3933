"""Blanks that a printed page swallows: where a line wraps at a blank, the file itself no longer holds it."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2

from tests.ingest.exports.compare import Leaf


class Pages:
    """The text of a PDF as another library extracts it, line ends and all."""

    def __init__(self, data: bytes) -> None:
        document = pypdfium2.PdfDocument(data)
        self.text = "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", "")

    def judged(self, leaf: Leaf) -> Leaf:
        """The leaf; equal where it is just what the page holds, its lines joined."""
        if not isinstance(leaf.written, str) or not isinstance(leaf.read, str) or leaf.fate == "equal":
            return leaf
        if leaf.written.replace(" ", "") != leaf.read.replace(" ", ""):
            return leaf
        printed = re.search("\n*".join(" ?" if one == " " else re.escape(one) for one in leaf.written), self.text)
        if printed is None or printed.group().replace("\n", "") != leaf.read:
            return leaf
        return replace(leaf, fate="equal")

"""Text of a web page gathered line by line, as a reader sees it: white space collapsed, a line's place remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.documents.document import Block, Table, Text
from knowledge.models import Position

_WRAPPED = re.compile(r"(?<=[^\x00-\u2e7f])[ \t\r\f]*\n[ \t\r\n\f]*(?=[^\x00-\u2e7f])")
"""A line break of the source between two Chinese characters is the editor's, not a blank."""
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_INVISIBLE = re.compile(r"[\u200b\ufeff\u00ad]")
_NOISE = re.compile(
    r"(?:[【\[]?(?:打印|打印本页|关闭|关闭窗口|关闭本页|收藏|返回顶部|返回列表|我要纠错|下载|分享|微信|微博|大|中|小)[】\]]?[|｜\s]*)+"
    r"|分享到[:：]?.*|[【\[]?字(?:体|号)(?:大小)?\s*[:：]?\s*[【\[]?\s*大[\s|｜]*中[\s|｜]*小.*|(?:浏览|阅读|点击)(?:次数|量)\s*[:：]?\s*\d*次?"
    r"|(?:您|你)?(?:现在|当前|所在)?的?(?:所在)?位置\s*[:：].*|首页\s*[>›»/].*|(?:上|下)一篇\s*[:：].*|扫一扫.{0,20}"
    r"|.*(?:ICP备\s*\d{6,}|公网安备\s*\d{8,}|网站标识码\s*[:：]?\s*\d{6,}).*|(?:版权所有|Copyright)\s*[:：©].*"
)
"""Lines that every government page carries and that say nothing of its subject."""


@dataclass
class Flow:
    """Collects the blocks of one container. ``add`` takes source text with its line; ``flush`` ends a line of reading."""

    within_cell: bool = False
    blocks: list[Block] = field(default_factory=list)
    mark: str = ""
    level: int = 0
    bold_depth: int = 0
    kept_breaks: int = 0
    _parts: list[str] = field(default_factory=list)
    _at: Position | None = None
    _plain: bool = False

    def add(self, text: str, line: int, path: str) -> None:
        """Text of the source as it stands; ``line`` is where it begins, 0 where that is not known."""
        text = _INVISIBLE.sub("", text)
        stripped = text.strip()
        if stripped:
            if self._at is None:
                leading = text[: len(text) - len(text.lstrip())].count("\n")
                self._at = Position(line=line + leading if line else 0, path=path)
            self._plain = self._plain or self.bold_depth == 0
        if self.kept_breaks and "\n" in text:
            self._add_lines(text, line, path)
        else:
            self._parts.append(text)

    def _add_lines(self, text: str, line: int, path: str) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                self.flush()
            if part.strip():
                self._at = self._at or Position(line=line + number if line else 0, path=path)
                self._parts.append(part)

    def flush(self) -> None:
        """End the line: what was gathered becomes one paragraph."""
        text = collapsed("".join(self._parts))
        at, bold = self._at, not self._plain
        self._parts, self._at, self._plain = [], None, False
        if not text or at is None or (not self.within_cell and _NOISE.fullmatch(text)):
            return
        self.blocks.append(Text(text, at, level=self.level, bold=bold, mark=self.mark))
        self.mark = ""

    @property
    def waiting(self) -> str:
        """The text gathered since the last line ended."""
        return collapsed("".join(self._parts))

    def table(self, table: Table) -> None:
        """A table stands between paragraphs."""
        self.flush()
        self.blocks.append(table)


def collapsed(text: str) -> str:
    """White space as a browser shows it, without blanks at the ends."""
    return _BLANK.sub(" ", _WRAPPED.sub("", text)).strip(" \u3000")

"""The text of a Word paragraph as a reader of the printed page sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.documents.docx_styles import Styles, W, switched, value
from ingest.documents.ooxml import Element

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_TEXT_BOX = W + "txbxContent"
_DEEPEST = 60
_SKIPPED = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "delText",
        "instrText",
        "delInstrText",
        "rt",
        "sdtPr",
        "tcPr",
        "trPr",
        "tblPr",
    )
)
_FIXED = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SYMBOLS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0xA3: "□", 0xA8: "□", 0x52: "☑", 0xFE: "☑", 0xFD: "☒", 0x54: "☒",
    0x53: "☒", 0xFC: "✓", 0x50: "✓", 0xFB: "✗", 0x4F: "✗", 0xB7: "•", 0xA7: "▪", 0x9F: "•", 0x76: "❖", 0xD8: "➢", 0x75: "◆",
}  # fmt: skip
"""Characters of Wingdings and its kin, which forms use for boxes to tick."""
_PRIVATE = {0xF000 + code: _SYMBOLS.get(code, "") for code in range(0x20, 0x100)}


@dataclass
class Runs:
    """What a paragraph holds: its visible text, whether all of it is bold, and the text boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    bold: bool = True
    boxes: list[Element] = field(default_factory=list)
    pictures: int = 0
    struck: bool = False

    @property
    def text(self) -> str:
        """The text without blanks around it."""
        return "".join(self.parts).replace("\xa0", " ").strip(" \t\n\r\u3000")


def read_runs(paragraph: Element, styles: Styles) -> Runs:
    """Inserted text counts; deleted, hidden and struck-out text does not."""
    runs = Runs()
    _Reader(runs, styles, paragraph.find(W + "pPr")).walk(paragraph, 0)
    runs.bold = runs.bold and bool(runs.text)
    return runs


class _Reader:
    def __init__(self, runs: Runs, styles: Styles, properties: Element | None) -> None:
        self.runs, self.styles, self.properties = runs, styles, properties

    def walk(self, parent: Element, depth: int) -> None:
        for child in parent if depth < _DEEPEST else ():
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            step = _STEPS.get(child.tag, _Reader.walk)
            step(self, child, depth + 1)

    def run(self, run: Element, depth: int) -> None:
        properties = run.find(W + "rPr")
        if self._on("vanish", properties):
            return
        if self._on("strike", properties) or self._on("dstrike", properties):
            self.runs.struck = True
            return
        before = len(self.runs.parts)
        self.walk(run, depth)
        if "".join(self.runs.parts[before:]).strip() and not self._on("b", properties):
            self.runs.bold = False

    def _on(self, name: str, properties: Element | None) -> bool:
        return self.styles.on(name, properties, self.properties)

    def text(self, element: Element, depth: int) -> None:
        self.runs.parts.append((element.text or "").translate(_PRIVATE))

    def fixed(self, element: Element, depth: int) -> None:
        self.runs.parts.append(_FIXED[element.tag])

    def line_break(self, element: Element, depth: int) -> None:
        if element.get(W + "type", "textWrapping") == "textWrapping":
            self.runs.parts.append("\n")

    def symbol(self, element: Element, depth: int) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        if 0x20 <= code < 0xD800 or code in _PRIVATE:
            self.runs.parts.append(chr(code).translate(_PRIVATE))

    def control(self, element: Element, depth: int) -> None:
        """A content control: its content counts, unless it still shows the prompt to fill it in."""
        if not switched(element.find(W + "sdtPr"), "showingPlcHdr"):
            self.walk(element, depth)

    def tick_box(self, element: Element, depth: int) -> None:
        checked = switched(element, "checked")
        ticked = switched(element, "default") if checked is None else checked
        self.runs.parts.append("☑" if ticked else "□")

    def alternatives(self, element: Element, depth: int) -> None:
        """One thing written twice, for new and for old programs: the first counts."""
        for choice in element:
            if choice.tag in (_CHOICE + "Choice", _CHOICE + "Fallback"):
                self.walk(choice, depth)
                return

    def box(self, element: Element, depth: int) -> None:
        self.runs.boxes.append(element)

    def picture(self, element: Element, depth: int) -> None:
        self.runs.pictures += 1

    def drop_down(self, element: Element, depth: int) -> None:
        entries = [entry.get(W + "val", "") for entry in element.findall(W + "listEntry")]
        chosen = value(element, "result") or value(element, "default") or "0"
        if chosen.isdecimal() and int(chosen) < len(entries):
            self.runs.parts.append(entries[int(chosen)])


_STEPS: dict[str, Callable[[_Reader, Element, int], None]] = {
    W + "r": _Reader.run,
    W + "t": _Reader.text,
    _MATH: _Reader.text,
    W + "br": _Reader.line_break,
    W + "sym": _Reader.symbol,
    W + "sdt": _Reader.control,
    W + "checkBox": _Reader.tick_box,
    W + "ddList": _Reader.drop_down,
    _CHOICE + "AlternateContent": _Reader.alternatives,
    _TEXT_BOX: _Reader.box,
    **dict.fromkeys(_FIXED, _Reader.fixed),
    **dict.fromkeys(_PICTURES, _Reader.picture),
}

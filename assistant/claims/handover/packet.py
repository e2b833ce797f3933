"""The packet of a hand-over as a DOCX (Office Open XML, ISO/IEC 29500): one content, one file, byte for byte.

Everything that people typed goes through :func:`plain`, so that no control character breaks the XML and no sign of writing direction
turns a text round.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from assistant.claims.handover.content import LegalBasis, PacketContent, Sign
from assistant.text import clean

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT: Final = "宋体"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MADE: Final = datetime(2000, 1, 1)
_TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")
SAMPLE_MARK: Final = "示例数据：以下内容是演示用的虚构数据，不能作为办案依据。"
MASKED_MARK: Final = "身份信息已经遮盖。"
SUSPECTED: Final = "本材料所称当事人均为疑似，是否违法由接收单位依法审查决定。"
VERIFY: Final = (
    "核验方法：每条记录的摘要由记录内容和前一条记录的摘要按 SHA-256 算出（排序的 JSON，UTF-8）；"
    "在案件页面打开“核验记录”，链上应能找到上面的摘要，并且整条记录完整。"
)


def plain(text: str) -> str:
    """Text without what no document can take or what turns it round."""
    return _TURNING.sub("", clean(text.replace("\r\n", "\n").replace("\r", "\n")))


def document(content: PacketContent) -> bytes:
    """The packet; the same content gives the same bytes."""
    paper = Document()
    _look(paper, content)
    _opening(paper, content)
    _parties(paper, content)
    _timeline(paper, content)
    _evidence(paper, content)
    _signs(paper, "五、对其不利的情况", content.factors)
    _signs(paper, "六、对其有利的情况", content.against)
    _decisions(paper, content)
    _chain(paper, content)
    _bases(paper, content.bases)
    return _same_bytes(paper)


def _look(paper: Any, content: PacketContent) -> None:  # noqa: ANN401  # python-docx has no types
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    about = paper.core_properties
    about.title, about.author, about.last_modified_by = plain(content.title)[:255], "", ""
    about.created = about.modified = about.last_printed = _MADE
    about.comments, about.revision = "", 1
    section = paper.sections[0]
    _number_pages(section.footer.paragraphs[0])
    section.header.paragraphs[0].text = plain(f"{'示例数据　' if content.sample else ''}案件 {content.case_id}")


def _number_pages(paragraph: Any) -> None:  # noqa: ANN401
    paragraph.add_run("第 ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" 页")


def _opening(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading(plain(content.title) or "线索材料", level=0)
    if content.sample:
        mark = paper.add_paragraph().add_run(SAMPLE_MARK)
        mark.bold, mark.font.color.rgb = True, RGBColor(0xB0, 0x00, 0x20)
    _paragraph(paper, f"接收单位：{content.receiver or '（内部材料）'}　　生成日期：{content.made_on}")
    _paragraph(paper, SUSPECTED)
    if content.news:
        paper.add_paragraph().add_run(plain(content.news)).bold = True
    paper.add_heading("一、事实", level=1)
    for line in plain(content.facts).split("\n"):
        _paragraph(paper, line)


def _parties(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading("二、当事人（疑似）", level=1)
    if content.masked:
        _paragraph(paper, MASKED_MARK)
    _table(paper, ("项目", "内容"), content.parties, "没有登记当事人的身份信息。")


def _timeline(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading("三、时间线", level=1)
    rows = [
        (each.on, each.kind, each.ref, each.respondent, each.sum_demanded, each.outcome) for each in content.timeline
    ]
    _table(paper, ("日期", "类型", "编号", "被投诉方", "索要金额（元）", "结果"), rows, "没有登记的投诉举报。")
    if content.timeline_total > len(rows):
        _paragraph(paper, f"共 {content.timeline_total} 件，以上是其中 {len(rows)} 件。")


def _evidence(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading("四、证据清单", level=1)
    rows = [(each.name, each.type, f"{each.size}", each.sha256) for each in content.evidence]
    _table(paper, ("名称", "类型", "大小（字节）", "SHA-256"), rows, "没有随案的文件。")


def _signs(paper: Any, heading: str, signs: Sequence[Sign]) -> None:  # noqa: ANN401
    paper.add_heading(heading, level=1)
    rows = [(each.label, each.text, "、".join(each.complaints)) for each in signs]
    _table(paper, ("情况", "说明", "依据的投诉举报编号"), rows, "没有登记。")


def _decisions(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading("七、办理经过和决定", level=1)
    rows = [(each.at, each.who, each.what, each.why) for each in content.decisions]
    _table(paper, ("时间", "谁", "做了什么", "理由"), rows, "还没有决定。")


def _chain(paper: Any, content: PacketContent) -> None:  # noqa: ANN401
    paper.add_heading("八、记录的核验", level=1)
    _paragraph(paper, f"生成时共有 {content.length} 条记录，最后一条的摘要：{content.head}")
    _paragraph(paper, "生成时核对：记录完整。" if content.whole else "生成时核对：记录不完整，请先查明原因。")
    _paragraph(paper, VERIFY)


def _bases(paper: Any, bases: Iterable[LegalBasis]) -> None:  # noqa: ANN401
    paper.add_heading("九、有关规定", level=1)
    for basis in bases:
        articles = "、".join(basis.articles)
        _paragraph(paper, f"《{basis.title}》{articles}（{basis.source}）")


def _paragraph(paper: Any, text: str) -> None:  # noqa: ANN401
    paper.add_paragraph(plain(text))


def _table(paper: Any, names: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> None:  # noqa: ANN401
    """A table; cells are filled as elements, because ``table.cell`` walks the whole table each time."""
    if not rows:
        _paragraph(paper, empty)
        return
    table = paper.add_table(rows=1, cols=len(names))
    table.style = "Table Grid"
    _fill(table.rows[0].cells, names)
    for row in rows:
        _fill(table.add_row().cells, row)


def _fill(cells: Sequence[Any], values: Sequence[str]) -> None:
    for cell, value in zip(cells, values, strict=True):
        cell.paragraphs[0].add_run(plain(value))


def _same_bytes(paper: Any) -> bytes:  # noqa: ANN401
    """The document with every time of its ZIP set to the format's first day."""
    written, fixed = io.BytesIO(), io.BytesIO()
    paper.save(written)
    with zipfile.ZipFile(written) as loose, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as firm:
        for name in loose.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            firm.writestr(entry, loose.read(name))
    return fixed.getvalue()

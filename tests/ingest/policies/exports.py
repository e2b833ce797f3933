"""The same documents as an office sends them (Word), prints them (PDF), posts them (a page of its library) or pastes them."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator

from docx import Document as new_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from tests.ingest.policies.samples import Paper, tiers

TIER_HEAD = ("档次", "达到", "奖励金额")
ATTACHMENT = (
    "附件1",
    "申报表填写说明",
    "第一条 本表一式两份。",
    "第二条 本表自2020年1月1日起施行，有效期一年。",
    "一、盖章。",
)
_DIGITS = "〇一二三四五六七八九"


def tier_rows(steps: list[tuple[int, int]]) -> list[tuple[str, str, str]]:
    return [(f"第{place}档", str(least), f"{amount // 10_000}万元") for place, (least, amount) in enumerate(steps, 1)]


def read_tiers(steps: list[tuple[int, int]]) -> str:
    """How a table of steps reads as text."""
    return "\n".join(
        "；".join(f"{head}：{value}" for head, value in zip(TIER_HEAD, row, strict=True)) for row in tier_rows(steps)
    )


def in_chinese(day: str) -> str:
    """``二〇二四年三月一日`` of ``2024年3月1日``."""
    year, rest = day.split("年")
    month, rest = rest.split("月")
    return f"{''.join(_DIGITS[int(digit)] for digit in year)}年{_small(int(month))}月{_small(int(rest[:-1]))}日"


def _small(value: int) -> str:
    tens, units = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[units] if units or not tens else ""
    )


def red_head_docx(paper: Paper) -> bytes:
    """With the red letterhead, a Chinese date, a table of steps, attachments and the printer's line."""
    document = new_docx()
    issuer = paper.labels.issuer
    _centred(document, f"{issuer}文件", 26)
    _centred(document, paper.number, 14)
    _centred(document, paper.title, 20)
    for line in paper.letter:
        document.add_paragraph(line)
    ends_with_signature = not paper.inner
    if not ends_with_signature:
        _sign(document, paper)
        document.add_page_break()
        _centred(document, paper.inner, 20)
    for line in paper.body:
        document.add_paragraph(line)
        for section, steps in tiers(paper.labels).items():
            if line.startswith(f"{section} "):
                _tier_table(document, steps)
    document.add_paragraph("附件：1.申报表填写说明")
    if ends_with_signature:
        _sign(document, paper)
    document.add_paragraph("（此件公开发布）")
    for line in ATTACHMENT:
        document.add_paragraph(line)
    document.add_paragraph("抄送：市委各部门。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _centred(document: object, text: str, size: int) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _sign(document: object, paper: Paper) -> None:
    organ, day = signed(paper)
    for text in (organ, in_chinese(day)):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT  # type: ignore[attr-defined]


def signed(paper: Paper) -> tuple[str, str]:
    day = paper.labels.published
    return paper.labels.issuer, f"{day.year}年{day.month}月{day.day}日"


def _tier_table(document: object, steps: list[tuple[int, int]]) -> None:
    rows = [TIER_HEAD, *tier_rows(steps)]
    table = document.add_table(rows=len(rows), cols=3)  # type: ignore[attr-defined]
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value


def printed_pdf(paper: Paper) -> bytes:
    """Justified lines that wrap, titles of two lines, page numbers."""
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle("body", fontName="STSong-Light", fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK")
    flush = ParagraphStyle("flush", parent=base, firstLineIndent=0)
    title = ParagraphStyle("title", parent=flush, fontSize=20, leading=30, alignment=1)
    right = ParagraphStyle("right", parent=flush, alignment=2, rightIndent=28)
    story: list[object] = [Paragraph(paper.title, title), Spacer(1, 12)]
    if not paper.head:
        story.append(Paragraph(paper.number, ParagraphStyle("number", parent=flush, alignment=1)))
    story += [Paragraph(line, flush if line.endswith("：") else base) for line in (*paper.head, *paper.letter)]
    if paper.inner:
        story += [*(Paragraph(line, right) for line in signed(paper)), PageBreak(), Paragraph(paper.inner, title)]
    for line in paper.body:
        story.append(Paragraph(line, base))
    if not paper.inner and not paper.head:
        story += [Paragraph(line, right) for line in signed(paper)]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=80, rightMargin=80).build(
        story, onLaterPages=_page, onFirstPage=_page
    )
    return buffer.getvalue()


def _page(canvas: object, document: object) -> None:
    canvas.setFont("STSong-Light", 10)  # type: ignore[attr-defined]
    canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")  # type: ignore[attr-defined]


def library_page(paper: Paper, *, status: str = "有效", posted: str = "", charset: str = "utf-8") -> bytes:
    """A page of a policy library: the table of 索引号 above, links below, the site all around."""
    organ, day = signed(paper)
    facts = [
        ("索引号", "QZ00105-0300-2025-00012", "文号", paper.number),
        ("发布机构", organ, "成文日期", paper.labels.published.isoformat()),
        ("发布日期", posted or paper.labels.published.isoformat(), "有效性", status),
    ]
    lines = list(_page_lines(paper, facts, charset))
    return "\n".join(lines).encode(charset)


def _page_lines(paper: Paper, facts: list[tuple[str, str, str, str]], charset: str) -> Iterator[str]:
    organ, day = signed(paper)
    yield f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{paper.title}_泉州市人民政府</title></head><body>'
    yield '<div class="header"><a href="/">首页</a> <a href="/zc">政策文件</a></div>'
    yield '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zcwj">政策文件库</a></div>'
    yield '<div class="main"><table class="xxgk"><tbody>'
    for one, said, other, value in facts:
        yield f"<tr><th>{one}</th><td>{html.escape(said)}</td><th>{other}</th><td>{html.escape(value)}</td></tr>"
    yield f"</tbody></table>\n<h1>{paper.title}</h1>"
    yield '<div class="info"><span>发布时间：2026-11-01 09:30</span> <span>来源：泉州市人民政府</span> <span>浏览量：1024</span></div>'.replace(
        "2026-11-01", facts[2][1]
    )
    yield '<div id="zoom" class="TRS_Editor">'
    if not paper.head:
        yield f'<p style="text-align:center">{paper.number}</p>'
    for line in paper.letter:
        yield f"<p>　　{html.escape(line)}</p>"
    if paper.inner:
        yield f'<p style="text-align:right">{organ}</p>\n<p style="text-align:right">{day}</p>'
        yield f'<p style="text-align:center"><strong>{paper.inner}</strong></p>'
    for line in paper.body:
        yield f"<p>　　{html.escape(line)}</p>"
    if not paper.inner and not paper.head:
        yield f'<p style="text-align:right">{organ}　　{day}</p>'
    yield "</div>"
    yield '<div class="fj">附件：<a href="/P1.docx">申报表.docx</a></div>'
    yield '<div class="xgjd">相关解读：<a href="/jd.html">政策解读</a></div></div>'
    yield '<div class="footer">主办单位：泉州市人民政府办公室 闽ICP备05005454号</div></body></html>'


def pasted_text(paper: Paper) -> bytes:
    """Pasted from the printed file: full-width indents, the title broken in two, no marks of headings."""
    half = len(paper.title) // 2
    title = [paper.title[:half], paper.title[half:]] if paper.inner else [paper.title]
    organ, day = signed(paper)
    numbered = [] if paper.head else [paper.number]
    closing = [f"{organ}　　{day}"] if not paper.inner and not paper.head else []
    opening = [organ, day, paper.inner] if paper.inner else []
    lines = [*title, *numbered, *paper.head, *paper.letter, *opening, *paper.body, *closing]
    return "\r\n".join(f"　　{line}" for line in lines).encode()


EXPORTS = {"docx": red_head_docx, "pdf": printed_pdf, "html": library_page, "txt": pasted_text}

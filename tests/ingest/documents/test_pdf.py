"""PDF with text: what a reader sees on the page is what is read."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.documents.document import Document, Table, Text
from ingest.documents.pdf import read_pdf
from ingest.documents.pdf_glyphs import readable
from ingest.documents.pdf_grid import find_grids
from ingest.documents.pdf_lines import joined
from ingest.documents.pdf_rules import Rule
from ingest.problems import RejectedFile
from tests.ingest.documents.pdf_files import GRID, drawn, flowing, paragraph, table

LONG = "由户主、亲属、抚养人或者父母申报，应当在婴儿出生后一个月内申报；超过一个月仍可申报，不因此拒绝办理。"


def said(document: Document) -> list[str]:
    return [text.text for text in document.texts()]


def cells(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in list(document.tables())[number].rows]


def test_wrapped_lines_are_one_paragraph_and_paragraphs_stay_apart() -> None:
    document = read_pdf("a.pdf", flowing([paragraph(LONG * 2), paragraph("短句。"), paragraph(LONG)]))
    assert said(document) == [LONG * 2, "短句。", LONG]
    assert [text.at.paragraph for text in document.texts()] == [1, 2, 3]


def test_a_paragraph_goes_on_over_the_page_break() -> None:
    story = [paragraph("题"), *[paragraph(f"第{n}段。") for n in range(39)], paragraph(LONG * 5), paragraph("尾")]
    document = read_pdf("a.pdf", flowing(story))
    assert said(document)[-2:] == [LONG * 5, "尾"]
    assert [text.at.page for text in list(document.texts())[-2:]] == [1, 2]


def test_paragraphs_that_begin_further_in_are_told_apart_after_full_lines() -> None:
    full = "满" * 41
    document = read_pdf("a.pdf", flowing([paragraph(text, firstLineIndent=21) for text in (LONG, full, full, LONG)]))
    assert said(document) == [LONG, full, full, LONG]


def test_larger_print_is_a_heading() -> None:
    document = read_pdf("a.pdf", flowing([paragraph("办事指南", 18), paragraph("一、条件", 14), paragraph(LONG)]))
    assert [(text.text, text.level) for text in document.texts()] == [("办事指南", 1), ("一、条件", 2), (LONG, 0)]


def test_a_number_begins_a_paragraph_where_it_counts_on() -> None:
    def page(canvas: Canvas) -> None:
        for row, line in enumerate(("1.满" + "满" * 35, "2.又一项" + "又" * 31, "3、4楼均可", "附注见第", "5.6条")):
            canvas.drawString(100, 700 - 16 * row, line)

    document = read_pdf("a.pdf", drawn(page))
    assert said(document)[:2] == ["1.满" + "满" * 35, "2.又一项" + "又" * 31]


def test_ruled_tables_keep_merged_cells_and_places() -> None:
    rows = [["材料", "要求", ""], ["", "原件", "1份"], ["身份证", "是", LONG]]
    spans = [GRID, ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0))]
    document = read_pdf("a.pdf", flowing([table(rows, (100, 100, 200), spans)]))
    assert cells(document) == [["材料", "要求", "要求"], ["材料", "原件", "1份"], ["身份证", "是", LONG]]
    grid = next(document.tables()).rows
    assert grid[0][0] is grid[1][0] and (grid[0][0].rows, grid[0][1].columns) == (2, 2)
    at = grid[2][2].at
    assert (at.page, at.table, at.row, at.column) == (1, 1, 3, 3)


def test_a_table_in_a_cell_is_inside_it() -> None:
    inner = table([["渠道", "闽政通"], ["电话", "12345"]], (60, 100))
    document = read_pdf("a.pdf", flowing([table([["网办", [paragraph("可以"), inner]], ["收费", "无"]], (80, 240))]))
    assert cells(document) == [["网办", "可以"], ["收费", "无"]]
    block = next(document.tables()).rows[0][1].inner[0]
    assert isinstance(block, Table) and [[cell.text for cell in row] for row in block.rows] == [
        ["渠道", "闽政通"],
        ["电话", "12345"],
    ]


def test_lines_of_a_cell_that_were_typed_stay_lines_and_wrapped_ones_are_joined() -> None:
    value = [paragraph("1.身份证原件"), paragraph("2." + LONG), paragraph("3.照片")]
    document = read_pdf("a.pdf", flowing([table([["材料", value], ["费用", "无"]], (80, 240))]))
    assert cells(document)[0][1] == f"1.身份证原件\n2.{LONG}\n3.照片"


def test_a_label_written_downwards_is_one_word() -> None:
    label = [paragraph(character) for character in "申请条件"]
    document = read_pdf("a.pdf", flowing([table([[label, "甲"], ["费用", "无"]], (80, 240))]))
    assert cells(document)[0] == ["申请条件", "甲"]


def test_a_table_over_several_pages_is_one_and_its_repeated_head_is_dropped() -> None:
    rows = [["序号", "材料"], *[[str(n), f"第{n}种材料"] for n in range(1, 81)]]
    document = read_pdf("a.pdf", flowing([table(rows, (80, 240), repeatRows=1)]))
    assert cells(document) == rows
    assert len(list(document.tables())) == 1
    last = next(document.tables()).rows[-1][0].at
    assert last.page == 3 and last.table == 1


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    def first(canvas: Canvas) -> None:
        canvas.grid([100, 180, 400], [60, 100, 140])
        canvas.drawString(106, 120, "摘要")
        canvas.drawString(186, 120, "短")
        canvas.drawString(106, 84, "条件")
        canvas.drawString(186, 84, "满" * 19)

    def second(canvas: Canvas) -> None:
        canvas.grid([100, 180, 400], [700, 740, 780])
        canvas.drawString(186, 764, "十八周岁。")
        canvas.drawString(106, 724, "费用")
        canvas.drawString(186, 724, "无")

    document = read_pdf("a.pdf", drawn(first, second))
    assert cells(document) == [["摘要", "短"], ["条件", "满" * 19 + "十八周岁。"], ["费用", "无"]]


def test_tables_with_other_columns_stay_two_over_a_page_break() -> None:
    def first(canvas: Canvas) -> None:
        canvas.grid([100, 180, 400], [60, 100, 140])
        for x, y, text in ((106, 120, "甲"), (186, 120, "乙"), (106, 84, "丙"), (186, 84, "丁")):
            canvas.drawString(x, y, text)

    def second(canvas: Canvas) -> None:
        canvas.grid([100, 230, 300, 400], [740, 780])
        for x, text in ((106, "子"), (240, "丑"), (306, "寅")):
            canvas.drawString(x, 764, text)

    assert len(list(read_pdf("a.pdf", drawn(first, second)).tables())) == 2


def test_rules_drawn_as_thin_boxes_and_open_sides_make_tables() -> None:
    def page(canvas: Canvas) -> None:
        for y in (700, 660, 620):
            canvas.rect(100, y, 300, 0.7, stroke=0, fill=1)
        canvas.rect(200, 620, 0.7, 80, stroke=0, fill=1)
        for x, y, text in ((110, 680, "项目"), (210, 680, "内容"), (110, 640, "费用"), (210, 640, "无")):
            canvas.drawString(x, y, text)

    assert cells(read_pdf("a.pdf", drawn(page))) == [["项目", "内容"], ["费用", "无"]]


def test_entries_set_below_one_another_without_rules_are_a_table() -> None:
    def page(canvas: Canvas) -> None:
        rows = (
            ("办理时限", "5个工作日"),
            ("收费标准", "不收费"),
            ("办理地点", "东街1号"),
            ("", "二楼"),
            ("电话", "12345"),
        )
        for row, (label, value) in enumerate(rows):
            canvas.drawString(100, 700 - 16 * row, label)
            canvas.drawString(200, 700 - 16 * row, value)
        canvas.drawString(100, 600, "以上内容以窗口公布为准。")

    document = read_pdf("a.pdf", drawn(page))
    assert cells(document) == [
        ["办理时限", "5个工作日"],
        ["收费标准", "不收费"],
        ["办理地点", "东街1号\n二楼"],
        ["电话", "12345"],
    ]
    assert said(document) == ["以上内容以窗口公布为准。"]


def test_two_columns_of_running_text_are_read_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 780, "全宽的标题行" * 6)
        for row in range(12):
            canvas.drawString(60, 740 - 16 * row, "左" * 21)
            canvas.drawString(310, 740 - 16 * row, "右" * 21)

    assert said(read_pdf("a.pdf", drawn(page))) == ["全宽的标题行" * 6, "左" * 252, "右" * 252]


def test_running_heads_feet_and_page_numbers_are_left_out() -> None:
    def frame(canvas: Canvas, document: object) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(70, 815, "鲤城区办事指南汇编")
        canvas.drawCentredString(300, 20, f"— {canvas.getPageNumber()} —")

    story = [paragraph(f"第{n}件：{LONG}") for n in range(50)]
    document = read_pdf("a.pdf", flowing(story, frame=frame))
    assert said(document) == [f"第{n}件：{LONG}" for n in range(50)]


def test_the_number_of_a_single_page_goes_and_its_first_line_stays() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 810, "鲤城区文件")
        canvas.drawString(100, 700, "正文")
        canvas.drawCentredString(300, 30, "第 1 页 共 1 页")

    assert said(read_pdf("a.pdf", drawn(page))) == ["鲤城区文件", "正文"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_is_read_upright_whatever_way_the_page_is_shown(turn: int) -> None:
    data = flowing([paragraph(LONG), table([["材料", "身份证"], ["费用", "无"]], (80, 240))], landscape(A4))
    pdf = pypdfium2.PdfDocument(data)
    pdf[0].set_rotation(turn)
    document = read_pdf("a.pdf", _saved(pdf))
    assert said(document) == [LONG] and cells(document) == [["材料", "身份证"], ["费用", "无"]]


def _saved(pdf: pypdfium2.PdfDocument) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_a_page_written_sideways_is_read_and_a_slanted_watermark_is_not() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.drawString(100, 300, "横排的一行文字")
        canvas.rotate(-45)
        canvas.drawString(100, 300, "水印")

    assert said(read_pdf("a.pdf", drawn(page))) == ["横排的一行文字"]


def test_text_drawn_invisibly_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "看得见")
        hidden = canvas.beginText(100, 650)
        hidden.setTextRenderMode(3)
        hidden.textOut("看不见")
        canvas.drawText(hidden)

    assert said(read_pdf("a.pdf", drawn(page))) == ["看得见"]


def test_characters_printed_twice_for_boldness_are_read_once() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "申请条件")
        canvas.drawString(100.3, 700, "申请条件")

    assert said(read_pdf("a.pdf", drawn(page))) == ["申请条件"]


def test_radicals_become_characters_and_full_width_signs_stay() -> None:
    assert [readable(character) for character in "⼈⺠⻅ﬁ（：１"] == ["人", "民", "见", "fi", "（", "：", "１"]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("办理", "地点", "办理地点"),
        ("service", "guide", "service guide"),
        ("0595-2234", "5678", "0595-22345678"),
        ("https://a.gov.cn/", "guide", "https://a.gov.cn/guide"),
        ("第", "3条", "第3条"),
        ("word ", "next", "word next"),
    ],
)
def test_lines_are_joined_as_their_script_asks(before: str, after: str, whole: str) -> None:
    assert joined(before, after) == whole


def test_a_single_frame_is_no_table() -> None:
    sides = [Rule(0, 0, 100), Rule(50, 0, 100)], [Rule(0, 0, 50), Rule(100, 0, 50)]
    assert find_grids(*sides) == []


def test_a_user_password_is_told_and_an_owner_password_does_not_matter() -> None:
    locked = drawn(lambda canvas: canvas.drawString(9, 9, "密"), encrypt=StandardEncryption("user", "owner"))
    with pytest.raises(RejectedFile, match="有密码"):
        read_pdf("a.pdf", locked)
    owned = drawn(
        lambda canvas: canvas.drawString(99, 500, "公开"), encrypt=StandardEncryption("", "owner", canPrint=0)
    )
    assert said(read_pdf("a.pdf", owned)) == ["公开"]


def test_damaged_and_empty_files_are_told() -> None:
    whole = flowing([paragraph(LONG)])
    for data in (b"%PDF-1.7 nothing", whole[:200], b""):
        with pytest.raises(RejectedFile, match="打不开"):
            read_pdf("a.pdf", data)
    with pytest.raises(RejectedFile, match="没有文字"):
        read_pdf("a.pdf", drawn(lambda canvas: canvas.line(0, 0, 9, 9)))


def test_text_blocks_and_cells_say_their_page() -> None:
    document = read_pdf("a.pdf", drawn(*[lambda canvas: canvas.drawString(100, 700, "页上的话")] * 3))
    assert [(block.text, block.at.page) for block in document.blocks if isinstance(block, Text)] == [
        ("页上的话", 1),
        ("页上的话", 2),
        ("页上的话", 3),
    ]

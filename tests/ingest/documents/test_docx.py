from __future__ import annotations

import docx
import pytest

from ingest.documents.document import Document, Table, Text
from ingest.documents.docx import read_docx
from ingest.problems import RejectedFile
from tests.ingest.documents.office_files import cell, paragraph, plain_word, saved, swapped, table, word


def read(body: str, **parts: str) -> Document:
    return read_docx("指南.docx", word(body, **parts))


def texts(document: Document) -> list[str]:
    return [text.text for text in document.texts()]


def grid(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in next(document.tables()).rows]


def test_blocks_come_in_the_order_of_the_body_with_their_places() -> None:
    document = read(paragraph("一") + table(cell("甲") + cell("乙")) + paragraph("二"))
    first, between, last = document.blocks
    assert isinstance(first, Text) and isinstance(between, Table) and isinstance(last, Text)
    assert (first.at.words, between.rows[0][1].at.words, last.at.words) == (
        "第 1 段",
        "第 1 张表第 1 行第 2 列",
        "第 2 段",
    )


def test_empty_paragraphs_are_counted_and_left_out() -> None:
    document = read(paragraph("一") + "<w:p/>" + paragraph("三"))
    assert [(text.text, text.at.paragraph) for text in document.texts()] == [("一", 1), ("三", 3)]


def test_headings_are_known_by_style_and_by_outline_level() -> None:
    file = docx.Document()
    file.add_heading("办事指南", 0)
    file.add_heading("一、受理条件", 2)
    file.add_paragraph("年满 16 周岁")
    assert [text.level for text in read_docx("a.docx", saved(file)).texts()] == [1, 2, 0]
    outlined = read(paragraph("办理流程", '<w:outlineLvl w:val="2"/>') + paragraph("正文", '<w:outlineLvl w:val="9"/>'))
    assert [text.level for text in outlined.texts()] == [3, 0]


def test_a_style_that_is_based_on_itself_ends() -> None:
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert texts(read(paragraph("一", '<w:pStyle w:val="a"/>'), styles=styles)) == ["一"]


def test_bold_means_all_of_the_paragraph() -> None:
    half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>条件：</w:t></w:r><w:r><w:t>年满</w:t></w:r></w:p>"
    document = read(paragraph("申请条件", run="<w:b/>") + half + paragraph("不粗", run='<w:b w:val="0"/>'))
    assert [text.bold for text in document.texts()] == [True, False, False]


def test_bold_is_inherited_from_the_style() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="x"><w:rPr><w:b/></w:rPr></w:style>'
    assert next(read(paragraph("条件", '<w:pStyle w:val="x"/>'), styles=styles).texts()).bold


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t>承诺</w:t></w:r><w:del><w:r><w:delText>20</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>10</w:t></w:r></w:ins><w:r><w:t>个工作日</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == ["承诺10个工作日"]


def test_moved_text_counts_once() -> None:
    body = "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>"
    assert texts(read(body)) == ["新处"]


def test_hidden_text_does_not_count() -> None:
    assert texts(
        read(paragraph("看不见", run="<w:vanish/>") + paragraph("看得见", run='<w:vanish w:val="false"/>'))
    ) == ["看得见"]


def test_struck_out_text_is_left_out_and_told() -> None:
    document = read(paragraph("收费 40 元", run="<w:strike/>") + paragraph("免费"))
    assert texts(document) == ["免费"]
    assert [(line.reason, line.at and line.at.paragraph) for line in document.warnings] == [
        ("有 1 处划了删除线的文字，没有采用，请核对", 1)
    ]


def test_text_of_content_controls_is_not_lost_but_prompts_are() -> None:
    filled = f"<w:sdt><w:sdtContent>{paragraph('受理条件')}</w:sdtContent></w:sdt>"
    inline = "<w:p><w:sdt><w:sdtContent><w:r><w:t>鲤城区</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('单击此处输入')}</w:sdtContent></w:sdt>"
    )
    assert texts(read(filled + inline + prompt)) == ["受理条件", "鲤城区"]


def test_a_text_box_written_for_two_programs_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('窗口电话 22345678')}</w:txbxContent>"
    body = f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    document = read(body)
    assert [(text.text, text.at.paragraph) for text in document.texts()] == [("窗口电话 22345678", 1)]


def test_ticked_boxes_are_read_in_each_of_their_spellings() -> None:
    symbols = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F052"/><w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0A3"/><w:t>否</w:t></w:r></w:p>'
    field = "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>必要</w:t></w:r></w:p>"
    assert texts(read(symbols + field + paragraph("\uf0fe可网办"))) == ["☑是□否", "☑必要", "☑可网办"]


def test_the_entry_chosen_of_a_drop_down_is_read() -> None:
    entries = "<w:listEntry w:val='原件'/><w:listEntry w:val='复印件'/>"
    body = f"<w:p><w:r><w:fldChar><w:ffData><w:ddList><w:result w:val='1'/>{entries}</w:ddList></w:ffData></w:fldChar></w:r></w:p>"
    assert texts(read(body)) == ["复印件"]


def test_line_breaks_and_tabs_stay_and_field_codes_do_not_show() -> None:
    body = "<w:p><w:r><w:t>一楼</w:t><w:br/><w:t>二楼</w:t><w:tab/><w:t>三楼</w:t><w:br w:type='page'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    assert texts(read(body)) == ["一楼\n二楼\t三楼"]


def test_ruby_reads_the_word_and_not_its_reading() -> None:
    body = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>lǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>鲤</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    assert texts(read(body)) == ["鲤"]


def test_merged_cells_stand_in_each_place_they_cover() -> None:
    document = read(
        table(
            cell("标题", '<w:gridSpan w:val="3"/>'),
            cell("材料", '<w:vMerge w:val="restart"/>') + cell("身份证") + cell("1"),
            cell("", "<w:vMerge/>") + cell("户口簿") + cell("2"),
        )
    )
    assert grid(document) == [["标题"] * 3, ["材料", "身份证", "1"], ["材料", "户口簿", "2"]]
    rows = next(document.tables()).rows
    assert rows[0][0] is rows[0][2] and rows[1][0] is rows[2][0]
    assert (rows[0][0].columns, rows[1][0].rows) == (3, 2)


def test_cells_merged_both_ways_are_one() -> None:
    corner = '<w:gridSpan w:val="2"/><w:vMerge{}/>'
    document = read(
        table(cell("角", corner.format(' w:val="restart"')) + cell("甲"), cell("", corner.format("")) + cell("乙"))
    )
    rows = next(document.tables()).rows
    assert rows[0][0] is rows[1][1]
    assert (rows[0][0].rows, rows[0][0].columns) == (2, 2)


def test_rows_of_unequal_length_are_filled_up() -> None:
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('丙')}</w:tr>"
    document = read(f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr>{late}<w:tr>{cell('丁')}</w:tr></w:tbl>")
    assert grid(document) == [["甲", "乙"], ["", "丙"], ["丁", ""]]


def test_a_continued_cell_without_a_beginning_is_a_cell_of_its_own() -> None:
    document = read(table(cell("", "<w:vMerge/>") + cell("乙")))
    assert grid(document) == [["", "乙"]]


def test_hidden_and_deleted_rows_hold_nothing_and_keep_their_number() -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('隐')}</w:tr>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}</w:tr>"
    document = read(f"<w:tbl>{hidden}{deleted}<w:tr>{cell('留')}</w:tr></w:tbl>")
    assert grid(document) == [["留"]]
    assert next(document.tables()).rows[0][0].at.row == 3


def test_a_row_inside_a_content_control_is_not_lost() -> None:
    document = read(f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('甲')}</w:tr></w:sdtContent></w:sdt></w:tbl>")
    assert grid(document) == [["甲"]]


def test_a_nested_table_is_inner_and_its_text_not_in_the_cell() -> None:
    inner = table(cell("材料名称") + cell("份数"))
    document = read(table(cell("申请材料") + cell(paragraph("见表") + inner + "<w:p/>")))
    value = next(document.tables()).rows[0][1]
    assert value.text == "见表"
    (nested,) = value.inner
    assert isinstance(nested, Table)
    assert [found.text for found in nested.rows[0]] == ["材料名称", "份数"]
    assert (nested.rows[0][1].at.row, nested.rows[0][1].at.column, nested.rows[0][1].at.path) == (
        1,
        2,
        "table[1]/row[1]/column[2]",
    )


def test_paragraphs_of_a_cell_are_joined_by_line_breaks_with_their_numbers() -> None:
    file = docx.Document()
    target = file.add_table(1, 1).cell(0, 0)
    target.text = "材料如下"
    for text in ("身份证", "户口簿"):
        target.add_paragraph(text, style="List Number")
    assert grid(read_docx("a.docx", saved(file))) == [["材料如下\n1. 身份证\n2. 户口簿"]]


def test_cells_of_heading_rows_and_bold_cells_are_heads() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('名称')}{cell('份数')}</w:tr>"
    body = f"<w:tr>{cell(paragraph('身份证', run='<w:b/>'))}{cell('1')}</w:tr>"
    rows = next(read(f"<w:tbl>{head}{body}</w:tbl>").tables()).rows
    assert [[found.head for found in row] for row in rows] == [[True, True], [True, False]]


def test_the_title_is_the_documents_own() -> None:
    file = docx.Document()
    file.core_properties.title = "居民身份证补领指南"
    file.add_paragraph("一")
    assert read_docx("a.docx", saved(file)).title == "居民身份证补领指南"


def test_a_file_of_iso_strict_namespaces_is_read() -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>严格</w:t></w:r></w:p></w:body></w:document>'
    assert texts(read_docx("a.docx", swapped(plain_word(), {"word/document.xml": strict}))) == ["严格"]


def test_pictures_are_told_and_a_file_of_pictures_only_is_refused() -> None:
    picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    assert [line.reason for line in read(paragraph("一") + picture).warnings] == [
        "文件里有 1 张图片，图片里的文字没有读取"
    ]
    with pytest.raises(RejectedFile, match="只有图片"):
        read(picture)


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(RejectedFile, match="没有文字"):
        read("<w:p/>")


def test_a_package_without_a_document_is_refused() -> None:
    with pytest.raises(RejectedFile, match="已损坏"):
        read_docx("a.docx", swapped(plain_word(), {"word/document.xml": "<x/>"}))

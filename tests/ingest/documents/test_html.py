"""Web pages as government sites write them, by hand."""

from __future__ import annotations

import pytest

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.documents.html import read_html
from ingest.problems import RejectedFile


def page(body: str, head: str = "", encoding: str = "utf-8", charset: str = "") -> Document:
    return read_html("page.html", f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), charset)


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Text)]


def table(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in list(document.tables())[number].rows]


def test_headings_paragraphs_and_line_breaks_are_texts_of_their_own() -> None:
    document = page("<h1>出生登记</h1><p><strong>申请条件：</strong>本区户口<br>或居住证<p>二</p><h2>流程</h2>")
    assert [(text.text, text.level) for text in document.texts()] == [
        ("出生登记", 1),
        ("申请条件：本区户口", 0),
        ("或居住证", 0),
        ("二", 0),
        ("流程", 2),
    ]


def test_a_line_break_of_the_source_is_no_blank_between_chinese_characters() -> None:
    document = page("<p>父母一方是\n   本区户口，带\nGA-001 form</p>")
    assert said(document.blocks) == ["父母一方是本区户口，带 GA-001 form"]


def test_each_piece_knows_its_line_and_its_way_in_the_page() -> None:
    document = page("\n<div id='zoom'>\n<p>\n一</p>\n<!-- \n -->二<table>\n<tr><td>三<td>\n四</table></div>")
    texts = list(document.texts())
    assert [(text.text, text.at.line) for text in texts] == [("一", 4), ("二", 6)]
    assert texts[0].at.path == "#zoom>p:1"
    cells = next(document.tables()).rows[0]
    assert [(cell.at.line, cell.at.path) for cell in cells] == [
        (7, "#zoom>table:1>tr:1>td:1"),
        (8, "#zoom>table:1>tr:1>td:2"),
    ]
    assert (cells[1].at.table, cells[1].at.row, cells[1].at.column) == (1, 1, 2)


def test_a_line_beyond_what_the_parser_counts_is_not_told() -> None:
    document = page("<p>头</p>" + "\n" * 70_000 + "<p>尾</p>")
    assert [text.at.line for text in document.texts()] == [1, 0]


def test_cells_that_span_stand_in_each_place_they_cover() -> None:
    document = page("<table><tr><th rowspan=2>材料<th colspan=2>要求<tr><td>原件<td>1份<tr><td>a</table>")
    assert table(document) == [["材料", "要求", "要求"], ["材料", "原件", "1份"], ["a", "", ""]]
    rows = next(document.tables()).rows
    assert rows[0][0] is rows[1][0] and rows[0][1] is rows[0][2]
    assert (rows[0][0].rows, rows[0][1].columns, rows[0][0].head, rows[1][1].head) == (2, 2, True, False)


def test_nonsense_spans_do_no_harm() -> None:
    document = page("<table><tr><td rowspan=99999 colspan=x>a<td colspan=-3>b<tr><td>c</table>")
    assert table(document) == [["a", "b"], ["a", "c"]]


def test_tables_and_lists_in_a_cell_are_inside_it_not_in_its_text() -> None:
    document = page(
        "<table><tr><td>材料<td>如下<ol start=2><li>甲<li>乙</ol><table><tr><td>丙<td>丁</table>止<tr><td>x<td>y</table>"
    )
    cell = next(document.tables()).rows[0][1]
    assert cell.text == "如下\n止"
    lists = [block for block in cell.inner if isinstance(block, Text)]
    assert [(text.mark, text.text) for text in lists] == [("2.", "甲"), ("3.", "乙")]
    inner = next(block for block in cell.inner if isinstance(block, Table))
    assert [[one.text for one in row] for row in inner.rows] == [["丙", "丁"]]


def test_definition_lists_are_tables_with_head_cells() -> None:
    document = page("<dl><dt>期限<dd>5日</dd><div><dt>甲<dt>乙<dd>同</div><dt>多<dd>一<dd>二</dl>")
    rows = next(document.tables()).rows
    assert table(document) == [["期限", "5日"], ["甲", "同"], ["乙", "同"], ["多", "一"], ["多", "二"]]
    assert all(row[0].head and not row[1].head for row in rows)
    assert rows[1][1] is rows[2][1] and rows[3][0] is rows[4][0]


def test_a_definition_list_in_a_definition_is_inside_its_cell() -> None:
    document = page("<dl><dt>收费<dd>有<dl><dt>金额<dd>40元</dl></dl>")
    cell = next(document.tables()).rows[0][1]
    assert cell.text == "有" and isinstance(cell.inner[0], Table)
    assert [one.text for one in cell.inner[0].rows[0]] == ["金额", "40元"]


@pytest.mark.parametrize(
    "row",
    [
        "<div class='label'>办理地点</div><div>东街1号</div>",
        "<p><span class='item-label'>办理地点</span><span>东街1号</span></p>",
        "<p><label>办理地点</label>东街1号</p>",
    ],
)
def test_a_label_and_its_value_are_not_run_together(row: str) -> None:
    texts = list(page(f"<div>{row}</div>").texts())
    assert [(text.text, text.bold) for text in texts] == [("办理地点", True), ("东街1号", False)]


def test_a_label_with_a_colon_stays_with_its_value() -> None:
    assert said(page("<p><span class='label'>电话：</span><span>12345</span></p>").blocks) == ["电话：12345"]


def test_navigation_footers_scripts_and_hidden_parts_are_left_out() -> None:
    document = page(
        "<nav>首页</nav><div class='breadcrumb'>首页 &gt; 办事</div><script>x='<p>脚本'</script><div id='content'>"
        "<p>正文第一段，说的是怎样办理。</p><p style='display: none'>旧版</p><p hidden>暗</p><p aria-hidden='true'>图标</p>"
        "<p>字体：大 中 小</p><div class='bdshare'>分享</div></div><div class='footer'>电话12345</div><p>闽ICP备12345678号-1</p>"
    )
    assert said(document.blocks) == ["正文第一段，说的是怎样办理。"]


def test_furniture_by_name_that_holds_tables_is_content_all_the_same() -> None:
    document = page("<p>题</p><div class='print share'><table><tr><td>材料<td>身份证</table></div>")
    assert table(document) == [["材料", "身份证"]]


def test_tab_panels_that_are_hidden_until_clicked_are_read_under_their_labels() -> None:
    document = page(
        "<ul class='tab-nav'><li>受理条件<li>申请材料</ul><div class='tab-con'><p>甲</div>"
        "<div class='tab-con' style='display:none'><p>乙</div>"
    )
    assert [(text.text, text.level > 0) for text in document.texts()] == [
        ("受理条件", True),
        ("甲", False),
        ("申请材料", True),
        ("乙", False),
    ]


def test_tabs_that_point_at_their_panels_label_them_in_any_order() -> None:
    document = page(
        "<div role=tablist><button role=tab aria-controls=b>二</button><button role=tab aria-controls=a>一</button></div>"
        "<div role=tabpanel id=a hidden>甲</div><div role=tabpanel id=b>乙</div>"
    )
    assert said(document.blocks) == ["一", "甲", "二", "乙"]


def test_of_panels_with_one_class_those_not_open_are_content() -> None:
    document = page("<div class='con'>甲乙丙</div><div class='con' style='display:none'>丁戊己</div>")
    assert said(document.blocks) == ["甲乙丙", "丁戊己"]


def test_the_title_above_the_main_content_is_kept() -> None:
    document = page(
        "<div><h1>出生登记</h1><a>收藏夹</a></div><main><p>婴儿出生后到派出所办理登记手续。</p></main><p>尾</p>"
    )
    assert said(document.blocks) == ["出生登记", "婴儿出生后到派出所办理登记手续。"]


def test_tables_that_only_arrange_the_page_are_no_tables() -> None:
    inner = "<table><tr><td>材料<td>身份证</table>"
    document = page(f"<table><tr><td><h1>题</h1>{inner}</td></tr></table>")
    assert said(document.blocks) == ["题"] and table(document) == [["材料", "身份证"]]


def test_a_page_in_gbk_is_read_by_header_meta_or_neither() -> None:
    meta = "<meta charset=gb2312>"
    for head, charset in (("", "gbk"), (meta, ""), ("", "")):
        document = page("<p>办理镕基〇</p>", head, "gb18030", charset)
        assert said(document.blocks) == ["办理镕基〇"] and document.warnings == ()


@pytest.mark.parametrize(("encoding", "declared"), [("gbk", "utf-8"), ("utf-8", "gbk"), ("utf-8", "big5")])
def test_a_wrong_charset_is_overruled_and_told(encoding: str, declared: str) -> None:
    document = page("<p>申请条件：本人具有鲤城区户籍</p>", encoding=encoding, charset=declared)
    assert said(document.blocks) == ["申请条件：本人具有鲤城区户籍"]
    assert [problem.severity for problem in document.warnings] == ["warning"]
    assert declared in document.warnings[0].reason


def test_a_latin_declaration_is_the_servers_default_and_not_followed() -> None:
    document = page("<p>申请条件</p>", charset="ISO-8859-1")
    assert said(document.blocks) == ["申请条件"] and document.warnings == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<p>\xff\xfe\xfd\x81 \xff</p>", "编码"),
        (b"\xef\xbb\xbf<p>\xff</p>", "UTF-8"),
        (b"", "空"),
        (b"<html><body><script>x</script></body></html>", "没有找到正文"),
        (b"<div>" * 5000 + "深".encode(), "嵌套过深"),
        (b"<b>x" * 200, "嵌套过深"),
        (b"<table>" + b"<tr><td rowspan=60000 colspan=200>x" * 1500 + b"</table>", "过大"),
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(RejectedFile, match=reason):
        read_html("bad.html", data)


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;x</p>'
    assert "lol" not in "".join(said(read_html("x.html", bomb).blocks))
    assert "root:" not in "".join(said(read_html("x.html", bomb).blocks))


def test_a_page_of_pictures_is_told() -> None:
    document = page("<p>见下图</p><img src='a.png'><img src='b.png'>")
    assert "图片" in document.warnings[0].reason


def test_the_title_is_the_articles_own_where_the_page_says_it() -> None:
    head = "<title>出生登记_鲤城区人民政府</title>"
    assert page("<p>x</p>", head).title == "出生登记_鲤城区人民政府"
    assert page("<p>x</p>", head + "<meta name='ArticleTitle' content='出生登记'>").title == "出生登记"


def test_ordered_lists_count_as_they_are_numbered() -> None:
    document = page("<ol start=3><li>甲<li value=9>乙</ol><ul><li>丙<p>丁</ul>")
    assert [(text.mark, text.text) for text in document.texts()] == [
        ("3.", "甲"),
        ("9.", "乙"),
        ("•", "丙"),
        ("", "丁"),
    ]


def test_no_cell_is_lost_from_a_ragged_table() -> None:
    rows = next(page("<table><tr><td>a<tr><td>b<td>c</table>").tables()).rows
    assert {len(row) for row in rows} == {2}
    assert all(isinstance(cell, Cell) for row in rows for cell in row)

from __future__ import annotations

import datetime

import openpyxl
import pytest
from openpyxl.styles import Font

from ingest.documents.document import Document, Table
from ingest.documents.xlsx import read_xls, read_xlsx
from ingest.documents.xlsx_format import exact_value, shown_number, shown_value
from ingest.documents.xlsx_looks import cell_name, column_of
from ingest.problems import RejectedFile
from tests.ingest.documents.office_files import old_workbook, plain_workbook, saved, sheet, swapped


def read(book: openpyxl.Workbook) -> Document:
    return read_xlsx("事项.xlsx", saved(book))


def grid(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in next(document.tables()).rows]


def filled(**cells: object) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for name, value in cells.items():
        book.active[name] = value
    return book


def test_each_visible_sheet_is_a_heading_and_a_table() -> None:
    book = filled(A1="甲")
    book.active.title = "事项清单"
    book.create_sheet("材料")["A1"] = "乙"
    book.create_sheet("空表")
    document = read(book)
    assert [(text.text, text.level) for text in document.texts()] == [("事项清单", 1), ("材料", 1)]
    assert [table.rows[0][0].text for table in document.tables()] == ["甲", "乙"]


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    book = filled(A1="甲")
    hidden = book.create_sheet("旧版")
    hidden["A1"] = "乙"
    hidden.sheet_state = "hidden"
    document = read(book)
    assert len(list(document.tables())) == 1
    assert [line.reason for line in document.warnings] == ["工作表“旧版”是隐藏的，没有采用"]


def test_places_are_the_sheets_own_names() -> None:
    document = read(filled(B4="受理条件", C4="年满 16 周岁"))
    assert next(document.tables()).rows[0][1].at.words == "工作表“Sheet”，单元格 C4"


def test_the_used_range_has_no_empty_edges() -> None:
    book = filled(B2="甲", D3="乙")
    book.active["F9"].font = Font(bold=True)
    assert grid(read(book)) == [["甲", "", ""], ["", "", "乙"]]


def test_merged_cells_are_the_same_object_in_each_place() -> None:
    book = filled(A1="标题", A2="甲", B2="乙", A3="丙", B3="丁")
    book.active.merge_cells("A1:B1")
    rows = next(read(book).tables()).rows
    assert rows[0][0] is rows[0][1]
    assert (rows[0][0].columns, rows[0][0].rows) == (2, 1)


def test_cells_merged_downwards_are_one() -> None:
    book = filled(A1="材料", B1="身份证", B2="户口簿")
    book.active.merge_cells("A1:A2")
    rows = next(read(book).tables()).rows
    assert rows[0][0] is rows[1][0] and rows[0][0].rows == 2


def test_line_breaks_in_a_cell_stay() -> None:
    assert grid(read(filled(A1="1.身份证\n2.户口簿"))) == [["1.身份证\n2.户口簿"]]


def test_numbers_are_as_people_see_them() -> None:
    book = filled(A1=20.0, A2=0.05, A3=20, A4=datetime.date(2024, 3, 1), A5=7, A6=40.5, A7=datetime.time(9, 30))
    for name, code in {"A2": "0%", "A3": '0"个工作日"', "A4": 'yyyy"年"m"月"d"日"', "A5": "000000"}.items():
        book.active[name].number_format = code
    assert [row[0] for row in grid(read(book))] == ["20", "5%", "20个工作日", "2024-03-01", "000007", "40.5", "09:30"]


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    book = filled(A1="甲", A2="隐", A3="乙", B1="藏", C1="丙")
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    document = read(book)
    assert grid(document) == [["甲", "丙"], ["乙", ""]]
    assert [line.reason for line in document.warnings] == ["工作表“Sheet”里有隐藏的 1 行、1 列，没有采用"]


def test_a_struck_out_cell_is_left_out_and_told() -> None:
    book = filled(A1="收费", B1="40 元")
    book.active["B1"].font = Font(strike=True)
    document = read(book)
    assert grid(document) == [["收费"]]
    assert [line.at and line.at.cell for line in document.warnings] == ["B1"]


def test_bold_cells_are_heads() -> None:
    book = filled(A1="事项名称", B1="身份证")
    book.active["A1"].font = Font(bold=True)
    assert [cell.head for cell in next(read(book).tables()).rows[0]] == [True, False]


def test_a_formula_that_fails_is_left_out_and_told() -> None:
    document = read_xlsx(
        "a.xlsx", sheet('<row r="1"><c r="A1"><v>5</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    )
    assert grid(document) == [["5"]]
    assert [(line.reason[:8], line.at and line.at.cell) for line in document.warnings] == [("有 1 处公式出", "B1")]


def test_a_formula_without_a_computed_value_is_told() -> None:
    document = read(filled(A1="承诺时限", B1="=10+10"))
    assert grid(document) == [["承诺时限"]]
    assert [(line.reason, line.at and line.at.cell) for line in document.warnings] == [
        ("有 1 处公式出错或没有算出结果，没有采用，请用 Excel 打开检查、保存后再上传", "B1")
    ]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(RejectedFile, match="没有内容"):
        read(openpyxl.Workbook())


def test_a_damaged_sheet_is_refused() -> None:
    with pytest.raises(RejectedFile, match="已损坏"):
        read_xlsx("a.xlsx", swapped(plain_workbook(), {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}))


def test_rows_and_cells_without_names_are_counted() -> None:
    bold = '<row><c t="inlineStr"><is><t>甲</t></is></c><c t="inlineStr"><is><t>乙</t></is></c></row>'
    document = read_xlsx("a.xlsx", sheet(bold))
    table = next(document.tables())
    assert isinstance(table, Table)
    assert [cell.at.cell for cell in table.rows[0]] == ["A1", "B1"]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (20.0, "", "20"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (40, '"每证"0"元"', "每证40元"),
        (40, "0\\元", "40元"),
        (1200, "[$¥-804]#,##0", "¥1,200"),
        (0.125, "0.0%", "12.5%"),
        (0.125, "0.##%", "12.5%"),
        (-3, "0.0", "-3.0"),
        (-3, '0;"减"0', "减3"),
        (0, '0;-0;"免费"', "免费"),
        (2.5, "0", "3"),
        (5, '"第"0"号"', "第5号"),
        (5, "# ?/?", "5"),
        (1e20, "0", "1e+20"),
        (0.00001, "", "0.00001"),
    ],
)
def test_a_number_is_shown_in_its_format(value: float, code: str, text: str) -> None:
    assert shown_number(value, code) == text


def test_other_values_are_shown_plainly() -> None:
    assert shown_value(True) == "TRUE"
    assert shown_value(datetime.datetime(2024, 3, 1, 9, 5)) == "2024-03-01 09:05"
    assert shown_value(datetime.datetime(2024, 3, 1)) == "2024-03-01"


def test_names_of_cells_and_columns_agree() -> None:
    assert [cell_name(0, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert [column_of(cell_name(8, column)) for column in range(1000)] == list(range(1000))


def test_a_workbook_of_excel_97_is_read() -> None:
    document = read_xls("事项.xls", old_workbook("事项名称", 20.0, "1.身份证\n2.户口簿"))
    assert [text.text for text in document.texts()] == ["事项"]
    assert grid(document) == [["事项名称"], ["20"], ["1.身份证\n2.户口簿"]]
    assert next(document.tables()).rows[1][0].at.cell == "A2"


def test_a_hidden_sheet_of_excel_97_is_left_out() -> None:
    with pytest.raises(RejectedFile, match="没有内容"):
        read_xls("事项.xls", old_workbook("旧版", hidden=True))


def test_a_damaged_workbook_of_excel_97_is_refused() -> None:
    with pytest.raises(RejectedFile, match="已损坏"):
        read_xls("事项.xls", old_workbook("甲")[:1600])


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1999.96, "#,##0", "1999.96"),
        (0.0523, "0%", "5.23%"),
        (0.07, "0%", "7%"),
        (1.5, '0.0"亿元"', "1.5亿元"),
        (-3, "0;(0)", "-3"),
        (18500000, '#,##0,"千元"', '18500000（显示格式 #,##0,"千元"）'),
        ("十", "@", "十"),
        (True, "", "TRUE"),
        (3.50583e17, "", "3.50583e+17"),
    ],
)  # fmt: skip
def test_exact_values_hide_nothing(value: float | str, code: str, text: str) -> None:
    assert exact_value(value, code) == text

from __future__ import annotations

import docx
import pytest

from ingest.documents.sniff import sniff
from ingest.problems import RejectedFile
from tests.ingest.documents.office_files import plain_word, plain_workbook, saved, swapped, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    """A file of the old Office kind with one directory entry."""
    return OLE + bytes(1024 - 8) + (stream + "\0").encode("utf-16-le").ljust(128, b"\0")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (plain_word(), "docx"),
        (plain_workbook(), "xlsx"),
        (zipped({"GA-001.docx": plain_word()}), "zip"),
        (ole("Workbook"), "xls"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"\xff\xd8\xff\xe0\0", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"II*\0\x08\0\0\0", "image"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "image"),
        ("BMI 指数说明".encode(), "text"),
        (b"<!DOCTYPE html><html></html>", "html"),
        ("\ufeff <table><tr><td>甲</td></tr></table>".encode(), "html"),
        ("办事指南 <p>受理条件</p>".encode("gbk"), "html"),
        (b'{"name": "x"}', "json"),
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b'[{"a": 1}]', "json"),
        ("[注意] 受理条件".encode(), "text"),
        ("一、受理条件\n年满 16 周岁".encode(), "text"),
        ("一、受理条件".encode("gb18030"), "text"),
        ("一、受理条件".encode("utf-16"), "text"),
    ],
)
def test_a_file_is_what_its_content_says(data: bytes, kind: str) -> None:
    assert sniff("没有后缀的文件", data).kind == kind


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (ole("WordDocument"), "另存为 .docx"),
        (ole("EncryptedPackage"), "有密码"),
        (ole("PowerPoint Document"), "幻灯片"),
        (OLE + bytes(600), "另存为 .docx"),
        (b"{\\rtf1\\ansi", "另存为 .docx"),
        (b"Rar!\x1a\x07\x00", "ZIP"),
        (b"7z\xbc\xaf\x27\x1c", "ZIP"),
        (b"\x1f\x8b\x08\0", "ZIP"),
        (b"MZ\x90\0", "程序文件"),
        (b"GIF89a", "PNG 或 JPG"),
        (b"\0\0\0\x18ftypheic", "JPG"),
        (b"MIME-Version: 1.0", "另存为 .docx"),
        (zipped({"OFD.xml": "<x/>"}), "导出为 PDF"),
        (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "幻灯片"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "另存为 .xlsx"),
        (zipped({"mimetype": "", "META-INF/manifest.xml": ""}), "另存为 .docx 或 .xlsx"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "另存为 .xlsx"),
        (b"abc\0def", "不认识"),
        (b"", "空的"),
        (b" \n\0\0", "空的"),
        (b"PK\x03\x04nothing", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, advice: str) -> None:
    with pytest.raises(RejectedFile, match=advice):
        sniff("文件", data)


def test_a_name_that_contradicts_the_content_is_told() -> None:
    (told,) = sniff("指南.xlsx", plain_word()).warnings
    assert told.reason == "文件名是 .xlsx，内容其实是Word 文档，已按内容读取"


@pytest.mark.parametrize("name", ["指南.docx", "指南.DOCX", "指南.docm", "指南", "指南.2024"])
def test_a_name_that_agrees_or_says_nothing_is_not_told(name: str) -> None:
    assert sniff(name, plain_word()).warnings == ()


def test_a_web_page_called_a_workbook_is_read_as_the_page_it_is() -> None:
    sniffed = sniff("导出.xls", b"<html><table></table></html>")
    assert sniffed.kind == "html" and sniffed.warnings


def test_a_word_file_that_holds_a_workbook_is_a_word_file() -> None:
    file = docx.Document()
    file.add_paragraph("一")
    assert sniff("a.docx", swapped(saved(file), {"word/embeddings/book.xlsx": plain_workbook()})).kind == "docx"

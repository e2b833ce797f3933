"""What a file is by its content; its name is only compared, never believed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from ingest.documents.archive import Archive
from ingest.problems import rejection, warning
from knowledge.manifest import Problem

Kind = Literal["docx", "xlsx", "xls", "pdf", "html", "json", "jsonl", "image", "text", "zip"]

_WORDS: dict[Kind, str] = {
    "docx": "Word 文档",
    "xlsx": "Excel 表格",
    "xls": "旧版 Excel 表格",
    "pdf": "PDF",
    "html": "网页",
    "json": "JSON 数据",
    "jsonl": "JSON 数据",
    "image": "图片",
    "text": "纯文字",
    "zip": "ZIP 压缩包",
}
_SUFFIXES: dict[str, frozenset[Kind]] = {
    "docx": frozenset({"docx"}),
    "docm": frozenset({"docx"}),
    "doc": frozenset({"docx"}),
    "wps": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "xlsm": frozenset({"xlsx"}),
    "xls": frozenset({"xls", "xlsx"}),
    "et": frozenset({"xls", "xlsx"}),
    "pdf": frozenset({"pdf"}),
    "html": frozenset({"html"}),
    "htm": frozenset({"html"}),
    "shtml": frozenset({"html"}),
    "json": frozenset({"json", "jsonl"}),
    "jsonl": frozenset({"json", "jsonl"}),
    "ndjson": frozenset({"json", "jsonl"}),
    "zip": frozenset({"zip"}),
    "txt": frozenset({"text"}),
    "md": frozenset({"text"}),
    "csv": frozenset({"text"}),
    "tsv": frozenset({"text"}),
    **dict.fromkeys(("png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff"), frozenset({"image"})),
}

_WORD = "旧版 Word 文件（.doc / .wps）读不出来，请用 Word 或 WPS 另存为 .docx 再上传"
_LOCKED = "文件有密码，请去掉密码再上传"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_UNREADABLE: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF 文件读不出来，请用 Word 另存为 .docx 再上传"),
    (b"Rar!", "RAR 压缩包读不出来，请改用 ZIP 压缩"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包读不出来，请改用 ZIP 压缩"),
    (b"\x1f\x8b", "GZ 压缩包读不出来，请改用 ZIP 压缩"),
    (b"GIF8", "GIF 图片读不出来，请另存为 PNG 或 JPG 再上传"),
    (b"MZ", "这是程序文件，不是办事资料，没有读取"),
    (b"\x7fELF", "这是程序文件，不是办事资料，没有读取"),
    (b"MIME-Version:", "单个文件网页（MHT）读不出来，请用 Word 另存为 .docx 再上传"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY = 128
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", _LOCKED),
    ("WordDocument", _WORD),
    ("PowerPoint Document", "旧版幻灯片（.ppt）读不出来，请把内容整理成 .docx 或 PDF 再上传"),
)
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "二进制表格（.xlsb）读不出来，请用 Excel 另存为 .xlsx 再上传"),
    ("ppt/", "幻灯片（.pptx）读不出来，请把内容整理成 .docx 或 PDF 再上传"),
    ("ofd.xml", "OFD 版式文件读不出来，请导出为 PDF 再上传"),
    ("meta-inf/manifest.xml", "OpenDocument 文件（.odt / .ods）读不出来，请另存为 .docx 或 .xlsx 再上传"),
)
_TAGS = re.compile(
    r"<(?:!doctype html|html|head|body|table|div|p|ul|ol|dl|h[1-6]|span|section|article|meta|title)\b", re.I
)
_PROSE = 65536


@dataclass(frozen=True)
class Sniffed:
    """What a file is, and a line for the editor where its name says otherwise."""

    kind: Kind
    warnings: tuple[Problem, ...] = ()


def sniff(file: str, data: bytes, name: str = "") -> Sniffed:
    """The kind of ``data``; raises RejectedFile with advice for what cannot be read. ``name`` defaults to ``file``."""
    if not data.strip(b"\x00\t\n\r "):
        raise rejection(file, "文件是空的")
    kind = _kind(file, data)
    suffix = (name or file).rpartition(".")[2].lower()
    expected = _SUFFIXES.get(suffix)
    if expected is None or kind in expected:
        return Sniffed(kind)
    return Sniffed(kind, (warning(file, f"文件名是 .{suffix}，内容其实是{_WORDS[kind]}，已按内容读取"),))


def _kind(file: str, data: bytes) -> Kind:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(file, data)
    if data.startswith(_OLE):
        return _ole(file, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES) or _is_webp_or_bmp(data):
        return "image"
    if data[4:8] == b"ftyp":
        raise rejection(file, "这种照片或视频读不出来，请把照片另存为 JPG 再上传")
    for start, reason in _UNREADABLE:
        if data.startswith(start):
            raise rejection(file, reason)
    return _written(file, data)


def _is_webp_or_bmp(data: bytes) -> bool:
    return (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or (data[:2] == b"BM" and data[6:10] == bytes(4))


def _packed(file: str, data: bytes) -> Kind:
    names = {info.filename.lower().replace("\\", "/") for info in Archive(file, data).infos}
    for start, reason in _PACKAGES:
        if any(name.startswith(start) for name in names):
            raise rejection(file, reason)
    if "[content_types].xml" not in names:
        return "zip"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "docx" if any(name.startswith("word/") for name in names) else "zip"


def _ole(file: str, data: bytes) -> Kind:
    """Old Office files, and the box around encrypted new ones, by the streams in their directory."""
    for name, reason in _OLE_STREAMS:
        if _has_stream(data, name):
            raise rejection(file, reason)
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    raise rejection(file, _WORD)


def _has_stream(data: bytes, name: str) -> bool:
    entry = (name + "\0").encode("utf-16-le")
    at = data.find(entry)
    while at >= 0:
        if at % _OLE_ENTRY == 0:
            return True
        at = data.find(entry, at + 1)
    return False


def _written(file: str, data: bytes) -> Kind:
    """Text of some sort, told apart by how it begins."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\x00" in data and not wide:
        raise rejection(file, "不认识这种文件，请上传 Word（.docx）、Excel（.xlsx）、PDF、网页、图片或 ZIP")
    start = data[:_PROSE].decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if "<?mso-application" in start or "urn:schemas-microsoft-com:office:spreadsheet" in start:
            raise rejection(file, "XML 表格读不出来，请用 Excel 另存为 .xlsx 再上传")
        return "html"
    if start.startswith("["):
        return "json" if re.match(r"\[\s*[\[{\"\]]", start) else "text"
    if start.startswith("{"):
        return "jsonl" if re.match(r"\{[^\r\n]*\}\s*[\r\n]+\s*\{", start) else "json"
    return "html" if _TAGS.search(start[:2000]) else "text"

"""Files made to harm their reader. Each is built when asked for; none is kept in the repository."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.ingest.documents.office_files import (
    DOCUMENT,
    SHEET,
    cell,
    old_workbook,
    paragraph,
    plain_word,
    plain_workbook,
    sheet,
    swapped,
    table,
    word,
    zipped,
)

MIB = 1 << 20
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def streamed(name: str, parts: Iterator[bytes], base: bytes | None = None) -> bytes:
    """A ZIP (or the package ``base``) in which ``name`` holds ``parts``, which need not fit in memory together."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for other in old.namelist():
                    if other != name:
                        archive.writestr(other, old.read(other))
        with archive.open(name, "w", force_zip64=True) as stream:
            for part in parts:
                stream.write(part)
    return target.getvalue()


def zip_of_zeros() -> bytes:
    """Four hundred megabytes in two."""
    return streamed("零.txt", (bytes(MIB) for _ in range(400)))


def zip_of_zips() -> bytes:
    """Each level holds ten of the one below: a hundred gigabytes in all."""
    data = streamed("零.txt", (bytes(MIB) for _ in range(20)))
    for _ in range(4):
        data = zipped((f"{number}.zip", data) for number in range(10))
    return data


def zip_in_itself() -> bytes:
    """A hundred archives within one another, as one that holds itself would look."""
    data = plain_word()
    for _ in range(100):
        data = zipped({"自己.zip": data})
    return data


def zip_of_one_file_many_times() -> bytes:
    """A directory of a thousand names for one stretch of bytes."""
    data = zipped({"0000.txt": bytes(7 * MIB)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry.replace(b"0000.txt", f"{number:04d}.txt".encode()) for number in range(1000))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), start, 0)
    return data[:start] + directory + tail


def zip_of_a_million_names() -> bytes:
    """A directory that costs more memory than it has bytes."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    directory = entry * 1_000_000
    return (
        b"PK\x03\x04" + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    )


def locked_zip() -> bytes:
    """Its one member says that it is encrypted."""
    data = zipped({"甲.docx": plain_word()})
    at = data.index(b"PK\x01\x02")
    return data[:6] + b"\x01\x08" + data[8 : at + 8] + b"\x01\x08" + data[at + 10 :]


def locked_office() -> bytes:
    """The head of the box in which Office puts an encrypted file."""
    name = "EncryptedPackage\0".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + name.ljust(128, b"\0") + bytes(4096)


def _entity_word(doctype: str, encoding: str = "utf-8") -> bytes:
    xml = f'{doctype}<w:document xmlns:w="{_WORD}"><w:body>{paragraph("&j;")}</w:body></w:document>'
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return swapped(plain_word(), {DOCUMENT: (head + xml).encode(encoding)})


def _entity_styles() -> bytes:
    return swapped(plain_word(), {"word/styles.xml": f'{LAUGHS}<w:styles xmlns:w="{_WORD}">&j;</w:styles>'})


def _entity_strings() -> bytes:
    xml = f'{LAUGHS}<sst xmlns="{_SHEETS}"><si><t>&j;</t></si></sst>'
    return swapped(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), {"xl/sharedStrings.xml": xml})


def _entity_sheet() -> bytes:
    xml = f'{LAUGHS}<worksheet xmlns="{_SHEETS}"><sheetData><row><c><v>&j;</v></c></row></sheetData></worksheet>'
    return swapped(plain_workbook(), {SHEET: xml})


def a_hundred_megabytes() -> bytes:
    return b"a" * (100 * MIB)


def _paragraphs(count: int) -> Iterator[bytes]:
    """Different ones, so that they do not pack like a bomb."""
    chance = random.Random(4)
    yield f'<w:document xmlns:w="{_WORD}"><w:body>'.encode()
    for _ in range(count // 1000):
        yield "".join(f"<w:p><w:r><w:t>{chance.getrandbits(24)}</w:t></w:r></w:p>" for _ in range(1000)).encode()
    yield b"</w:body></w:document>"


def a_million_paragraphs() -> bytes:
    return streamed(DOCUMENT, _paragraphs(1_000_000), plain_word())


def paragraphs_that_just_fit_in_a_part() -> bytes:
    """As many as the size of a part lets through: the tree is built before they are counted."""
    return streamed(DOCUMENT, _paragraphs(600_000), plain_word())


def a_table_of_ten_million_cells() -> bytes:
    def parts() -> Iterator[bytes]:
        yield f'<w:document xmlns:w="{_WORD}"><w:body><w:tbl>'.encode()
        row = b"<w:tr>" + b"<w:tc><w:p/></w:tc>" * 1000 + b"</w:tr>"
        yield from (row for _ in range(10_000))
        yield b"</w:tbl></w:body></w:document>"

    return streamed(DOCUMENT, parts(), plain_word())


def tables_within_tables() -> bytes:
    return word("<w:tbl><w:tr><w:tc>" * 80 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 80)


def elements_within_elements() -> bytes:
    return word("<w:sdt><w:sdtContent>" * 100_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 100_000)


def a_sheet_from_corner_to_corner() -> bytes:
    return sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


def an_old_workbook_that_makes_its_parser_panic() -> bytes:
    """The record that names the sheets says that it is empty."""
    data = old_workbook("甲")
    at = data.index(struct.pack("<HH", 0x85, 12)) + 2
    return data[:at] + b"\0\0" + data[at + 2 :]


def many_small_strings() -> bytes:
    head = f'<sst xmlns="{_SHEETS}">'.encode()
    return streamed("xl/sharedStrings.xml", iter((head, *(b"<si/>" * 100_000 for _ in range(100)))), plain_workbook())


def json_without_end() -> bytes:
    return b"[" * (10 * MIB)


def json_of_numbers() -> bytes:
    return b'[{"a":[' + b"1," * (5 * MIB) + b"1]}]"


def lines_without_end() -> bytes:
    return b"x\n" * (10 * MIB)


def _pdf(stream: bytes) -> bytes:
    """A page whose content is ``stream``, deflated."""
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def a_page_of_a_gigabyte() -> bytes:
    packer = zlib.compressobj(9)
    return _pdf(b"".join(packer.compress(bytes(MIB)) for _ in range(1024)) + packer.flush())


def a_truncated_pdf() -> bytes:
    return _pdf(zlib.compress(b"BT (x) Tj ET"))[:120]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "零.zip": (zip_of_zeros, "太大|炸弹"),
    "层层.zip": (zip_of_zips, "炸弹|太多层"),
    "自己.zip": (zip_in_itself, "太多层"),
    "重叠.zip": (zip_of_one_file_many_times, "重叠"),
    "目录.zip": (zip_of_a_million_names, "太多"),
    "有密码.zip": (locked_zip, "密码"),
    "有密码.docx": (locked_office, "密码"),
    "有密码.xlsx": (locked_office, "密码"),
    "半个.zip": (lambda: zipped({"甲.docx": plain_word()})[:-200], "已损坏"),
    "半个.docx": (lambda: plain_word()[:5000], "已损坏"),
    "半个.xlsx": (lambda: plain_workbook()[:2000], "已损坏"),
    "半个.pdf": (a_truncated_pdf, ""),
    "十亿笑.docx": (lambda: _entity_word(LAUGHS), "实体声明"),
    "十亿笑16.docx": (lambda: _entity_word(LAUGHS, "utf-16"), "实体声明"),
    "外部实体.docx": (lambda: _entity_word(OUTSIDE), "实体声明"),
    "样式.docx": (_entity_styles, "实体声明"),
    "字符串.xlsx": (_entity_strings, "实体声明"),
    "工作表.xlsx": (_entity_sheet, "实体声明"),
    "一百兆.txt": (a_hundred_megabytes, "太大"),
    "百万段.docx": (a_million_paragraphs, "太大"),
    "六十万段.docx": (paragraphs_that_just_fit_in_a_part, "太多|读不出来"),
    "千万格.docx": (a_table_of_ten_million_cells, "太大|炸弹"),
    "套表.docx": (tables_within_tables, "层数太多"),
    "套层.docx": (elements_within_elements, "已损坏"),
    "对角.xlsx": (a_sheet_from_corner_to_corner, "表格太大"),
    "碎字.xlsx": (many_small_strings, "太大|炸弹|读不出来"),
    "惊慌.xls": (an_old_workbook_that_makes_its_parser_panic, "读不出来"),
    "括号.json": (json_without_end, "太多"),
    "数字.json": (json_of_numbers, "太多"),
    "无尽.txt": (lines_without_end, "太多"),
    "一页.pdf": (a_page_of_a_gigabyte, ""),
    "控制.json": (lambda: b'{"a": "\\u0007"}', "控制字符"),
    "半字.json": (lambda: b'{"a": "\\ud83d"}', "控制字符"),
    "倒写.docx": (lambda: word(paragraph("收费\u202e040元")), "控制字符"),
    "倒写.xlsx": (lambda: sheet('<row><c t="inlineStr"><is><t>\u2067x</t></is></c></row>'), "控制字符"),
    "倒写格.docx": (lambda: word(table(cell("甲\u202d"))), "控制字符"),
    "倒写.html": (lambda: "<html><body><p>收费 &#x202e;040 元，请到窗口办理</p></body></html>".encode(), "控制字符"),
    "控制.csv": (lambda: "事项,收费\n甲,\x0740\n".encode(), "控制字符"),
    "空.docx": (lambda: b"", "空的"),
    "空白.json": (lambda: b"  \n", "空的"),
}
"""Each file by its name: how it is made, and what its one line says."""

EXTERNAL = f"""<?xml version="1.0"?><Relationships xmlns="{_RELATIONS}">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="{{url}}/a.png" TargetMode="External"/>
<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{{url}}/t.dotm" TargetMode="External"/>
<Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="{{url}}/styles.xml" TargetMode="External"/>
</Relationships>"""

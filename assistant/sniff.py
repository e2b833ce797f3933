"""What a file really is, by its first bytes and, for Office files, by what its archive holds. Names are not believed."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from assistant.errors import UploadRefused

_MAGIC: Final = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OFFICE: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_ENDINGS: Final = {"pdf": "pdf", "png": "png", "jpg": "jpg", "jpeg": "jpg", "docx": "docx", "xlsx": "xlsx"}
_MOST_MEMBERS: Final = 5_000
TAKEN: Final = "PDF、PNG、JPG、Word（docx）或 Excel（xlsx）"


def sniff(content: bytes, name: str) -> str:
    """The type of a file (``pdf png jpg docx xlsx``); raises UploadRefused for others and where the name says otherwise."""
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "") or _office(content)
    if not kind:
        raise UploadRefused(f"只能上传{TAKEN}文件，这个文件不是。")
    stem, _, ending = name.rpartition(".")
    if not stem or _ENDINGS.get(ending.lower()) != kind:
        raise UploadRefused(f"文件名和内容不一致：内容是 {kind}，请改正文件名的后缀再上传。")
    return kind


def _office(content: bytes) -> str:
    """An Office file without macros; only the archive's table is read, nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UploadRefused("这个文件已经损坏，请重新保存后再上传。") from error
    if len(names) > _MOST_MEMBERS or "[Content_Types].xml" not in names:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused("不能上传带宏的文件，请另存为不带宏的格式。")
    return next((kind for member, kind in _OFFICE.items() if member in names), "")

"""What a file really is, by its first bytes and, for Office files, by what its archive holds. Names are not believed.

Forms (``sniff``) take papers and pictures of papers; evidence (``sniff_evidence``) takes besides what phones record: containers of
ISO/IEC 14496-12 by their major brand, RIFF by its form, MP3 by its tag or by a sound frame header (ISO/IEC 11172-3).
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from assistant.errors import UploadRefused

_MAGIC: Final = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OFFICE: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_ENDINGS: Final = {"pdf": "pdf", "png": "png", "jpg": "jpg", "jpeg": "jpg", "docx": "docx", "xlsx": "xlsx"}
_MOST_MEMBERS: Final = 5_000
TAKEN: Final = "PDF、PNG、JPG、Word（docx）或 Excel（xlsx）"

_RIFF: Final = {b"WEBP": "webp", b"WAVE": "wav"}
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "m4a"),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"M4V "), "mp4"),
    b"qt  ": "mov",
}
"""Major brands of what phones make; ``3gp?`` and ``3g2?`` besides."""
_SAME: Final = {"jpeg": "jpg", "heif": "heic", "m4v": "mp4"}
_SOUND_OR_FILM: Final = frozenset({"mp4", "m4a", "mov", "3gp"})
"""Recorders write sound into any of these containers: their endings are taken for one another."""
EVIDENCE_TAKEN: Final = (
    "PDF、图片（PNG、JPG、WEBP、HEIC）、Word（docx）、Excel（xlsx）、录音（MP3、M4A、WAV、AMR）或视频（MP4、MOV）"
)


def sniff(content: bytes, name: str) -> str:
    """The type of a file (``pdf png jpg docx xlsx``); raises UploadRefused for others and where the name says otherwise."""
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "") or _office(content)
    if not kind:
        raise UploadRefused(f"只能上传{TAKEN}文件，这个文件不是。")
    stem, _, ending = name.rpartition(".")
    if not stem or _ENDINGS.get(ending.lower()) != kind:
        raise UploadRefused(f"文件名和内容不一致：内容是 {kind}，请改正文件名的后缀再上传。")
    return kind


def sniff_evidence(path: Path, name: str) -> tuple[str, str]:
    """Type of a file on disk, and its name with an ending of that type; raises UploadRefused for types that are not taken.

    A picture of a chat is often a WEBP that calls itself ``.jpg``: the name gets the right ending behind it, the bytes stay.
    """
    with path.open("rb") as file:
        head = file.read(64)
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "") or _media(head) or _office(path, head)
    if not kind:
        raise UploadRefused(f"只能上传{EVIDENCE_TAKEN}文件，这个文件不是。")
    stem, _, ending = name.rpartition(".")
    said = _SAME.get(ending.lower(), ending.lower())
    fits = said == kind or {said, kind} <= _SOUND_OR_FILM
    return kind, name if stem and fits else f"{name}.{kind}"


def _media(head: bytes) -> str:
    """Pictures, sound and film by their first bytes; empty for anything else."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "3gp" if brand.startswith((b"3gp", b"3g2")) else _BRANDS.get(brand, "")
    if head.startswith(b"#!AMR"):
        return "amr"
    return "mp3" if head.startswith(b"ID3") or _sound_frame(head) else ""


def _sound_frame(head: bytes) -> bool:
    """An MPEG audio header of layer III whose bit rate and sampling rate exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3


def _office(content: bytes | Path, head: bytes | None = None) -> str:
    """An Office file without macros; only the archive's table is read, nothing is unpacked."""
    if not (content if isinstance(content, bytes) else head or b"").startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content) if isinstance(content, bytes) else content) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UploadRefused("这个文件已经损坏，请重新保存后再上传。") from error
    if len(names) > _MOST_MEMBERS or "[Content_Types].xml" not in names:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused("不能上传带宏的文件，请另存为不带宏的格式。")
    return next((kind for member, kind in _OFFICE.items() if member in names), "")

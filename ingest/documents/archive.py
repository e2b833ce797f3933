"""ZIP files of strangers: members by their true names, inflated within limits that no directory entry can talk away."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from ingest.problems import WHOLE_PATH, RejectedFile, forbidden_character, rejection, shown
from knowledge.models import Position

MOST_MEMBERS = 5000
LARGEST_MEMBER = 32 << 20
LARGEST_TOTAL = 512 << 20
STEEPEST = 200
"""Inflated bytes a packed byte may become. Office files stay below 100; a bomb of zeros reaches 1032."""
_HARMLESS = 8 << 20
"""Below this size the ratio says nothing: a page of blanks packs as well as a bomb."""
_CHUNK = 1 << 20

DAMAGED = "文件打不开，可能已损坏或没有传完整，请重新保存再上传"
_BOMB = "解压后大得不正常，像是“压缩炸弹”，为安全起见不再读取"
_CENTRAL = b"PK\x01\x02"
_UNICODE_PATH = 0x7075
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


class Bomb(RejectedFile):
    """An archive that looks made to overwhelm its reader: nothing more of it is read, and that is one line."""


@dataclass(frozen=True)
class Member:
    """One file inside an archive, not inflated yet; ``name`` is decoded, with ``/`` between folders, and safe to print.

    ``escapes``: the name points out of the archive, or cannot be shown as it is.
    """

    name: str
    info: zipfile.ZipInfo
    escapes: bool


class Archive:
    """A ZIP file in memory; every ``read`` draws on one budget of inflated bytes."""

    def __init__(self, file: str, data: bytes, member: str = "", budget: int = LARGEST_TOTAL) -> None:
        """Raises RejectedFile for what is no ZIP, is damaged, or holds files that overlap."""
        self.file, self.member, self.left = file, member, budget
        if data.count(_CENTRAL) > 2 * MOST_MEMBERS:  # counted before the directory is parsed, which costs memory
            raise self._refuse(f"里面的文件太多，最多 {MOST_MEMBERS} 个，请分成几个压缩包")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
            raise self._refuse(DAMAGED) from error
        self.infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._check_layout(len(data))

    def _check_layout(self, size: int) -> None:
        """Bytes that several members share are how a small file inflates without end."""
        if len(self.infos) > MOST_MEMBERS:
            raise self._refuse(f"里面的文件太多，最多 {MOST_MEMBERS} 个，请分成几个压缩包")
        end = 0
        for info in sorted(self.infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise Bomb(self._refuse("里面的文件互相重叠，像是“压缩炸弹”，为安全起见没有读取").problem)
            end = info.header_offset + info.compress_size
        if end > size:
            raise self._refuse(DAMAGED)

    def members(self) -> list[Member]:
        """What people packed, in the archive's order; litter of macOS, Windows and Office is passed over."""
        named = [(name_of(info), info) for info in self.infos]
        return [Member(shown(name, WHOLE_PATH), info, escapes(name)) for name, info in named if not _litter(name)]

    def read(self, info: zipfile.ZipInfo, member: str = "", largest: int = LARGEST_MEMBER) -> bytes:
        """The inflated content; raises RejectedFile, at ``member``, for what is locked, damaged or out of bounds."""
        if info.flag_bits & 0x1:
            raise self._refuse("压缩包有密码，请去掉密码重新打包", member)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._refuse("压缩方式不支持，请用电脑自带的“压缩”功能重新打包成 ZIP", member)
        try:
            with self._zip.open(info) as stream:
                return self._inflate(stream, info, member, largest)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise self._refuse(DAMAGED, member) from error

    def _inflate(self, stream: IO[bytes], info: zipfile.ZipInfo, member: str, largest: int) -> bytes:
        steep = max(_HARMLESS, info.compress_size * STEEPEST)
        found = bytearray()
        while chunk := stream.read(_CHUNK):
            found += chunk
            self.left -= len(chunk)
            if len(found) > steep or self.left < 0:
                raise Bomb(self._refuse(_BOMB, member).problem)
            if len(found) > largest:
                raise self._refuse(f"解压后太大，超过 {largest >> 20} MB", member)
        return bytes(found)

    def _refuse(self, reason: str, member: str = "") -> RejectedFile:
        place = "/".join(part for part in (self.member, member) if part)
        return rejection(self.file, reason, at=Position(member=place) if place else None)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: marked UTF-8, the Unicode extra field, unmarked UTF-8, GBK, else code page 437."""
    if info.flag_bits & 0x800:
        return info.filename.replace("\\", "/")
    raw = info.orig_filename.encode("cp437", "replace")
    return (_unicode_path(info.extra, raw) or _decoded(raw)).replace("\\", "/")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gbk"):  # GBK hardly ever happens to be valid UTF-8; the other way round it does
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """The name in Info-ZIP's extra field, if it belongs to this very name."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack("<L", body[1:5])[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "ignore")
    return ""


def escapes(name: str) -> bool:
    """Whether a name points out of its archive or cannot be shown honestly; nothing is ever written, but it is told."""
    parts = name.split("/")
    drive = len(parts[0]) == 2 and parts[0].endswith(":")
    return ".." in parts or name.startswith("/") or drive or forbidden_character(name) is not None


def _litter(name: str) -> bool:
    parts = name.split("/")
    last = parts[-1]
    return "__MACOSX" in parts or last.startswith((".", "~$")) or last.lower() in _LITTER

"""The package around Word and Excel files: parts inflated within limits, XML without document types, no link followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any, TypeAlias
from xml.parsers import expat

from lxml import etree

from ingest.documents.archive import DAMAGED, Archive
from ingest.problems import rejection

LARGEST_PART = 32 << 20
LARGEST_PACKAGE = 256 << 20
"""Inflated bytes of all parts; those of a workbook are inflated twice, once to look at their heads."""
_UNSAFE = "文件里夹带了不正常的内容（XML 实体声明），为安全起见没有读取"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""ISO's strict namespaces and the usual ones that mean the same."""
_OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"

_SAFE: dict[str, bool] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

Element: TypeAlias = Any
"""An lxml element: lxml has no types of its own."""


class _Started(Exception):
    pass


class Package:
    """An Office Open XML file in memory."""

    def __init__(self, file: str, data: bytes) -> None:
        """Raises RejectedFile for a damaged or overlapping archive."""
        self.file = file
        self._archive = Archive(file, data, budget=LARGEST_PACKAGE)
        self._infos = {info.filename.lower().lstrip("/"): info for info in self._archive.infos}

    @property
    def names(self) -> frozenset[str]:
        """The parts' names in small letters."""
        return frozenset(self._infos)

    @property
    def has_macros(self) -> bool:
        """Whether a program lies inside; it is never run."""
        return any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in self._infos)

    def xml(self, name: str) -> Element | None:
        """The root of a part, ``None`` where there is none; raises RejectedFile for damage and for document types."""
        data = self._part(name)
        return None if data is None else parse_xml(self.file, data)

    def each(self, name: str, *tags: str) -> Iterator[Element]:
        """The elements of a part with one of ``tags``, each whole and then forgotten: a sheet may have a million rows."""
        data = self._part(name)
        if data is None:
            return
        _check_prologue(self.file, data)
        try:
            for _, element in etree.iterparse(io.BytesIO(_usual(data)), tag=tags, **_SAFE):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise rejection(self.file, DAMAGED) from error

    def count(self, name: str, *marks: bytes) -> int:
        """How often any of ``marks`` occurs in a part, never where there is no such part."""
        data = self._part(name) or b""
        return sum(data.count(mark) for mark in marks)

    def survey(self, folder: str) -> None:
        """Look at the head of every part below ``folder``, for a reader that opens them by itself; raises RejectedFile."""
        for name, info in self._infos.items():
            if name.startswith(folder) and name.endswith((".xml", ".rels")):
                _check_prologue(self.file, self._archive.read(info, largest=LARGEST_PART))

    def _part(self, name: str) -> bytes | None:
        info = self._infos.get(name.lower().lstrip("/"))
        return None if info is None else self._archive.read(info, largest=LARGEST_PART)

    def main(self) -> str:
        """Name of the part that holds the document or the workbook, empty where the package names none."""
        return next(iter(self.related("", _OFFICE_DOCUMENT).values()), "")

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Parts that ``part`` refers to by relationships of ``kind``, by relationship id; outside links are left out."""
        folder, _, last = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels")
        found: dict[str, str] = {}
        for link in () if root is None else root:
            if link.get("Type") == kind and link.get("TargetMode") != "External":
                found[link.get("Id", "")] = normpath(join("/", dirname(part), link.get("Target", ""))).lstrip("/")
        return found

    def title(self) -> str:
        """The title among the document's properties, often empty or wrong."""
        root = self.xml("docProps/core.xml")
        title = None if root is None else root.find(_TITLE)
        return "" if title is None else str(title.text or "").strip()


def parse_xml(file: str, data: bytes) -> Element:
    """The root element; entities stay unknown, nothing is fetched. Raises RejectedFile."""
    _check_prologue(file, data)
    parser = etree.XMLParser(**_SAFE)
    try:
        return etree.fromstring(_usual(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise rejection(file, DAMAGED) from error


def _usual(data: bytes) -> bytes:
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def _check_prologue(file: str, data: bytes) -> None:
    """Refuse a document type before any parser that would act on it sees the text, in whatever encoding it hides."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _doctype
    parser.StartElementHandler = _started
    try:
        parser.Parse(data[: 1 << 20], False)
    except _Started:
        return
    except _Doctype as error:
        raise rejection(file, _UNSAFE) from error
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise rejection(file, DAMAGED) from error
    raise rejection(file, DAMAGED)


class _Doctype(Exception):
    pass


def _doctype(*_: object) -> None:
    raise _Doctype


def _started(*_: object) -> None:
    raise _Started

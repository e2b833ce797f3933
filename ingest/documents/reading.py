"""Any file into events: which member is begun, what was read, what is wrong. Runs where hostile bytes may do no harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.documents.archive import LARGEST_TOTAL, Archive, Bomb, Member
from ingest.documents.clean import checked, count
from ingest.documents.document import Document
from ingest.documents.sniff import Kind, Sniffed, sniff
from ingest.documents.wire import MOST_PIECES
from ingest.problems import RejectedFile, rejection
from knowledge.manifest import Problem

DEEPEST_ARCHIVE = 2
"""Archives within one another that are looked into."""


@dataclass(frozen=True)
class Job:
    """One file to read: ``charset`` is what its server said.

    ``skip`` is the number of the member at which an earlier reader died: it and all before are not read again. ``exact``
    asks for the figures that a workbook holds, not those that it shows rounded.
    """

    file: str
    data: bytes
    url: str = ""
    charset: str = ""
    skip: int = 0
    exact: bool = False


@dataclass(frozen=True)
class Started:
    """Reading of the file (number 0) or of a member begins; what follows belongs to it."""

    member: str = ""
    number: int = 0


Event = Started | Sniffed | Document | Problem


def read_file(job: Job) -> Iterator[Event]:
    """The events of one file, in order; members of an archive fail one by one. Raises only for what nobody foresaw."""
    pieces = 0
    try:
        for event in _events(job):
            pieces += count(event.blocks) if isinstance(event, Document) else 0
            if pieces > MOST_PIECES:
                raise rejection(job.file, f"内容太多，超过 {MOST_PIECES} 段，请分成几个文件")
            yield event
    except RejectedFile as error:
        yield error.problem


def _events(job: Job) -> Iterator[Event]:
    if not job.skip:
        yield Started()
    if sniff(job.file, job.data).kind == "zip":
        yield from _Walk(job).archive(job.data, "", LARGEST_TOTAL, 1)
    else:
        yield from read_plain(job)


def read_plain(job: Job, member: str = "") -> Iterator[Event]:
    """Documents and problems of a file that is no archive; raises RejectedFile."""
    name = member or job.file
    sniffed = sniff(job.file, job.data, name)
    yield sniffed
    told = sniffed.warnings
    for found in _READERS[sniffed.kind](job, name):
        if isinstance(found, Document):
            document = checked(found)
            yield replace(document, url=job.url, member=member, warnings=(*told, *document.warnings))
            told = ()
        else:
            yield found


class _Walk:
    """The walk through an archive and those within it, counting members."""

    def __init__(self, job: Job) -> None:
        self._job, self._number = job, 0

    def archive(self, data: bytes, name: str, budget: int, depth: int) -> Iterator[Event]:
        """Events of all members; returns what is left of the ``budget`` of inflated bytes."""
        if depth > DEEPEST_ARCHIVE:
            raise Bomb(rejection(self._job.file, "压缩包里套的压缩包太多层，请解开后再打包").problem)
        archive = Archive(self._job.file, data, name, budget)
        members = archive.members()
        if not members:
            raise rejection(self._job.file, "压缩包里没有文件")
        seen: set[str] = set()
        for member in members:
            yield from self._judged(archive, member, f"{name}/{member.name}".lstrip("/"), seen, depth)

    def _judged(self, archive: Archive, member: Member, name: str, seen: set[str], depth: int) -> Iterator[Event]:
        """One member; whatever is wrong with it is one problem."""
        self._number += 1
        number, skip = self._number, self._job.skip
        if number == skip:
            return
        if number > skip:
            yield Started(name, number)
        try:
            self._check_name(member, seen)
            yield from self._member(archive, member, name, depth, number > skip)
        except Bomb:
            raise
        except RejectedFile as error:
            if number > skip:
                yield error.problem

    def _check_name(self, member: Member, seen: set[str]) -> None:
        if member.escapes:
            raise rejection(self._job.file, "压缩包里这个文件的名字不安全，没有读取")
        if member.name in seen:
            raise rejection(self._job.file, "压缩包里有另一个同名文件，这一个不采用")
        seen.add(member.name)

    def _member(self, archive: Archive, member: Member, name: str, depth: int, wanted: bool) -> Iterator[Event]:
        data = archive.read(member.info)
        if sniff(self._job.file, data, name).kind == "zip":
            archive.left -= 2 * len(data)  # an archive in memory beside its members
            yield from self.archive(data, name, max(archive.left, 0) // 2, depth + 1)
        elif wanted:
            yield from read_plain(replace(self._job, data=data), name)


Found = Iterable[Document | Problem]


def _docx(job: Job, name: str) -> Found:
    from ingest.documents.docx import read_docx

    return (read_docx(job.file, job.data),)


def _xlsx(job: Job, name: str) -> Found:
    from ingest.documents.xlsx import read_xlsx

    return (read_xlsx(job.file, job.data, exact=job.exact),)


def _xls(job: Job, name: str) -> Found:
    from ingest.documents.xlsx import read_xls

    return (read_xls(job.file, job.data),)


def _pdf(job: Job, name: str) -> Found:
    from ingest.documents.pdf import read_pdf

    return (read_pdf(job.file, job.data),)


def _html(job: Job, name: str) -> Found:
    from ingest.documents.html import read_html

    return (read_html(job.file, job.data, job.charset, job.url),)


def _image(job: Job, name: str) -> Found:
    from ingest.documents.ocr import read_image

    return (read_image(job.file, job.data),)


def _json(job: Job, name: str) -> Found:
    from ingest.documents.json import read_json

    return read_json(job.file, job.data)


def _json_lines(job: Job, name: str) -> Found:
    from ingest.documents.json import read_json_lines

    return read_json_lines(job.file, job.data)


def _text(job: Job, name: str) -> Found:
    from ingest.documents.text import read_text

    return (read_text(job.file, job.data, name),)


_READERS: dict[Kind, Callable[[Job, str], Found]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xls,
    "pdf": _pdf,
    "html": _html,
    "image": _image,
    "json": _json,
    "jsonl": _json_lines,
    "text": _text,
}
"""Each loads its libraries only when a file asks for them: a reader that is only sent Word files stays small."""

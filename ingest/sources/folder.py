"""A folder laid out as the sample data.

``guides/<id>.json``, ``questions/<id>.tsv``, ``items.tsv``, ``topics.json``, and of each policy file its text
``policies/<id>.md``, its labels ``policies/<id>.labels.json`` and its questions ``policies/<id>.tsv``.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from ingest.problems import WHOLE_PATH, rejection, shown
from ingest.sources.source import FileKind
from knowledge.errors import QuanquanError
from knowledge.manifest import Problem

LARGEST: dict[FileKind, int] = {
    "guide": 1 << 20,
    "guide_document": 64 << 20,
    "policy_document": 64 << 20,
    "questions": 4 << 20,
    "items": 16 << 20,
    "topics": 4 << 20,
    "policy": 1 << 20,
    "policy_text": 1 << 20,
    "policy_questions": 4 << 20,
}
"""Bytes a file may have; the largest sample guide has 9 KB."""

DOUBTFUL_NS = 100_000_000
"""A file written so shortly before may be written again within one tick of the disk's clock, and look the same."""
_OFFICE = (".docx", ".doc", ".docm", ".wps", ".rtf", ".xlsx", ".xls", ".xlsm", ".et", ".ods", ".pdf", ".ofd", ".jsonl")
_OTHERS = (".html", ".htm", ".mht", ".zip", ".rar", ".7z", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
_DOCUMENTS = (*_OFFICE, *_OTHERS)
"""Also those that cannot be read: their editor is told what to do instead."""
_SUFFIXES: dict[str, dict[str, FileKind]] = {
    "guides": {".json": "guide", **dict.fromkeys(_DOCUMENTS, "guide_document")},
    "questions": {".tsv": "questions"},
    "policies": {
        ".labels.json": "policy",
        ".md": "policy_text",
        ".tsv": "policy_questions",
        **dict.fromkeys((*_DOCUMENTS, ".txt"), "policy_document"),
    },
}
_NOT_FOLDERS = (".json", ".tsv", ".md")
"""A folder that bears the name of a file is a mistake, and told as one."""
_LITTER = ("~$", "Thumbs.db", "desktop.ini", "__MACOSX")
"""What office programs and file managers leave behind."""
_SINGLE: dict[str, FileKind] = {"items.tsv": "items", "topics.json": "topics"}


class SourceUnavailable(QuanquanError):
    """The source as a whole cannot be read."""

    code = "source_unavailable"
    status = 422


def sample_folder() -> Path:
    """The knowledge base that ships with the product."""
    return Path(str(files("knowledge"))) / "data"


@dataclass(frozen=True)
class FolderFile:
    """A file of a :class:`FolderSource`; see the ``SourceFile`` port."""

    root: Path
    path: Path
    kind: FileKind
    url: str = ""
    charset: str = ""

    @cached_property
    def name(self) -> str:
        """Path below the root, made printable."""
        return shown(self.path.relative_to(self.root).as_posix(), WHOLE_PATH)

    @property
    def stamp(self) -> tuple[int, ...] | None:
        """Time, size and number of the file on the disk; ``None`` where that does not tell."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        if time.time_ns() - status.st_mtime_ns < DOUBTFUL_NS:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self) -> bytes:
        """The content; only a plain file of sane size inside the source folder is read."""
        try:
            return self._read(self._resolved())
        except FileNotFoundError as error:
            raise rejection(self.name, "文件在读取时不见了，请确认没有别的程序在移动它") from error
        except PermissionError as error:
            raise rejection(self.name, "没有读取这个文件的权限") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: symbolic links that point in a circle
            raise rejection(self.name, "文件读不出来，可能是磁盘故障或链接失效") from error

    def _resolved(self) -> Path:
        path = self.path.resolve(strict=True)
        if not path.is_relative_to(self.root):
            raise rejection(self.name, "是指向资料文件夹以外的链接，为安全起见不读取")
        return path

    def _read(self, path: Path) -> bytes:
        # Non-blocking, since opening a named pipe would otherwise wait for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise rejection(self.name, "不是普通文件（可能是文件夹），请改成一个文件")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(LARGEST[self.kind] + 1)
        finally:
            os.close(descriptor)
        if len(data) > LARGEST[self.kind]:
            raise rejection(self.name, f"文件太大，超过 {LARGEST[self.kind] >> 20} MB")
        return data


class FolderSource:
    """The ``Source`` over one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def name(self) -> str:
        """The folder's path as given."""
        return shown(str(self.root), WHOLE_PATH)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Itself."""
        return (self.root,)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """None: a folder that cannot be read raises."""
        return ()

    @property
    def held(self) -> frozenset[str]:
        """Nothing: what is not in the folder is gone."""
        return frozenset()

    def files(self) -> tuple[FolderFile, ...]:
        """See the port; hidden files (editors' leftovers) are passed over, other strangers are ``unknown``."""
        try:
            root = self.root.resolve(strict=True)
            found = [file for folder in _SUFFIXES for file in self._list(root, folder, missing_ok=folder != "guides")]
        except (OSError, RuntimeError) as error:
            raise SourceUnavailable(f"资料文件夹读不出来：{self.name}（里面应当有 guides 文件夹）") from error
        listed = (FolderFile(root, root / name, kind) for name, kind in _SINGLE.items())
        return (*found, *(file for file in listed if os.path.lexists(file.path)))

    def _list(self, root: Path, folder: str, *, missing_ok: bool = False) -> list[FolderFile]:
        if missing_ok and not (root / folder).is_dir():
            return []
        return [FolderFile(root, path, _kind(folder, path.name)) for path in sorted(_walk(root / folder), key=str)]


def _walk(folder: Path) -> Iterator[Path]:
    """All that is no folder below ``folder``, but hidden files and litter; links to folders are not followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", *_LITTER)):
                continue
            if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(_NOT_FOLDERS):
                yield from _walk(folder / entry.name)
            else:
                yield folder / entry.name


def _kind(folder: str, name: str) -> FileKind:
    return next((kind for suffix, kind in _SUFFIXES[folder].items() if name.lower().endswith(suffix)), "unknown")

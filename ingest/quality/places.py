"""Where a field stands: in the department's own file where ingest kept that, else in the source's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path as FilePath
from urllib.parse import quote, urlsplit

from ingest.parse.json_text import lines_of
from ingest.problems import WHOLE_PATH, shown
from ingest.quality.model import Where
from ingest.words import Path, path_text
from knowledge.models import Origin, Position

_LARGEST = 1 << 20


class Places:
    """Places by record and field; ``source`` is a folder in the sample's layout, ``None`` when it is not at hand."""

    def __init__(self, origins: Mapping[str, Origin], source: FilePath | None = None) -> None:
        self._origins = origins
        self._source = source.resolve() if source is not None and source.is_dir() else None
        self._lines = lru_cache(maxsize=256)(self._read_lines)

    def where(self, about: str, path: Path = (), file: str = "", at: Position | None = None) -> Where:
        """The nearest known place of a field: its own, that of what encloses it, or the whole file."""
        origin = self._origins.get(about)
        if file or origin is None:
            name = file or _own_file(about)
            return place(name, at or self._line(name, path))
        found = at or _nearest(origin.fields, path)
        if found is None and (line := self._line(_own_file(about), path)) is not None:
            return place(_own_file(about), line)  # labels of a policy file whose text lies elsewhere
        return place(origin.file, found, origin.url)

    def _line(self, file: str, path: Path) -> Position | None:
        lines = self._lines(file) if file.endswith(".json") else {}
        wanted = tuple(path)
        while wanted and wanted not in lines:
            wanted = wanted[:-1]
        line = lines.get(wanted, 0) if wanted else 0
        return Position(line=line) if line else None

    def _read_lines(self, file: str) -> dict[tuple[str | int, ...], int]:
        """Lines of a published file, which was read as strict JSON when it was; it may since be gone or edited."""
        if self._source is None:
            return {}
        path = (self._source / file).resolve()
        try:
            if not path.is_relative_to(self._source) or path.stat().st_size > _LARGEST:
                return {}
            return lines_of(path.read_text("utf-8-sig"))
        except (OSError, ValueError, LookupError):
            return {}


def _own_file(about: str) -> str:
    """The file that the sample's layout gives to a record; a policy file's labels, for those hold its fields."""
    if not about:
        return ""
    return f"guides/{about}.json" if "-" in about[:3] else f"policies/{about}.labels.json"


def place(file: str, at: Position | None = None, url: str = "") -> Where:
    """A place as people read it and as browsers follow it."""
    words = "，".join(part for part in (shown(file, WHOLE_PATH), at.words if at is not None else "") if part)
    return Where(file=file, position=at, words=words, link=_link(file, at, url))


def _link(file: str, at: Position | None, url: str) -> str:
    """Only web addresses are followed as they are; anything else is a file below the source."""
    page = f"#page={at.page}" if at is not None and at.page else ""
    if is_web(url):
        return url + (page if "#" not in url else "")
    return quote(file) + page if file else ""


def is_web(url: str) -> bool:
    """Is it an address that a browser may safely follow?"""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _nearest(fields: Mapping[str, Position], path: Path) -> Position | None:
    wanted = tuple(path)
    while wanted:
        if (found := fields.get(path_text(wanted))) is not None:
            return found
        wanted = wanted[:-1]
    return None

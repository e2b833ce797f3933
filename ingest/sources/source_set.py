"""All sources of sources.yaml as one: a source that fails is one problem, and takes nothing from the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ingest.problems import RejectedFile, warning
from ingest.sources.clock import Clock, SystemClock
from ingest.sources.folder import FolderSource
from ingest.sources.offer import ConfiguredSource, FetchReport, Offer
from ingest.sources.source import FileKind, SourceFile
from knowledge.errors import NotFound, QuanquanError
from knowledge.manifest import Problem
from knowledge.progress import Progress


@dataclass(frozen=True)
class NamedFile:
    """A source's file, its name below the source's: ``portal/guides/GA-001.json``. See the ``SourceFile`` port."""

    source: str
    inner: SourceFile

    @property
    def name(self) -> str:
        """See the port; never the same for two sources."""
        return f"{self.source}/{self.inner.name}"

    @property
    def kind(self) -> FileKind:
        """See the port."""
        return self.inner.kind

    @property
    def url(self) -> str:
        """Where it was fetched."""
        return self.inner.url

    @property
    def charset(self) -> str:
        """What the server declared."""
        return self.inner.charset

    @property
    def stamp(self) -> object:
        """See the port."""
        return self.inner.stamp

    def read(self) -> bytes:
        """See the port."""
        try:
            return self.inner.read()
        except RejectedFile as error:
            raise RejectedFile(error.problem.model_copy(update={"file": self.name})) from error


@dataclass(frozen=True)
class Offering:
    """Files of all sources, what is wrong with the sources, and which of them are ``held``.

    A held source could not be read (to its end): records whose file's name begins with ``<source>/`` and that have no file
    now are not withdrawn.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    held: frozenset[str]


@dataclass(frozen=True)
class FolderEntry:
    """A ``ConfiguredSource`` over a folder."""

    name: str
    folder: Path

    def offer(self) -> Offer:
        """The folder as it is; raises SourceUnavailable."""
        return Offer(FolderSource(self.folder).files())

    def report(self) -> FetchReport | None:
        """None: a folder is not fetched."""
        return None

    def refresh(self, progress: Progress, *, allow_shrink: bool = False) -> FetchReport | None:
        """Nothing: the folder is always as it is."""
        return None


class SourceSet:
    """A ``Source`` over several; ``files`` asks nothing of the network, ``refresh`` does."""

    def __init__(self, sources: tuple[ConfiguredSource, ...], clock: Clock | None = None) -> None:
        self.sources = sources
        self._clock = clock or SystemClock()
        self._listed = Offering((), (), frozenset())

    @property
    def name(self) -> str:
        """The names of all."""
        return "、".join(source.name for source in self.sources)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Those of the sources that are folders."""
        return tuple(source.folder for source in self.sources if isinstance(source, FolderEntry))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the sources, as of the last listing."""
        return self._listed.problems

    @property
    def held(self) -> frozenset[str]:
        """Sources of which nothing may be withdrawn, as of the last listing; see :class:`Offering`."""
        return self._listed.held

    def files(self) -> tuple[SourceFile, ...]:
        """All files of all sources that can be read, in name order; the others are ``problems``, and ``held``."""
        self._listed = self.offering()
        return self._listed.files

    def offering(self) -> Offering:
        """What all sources have now, from folders and mirrors."""
        files: list[SourceFile] = []
        problems: list[Problem] = []
        held: set[str] = set()
        for source in self.sources:
            try:
                offer = source.offer()
            except QuanquanError as error:
                problems.append(warning(source.name, f"{error.message}；这个来源以前发布的内容保持不变"))
                held.add(source.name)
                continue
            files.extend(NamedFile(source.name, file) for file in offer.files)
            problems.extend(offer.problems)
            held.update(() if offer.whole else (source.name,))
        return Offering(tuple(sorted(files, key=lambda file: file.name)), tuple(problems), frozenset(held))

    def refresh(
        self, progress: Progress, names: Collection[str] = (), *, allow_shrink: bool = False
    ) -> tuple[FetchReport, ...]:
        """Ask the network for all sources, or for those named; raises NotFound for a name that is none of them."""
        for name in names:
            if name not in {source.name for source in self.sources}:
                raise NotFound(f"来源配置里没有叫“{name}”的来源，有：{self.name}")
        wanted = (source for source in self.sources if not names or source.name in names)
        reports = (self._refresh(source, progress, allow_shrink) for source in wanted)
        return tuple(report for report in reports if report is not None)

    def _refresh(self, source: ConfiguredSource, progress: Progress, allow_shrink: bool) -> FetchReport | None:
        try:
            return source.refresh(progress, allow_shrink=allow_shrink)
        except QuanquanError as error:
            now = self._clock.now()
            return FetchReport(source=source.name, outcome="failed", message=error.message, finished_at=now)

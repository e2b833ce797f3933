"""The composition root of ingest: which source, which store, which builder. The index is imported when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from ingest.guides.fields import load_fields
from ingest.live import LiveIngest
from ingest.patching import IndexPatcher
from ingest.plan import Means
from ingest.shelf import Shelf
from ingest.sources.folder import FolderSource, sample_folder
from ingest.sources.source import Source
from ingest.work import WORK, WorkFolder, input_digest
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings, environment_secret
from knowledge.snapshots import SnapshotStore

DOCUMENTS = Path("ingest", "documents")
"""Where documents that were read lie below HOME."""


def open_source(path: Path | None, settings: Settings) -> Source:
    """A folder, or all sources of a configuration (``sources.yaml``); by default the setting, else the sample data.

    Raises InvalidConfig. Nothing is asked of the network; :class:`ingest.sources.source_set.SourceSet` has ``refresh``.
    """
    chosen = path or settings.sources or sample_folder()
    if chosen.suffix not in (".yaml", ".yml"):
        return FolderSource(chosen)
    from ingest.sources.config_file import load_config
    from ingest.sources.opening import Opening

    return Opening(settings.home, chosen.parent, environment_secret).open(load_config(chosen))


def means(settings: Settings) -> Means:
    """Documents are read once; wordings of field names are those shipped and, over them, those of the setting.

    Raises FieldsUnreadable.
    """
    fields = load_fields(settings.fields) if settings.fields is not None else None
    return Means(open_file=Shelf(settings.home / DOCUMENTS), fields=fields)


def live_ingest(source: Source, settings: Settings, progress: Progress) -> LiveIngest:
    """What follows a source."""
    store = SnapshotStore(settings.knowledge_home)
    return LiveIngest(source, store, settings, progress, LazyBuilder(), LazyPatcher(), means(settings))


class LazyBuilder:
    """The index builder: a run that finds little changed never loads torch. It goes on where a build that was killed had
    got to."""

    def __init__(self) -> None:
        self._work: WorkFolder | None = None

    def __call__(
        self, records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
    ) -> Mapping[str, float]:
        """See ``ingest.run.IndexBuilder``."""
        from ingest.fit.build import build_index
        from ingest.fit.stages import KeptStages

        self._work = WorkFolder(settings.home / WORK)
        stages = KeptStages(self._work.begin(input_digest(folder, settings)))
        return build_index(records, folder, settings=settings, previous=previous, progress=progress, stages=stages)

    def published(self) -> None:
        """See ``ingest.run.Resumable``."""
        if self._work is not None:
            self._work.clear()


class LazyPatcher:
    """Indexes changed records; what it imports takes a moment that other commands are spared."""

    @cached_property
    def _patcher(self) -> IndexPatcher:
        from ingest.fit.patch import Patcher

        return Patcher()

    def __call__(self, before: KnowledgeRecords, after: KnowledgeRecords, folder: Path, *, previous: Path) -> None:
        """See ``ingest.patching.IndexPatcher``."""
        self._patcher(before, after, folder, previous=previous)

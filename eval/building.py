"""Indexes built for an evaluation alone: records from a source, the product's own build, parts that can be replaced."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.errors import BadInput
from ingest.plan import make_plan
from ingest.sources.folder import FolderSource, sample_folder
from knowledge.embedded import EmbeddedIndex
from knowledge.errors import QuanquanError
from knowledge.parts import IndexParts
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

TRIAL = "trial"
"""What these indexes call themselves."""


@contextmanager
def replaced(owner: object, name: str, value: object) -> Iterator[None]:
    """``owner.name`` is ``value`` for a while; ``owner`` is the module or class that defines it.

    Raises AttributeError where there is no such thing to replace.
    """
    if name not in vars(owner):
        raise AttributeError(f"{owner} defines no {name}")
    before = vars(owner)[name]  # not getattr: it would turn a class method into one that is bound
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@dataclass(frozen=True)
class Built:
    """Records with the parts of the index that was fitted on them, all in memory."""

    records: KnowledgeRecords
    parts: IndexParts

    def index(self) -> EmbeddedIndex:
        """The index as the product would serve it."""
        return EmbeddedIndex(self.records, self.parts, TRIAL)


Builder = Callable[[KnowledgeRecords, Settings, Progress], Built]
"""Fits an index on records; ``build`` is the one in use."""


def read_records(source: Path | None, settings: Settings) -> KnowledgeRecords:
    """What ``source`` (without one, the shipped sample) would publish on its own.

    Raises:
        BadInput: it cannot be read, holds no guide, or has a file that cannot be used: half a base would mislead.
    """
    taken = FolderSource(source or sample_folder())
    with TemporaryDirectory(prefix="quanquan-eval-") as folder:
        try:
            plan = make_plan(taken, SnapshotStore(Path(folder)), settings=settings, progress=SilentProgress())
        except QuanquanError as error:
            raise BadInput(error.message) from error
    bad = [problem for problem in plan.problems if problem.severity == "rejected"]
    if bad:
        raise BadInput(f"{len(bad)} files of the source cannot be used, the first is {bad[0].file}: {bad[0].reason}")
    if not plan.assembled.records.guides:
        raise BadInput("the source holds no guide")
    return plan.assembled.records


def build(records: KnowledgeRecords, settings: Settings, progress: Progress) -> Built:
    """Fit an index on ``records`` as ``quanquan ingest run`` does, in a folder that is gone afterwards.

    It all happens in this process, also where an ingest would take a second one, which gives the same: code that is
    replaced here would stand there unchanged.
    """
    from ingest.fit import build as fit  # loads torch
    from ingest.fit import reading

    with TemporaryDirectory(prefix="quanquan-eval-") as folder, _alone(fit, reading):
        fit.build_index(records, Path(folder), settings=settings, previous=None, progress=progress)
        return Built(records, IndexParts.load(Path(folder), records.passages))


@contextmanager
def _alone(*modules: object) -> Iterator[None]:
    """No base is so large that these modules share its work between processes."""
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(replaced(module, "MANY", sys.maxsize))
        yield


def described(records: KnowledgeRecords, source: Path | None) -> dict[str, object]:
    """Where records come from and their digest, for the record of a run."""
    digest = hashlib.sha256(b"".join(records.as_files().values())).hexdigest()
    return {"source": str(source) if source else "shipped", "records_sha256": digest}

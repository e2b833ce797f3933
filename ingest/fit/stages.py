"""What a build has finished, kept on the disk: a build that was killed goes on where it was.

A stage is one file and the seal beside it, which names the file's digest and is written last: without its seal, or changed
since, a stage was never finished and is made again. Only arrays and JSON are read; nothing is unpickled.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from knowledge.files import sha256_of, sync, write_atomically
from knowledge.parts import DAMAGE

T = TypeVar("T")

_SEAL = ".sha256"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Form(Generic[T]):
    """How a stage's result is written to a file and read back, exactly; ``suffix`` is the file name's."""

    suffix: str
    save: Callable[[T, Path], None]
    load: Callable[[Path], T]


class Stages(Protocol):
    """Where the stages of one build are kept."""

    def kept(self, name: str, form: Form[T]) -> T | None:
        """The result of a stage that was finished before, or None."""

    def made(self, name: str, form: Form[T], make: Callable[[], T]) -> T:
        """The result of a stage that was finished before, or else of ``make``, which is kept."""


@dataclass(frozen=True)
class Unkept:
    """Nothing is kept: for builds that nobody resumes."""

    def kept(self, name: str, form: Form[T]) -> T | None:
        """See :class:`Stages`."""
        return None

    def made(self, name: str, form: Form[T], make: Callable[[], T]) -> T:
        """See :class:`Stages`."""
        return make()


@dataclass(frozen=True)
class KeptStages:
    """Stages in ``folder``, which belongs to one input and one build code; both processes of a build may write there."""

    folder: Path

    def kept(self, name: str, form: Form[T]) -> T | None:
        """See :class:`Stages`; a damaged stage counts as none."""
        path = self._path(name, form)
        try:
            if _seal(path).read_text("ascii").strip() != sha256_of(path):
                return None
            return form.load(path)
        except DAMAGE:
            return None

    def made(self, name: str, form: Form[T], make: Callable[[], T]) -> T:
        """See :class:`Stages`."""
        found = self.kept(name, form)
        if found is None:
            found = make()
            self._keep(self._path(name, form), form, found)
        return found

    def _path(self, name: str, form: Form[T]) -> Path:
        return self.folder / f"{name}{form.suffix}"

    def _keep(self, path: Path, form: Form[T], value: T) -> None:
        """Write file, then seal; what the disk does not take is told, and made again by the next run."""
        temporary = path.with_name(f".new-{path.name}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            form.save(value, temporary)
            sync(temporary)
            digest = sha256_of(temporary)
            temporary.replace(path)
            write_atomically(_seal(path), digest.encode())
        except OSError as error:
            _log.warning("a finished stage of the build cannot be kept: %s", error.strerror)
            temporary.unlink(missing_ok=True)


def _seal(path: Path) -> Path:
    return path.with_name(path.name + _SEAL)

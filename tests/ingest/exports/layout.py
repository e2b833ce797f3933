"""What a layout is: a name, and how it puts guides into files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from ingest.sources.folder import sample_folder
from knowledge.models import ServiceGuide

Guides = Sequence[ServiceGuide]


@dataclass(frozen=True)
class File:
    """One exported file: what it is called, what it holds, and the guides in it."""

    name: str
    data: bytes
    guides: tuple[ServiceGuide, ...]


@dataclass(frozen=True)
class Layout:
    """``key`` as ``docx/two_column``; ``write`` puts any number of guides into files of its kind."""

    key: str
    write: Callable[[Guides], list[File]]

    @property
    def format(self) -> str:
        """docx, xlsx, pdf or html."""
        return PurePosixPath(self.key).parts[0]


@cache
def sample_guides() -> tuple[ServiceGuide, ...]:
    """The 164 guides that ship with the product, in the order of their ids."""
    files = sorted((sample_folder() / "guides").glob("*.json"))
    return tuple(ServiceGuide.model_validate_json(file.read_bytes()) for file in files)


def one_each(name: str, draw: Callable[[ServiceGuide], bytes]) -> Callable[[Guides], list[File]]:
    """One file a guide; ``name`` holds ``{name}`` or ``{id}``."""

    def write(guides: Guides) -> list[File]:
        return [File(name.format(name=one.name, id=one.id), draw(one), (one,)) for one in guides]

    return write


def one_department(name: str, draw: Callable[[Guides], bytes]) -> Callable[[Guides], list[File]]:
    """One file a department; ``name`` holds ``{department}``."""

    def write(guides: Guides) -> list[File]:
        groups: dict[str, list[ServiceGuide]] = defaultdict(list)
        for guide in guides:
            groups[guide.department].append(guide)
        return [
            File(name.format(department=department), draw(group), tuple(group)) for department, group in groups.items()
        ]

    return write

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from ingest.fit import build as module
from ingest.fit.beside import WorkerLost
from ingest.fit.build import build_index
from ingest.fit.stages import Form, KeptStages, Stages, Unkept
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from tests.ingest.fit.test_build import content, rich

T = TypeVar("T")

STAGES = (
    "terms",
    "facets",
    "trial-intents-0",
    "trial-intents-1",
    "trial-intents-2",
    "intents",
    "features",
    "encoder",
    "trial-encoder",
    "trial",
)
"""In the order in which one process makes them."""


def save_line(line: str, path: Path) -> None:
    path.write_text(line, "utf-8")


def load_line(path: Path) -> str:
    return path.read_text("utf-8")


def load_array(path: Path) -> str:
    return str(np.load(path, allow_pickle=False))


LINE = Form(".txt", save_line, load_line)


class Killed(Exception):
    pass


@dataclass(frozen=True)
class Watched(KeptStages):
    """Remembers what is made, and ends the build once ``last`` is kept."""

    made_here: list[str] = field(default_factory=list)
    last: str = ""

    def made(self, name: str, form: Form[T], make: Callable[[], T]) -> T:
        def remembered() -> T:
            value = make()
            self.made_here.append(name)
            return value

        value = super().made(name, form, remembered)
        if name == self.last:
            raise Killed
        return value


@dataclass(frozen=True)
class Deadly(KeptStages):
    """Ends the process that keeps ``last``, as kill -9 does."""

    last: str = ""

    def made(self, name: str, form: Form[T], make: Callable[[], T]) -> T:
        value = super().made(name, form, make)
        if name == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return value


def built(folder: Path, stages: Stages, records: KnowledgeRecords | None = None) -> dict[str, bytes]:
    folder.mkdir()
    figures = build_index(
        records or rich(), folder, settings=Settings(), previous=None, progress=SilentProgress(), stages=stages
    )
    return content(folder) | {"figures": repr(sorted(figures.items())).encode()}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("uninterrupted") / "snapshot", Unkept())


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 1)


def test_however_often_a_build_is_killed_each_stage_is_made_once(
    uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    kept, made = tmp_path / "work", list[str]()
    for attempt, last in enumerate(STAGES):
        with pytest.raises(Killed):
            built(tmp_path / f"killed-{attempt}", Watched(kept, made, last))
    assert built(tmp_path / "snapshot", Watched(kept, made)) == uninterrupted
    assert made == list(STAGES)


def test_damaged_stages_are_made_again(uninterrupted: dict[str, bytes], tmp_path: Path) -> None:
    kept = tmp_path / "work"
    built(tmp_path / "first", KeptStages(kept))
    files = sorted(path for path in kept.iterdir() if path.suffix != ".sha256")
    assert {path.stem for path in files} == set(STAGES)
    for at, path in enumerate(files):
        data = bytearray(path.read_bytes())
        if at % 3 == 0:
            data[len(data) // 2] ^= 1
        elif at % 3 == 1:
            del data[len(data) // 2 :]
        else:
            path.with_name(path.name + ".sha256").unlink()
        path.write_bytes(data)
    made = list[str]()
    assert built(tmp_path / "second", Watched(kept, made)) == uninterrupted
    assert made == list(STAGES)
    made.clear()
    assert built(tmp_path / "third", Watched(kept, made)) == uninterrupted
    assert made == []


@pytest.mark.usefixtures("two_processes")
def test_two_processes_give_the_bytes_of_one_and_keep_the_same(uninterrupted: dict[str, bytes], tmp_path: Path) -> None:
    assert built(tmp_path / "snapshot", KeptStages(tmp_path / "work")) == uninterrupted
    assert {path.stem for path in (tmp_path / "work").iterdir() if path.suffix != ".sha256"} == set(STAGES)


@pytest.mark.usefixtures("two_processes")
def test_a_build_whose_second_process_is_killed_goes_on_where_that_was(
    uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    kept, made = tmp_path / "work", list[str]()
    with pytest.raises(WorkerLost):
        built(tmp_path / "killed", Deadly(kept, "trial-encoder"))
    assert built(tmp_path / "snapshot", Watched(kept, made)) == uninterrupted
    assert "trial-encoder" not in made
    assert "features" not in made


def test_another_stage_of_the_same_name_is_not_taken_for_it(tmp_path: Path) -> None:
    stages = KeptStages(tmp_path)
    assert stages.made("one", LINE, lambda: "first") == "first"
    assert stages.made("one", LINE, lambda: "second") == "first"
    assert stages.made("two", LINE, lambda: "second") == "second"
    assert stages.kept("three", LINE) is None


def test_a_file_without_its_seal_was_never_finished(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("half of i")
    assert KeptStages(tmp_path).made("one", LINE, lambda: "half of it is none") == "half of it is none"


def test_nothing_is_unpickled(tmp_path: Path) -> None:
    def save_object(value: str, path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, np.array([{"value": value}], dtype=object), allow_pickle=True)

    stages = KeptStages(tmp_path)
    stages.made("one", Form(".npy", save_object, load_array), lambda: "x")
    assert stages.kept("one", Form(".npy", save_object, load_array)) is None


def test_a_disk_that_takes_nothing_more_does_not_stop_the_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def full(value: str, path: Path) -> None:
        path.write_text(value[:1])
        raise OSError(28, "No space left on device")

    with caplog.at_level(logging.WARNING):
        assert KeptStages(tmp_path).made("one", Form(".txt", full, load_line), lambda: "first") == "first"
    assert "No space left" in caplog.text
    assert list(tmp_path.iterdir()) == []

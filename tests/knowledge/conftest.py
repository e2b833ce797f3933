"""A small fitted index that the tests of this folder share."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.embedded import EmbeddedIndex
from knowledge.snapshots import SnapshotStore
from tests.knowledge.policies import with_policies
from tests.knowledge.small import build, sample_records, with_topics


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot folder of eight sample guides with their questions: read it, never change it."""
    folder = tmp_path_factory.mktemp("small") / "snapshot"
    build(sample_records(), folder)
    return folder


@pytest.fixture(scope="session")
def small_index(small_folder: Path) -> EmbeddedIndex:
    """The index of :func:`small_folder`."""
    return EmbeddedIndex.load(small_folder)


@pytest.fixture(scope="session")
def rich_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot folder of the same guides with broad wishes and three policy files: read it, never change it."""
    folder = tmp_path_factory.mktemp("rich") / "snapshot"
    build(with_policies(with_topics(sample_records())), folder)
    return folder


@pytest.fixture(scope="session")
def rich_index(rich_folder: Path) -> EmbeddedIndex:
    """The index of :func:`rich_folder`."""
    return EmbeddedIndex.load(rich_folder)


@pytest.fixture(scope="session")
def whole_index(sample_home: Path) -> EmbeddedIndex:
    """The index of the whole shipped knowledge base."""
    store = SnapshotStore(sample_home / "knowledge")
    current = store.current_id()
    assert current is not None
    return EmbeddedIndex.load(store.folder(current))

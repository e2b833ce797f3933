"""The assistant in this very process as a target: the engine that the server uses, without HTTP."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import SecretStr

from eval.errors import TargetUnreachable
from eval.target import DEPTH, SeenReply, SeenSearch, read_reply, read_search
from knowledge.errors import QuanquanError
from knowledge.settings import Settings

if TYPE_CHECKING:
    from assistant.wiring import Assistant
    from knowledge.embedded import EmbeddedIndex

Result = TypeVar("Result")
FAILED: Mapping[str, object] = {"outcome": "error"}
UNAVAILABLE = 503


class InProcessTarget:
    """``Assistant.ask`` and ``Assistant.search``, timed from outside."""

    label = "in process"

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def snapshot_id(self) -> str | None:
        """The snapshot in force."""
        return self._assistant.index.snapshot_id

    def ask(self, text: str, session_id: str | None = None) -> SeenReply:
        """One chat turn; see ``Target.ask``."""
        reply, elapsed_ms = _timed(lambda: self._assistant.ask(text, session_id=session_id))
        return read_reply(FAILED if reply is None else reply.model_dump(exclude={"card"}), elapsed_ms)

    def search(self, text: str, k: int = DEPTH) -> SeenSearch:
        """The ``k`` best items; see ``Target.search``."""
        found, elapsed_ms = _timed(lambda: self._assistant.search(text, k))
        hits = () if found is None else found.hits
        results = [{"item_id": hit.item_id, "score": hit.score, "confidence": hit.confidence} for hit in hits]
        return read_search({"results": results}, elapsed_ms)

    def names(self) -> Mapping[str, str]:
        """Names of all guides."""
        return {item_id: guide.name for item_id, guide in self._assistant.index.current().guides.items()}


def _timed(call: Callable[[], Result]) -> tuple[Result | None, float]:
    """What the call gave and its milliseconds; ``None`` where the assistant refused this one request."""
    start = time.perf_counter()
    try:
        result: Result | None = call()
    except QuanquanError as error:
        if error.status == UNAVAILABLE:
            raise TargetUnreachable(error.message) from error
        result = None
    return result, (time.perf_counter() - start) * 1000


def apart(settings: Settings, folder: Path) -> Settings:
    """The settings with a state database of their own in ``folder``: test questions are nobody's conversation."""
    return settings.model_copy(update={"database_url": SecretStr(f"sqlite:///{folder / 'eval.db'}")})


def _nothing(settings: Settings) -> str:
    return f"no usable knowledge in {settings.knowledge_home}: run `quanquan ingest run`"


@contextmanager
def open_assistant(settings: Settings) -> Iterator[Assistant]:
    """The assistant over the published knowledge, with its own throw-away state.

    Raises:
        TargetUnreachable: no usable knowledge is published.
    """
    from assistant.wiring import build_assistant

    with tempfile.TemporaryDirectory(prefix="quanquan-eval-") as folder:
        try:
            assistant = build_assistant(apart(settings, Path(folder)))
        except QuanquanError as error:
            raise TargetUnreachable(error.message) from error
        with assistant:
            if assistant.index.snapshot_id is None:
                raise TargetUnreachable(_nothing(settings))
            yield assistant


def open_index(settings: Settings) -> EmbeddedIndex:
    """The published index by itself, for what is measured below the assistant.

    Raises:
        TargetUnreachable: no usable knowledge is published.
    """
    from knowledge.embedded import EmbeddedIndex
    from knowledge.snapshots import SnapshotStore

    store = SnapshotStore(settings.knowledge_home)
    try:
        current = store.current_id()
        index = EmbeddedIndex.load(store.folder(current)) if current else None
    except QuanquanError as error:
        raise TargetUnreachable(error.message) from error
    if index is None:
        raise TargetUnreachable(_nothing(settings))
    return index

"""A process that reports and kills itself (SIGKILL) at a place that is named; what it was promised it prints first.

``python -m tests.assistant.claims.reports.killed_report DATABASE HOME PLACE``: ``upload`` (half a file on disk), ``row`` (the file in its place,
its row not written), ``before`` or ``after`` the commit of the sending.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from assistant.claims.evidence.repository import EvidenceRepository
from assistant.claims.reports import repository
from assistant.claims.reports.receipts import digest
from assistant.state.engine import open_engine
from tests.assistant.benefits.world import PDF
from tests.assistant.claims.reports.world import SUBMIT, World


def die(*_: Any, **__: Any) -> None:
    """As power cuts and kill -9 do: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Do as the module says."""
    database, home, place = sys.argv[1:]
    world = World(open_engine(database), Path(home))
    draft_id = world.draft()
    world.file(digest(draft_id))
    sys.stdout.write(f"{draft_id}\n")
    sys.stdout.flush()
    if place == "upload":
        path, _ = world.claims.evidence.prepare(digest(draft_id))
        path.write_bytes(PDF[:5])
        die()
    if place == "row":
        EvidenceRepository.add = die  # type: ignore[method-assign,assignment]
        world.file(digest(draft_id), PDF + b"2", "b.pdf")
    if place == "before":
        repository._add_event = die
    world.claims.reports.submit(draft_id, SUBMIT)
    die()  # the answer is lost on its way


if __name__ == "__main__":
    main()

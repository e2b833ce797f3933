"""Follow a source for as long as the process lives: what is saved answers in a moment."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

import watchfiles

from ingest.change_words import Difference
from ingest.live import LiveIngest
from ingest.report import RunReport
from knowledge.errors import QuanquanError
from knowledge.snapshots import SnapshotBusy

GROUP_MS, STEP_MS = 100, 20
"""Changes that come within so many milliseconds are one run: how long at most, and how long after the last of them."""
LOOK_SECONDS = 1.0
SURE_SECONDS = 300.0
"""A run without being told of a change: some network disks tell nothing."""

Tell = Callable[[RunReport, Sequence[Difference]], None]


@dataclass(frozen=True)
class Rhythm:
    """``quiet``: time without a change after which all is built anew; ``refresh``: how often the network is asked."""

    quiet: timedelta = timedelta(minutes=30)
    refresh: timedelta = timedelta(minutes=30)
    poll: bool = False
    """Look at the files themselves again and again, for disks that tell nothing."""


def follow(
    live: LiveIngest,
    folders: Sequence[Path],
    tell: Tell,
    complain: Callable[[str], None],
    *,
    rhythm: Rhythm,
    refresh: Callable[[], None],
    stop: Event,
) -> None:
    """Run at the start and after each change below ``folders`` until ``stop``; no failure of a run ends it."""
    follower = _Follower(live, tell, complain, rhythm, refresh)
    follower.start()
    if not folders:
        while not stop.wait(LOOK_SECONDS):
            follower.look(changed=False)
        return
    changes = watchfiles.watch(
        *folders,
        watch_filter=None,
        debounce=GROUP_MS,
        step=STEP_MS,
        rust_timeout=int(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
        stop_event=stop,
        force_polling=rhythm.poll or None,
    )
    for found in changes:
        follower.look(changed=bool(found))


class _Follower:
    def __init__(
        self,
        live: LiveIngest,
        tell: Tell,
        complain: Callable[[str], None],
        rhythm: Rhythm,
        refresh: Callable[[], None],
    ) -> None:
        self._live, self._tell, self._complain, self._rhythm, self._refresh = live, tell, complain, rhythm, refresh
        self._ran = self._refreshed = float("-inf")
        self._again = False

    def start(self) -> None:
        self._refresh()
        self._refreshed = time.monotonic()
        self._run()
        self._again = True  # what was saved while that run read, before anybody watched, is told by nobody

    def look(self, *, changed: bool) -> None:
        """Run where something changed, was missed, or is due."""
        now = time.monotonic()
        due = now - self._refreshed > self._rhythm.refresh.total_seconds()
        if due:
            self._refresh()
            self._refreshed = now
        if changed or due or self._again or now - self._ran > SURE_SECONDS:
            self._run()
        elif self._live.is_due(self._rhythm.quiet):
            self._run(force=True)

    def _run(self, *, force: bool = False) -> None:
        self._ran = time.monotonic()
        self._again = False
        try:
            self._tell(*self._live.run(force=force))
            gc.freeze()  # a base of 100,000 questions is millions of objects: to look through them takes a second
        except SnapshotBusy as error:  # somebody else publishes: then again
            self._again = True
            self._complain(error.message)
        except QuanquanError as error:
            self._complain(error.message)
        except OSError as error:
            self._complain(f"读写磁盘失败：{error.strerror or error}（{error.filename or ''}）")

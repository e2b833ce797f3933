"""What a source gives to an ingest run, and what fetching it came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict

from ingest.problems import warning
from ingest.sources.source import SourceFile
from knowledge.manifest import Problem
from knowledge.progress import Progress

Outcome = Literal["complete", "partial", "failed"]


@dataclass(frozen=True)
class Offer:
    """Files without the source's name before theirs.

    ``whole`` says that what is not among them is really gone; where it is not, earlier records stay in force.
    """

    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()
    whole: bool = True


class FetchReport(BaseModel):
    """How one source's fetching ended.

    ``partial``: some of it was fetched and the rest comes with the next run; ``failed``: the source was not to be had
    (``message`` says why) and what was fetched before stays. ``complete_at`` is when all of it was had last. ``counts``:
    ``fetched``, ``unchanged``, ``resumed``, ``withdrawn``, ``offered``, ``bytes``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    outcome: Outcome
    message: str = ""
    finished_at: AwareDatetime
    complete_at: AwareDatetime | None = None
    counts: dict[str, int] = {}
    problems: tuple[Problem, ...] = ()


class ConfiguredSource(Protocol):
    """One entry of sources.yaml, ready for work."""

    @property
    def name(self) -> str:
        """The name in sources.yaml, the first part of its files' names."""

    def offer(self) -> Offer:
        """What it has now, without asking the network; raises QuanquanError when that cannot be read."""

    def report(self) -> FetchReport | None:
        """How the latest fetch ended, ``None`` where there was none."""

    def refresh(self, progress: Progress, *, allow_shrink: bool = False) -> FetchReport | None:
        """Ask the network, ``None`` when there is nothing to ask; raises MirrorBusy.

        A source that is down is a report, not an error, and withdraws nothing.
        """


@dataclass
class Notes:
    """Problems of one refresh, each told once and not more than a screen of them."""

    source: str
    most: int = 200
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, reason: str) -> None:
        """A line about ``name``, a file of the source, or the source itself when empty."""
        file = f"{self.source}/{name}" if name else self.source
        problem = warning(file, reason)
        if problem not in self.problems and len(self.problems) < self.most:
            self.problems.append(problem)


def state_problems(source: str, report: FetchReport | None, now: datetime, stale: timedelta) -> tuple[Problem, ...]:
    """What an editor should know about content that was fetched earlier."""
    if report is None:
        return (warning(source, "还没有抓取过，请运行 quanquan ingest sources fetch"),)
    had = f"沿用 {age_of(report.complete_at, now)}抓取的内容" if report.complete_at else "以前发布的内容保持不变"
    if report.outcome == "failed":
        return (warning(source, f"这个来源没有抓到：{report.message}；{had}"), *report.problems)
    if report.complete_at is not None and now - report.complete_at > stale:
        return (warning(source, f"很久没有重新抓取，{had}"), *report.problems)
    return report.problems


def age_of(then: datetime, now: datetime) -> str:
    """How long ago, as people say it: ``3 小时前``."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    for unit, size in (("天", 24 * 60), ("小时", 60), ("分钟", 1)):
        if minutes >= size:
            return f"{minutes // size} {unit}前"
    return "刚刚"


def worst(reports: Sequence[FetchReport]) -> Outcome:
    """The worst outcome of several sources."""
    found = {report.outcome for report in reports}
    return "failed" if "failed" in found else "partial" if "partial" in found else "complete"

"""A large source folder for ``quanquan ingest run --source``, made from the shipped sample."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import BadInput
from eval.progress import Track
from eval.synth.plan import Planned, plan, shares
from eval.synth.questions import Asker
from ingest.assemble import assemble
from ingest.collect import collect
from ingest.parse.items_tsv import HEADER as ITEM_HEADER
from ingest.parse.questions_tsv import HEADER as QUESTION_HEADER
from ingest.sources.folder import FolderSource, sample_folder
from knowledge.models import ItemId, Question, ServiceGuide, ServiceItem
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords

MADE = ("guides", "questions", "items.tsv")
"""What is made anew; all else of the sample (policies, topics) is copied as it is."""


@dataclass(frozen=True)
class Size:
    """How much was made."""

    items: int
    questions: int


def generate(folder: Path, items: int, questions: int, seed: int, track: Track) -> Size:
    """Write ``items`` guides and ``questions`` questions into ``folder``; equal arguments give equal bytes.

    Raises:
        BadInput: ``folder`` holds something or cannot be written, or the sample cannot be varied so often.
    """
    records = assemble(collect(FolderSource(sample_folder()).files(), SilentProgress()), KnowledgeRecords()).records
    planned = plan(records.guides, items, seed)
    try:
        _claim(folder)
        return _write_all(folder, planned, records, questions, seed, track)
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error


def _claim(folder: Path) -> None:
    """Make ``folder``, and what a source folder has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} is not an empty folder; name a new one")
    for part in ("guides", "questions"):
        (folder / part).mkdir(parents=True)


def _write_all(
    folder: Path, planned: Sequence[Planned], records: KnowledgeRecords, questions: int, seed: int, track: Track
) -> Size:
    authored: dict[ItemId, list[Question]] = defaultdict(list)
    for question in records.questions:
        authored[question.item_id].append(question)
    wanted = shares(planned, {item_id: len(asked) for item_id, asked in authored.items()}, questions)
    asker = Asker([question.text for question in records.questions], seed)
    made = 0
    for one, share in track(list(zip(planned, wanted, strict=True)), "items"):
        asked = _asked(one, authored[one.base], share, asker)
        _write(folder, one.guide, asked)
        made += len(asked)
    _write_list(folder / "items.tsv", planned, {item.id: item for item in records.items})
    _copy_rest(folder)
    return Size(len(planned), made)


def _asked(one: Planned, authored: Sequence[Question], share: int, asker: Asker) -> Sequence[Question]:
    if one.variation is None:
        return authored[:share]
    return asker.ask(one.guide.id, authored, one.variation, share)


def _write(folder: Path, guide: ServiceGuide, asked: Sequence[Question]) -> None:
    (folder / "guides" / f"{guide.id}.json").write_text(guide.model_dump_json(indent=2) + "\n", "utf-8")
    rows = [QUESTION_HEADER, *((question.facet, question.text) for question in asked)]
    _write_rows(folder / "questions" / f"{guide.id}.tsv", rows)


def _write_list(path: Path, planned: Sequence[Planned], listed: dict[ItemId, ServiceItem]) -> None:
    rows: list[tuple[str, ...]] = [ITEM_HEADER]
    for one in planned:
        guide, item = one.guide, listed[one.base]
        event = "" if one.variation else item.life_event
        rows.append((guide.id, guide.name, guide.department, guide.audience, item.board, event))
    _write_rows(path, rows)


def _write_rows(path: Path, rows: Sequence[Sequence[str]]) -> None:
    path.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


def _copy_rest(folder: Path) -> None:
    for path in sorted(sample_folder().iterdir()):
        if path.name in MADE:
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copyfile(path, folder / path.name)

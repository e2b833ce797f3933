"""As the service is wired: a report's files and whom it names, masked until recognised, stand in the packet of its case."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path

from docx import Document

from assistant.claims.cases.schemas import Opening
from assistant.claims.handover.build import claimant_of
from assistant.claims.persons.dossier import Identity
from assistant.state.engine import open_engine
from tests.assistant.benefits.world import PDF
from tests.assistant.claims.reports.world import MARKET
from tests.assistant.claims.reports.world import World as Reports


def test_a_reports_files_and_claimant_stand_in_the_packet(ready: Path, tmp_path: Path) -> None:
    for part in ready.parent.iterdir():
        shutil.copy(part, tmp_path / part.name)
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    world = Reports(engine, tmp_path)
    receipt, _code = world.report()
    world.file(receipt)
    opening = Opening.model_validate({"receipt": receipt, "title": "疑似恶意索赔", "facts": "一次买了二十包。"})
    case = world.claims.cases.open(MARKET, opening)
    paper = Document(io.BytesIO(world.claims.handovers.case_packet(MARKET, case.id)))
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert {"张**", "聊天记录.pdf", hashlib.sha256(PDF).hexdigest(), str(len(PDF))} <= cells
    world.claims.close()
    engine.dispose()


def test_who_is_named_nowhere_is_nobody() -> None:
    assert claimant_of(None) == Identity()

"""As the service is wired: a report's files and whom it names, masked until recognised, stand in the packet of its case."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from assistant.claims.cases.schemas import Opening
from assistant.claims.handover.build import claimant_of
from assistant.claims.persons.dossier import Identity
from assistant.state.engine import open_engine
from tests.assistant.benefits.world import PDF
from tests.assistant.claims.reports.world import MARKET
from tests.assistant.claims.reports.world import World as Reports


@pytest.fixture
def reports(ready: Path, tmp_path: Path) -> Iterator[Reports]:
    for part in ready.parent.iterdir():
        shutil.copy(part, tmp_path / part.name)
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    made = Reports(engine, tmp_path)
    yield made
    made.claims.close()
    engine.dispose()


def cells(world: Reports, case_id: str) -> set[str]:
    """What stands in the tables of a case's packet."""
    paper = Document(io.BytesIO(world.claims.handovers.case_packet(MARKET, case_id)))
    return {cell.text for table in paper.tables for row in table.rows for cell in row.cells}


def test_a_reports_files_and_claimant_stand_in_the_packet(reports: Reports) -> None:
    receipt, _code = reports.report()
    reports.file(receipt)
    opening = Opening.model_validate({"receipt": receipt, "title": "疑似恶意索赔", "facts": "一次买了二十包。"})
    case = reports.claims.cases.open(MARKET, opening)
    shown = cells(reports, case.id)
    assert {"张**", "聊天记录.pdf", hashlib.sha256(PDF).hexdigest(), str(len(PDF))} <= shown
    assert {"2026-11-20", "企业举报", receipt, "泉州某某食品店", "1285.00", "已提交"} <= shown


def test_so_do_those_of_a_report_that_was_linked_and_of_no_other(reports: Reports) -> None:
    opening = Opening.model_validate({"title": "疑似恶意索赔", "facts": "一次买了二十包。"})
    case = reports.claims.cases.open(MARKET, opening)
    linked, other = (reports.report(claimant_name=name)[0] for name in ("李乙某", "王丙某"))
    for receipt, content in ((linked, PDF), (other, PDF + b"2")):
        reports.file(receipt, content)
        reports.act(receipt, "accept")
    reports.act(linked, "link", case_id=case.id)
    shown = cells(reports, case.id)
    assert {"李**", linked, "已并入案件", hashlib.sha256(PDF).hexdigest()} <= shown
    assert not {"王**", other, hashlib.sha256(PDF + b"2").hexdigest()} & shown


def test_who_is_named_nowhere_is_nobody() -> None:
    assert claimant_of(()) == Identity()

"""A service over a register with known persons: one with many complaints, one with few, a crowd."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.state.engine import open_engine
from tests.assistant.claims.reports.fixtures import empty_claims, site, world
from tests.assistant.claims.reports.world import Site, World
from tests.knowledge.complaints.registers import finding, findings, in_force, made, published

__all__ = ["empty_claims", "site", "town", "world"]

PHONE, NAME, ADDRESS = "19900000001", "试姓名", "泉州市鲤城区试路一号二幢三零四室"
MANY, FEW = "R-00000000", "R-00000001"
SHOP, OWN, SMALL = "泉州试一食品有限公司", "鲤城区陈试水果店", "泉州试小鞋业有限公司"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, empty_claims: Path) -> Iterator[Site]:
    """The service, for tests that only read, with a register in force: 12 complaints of one person, 3 of another, a crowd of 20, a trader hit by two."""
    rows = [
        *(made(n, name=NAME, phone=PHONE, address=ADDRESS, text=f"我叫{NAME}，电话{PHONE}，糕点没有标明生产日期") for n in range(12)),
        *(made(n, name="试别人", phone=PHONE, respondent=OWN) for n in range(12, 15)),
        *(made(n, name="试众人", respondent=OWN if n % 2 else SHOP, kind="report" if n % 5 else "complaint") for n in range(15, 35)),
        *(made(n, respondent=SMALL, trade="鞋服") for n in range(35, 37)),
    ]  # fmt: skip
    persons = [0] * 12 + [1] * 3 + list(range(2, 24))
    folder = tmp_path_factory.mktemp("town")
    (folder / "state.db").write_bytes(empty_claims.read_bytes())
    engine = open_engine(f"sqlite:///{folder / 'state.db'}")
    published(folder / "home", in_force(rows, persons), findings(finding(0, "review", 12)))
    made_site = Site(World(engine, folder / "home"))
    with made_site.client:
        yield made_site
    engine.dispose()

"""The picture around a person or trader: what is shared, why, and what leads no further."""

from __future__ import annotations

import pytest

from knowledge.complaints import network
from knowledge.complaints.columns import Columns
from knowledge.errors import NotFound, SnapshotUnavailable
from tests.knowledge.complaints.registers import in_force, made

PHONE = "19900000001"


def test_who_shares_a_phone_is_drawn_with_the_reason() -> None:
    rows = [made(1, phone=PHONE), made(2, phone=PHONE), made(3, respondent="泉州试三鞋业有限公司"), made(4)]
    columns = Columns(in_force(rows, [0, 1, 0, 2]))
    picture = network.around_person(columns, "R-00000000")
    kinds = sorted((node.kind, node.complaints) for node in picture.nodes)
    assert kinds == [("person", 1), ("person", 2), ("phone", 2), ("trader", 1), ("trader", 3)]
    uses = [edge for edge in picture.edges if edge.kind == "uses"]
    assert len(uses) == 2 and all("全库有 2 件、2 人用过" in edge.why for edge in uses)
    assert [node.key for node in picture.nodes if node.centre] == ["R-00000000"]
    keys = {node.key for node in picture.nodes}
    assert all(edge.left in keys and edge.right in keys for edge in picture.edges)


def test_a_phone_of_many_leads_to_nobody() -> None:
    rows = [made(n, phone=PHONE) for n in range(30)]
    picture = network.around_person(Columns(in_force(rows, list(range(30)))), "R-00000000")
    assert [node.key for node in picture.nodes if node.kind == "person"] == ["R-00000000"]


def test_a_trader_shows_who_complains_most_and_writes_alike() -> None:
    rows = [made(n) for n in range(9)]
    columns = Columns(in_force(rows, [0, 0, 0, 0, 1, 1, 2, 3, 4], [0, 0, -1, -1, 0, 0, -1, -1, -1]))
    picture = network.around_trader(columns, columns.traders.ids[0], 10)
    assert [node.key for node in picture.nodes if node.kind == "person"][:2] == ["R-00000000", "R-00000001"]
    assert {edge.left for edge in picture.edges if edge.kind == "wrote"} == {"R-00000000", "R-00000001"}
    crowd = Columns(in_force([made(n) for n in range(80)], list(range(80))))
    small = network.around_trader(crowd, crowd.traders.ids[0], 10)
    assert len(small.nodes) <= 10 and small.left_out == 75


def test_nobody_and_nothing_linked() -> None:
    columns = Columns(in_force([made(1)], [0]))
    with pytest.raises(NotFound):
        network.around_person(columns, "R-77777777")
    with pytest.raises(NotFound):
        network.around_trader(columns, "T-000000000000")
    with pytest.raises(SnapshotUnavailable):
        network.around_person(Columns(in_force([made(1)])), "R-00000000")

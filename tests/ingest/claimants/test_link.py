from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ingest.claimants.extend import extendable
from ingest.claimants.link import extend, link
from knowledge.complaints.links import COMPARISONS, Links
from knowledge.errors import InvalidRecord
from tests.ingest.claimants.registers import Maker


def _together(links: Links, rows: list[int]) -> bool:
    return len(set(links.person[rows].tolist())) == 1


def _apart(links: Links, rows: list[int]) -> bool:
    return len(set(links.person[rows].tolist())) == len(rows)


@pytest.fixture(scope="module")
def made() -> tuple[Maker, dict[str, list[int]]]:
    make, rows = Maker(3), {}
    make.strangers(150)
    phone, account, address = make.phone(), make.account(), make.address()
    rows["busy"] = make.complain(6, name="欧阳样例", phone=phone, account=account, address=address)
    rows["masked"] = make.complain(2, name="欧阳样例", phone=f"{phone[:3]}****{phone[7:]}", address=address)
    rows["homophone"] = make.complain(1, name="欧阳样莉", phone=phone, account=account)
    rows["nameless"] = make.complain(2, phone=phone)
    rows["titled"] = make.complain(1, name="欧女士", phone=phone)
    rows["alias"] = make.complain(2, name="柳虚构", phone=phone, account=account)
    home, line = make.address(), make.phone()
    rows["family"] = [make.complain(name=name, phone=line, address=home)[0] for name in ("卓一样", "卓两例", "何三虚")]
    office = make.phone()
    rows["office"] = [make.complain(name=make.name(), phone=office)[0] for _ in range(14)]
    desk = make.address()
    rows["station"] = [make.complain(name=make.name(), phone=make.phone(), address=desk)[0] for _ in range(14)]
    form = "依据食品安全法第一百四十八条之规定，被举报人销售的产品标签不符合国家标准，请依法查处并书面答复举报人，依法组织调解退一赔十，举报人保留复议诉讼的权利"
    rows["ring"] = [make.complain(name=make.name(), phone=make.phone(), text=form)[0] for _ in range(6)]
    rows["bare"] = make.complain(12, phone=make.phone())
    return make, rows


@pytest.fixture(scope="module")
def links(made: tuple[Maker, dict[str, list[int]]]) -> Links:
    return link(made[0].register())


def test_one_person_under_typos_masks_and_an_alias_is_one(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    rows = made[1]
    assert _together(links, rows["busy"] + rows["masked"] + rows["homophone"] + rows["alias"])


def test_a_nameless_complaint_goes_to_the_one_person_known_by_its_phone() -> None:
    make = Maker(4)
    make.strangers(100)
    phone = make.phone()
    named = make.complain(5, name="柳虚构", phone=phone, address=make.address())
    nameless = make.complain(2, phone=phone)
    other = make.complain(1, name="王先生", phone=phone)
    links = link(make.register())
    assert _together(links, named + nameless)
    assert any("有一件没有写姓名" in edge.text for edge in links.explain(int(links.person[named[0]])))
    assert links.person[other[0]] != links.person[named[0]]


@pytest.mark.parametrize("who", ["family", "office", "station", "bare"])
def test_a_shared_phone_or_address_alone_makes_nobody_one_person(
    who: str, made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    assert _apart(links, made[1][who])


def test_formatted_texts_link_to_a_ring_and_not_to_one_person(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    rows = made[1]["ring"]
    assert _apart(links, rows)
    assert len(set(links.text_group[rows].tolist())) == 1
    assert links.text_group[rows[0]] >= 0


def test_no_cluster_is_held_by_a_bare_phone_or_address_alone(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    for person in np.flatnonzero(links.sizes > 1).tolist():
        kinds = [{reason.comparison for reason in edge.reasons} for edge in links.explain(person)]
        together = set().union(*kinds)
        assert together - {"phone", "address"}, person
        bare = sum(
            len(each) == 1 and edge.together < 0 for each, edge in zip(kinds, links.explain(person), strict=True)
        )
        assert 2 * bare <= len(kinds) + 1


def test_edges_hold_each_cluster_together(links: Links) -> None:
    for person in np.flatnonzero(links.sizes > 1).tolist():
        reached = {int(links.rows_of(person)[0])}
        edges = links.edges_of(person).select(["left", "right"]).to_pylist()
        for _ in edges:
            reached |= {end for edge in edges for end in edge.values() if reached & set(edge.values())}
        assert reached == set(links.rows_of(person).tolist())


def test_an_edge_says_what_agrees_and_how_often_it_stands_in_the_register(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    person = int(links.person[made[1]["busy"][0]])
    said = "".join(edge.text for edge in links.explain(person))
    assert "姓名相同，全库有 8 件用这个姓名" in said
    assert "收款账户相同，全库有 9 件用这个收款账户" in said
    assert all(0 <= edge.probability <= 1 for edge in links.explain(person))


def test_a_small_register_keeps_the_shipped_weights_and_says_so(links: Links) -> None:
    assert links.model.learned == ()
    assert links.model.priors == COMPARISONS
    assert any("太小" in note for note in links.model.notes)


def test_the_order_of_rows_changes_nothing(made: tuple[Maker, dict[str, list[int]]], links: Links) -> None:
    register = made[0].register()
    order = np.random.default_rng(1).permutation(register.num_rows)
    other = link(register.take(pa.array(order)))
    assert other.person_ids.take(other.person).to_pylist() == links.person_ids.take(links.person[order]).to_pylist()


def test_the_same_register_gives_the_same_links(made: tuple[Maker, dict[str, list[int]]], links: Links) -> None:
    again = link(made[0].register())
    assert again.version == links.version
    assert again.edges.equals(links.edges)
    assert again.person_ids.equals(links.person_ids)


def test_persons_keep_their_ids_when_the_register_grows(made: tuple[Maker, dict[str, list[int]]], links: Links) -> None:
    register = made[0].register()
    more = Maker(9)
    more.rows = list(made[0].rows)
    more.complain(3, name="欧阳样例", phone=made[0].rows[made[1]["busy"][0]]["phone"])
    grown = link(more.register(), links)
    rows = np.arange(register.num_rows)
    kept = np.array(grown.person_ids.take(grown.person[rows]).to_pylist()) == np.array(
        links.person_ids.take(links.person).to_pylist()
    )
    assert kept.all()
    assert len(set(grown.person_ids.to_pylist())) == grown.persons


def test_new_complaints_are_put_to_the_persons_there_are(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    register = made[0].register()
    busy = made[0].rows[made[1]["busy"][0]]
    more = Maker(9)
    more.rows = list(made[0].rows)
    own = more.complain(2, name="欧阳样例", phone=busy["phone"], account=busy["account"])
    strange = more.complain(1, name="苏陌生", phone=more.phone())
    ring = more.complain(1, name="苏陌路", phone=more.phone(), text=made[0].rows[made[1]["ring"][0]]["text"])
    new = more.register().slice(register.num_rows)
    grown = extend(links, register, new)
    assert len(grown) == register.num_rows + 4
    assert _together(grown, made[1]["busy"] + own)
    assert grown.id_of(int(grown.person[own[0]])) == links.id_of(int(links.person[made[1]["busy"][0]]))
    assert grown.sizes[grown.person[strange[0]]] == 1
    assert grown.text_group[ring[0]] == grown.text_group[made[1]["ring"][0]] >= 0
    assert len(grown.explain(int(grown.person[own[0]]))) > len(links.explain(int(links.person[made[1]["busy"][0]])))


def test_extending_survives_being_written_and_read(
    made: tuple[Maker, dict[str, list[int]]], links: Links, tmp_path: Path
) -> None:
    register = made[0].register()
    links.to_files(tmp_path)
    more = Maker(10)
    more.rows = list(made[0].rows)
    more.strangers(5)
    new = more.register().slice(register.num_rows)
    assert extend(Links.from_files(tmp_path), register, new).version == extend(links, register, new).version


def test_a_complaint_that_is_there_already_is_not_added(made: tuple[Maker, dict[str, list[int]]], links: Links) -> None:
    register = made[0].register()
    with pytest.raises(InvalidRecord):
        extend(links, register, register.slice(0, 1))
    with pytest.raises(InvalidRecord):
        extend(links, register.slice(1), register.slice(0, 1))


def test_a_linking_by_other_comparisons_is_not_continued(
    made: tuple[Maker, dict[str, list[int]]], links: Links
) -> None:
    assert extendable(links)
    assert links.features is not None
    earlier = replace(links, features=links.features.drop_columns(["sex"]))
    assert not extendable(earlier)
    more = Maker(40)
    more.rows = list(made[0].rows)
    more.complain(1, name="苏陌生")
    with pytest.raises(InvalidRecord, match="重新关联"):
        extend(earlier, made[0].register(), more.register().slice(len(links)))


def test_a_new_complaint_with_a_filler_phone_is_compared_with_few() -> None:
    make = Maker(41)
    for _ in range(60):
        make.complain(1, name=make.name(), phone="13800000000")
    links = link(make.register())
    before = make.register()
    make.complain(1, name="苏陌生", phone="13800000000")
    grown = extend(links, before, make.register().slice(60))
    assert grown.persons == links.persons + 1


def test_nothing_new_changes_nothing(made: tuple[Maker, dict[str, list[int]]], links: Links) -> None:
    register = made[0].register()
    assert extend(links, register, register.slice(0, 0)) is links


@pytest.mark.parametrize("count", [0, 1, 2])
def test_registers_of_hardly_any_rows_are_linked(count: int) -> None:
    make = Maker(5)
    make.strangers(count)
    links = link(make.register())
    assert links.persons == count
    assert links.edges.num_rows == 0


def test_hostile_values_link_nobody_and_break_nothing() -> None:
    make = Maker(6)
    for value in ("", "****", "' OR 1=1 --", "\ud800", "\x00", "１" * 500, "先生", "某某"):
        make.complain(2, name=value, phone=value, address=value, account=value, id_number=value, text=value or " ")
    rows = [
        {**row, **{k: v.encode("utf-8", "replace").decode() for k, v in row.items() if isinstance(v, str)}}
        for row in make.rows
    ]
    make.rows = rows
    links = link(make.register())
    assert len(links) == 16

"""Who shares a phone, an address or a surname and is not one person for that."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.claimants.link import link
from knowledge.complaints.links import Links
from tests.ingest.claimants.registers import Maker

PHONE, HOME = "13800005123", "泉州市丰泽区样例街88号3栋502室"


def linked(*said: dict[str, Any]) -> tuple[Links, list[int]]:
    make = Maker(21)
    make.strangers(80)
    rows = [make.complain(**each)[0] for each in said]
    links = link(make.register())
    return links, links.person[rows].tolist()


@pytest.mark.parametrize("shared", [{"phone": PHONE}, {"address": HOME}])
@pytest.mark.parametrize(
    "names",
    [
        ("陈建国", "陈女士", "陈美丽"),
        ("陈先生", "陈女士"),
        ("陈建国", "陈建军"),
        ("张XX", "张xx", "张O", "张□", "张某"),
        ("市民", "热心市民", "匿名"),
        ("欧阳先生", "欧阳女士"),
        ("陈**", "陈*"),
    ],
)
def test_a_shared_value_and_a_surname_make_nobody_one_person(names: tuple[str, ...], shared: dict[str, str]) -> None:
    _, persons = linked(*({"name": name, **shared} for name in names))
    assert len(set(persons)) == len(names)


def test_brothers_of_one_phone_and_one_home_stay_two() -> None:
    _, persons = linked(*({"name": name, "phone": PHONE, "address": HOME} for name in ("陈建国", "陈建军")))
    assert persons[0] != persons[1]


def test_complaints_without_an_id_number_do_not_bridge_two_of_them() -> None:
    make = Maker(22)
    one, other = make.id_number(), make.id_number()
    same = {"name": "陈建国", "phone": PHONE}
    _, persons = linked(same | {"id_number": one}, same, same, same | {"id_number": other})
    assert persons[0] != persons[3]


def test_a_hidden_name_goes_to_the_only_one_of_that_surname() -> None:
    named = [{"name": "陈建国", "phone": PHONE}] * 4
    links, persons = linked(*named, {"name": "陈先生", "phone": PHONE}, {"name": "林先生", "phone": PHONE})
    assert len(set(persons[:5])) == 1
    assert persons[5] != persons[0]
    said = "".join(edge.text for edge in links.explain(persons[0]))
    assert "只有姓相同，名字没有写出来" in said
    assert "有一件只写了姓" in said
    assert "读音相同" not in said


def test_a_hidden_name_that_two_could_have_goes_to_nobody() -> None:
    named = [{"name": "陈建国", "phone": PHONE}] * 8
    _, persons = linked(*named, {"name": "陈美丽", "phone": PHONE}, {"name": "陈女士", "phone": PHONE})
    assert len({persons[0], *persons[8:]}) == 3


def test_an_address_points_to_nobody_who_gives_another_phone() -> None:
    named = [{"name": "陈建国", "phone": PHONE, "address": HOME}] * 8
    other = {"name": "陈**", "phone": "13900006234", "address": HOME}
    _, persons = linked(*named, other, {"name": None, "phone": "13900006235", "address": HOME})
    assert len({persons[0], *persons[8:]}) == 3


def test_titles_of_two_sexes_are_not_put_to_one_person() -> None:
    named = [{"name": "陈建国", "phone": PHONE}] * 4
    _, persons = linked(*named, {"name": "陈先生", "phone": PHONE}, {"name": "陈女士", "phone": PHONE})
    assert len({persons[0], *persons[4:]}) == 3


def test_namesakes_of_two_cities_with_one_street_are_two() -> None:
    _, persons = linked(
        {"name": "张伟", "address": "厦门市思明区样例路12号"}, {"name": "张伟", "address": "广州市越秀区样例路12号"}
    )
    assert persons[0] != persons[1]


def test_a_place_without_a_number_is_not_called_another_address() -> None:
    same = {"name": "张虚构", "phone": PHONE, "address": "南安市样例镇虚构村"}
    links, persons = linked(same, same)
    (edge,) = links.explain(persons[0])
    assert "地址写的是同一个地方，没有写门牌" in edge.text
    assert not edge.against


def test_an_id_number_that_fills_the_field_joins_nobody() -> None:
    make = Maker(23)
    text = make.text()
    said = [{"name": make.name(), "phone": make.phone(), "text": text, "id_number": "0" * 18} for _ in range(6)]
    _, persons = linked(*said)
    assert len(set(persons)) == 6


def test_an_id_number_under_many_names_joins_nobody() -> None:
    make = Maker(24)
    text, shared = make.text(), make.id_number()
    said = [{"name": make.name(), "phone": make.phone(), "text": text, "id_number": shared} for _ in range(12)]
    _, persons = linked(*said)
    assert len(set(persons)) == 12


def test_the_old_and_the_new_form_of_an_id_number_are_one() -> None:
    make = Maker(25)
    new = make.id_number()
    old = new[:6] + new[8:17]
    _, persons = linked(
        {"name": "柳虚构", "id_number": new, "phone": PHONE}, {"name": "柳虚构", "id_number": old, "address": HOME}
    )
    assert persons[0] == persons[1]

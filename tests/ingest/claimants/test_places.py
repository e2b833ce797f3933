from __future__ import annotations

import pytest

from ingest.claimants.places import address


@pytest.mark.parametrize(
    "written",
    [
        "福建省泉州市鲤城区样例路12号3栋502室",
        "样例路12号3号楼502",
        "样例路12号3幢502",
        "鲤城样例路12号3#502",
        "泉州市鲤城区样例路12号3-502",
        "样例路12号3-502（泉州市鲤城区样板街道）",
    ],
)
def test_an_address_is_one_place_however_it_is_written(written: str) -> None:
    assert address(written)[:3] == ("样例路12号3栋502", "样例路12号3栋", "502")


def test_a_village_without_a_number_is_no_house() -> None:
    assert address("南安市样例镇虚构村").house is None


@pytest.mark.parametrize(
    ("written", "city", "district", "town"),
    [
        ("厦门市思明区中山路12号", "厦门", "思明", None),
        ("广州市越秀区中山路12号", "广州", "越秀", None),
        ("福建省石狮市宝盖镇中山路12号", None, "石狮", "宝盖"),
        ("泉州市晋江市中山路12号", "泉州", "晋江", None),
        ("晋江中山路12号", None, "晋江", None),
        ("中山路12号（浙江省义乌市官桥镇）", None, "义乌", "官桥"),
        ("中山市石岐区中山路12号", "中山", "石岐", None),
        ("泉州经济技术开发区中山路12号", "泉州", None, None),
        ("中山路12号", None, None, None),
    ],
)
def test_city_district_and_town_are_parts_of_their_own(
    written: str, city: str | None, district: str | None, town: str | None
) -> None:
    assert address(written) == ("中山路12号", "中山路12号", None, city, district, town)


@pytest.mark.parametrize("road", ["泉州路3号", "泉州东路3号", "阳光小区3栋", "星光社区3号"])
def test_a_road_or_an_estate_is_no_city(road: str) -> None:
    assert address(road).whole == road
    assert address(road)[3:] == (None, None, None)


def test_numbers_with_a_hyphen_are_not_run_together() -> None:
    assert address("龙湖镇新街15-2号").whole == address("龙湖镇新街15—2号").whole != address("龙湖镇新街152号").whole
    assert address("样例路3-2-502").whole == address("样例路3栋2单元502室").whole

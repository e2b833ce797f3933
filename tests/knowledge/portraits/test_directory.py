"""A company is found as people type it; what is not there is not made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from knowledge.portraits.credit_code import check_digit
from knowledge.portraits.directory import Directory, open_directory, sample_companies
from knowledge.portraits.names import CERTAIN, certain
from knowledge.portraits.portrait import Portrait
from knowledge.portraits.store import of_portraits

WANTED = "91350502MAX50L2368"


@cache
def sample() -> Directory:
    return Directory(sample_companies())


def directory_of(*names: str, former: tuple[str, ...] = (), district: str = "晋江市") -> Directory:
    """A directory of made companies; the first one has the former names."""
    made = []
    for number, name in enumerate(names):
        body = f"91350582MA{number:07d}"
        values = {"name": name, "credit_code": body + check_digit(body), "district": district}
        made.append(Portrait(values, {}, former if not number else ()))
    return Directory(of_portraits(made, "试"))


@pytest.mark.parametrize(
    "typed",
    [
        "泉州榛柏熙鞋业有限公司", "泉州榛柏熙鞋业", "榛柏熙鞋业有限公司", "榛柏熙", "榛柏熙鞋", "泉州市榛柏熙鞋业有限责任公司", " 泉州 榛柏熙 鞋业 ",
        "榛柏西鞋业", "榛伯熙鞋业", "泉州榛柏熙鞋业有线公司", "泉州榛柏熙鞋业有公限司", "榛熙柏鞋业", "榛柏熙鞋業", "泉州（榛柏熙）鞋业", "泉州榛柏熙鞋业有限",
        WANTED, WANTED.lower(), "９１３５０５０２ＭＡＸ５０Ｌ２３６８", "MAX50L2368", "max50l236", "9135 0502 MAX5 0L23 68", f"代码：{WANTED}。",
        "91350502MAX5OL2368",
    ],
)  # fmt: skip
def test_the_company_is_found_for_certain(typed: str) -> None:
    found = certain(sample().find(typed))
    assert found is not None and found.credit_code == WANTED


@pytest.mark.parametrize(
    "typed",
    [
        "榛白西鞋业",
        "臻柏熙",
        "榛明熙鞋业",
        "榛熙鞋业",
        "zhenbaixi",
        "泉州鞋业",
        "91350502MAX50L2367",
        "91350502MAX05L2368",
    ],
)
def test_a_doubtful_company_comes_first_and_somebody_confirms(typed: str) -> None:
    found = sample().find(typed)
    assert found[0].credit_code == WANTED and certain(found) is None


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "鞋", "不存在的公司", "泉州骉犇猋鞋业有限公司", "😀😀😀", "'; DROP TABLE companies;--", "a" * 10_000, "鞋" * 10_000, "\ud800", "\x00",
        "有限公司", "泉州", "泉州市", "../../etc/passwd", "%%%", "{}", "-" * 33, "123456", "9" * 18, "\u202e公司",
    ],
)  # fmt: skip
def test_what_is_nobody_finds_nobody(typed: str) -> None:
    assert sample().find(typed) == ()


def test_two_companies_of_like_name_are_both_offered() -> None:
    directory = directory_of("晋江宏达鞋业有限公司", "石狮宏达鞋业有限公司", "晋江宏达服饰有限公司")
    found = directory.find("宏达鞋业")
    assert {each.name for each in found[:2]} == {"晋江宏达鞋业有限公司", "石狮宏达鞋业有限公司"}
    assert certain(found) is None and found[0].score == pytest.approx(found[1].score)
    assert certain(directory.find("石狮宏达鞋业")) is not None
    assert len(directory.find("宏达")) == 3 and certain(directory.find("宏达")) is None


def test_a_whole_name_is_certain_beside_longer_ones() -> None:
    directory = directory_of("晋江宏达鞋业有限公司", "晋江宏达鞋业贸易有限公司", "晋江宏达鞋业股份有限公司")
    found = certain(directory.find("晋江宏达鞋业有限公司"))
    assert found is not None and found.name == "晋江宏达鞋业有限公司"


def test_an_old_name_finds_the_company_and_is_told() -> None:
    directory = directory_of("晋江新名鞋业有限公司", "晋江老铺鞋业有限公司", former=("晋江旧号鞋业有限公司",))
    found = certain(directory.find("旧号鞋业"))
    assert found is not None and (found.name, found.former_name) == ("晋江新名鞋业有限公司", "晋江旧号鞋业有限公司")
    assert directory.find("新名鞋业")[0].former_name is None


def test_shops_are_found_without_their_town() -> None:
    directory = directory_of("泉州市晋江市池店镇光远小吃店", "泉州市晋江市陈埭镇光明小吃店")
    for typed in ("光远小吃店", "晋江光远小吃店", "池店镇光远小吃店", "光远"):
        assert directory.find(typed)[0].name == "泉州市晋江市池店镇光远小吃店"


def test_a_part_of_a_code_that_many_share_is_a_choice() -> None:
    found = sample().find("91350502")
    assert len(found) == 8 and certain(found) is None and all(each.credit_code.startswith("91350502") for each in found)


def test_limit_and_score_keep_their_bounds() -> None:
    for typed in ("泉州鞋业", "榛柏熙", WANTED, "9135"):
        found = sample().find(typed, 3)
        assert len(found) <= 3 and all(0 <= each.score <= 1 for each in found)
        assert list(found) == sorted(found, key=lambda each: -each.score)


def test_without_an_import_there_is_the_marked_sample(tmp_path: Path) -> None:
    directory = open_directory(tmp_path)
    assert directory.sample and directory.version == "sample" and len(directory) == 60
    portrait = directory.by_code(WANTED.lower())
    assert portrait is not None and portrait.sources["revenue"].name == "示例数据"
    assert not list(tmp_path.iterdir()), "looking writes nothing"


@pytest.mark.parametrize("code", ["", "x", WANTED[:-1], WANTED[:-1] + "9", WANTED + "0", "１" * 18, "\x00" * 18])
def test_no_company_has_a_code_that_is_none(code: str) -> None:
    assert sample().by_code(code) is None


def test_the_population_has_all_companies_in_the_order_of_their_codes() -> None:
    population = sample().population
    codes = population.credit_codes.to_pylist()
    assert len(population) == 60 and codes == sorted(codes) and WANTED in codes


def test_certain_is_a_bound_of_the_score() -> None:
    found = sample().find("榛柏熙")
    assert certain(found) is not None and found[0].score >= CERTAIN
    assert certain(()) is None


def test_a_directory_of_nobody_answers() -> None:
    nobody = directory_of()
    assert (
        len(nobody) == 0
        and nobody.find("榛柏熙") == ()
        and nobody.find(WANTED) == ()
        and nobody.by_code(WANTED) is None
    )

"""Checks that compare records with one another, with the day, and with the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from ingest.problems import rejection, warning
from ingest.quality.addresses import KnownAddresses
from knowledge.models import LifeEvent, Origin, PolicyDocument, PolicyQuestion, Position, Topic, TopicChoice
from knowledge.ports import Hit, SearchResult
from tests.ingest.quality.base import (
    POLICY,
    SOUND,
    asked,
    codes,
    fee,
    found,
    guide,
    passages,
    policies,
    questions,
    records,
)
from tests.ingest.quality.test_report import report_of

CHECKED = {
    "file_problem", "same_name", "same_words", "same_question", "fee_of_other", "policy_figures", "policy_labels",
    "policy_dates", "policy_expired", "deadline_passed", "not_found", "questions_not_found",
}  # fmt: skip
"""Codes of the checks that are tested here."""


def policy(**changes: Any) -> PolicyDocument:
    return PolicyDocument.model_validate(POLICY.model_dump() | changes)


def measure(**changes: Any) -> PolicyDocument:
    return policy(measures=(POLICY.measures[0].model_dump() | changes,))


def test_a_sound_policy_file_has_no_row() -> None:
    assert codes(policies()) == set()


# Files


def test_a_rejected_file_is_an_error_and_a_doubt_a_reminder() -> None:
    bad = rejection("guides/GA-015.json", "少了逗号", line=7).problem
    rows = found("file_problem", records(SOUND), problems=(bad, warning("items.tsv", "没有找到")))
    assert [(row.severity, row.about, row.file, row.what) for row in rows] == [
        ("错误", "GA-015", "guides/GA-015.json", "少了逗号"),
        ("提醒", "", "items.tsv", "没有找到"),
    ]
    assert rows[0].at == Position(line=7)


# Names


def test_two_guides_of_one_name_are_an_error_at_both() -> None:
    rows = found("same_name", records(SOUND, guide(id="MZ-001", department="民政局", aliases=("别的",))))
    assert [(row.severity, row.about, row.more[0].about) for row in rows] == [
        ("错误", "GA-015", "MZ-001"),
        ("错误", "MZ-001", "GA-015"),
    ]
    assert "民政局“居民身份证补领（丢失）”（MZ-001）的名称" in rows[0].what


def test_an_alias_that_is_anothers_name_is_told_whatever_its_blanks_and_brackets() -> None:
    other = guide(id="MZ-001", name="结婚登记", aliases=("居民身份证 补领(丢失)",))
    rows = found("same_name", records(SOUND, other))
    assert [(row.severity, row.about) for row in rows] == [("提醒", "GA-015"), ("提醒", "MZ-001")]
    assert "别名“居民身份证 补领(丢失)”也是公安分局“居民身份证补领（丢失）”" in rows[1].what


def test_a_name_that_is_also_its_own_alias_and_a_longer_name_clash_with_nothing() -> None:
    own = guide(aliases=(SOUND.name,))
    assert found("same_name", records(own, guide(id="GA-014", name="居民身份证补领", aliases=("补证",)))) == []


def test_names_of_the_same_characters_in_another_order_are_told() -> None:
    one, other = guide(id="GA-004", name="子女投靠父母落户"), guide(id="GA-005", name="父母投靠子女落户")
    assert [row.about for row in found("same_words", records(one, other))] == ["GA-004", "GA-005"]
    assert found("same_words", records(one, guide(id="GA-005", name="父母投靠子女迁户"))) == []


def test_a_question_of_two_items_is_one_row() -> None:
    both = (*questions("GA-015", "证丢了咋办？"), *questions("MZ-001", "证丢了咋办"))
    rows = found("same_question", records(SOUND, guide(id="MZ-001", name="补领结婚证"), questions=both))
    assert [(row.about, row.more[0].about, row.quotes) for row in rows] == [("GA-015", "MZ-001", ("证丢了咋办？",))]
    twice = questions("GA-015", "证丢了咋办？", "证丢了咋办")
    assert found("same_question", records(SOUND, questions=twice)) == []


# Fees and awards of others


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("临时居民身份证办理收费30元", True),
        ("临时居民身份证办理收费10元", False),
        ("临时居民身份证办理要等30天", False),
        ("别的证收费30元", False),
    ],
)
def test_a_fee_of_another_guide_is_compared_with_that_guide(answer: str, told: bool) -> None:
    other = guide(id="GA-016", name="临时居民身份证办理", aliases=("临时证",), fee=fee(10, "每证10元"))
    rows = found("fee_of_other", records(guide(**asked("急用呢？", f"{answer}。")), other))
    assert [row.more[0].about for row in rows] == (["GA-016"] if told else [])


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("首次入规奖励20万元", True),
        ("首次入规奖励最高10万元", False),
        ("《鲤城区支持工业企业若干措施》给的是8万元", True),
        ("另有奖励20万元", False),
    ],
)
def test_a_sum_said_of_a_measure_is_compared_with_its_article(answer: str, told: bool) -> None:
    known = records(guide(**asked("有奖励吗？", f"有，{answer}。")), policies=(POLICY,), passages=passages())
    rows = found("policy_figures", known)
    assert [row.more[0].about for row in rows] == (["P001"] if told else [])
    assert all("10 万元" in row.what and len(row.quotes) == 2 for row in rows)


def test_an_expired_policy_contradicts_nobody() -> None:
    old = policy(valid_to=date(2025, 12, 31))
    known = records(guide(**asked("有奖励吗？", "首次入规奖励20万元。")), policies=(old,), passages=passages())
    assert found("policy_figures", known) == []


# Policy labels and dates


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"award": {"kind": "fixed", "amount": 200000}}, "20 万元"),
        ({"award": {"kind": "percent", "base": "revenue", "rate": 0.08, "cap": 100000}}, "8%"),
        ({"award": {"kind": "tiered", "tiers": [{"at_least": 1, "amount": 50000}]}}, "5 万元"),
        ({"award": {"kind": "by_set", "amounts": {"国家级": 30000}}}, "3 万元"),
        ({"deadline": date(2026, 12, 21)}, "截止日期 2026-12-21"),
        ({}, ""),
        ({"award": {"kind": "in_kind", "text": "优先推荐"}, "deadline": None}, ""),
        ({"award": {"kind": "per_unit", "amount": 50, "cap": 100000}}, ""),
    ],
)
def test_labels_must_be_in_the_text(changes: dict[str, Any], words: str) -> None:
    rows = found("policy_labels", policies(measure(**changes)))
    assert [words in row.what for row in rows] == ([True] if words else [])


@pytest.mark.parametrize(
    ("text", "valid_to", "told"),
    [
        ("有效期至2027年12月31日。", date(2027, 12, 31), False),
        ("有效期至2026年12月31日。", date(2027, 12, 31), True),
        ("有效期自2025年1月1日至2027年12月31日。", date(2027, 12, 31), False),
        ("自2025年1月1日起施行，有效期三年。", date(2027, 12, 31), False),
        ("自2025年3月1日起施行，有效期3年。", date(2027, 12, 31), True),
        ("自2025年1月1日起施行，有效期三年。", None, True),
        ("自印发之日起施行，有效期三年。", date(2027, 12, 31), False),
        ("自印发之日起施行，有效期两年。", date(2027, 12, 31), True),
        ("认定后有效期三年的企业给予奖励。", date(2026, 6, 30), False),
        ("有效期内的高新技术企业给予奖励。", date(2027, 12, 31), False),
        ("有效期至2027年13月45日。", date(2027, 12, 31), False),
        ("自2025年1月1日起施行，有效期九千年。", date(2027, 12, 31), False),
    ],
)
def test_validity_is_compared_with_the_text_where_that_gives_a_day(
    text: str, valid_to: date | None, told: bool
) -> None:
    rows = found("policy_dates", policies(policy(valid_to=valid_to), {"第八条": f"第八条 {text}"}))
    assert bool(rows) is told


@pytest.mark.parametrize(
    ("valid_to", "severity", "words"),
    [
        (date(2026, 11, 22), "错误", "过去了 1 天"),
        (date(2026, 11, 23), "提醒", "今天是最后一天"),
        (date(2027, 2, 21), "提醒", "还有 90 天"),
        (date(2027, 2, 22), None, ""),
        (None, None, ""),
    ],
)
def test_expired_and_soon_expiring_files_are_told_by_the_day(
    valid_to: date | None, severity: str | None, words: str
) -> None:
    rows = found("policy_expired", policies(policy(valid_to=valid_to)))
    assert [row.severity for row in rows] == ([severity] if severity else [])
    assert all(words in row.what for row in rows)


def test_deadlines_that_have_passed_are_told_while_the_file_holds() -> None:
    assert found("deadline_passed", policies()) == []
    assert [row.severity for row in found("deadline_passed", policies(measure(deadline=date(2026, 11, 22))))] == [
        "提醒"
    ]
    assert found("deadline_passed", policies(policy(valid_to=date(2026, 1, 1)))) == []
    late = found("deadline_passed", policies(measure(deadline=date(2028, 1, 1))))
    assert [row.severity for row in late] == ["错误"]


# Links


def test_menus_that_offer_what_is_not_there_are_told() -> None:
    topic = Topic(
        name="身份证",
        prompt="哪一种？",
        choices=(TopicChoice(item_id="GA-015"), TopicChoice(item_id="GA-404")),
        asks=(),
    )
    event = LifeEvent(name="结婚", item_ids=("MZ-404",))
    rows = found("dead_link", records(SOUND, topics=(topic,), life_events=(event,)))
    assert [(row.file, row.what) for row in rows] == [
        ("topics.json", "话题“身份证”的选项 GA-404 没有办事指南"),
        ("items.tsv", "一件事“结婚”里的事项 MZ-404 没有办事指南"),
    ]


def test_measures_and_questions_of_articles_that_are_not_there_are_told() -> None:
    asked_of = tuple(
        PolicyQuestion(document_id=document, section=section, text="多少钱")
        for document, section in (("P001", "第九条"), ("P001", "第三条"), ("P001", ""), ("P404", "第一条"))
    )
    rows = found("dead_link", policies(measure(article="第七条"), policy_questions=asked_of))
    assert ["第七条" in rows[0].what, "第九条" in rows[1].what, "没有这份文件" in rows[2].what] == [True] * 3
    assert len(rows) == 3


def test_only_addresses_of_a_known_folder_of_the_site_are_judged() -> None:
    links = KnownAddresses.of(
        [Origin(record_id="P001", file="a", url="https://www.example.gov.cn/zc/1.html", sha256="0" * 64)]
    )
    assert links.fault("https://www.example.gov.cn/zc/1.html?from=a#b") is None
    assert links.fault("https://www.example.gov.cn/other/2.html") is None
    assert links.fault("https://elsewhere.example/zc/2.html") is None
    lost = guide(**asked("表在哪？", "见 https://www.example.gov.cn/zc/2.html。"))
    assert [row.severity for row in found("dead_link", records(lost), links=links)] == ["提醒"]


# Finding


class Answers:
    """An index that knows its answers by heart; what it does not know finds ``else_``."""

    snapshot_id = "s"

    def __init__(self, answers: Mapping[str, Sequence[str]], else_: Sequence[str] = ("GA-015",)) -> None:
        self._answers = answers
        self._else = else_

    def search(self, text: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        key = f"{text}@{context[0]}" if context else text
        ids = self._answers.get(key, self._else)
        return SearchResult(text, text, tuple(Hit(item_id, 1.0, 1.0, {}) for item_id in ids[:k]))


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, []),
        ({SOUND.name: ("GA-016", "GA-015")}, [("错误", "排第 2，排第一的是“临时证”（GA-016）")]),
        ({"身份证补办": ("GA-016", "GA-015")}, [("提醒", "别名“身份证补办”")]),
        ({"身份证补办": ("GA-016",)}, [("错误", "前 6 位没有本事项")]),
        ({"身份证补办": ()}, []),
        ({"丢了要登报吗？": ("GA-016",)}, []),
        ({"丢了要登报吗？": ("GA-016",), "丢了要登报吗？@GA-015": ("GA-016",)}, [("提醒", "丢了要登报吗？")]),
    ],
)
def test_items_are_searched_by_their_own_words(answers: dict[str, Sequence[str]], told: list[tuple[str, str]]) -> None:
    other = guide(id="GA-016", name="临时证", aliases=("临时证明",), faq=())
    index = Answers({"临时证": ("GA-016",), "临时证明": ("GA-016",)} | answers)
    rows = found("not_found", records(SOUND, other), index=index)
    assert [row.severity for row in rows] == [severity for severity, _ in told]
    assert all(words in row.what for row, (_, words) in zip(rows, told, strict=True))


def test_a_name_that_two_guides_bear_is_not_searched_for() -> None:
    twin = guide(id="GA-016", aliases=("别的",), faq=())
    rows = found("not_found", records(SOUND, twin), index=Answers({"别的": ("GA-016",)}, else_=("GA-015",)))
    assert rows == []


def test_authored_questions_are_searched_only_when_asked_for() -> None:
    index = Answers({"甲": ("GA-016",), "乙": ("GA-016", "GA-015")})
    known = records(SOUND, questions=questions("GA-015", "甲", "乙"))
    assert found("questions_not_found", known, index=index) == []
    (row,) = found("questions_not_found", known, index=index, deep=True)
    assert row.what == "20 条问法里，1 条前 6 位找不到本事项，1 条排不到第一"
    assert row.severity == "提醒" and row.quotes[0].startswith("“甲”找到的是 GA-016")


# Whatever the words


WORDS = st.text(
    st.one_of(
        st.sampled_from("零一二三十百千万亿元日个工作承诺法定收费免不0123456789年月有效期至自起，。：/（）《》“”-.%"),
        st.characters(),
    ),
    max_size=60,
).map(lambda text: text.strip() or "无")


@hypothesis.given(WORDS, WORDS)
def test_no_wording_stops_the_report(one: str, other: str) -> None:
    hostile = guide(
        summary=one,
        result=other,
        conditions=(one,),
        fee=fee(0, one, other),
        places=({"name": one, "address": other, "hours": one, "phone": other},),
        legal_basis=(f"《{one}》{other}",),
        variants=({"name": one, "when": other, "materials": (one,), "note": ""},),
        **asked(f"{one}多少钱", f"{one}{other}"),
    )
    known = records(hostile, policies=(POLICY,), passages=passages("P001", {"第三条": one, "第八条": f"有效期{other}"}))
    for row in report_of(known).rows:
        assert row.what and row.todo

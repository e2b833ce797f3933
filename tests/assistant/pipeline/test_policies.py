"""Answers from policy files: word for word, with their source, and never as in force when they are not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline.policies import MOST_SUGGESTIONS, PolicyAnswer, answer_policy
from assistant.pipeline.policy_status import status_of
from assistant.pipeline.quote import quote, speaks_of
from knowledge import text
from knowledge.models import Measure, Passage, PolicyDocument
from knowledge.passages import PassageHit, PassageIndex
from tests.knowledge.policies import sample_policies

TODAY = date(2026, 11, 23)


def policy(name: str = "P001", /, **changes: Any) -> PolicyDocument:
    plain = PolicyDocument(
        id=name,
        title=f"{name}号措施",
        issuer="市商务局",
        level="市",
        district=None,
        published=date(2025, 1, 1),
        valid_from=date(2025, 1, 1),
        valid_to=date(2027, 12, 31),
        measures=(),
    )
    return plain.model_copy(update=changes)


def hit(
    name: str = "P001", section: str = "第二条", said: str = "第二条 奖励5万元。", score: float = 10.0
) -> PassageHit:
    passage = Passage(
        document_id=name,
        title=f"{name}号措施",
        number=f"泉商〔2025〕{name[1:]}号",
        section=section,
        text=said,
        start=0,
        end=len(said),
    )
    return PassageHit(passage, score, 0.5)


def answer(hits: list[PassageHit], *policies: PolicyDocument, on: date = TODAY, asked: str = "") -> PolicyAnswer:
    return answer_policy(hits, {one.id: one for one in policies or (policy(),)}, on, asked)


def cited(given: PolicyAnswer) -> list[tuple[str, str]]:
    return [(citation.source_id, citation.section) for citation in given.citations]


ENDED = {"valid_to": date(2026, 11, 22)}
UPCOMING = {"valid_from": date(2026, 11, 24)}


def test_an_article_is_quoted_and_cited_by_title_number_and_article() -> None:
    given = answer([hit()])
    assert "《P001号措施》（泉商〔2025〕001号）第二条" in given.text
    assert "“第二条 奖励5万元。”" in given.text
    assert "市商务局发布，有效期从2025年1月1日到2027年12月31日，现在有效" in given.text
    (citation,) = given.citations
    assert citation.title == "《P001号措施》（泉商〔2025〕001号）"
    assert (citation.section, citation.source_id, citation.url) == ("第二条", "P001", "/?policy=P001#第二条")


def test_a_text_without_a_number_is_named_by_its_title() -> None:
    one = hit()
    bare = PassageHit(one.passage.model_copy(update={"number": ""}), 1.0, 0.5)
    assert answer([bare]).citations[0].title == "《P001号措施》"


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (ENDED, "已于2026年11月22日到期，现在不再执行，不能再按它申请"),
        (UPCOMING, "从2026年11月24日起才施行，现在还没有生效，还不能按它申请"),
    ],
)
def test_a_document_that_is_not_in_force_is_quoted_only_as_such(dates: dict[str, date], words: str) -> None:
    given = answer([hit()], policy(**dates))
    assert given.text.startswith("请注意：《P001号措施》")
    assert words in given.text
    assert "现在有效" not in given.text
    assert words.partition("，不能")[0].partition("，还不能")[0] in given.citations[0].title
    assert given.status == status_of(policy(**dates), TODAY) != "in_force"


@pytest.mark.parametrize(("on", "status"), [(date(2025, 1, 1), "in_force"), (date(2027, 12, 31), "in_force")])
def test_the_first_and_the_last_day_count(on: date, status: str) -> None:
    assert answer([hit()], on=on).status == status


@pytest.mark.parametrize("dates", [ENDED, UPCOMING])
def test_a_document_in_force_that_answers_as_well_is_preferred(dates: dict[str, date]) -> None:
    given = answer([hit(score=10), hit("P002", score=9)], policy(**dates), policy("P002"))
    assert cited(given) == [("P002", "第二条")]
    assert (given.lead, given.status) == ("P002", "in_force")
    assert "请注意：《P001号措施》" in given.text
    assert given.text.index("P002号") < given.text.index("P001号")


def test_a_document_in_force_that_hardly_answers_is_not_put_forward() -> None:
    given = answer([hit(score=10), hit("P002", score=5)], policy(**ENDED), policy("P002"))
    assert cited(given) == [("P001", "第二条")]
    assert given.suggestions[0].text == "《P002号措施》有哪些奖补？"
    assert "申请" not in "".join(one.text for one in given.suggestions)


def test_city_and_district_are_both_cited_when_both_answer() -> None:
    both = answer([hit(score=10), hit("P002", score=9.5)], policy(), policy("P002", level="区", district="鲤城区"))
    assert cited(both) == [("P001", "第二条"), ("P002", "第二条")]
    far = answer([hit(score=10), hit("P002", score=8)], policy(), policy("P002"))
    assert cited(far) == [("P001", "第二条")]


def test_two_at_most_are_cited_and_none_of_them_has_ended() -> None:
    hits = [hit(f"P00{number}", score=10 - number / 10) for number in range(1, 6)]
    policies = [policy(f"P00{number}", **(ENDED if number == 2 else {})) for number in range(1, 6)]
    assert cited(answer(hits, *policies)) == [("P001", "第二条"), ("P003", "第二条")]


MEASURE = Measure(id="P001-1", title="参展补贴", mode="申报", article="第二条", conditions={}, award={})


def test_how_to_apply_is_quoted_beside_an_award_that_leaves_it_to_another_article() -> None:
    hits = [hit(), hit(section="第五条", said="第五条 第一条至第三条由企业申报，提交申请表。"), hit("P002")]
    given = answer(hits, policy(measures=(MEASURE,)), asked="参展补贴怎么申请")
    assert cited(given) == [("P001", "第二条"), ("P001", "第五条")]
    assert "提交申请表。”" in given.text
    assert cited(answer(hits, policy(measures=(MEASURE,)), asked="参展补贴多少")) == [("P001", "第二条")]


def test_how_to_apply_for_another_article_is_not_quoted() -> None:
    hits = [hit(), hit(section="第五条", said="第五条 第三条由企业申报，提交申请表。")]
    assert cited(answer(hits, policy(measures=(MEASURE,)), asked="怎么申请")) == [("P001", "第二条")]


def test_a_deadline_that_is_past_is_told_and_one_to_come_is_left_to_the_document() -> None:
    measure = MEASURE.model_copy(update={"deadline": date(2026, 11, 22)})
    assert "申报已于2026年11月22日截止" in answer([hit()], policy(measures=(measure,))).text
    assert "截止" not in answer([hit()], policy(measures=(measure,)), on=date(2026, 11, 22)).text


def test_a_question_for_the_whole_document_gets_its_measures() -> None:
    given = answer([hit(section="", said="# P001号措施")], policy(measures=(MEASURE,)))
    assert "• 参展补贴（第二条，申报）" in given.text
    assert "# P001" not in given.text
    assert (given.citations[0].section, given.citations[0].url) == ("全文", "/?policy=P001")


def test_hits_of_documents_that_are_gone_are_passed_over() -> None:
    assert cited(answer([hit("P009", score=99), hit()])) == [("P001", "第二条")]
    with pytest.raises(ValueError, match="no article"):
        answer([hit("P009")])


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    """The forty shipped policy files."""
    sample = sample_policies()
    return PassageIndex.build(sample.passages, sample.policies, sample.questions)


@pytest.mark.parametrize("on", [date(2024, 6, 30), TODAY, date(2027, 1, 1), date(2031, 1, 1)])
def test_of_the_shipped_files_nothing_is_said_but_their_words_and_dates(index: PassageIndex, on: date) -> None:
    policies = {one.id: one for one in sample_policies().policies}
    for question in sample_policies().questions:
        asked = text.normalise(question.text)
        given = answer_policy(index.search(asked, 8), policies, on, asked)
        quoted = re.findall("^“(.*?)”$", given.text, re.MULTILINE | re.DOTALL)
        articles = [one.text for citation in given.citations for one in index.articles(citation.source_id)]
        assert quoted or given.citations[0].section == "全文"
        assert all(quotation in articles for quotation in quoted)
        ended = [one for one in given.citations if status_of(policies[one.source_id], on) != "in_force"]
        assert ("请注意：" in given.text) >= bool(ended)
        assert all("现在" in citation.title for citation in ended)
        assert 1 <= len(given.suggestions) <= MOST_SUGGESTIONS


def test_every_suggestion_leads_to_the_document_it_names(index: PassageIndex) -> None:
    policies = {one.id: one for one in sample_policies().policies}
    titles = {one.title: one.id for one in policies.values()}
    for question in sample_policies().questions[::5]:
        asked = text.normalise(question.text)
        for suggestion in answer_policy(index.search(asked, 8), policies, TODAY, asked).suggestions:
            (title,) = re.findall("《(.+?)》", suggestion.text)
            assert index.search(text.normalise(suggestion.text), 1)[0].passage.document_id == titles[title]


LONG = "第一条 总则。" + "".join(f"（{number}）关于{number}号事项的补助标准为每件若干元；" for number in range(40))


def test_of_a_long_article_the_sentences_around_what_was_asked_are_quoted() -> None:
    part = quote(LONG, "20号事项补助多少", longest=200)
    assert part.startswith("…（")
    assert part.endswith("；…")
    assert "20号事项" in part
    assert part.strip("…") in LONG
    assert len(part) <= 202


def test_the_beginning_of_a_long_article_is_quoted_when_nothing_tells_more() -> None:
    part = quote(LONG, longest=100)
    assert part.startswith("第一条 总则。")
    assert part.endswith("…")


@given(st.text(max_size=300), st.text(max_size=30), st.integers(min_value=10, max_value=120))
def test_a_quotation_is_always_the_article_s_own_words(article: str, asked: str, longest: int) -> None:
    part = quote(article, asked, longest)
    assert part == article or part.removeprefix("…").removesuffix("…") in article
    assert len(part) <= longest + 2 or part == article


@pytest.mark.parametrize(
    ("article", "section", "speaks"),
    [
        ("第二条免申即享。", "第二条", True),
        ("第二条至第四条由企业申报。", "第三条", True),
        ("第九条到第十一条由企业申报。", "第十条", True),
        ("第二条、第四条由企业申报。", "第三条", False),
        ("第（一）项即申即享。", "二、（一）", True),
        ("第（二）项即申即享。", "二、（一）", False),
        ("第一条第1项即申即享。", "一、1", True),
        ("第一条、第二条申报。", "二", True),
        ("本办法各项奖励均为免申即享。", "第二条", True),
    ],
)
def test_an_article_is_known_to_speak_of_another(article: str, section: str, speaks: bool) -> None:
    assert speaks_of(article, section) is speaks

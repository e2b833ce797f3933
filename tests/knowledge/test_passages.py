from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.models import Passage, PolicyDocument, PolicyQuestion
from knowledge.passages import PassageHit, PassageIndex
from knowledge.policy_words import policy_words
from tests.knowledge.policies import sample_policies


@pytest.fixture(scope="session")
def index() -> PassageIndex:
    """The forty shipped policy files."""
    sample = sample_policies()
    return PassageIndex.build(sample.passages, sample.policies, sample.questions)


def best(index: PassageIndex, question: str) -> tuple[str, str]:
    """Document and article found first."""
    passage = index.search(text.normalise(question), 1)[0].passage
    return passage.document_id, passage.section


def test_every_authored_question_finds_its_article(index: PassageIndex) -> None:
    for question in sample_policies().questions:
        document_id, section = best(index, question.text)
        assert document_id == question.document_id, question.text
        assert section == question.section or not question.section, question.text


def test_questions_that_nobody_authored_are_found_by_the_words_of_the_files() -> None:
    """Without a single authored question: what new policy files are found by."""
    sample = sample_policies()
    bare = PassageIndex.build(sample.passages, sample.policies, ())
    found = [
        best(bare, question.text) == (question.document_id, question.section)
        for question in sample.questions
        if question.section
    ]
    assert sum(found) / len(found) > 0.7


def test_a_measure_is_found_by_document_and_name(index: PassageIndex) -> None:
    for policy in sample_policies().policies:
        for measure in policy.measures:
            found = best(index, f"《{policy.title}》的{measure.title}给多少？")
            assert found == (policy.id, measure.article), measure.title


@pytest.mark.parametrize("asks", ["有哪些奖补？", "什么时候到期？", "要交什么材料？"])
def test_a_document_is_found_by_its_title(index: PassageIndex, asks: str) -> None:
    for policy in sample_policies().policies:
        assert best(index, f"《{policy.title}》{asks}")[0] == policy.id


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("绿色工厂奖多少钱", ("P011", "第三条")),
        ("绿色工厂的奖补办法什么时候到期", ("P011", "第八条")),
        ("老赖能不能拿绿色制造奖补", ("P011", "第七条")),
        ("绿色信贷贴息要交什么材料，几号截止", ("P011", "第六条")),
        ("泉州市绿色制造有哪些奖补", ("P011", "")),
    ],
)
def test_of_one_document_the_article_is_chosen_by_what_it_does(
    index: PassageIndex, question: str, found: tuple[str, str]
) -> None:
    assert best(index, question) == found


def test_the_level_of_government_tells_alike_documents_apart(index: PassageIndex) -> None:
    assert best(index, "市里的发明专利奖励是多少") == ("P020", "第二条")
    assert best(index, "区里的发明专利奖励是多少") == ("P021", "第二条")


def test_an_amount_is_found_however_it_is_written(index: PassageIndex) -> None:
    wordings = ("评上绿色供应链的五十万", "评上绿色供应链的50万元")
    assert {best(index, wording) for wording in wordings} == {("P011", "第三条")}


def test_what_policy_files_do_not_speak_of_is_covered_less(index: PassageIndex) -> None:
    def coverage(question: str) -> float:
        return index.search(text.normalise(question), 1)[0].coverage

    about = min(coverage("专精特新小巨人奖励多少"), coverage("企业招应届毕业生补贴"))
    assert about > max(coverage("身份证丢了去哪里补办"), coverage("明天会不会下雨"))


def test_hits_come_best_first_and_no_more_than_asked_for(index: PassageIndex) -> None:
    hits = index.search("专利", 7)
    assert len(hits) == 7
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.coverage <= 1 for hit in hits)
    assert len(index.search("专利", 10_000)) == len(sample_policies().passages)


@pytest.mark.parametrize("nothing", ["", " ", "？！", "😀"])
def test_text_without_words_finds_nothing(index: PassageIndex, nothing: str) -> None:
    assert index.search(nothing) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(index: PassageIndex, said: str) -> None:
    for hit in index.search(text.normalise(said)):
        assert isinstance(hit, PassageHit)
        assert 0 <= hit.coverage <= 1


def test_a_saved_index_finds_the_same(index: PassageIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "passages.npz")
    loaded = PassageIndex.load(tmp_path / "passages.npz", sample_policies().passages)
    for question in ("绿色工厂奖多少钱", "上市", "招大学生的补贴最高十万吗"):
        assert loaded.search(question, 5) == index.search(question, 5)


def test_equal_records_give_equal_bytes(tmp_path: Path) -> None:
    sample = sample_policies()
    for name in ("one.npz", "other.npz"):
        PassageIndex.build(sample.passages[:30], sample.policies, sample.questions).save(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()


def test_an_index_over_other_passages_is_refused(index: PassageIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "passages.npz")
    with pytest.raises(ValueError, match="do not match"):
        PassageIndex.load(tmp_path / "passages.npz", sample_policies().passages[1:])


def test_without_policy_files_nothing_is_found(tmp_path: Path) -> None:
    PassageIndex.build((), (), ()).save(tmp_path / "passages.npz")
    assert PassageIndex.load(tmp_path / "passages.npz", ()).search("专利") == PassageIndex().search("专利") == ()


def test_articles_of_a_document_come_in_the_order_of_its_text(index: PassageIndex) -> None:
    articles = index.articles("P024")
    assert [article.section for article in articles] == [
        "", "一", "二", "三、（一）", "三、（二）", "三、（三）", "三、（四）", "四", "五",
    ]  # fmt: skip
    assert index.articles("P999") == ()


def test_a_question_about_an_article_that_is_gone_changes_nothing() -> None:
    policy: PolicyDocument = sample_policies().policies[0]
    passages: list[Passage] = [one for one in sample_policies().passages if one.document_id == policy.id]
    stray = PolicyQuestion(document_id=policy.id, section="第九十九条", text="绿色工厂")
    with_stray = PassageIndex.build(passages, [policy], [stray])
    assert with_stray.search("绿色工厂") == PassageIndex.build(passages, [policy], []).search("绿色工厂")


def test_a_wording_of_the_people_is_known_for_every_role_that_is_asked() -> None:
    words = policy_words()
    for role in words.says:
        assert role in words.asked
    assert words.roles_asked("绿色工厂") == {"award"}
    assert words.level_asked("市里和区里都有吗") is None

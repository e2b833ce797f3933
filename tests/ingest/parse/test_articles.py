from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.articles import LONGEST, cut
from ingest.sources.folder import sample_folder
from tests.knowledge.policies import sample_policies


def sections(source: str) -> list[str]:
    return [article.section for article in cut(source)]


def texts(source: str) -> dict[str, str]:
    return {article.section: source[article.start : article.end] for article in cut(source)}


def test_articles_are_named_as_printed() -> None:
    source = "# 办法\n\n文号\n\n第一条 为了。\n\n第二条：对象。\n\n第十一条　期限。\n"
    assert sections(source) == ["", "第一条", "第二条", "第十一条"]
    assert texts(source)["第二条"] == "第二条：对象。"


def test_paragraphs_without_a_number_belong_to_the_article_above() -> None:
    source = "第一条 为了。\n下列企业：\n（一）甲；\n（二）乙。\n第二条 完。"
    assert texts(source)["第一条"] == "第一条 为了。\n下列企业：\n（一）甲；\n（二）乙。"


@pytest.mark.parametrize("border", ["第二章 补助标准", "第二章", "## 二级标题", "---", "附件：申报表", "附件1"])
def test_chapters_headings_and_attachments_belong_to_no_article(border: str) -> None:
    source = f"第一条 为了。\n\n{border}\n\n第二条 对象。"
    assert texts(source) == {"第一条": "第一条 为了。", "第二条": "第二条 对象。"}


def test_an_article_that_another_names_is_no_border() -> None:
    source = "第一条 为了。\n第二条第一款所列企业除外。\n第二条 对象。"
    assert sections(source) == ["第一条", "第二条"]


def test_headings_are_cut_at_their_parts() -> None:
    source = "通知\n一、范围。全区。\n二、政策\n（一）补贴。两千。\n（二）奖励。两万。\n三、办理\n网上办。"
    assert sections(source) == ["", "一", "二、（一）", "二、（二）", "三"]
    assert texts(source)["三"] == "三、办理\n网上办。"


def test_a_heading_with_a_sentence_stands_beside_its_parts() -> None:
    source = "一、符合下列情形之一的，可以申领。\n1.备案：30万元；\n2．上市：100万元。\n二、完。"
    assert sections(source) == ["一", "一、1", "一、2", "二"]


def test_points_inside_a_clause_stay_in_it() -> None:
    source = "一、政策。\n（一）补贴：\n1.甲；\n2.乙。\n（二）奖励。"
    assert texts(source)["一、（一）"] == "（一）补贴：\n1.甲；\n2.乙。"


def test_a_figure_at_the_start_of_a_line_is_no_point() -> None:
    assert sections("一、奖励。\n1.5万元起。") == ["一"]


def test_the_closing_signature_belongs_to_no_article() -> None:
    source = "一、范围。\n二、期限。\n\n泉州市商务局\n\n2026年5月8日\n"
    assert texts(source)["二"] == "二、期限。"


def test_text_without_numbers_is_one_piece() -> None:
    assert texts("通知如下。\n请照办。") == {"": "通知如下。\n请照办。"}
    assert cut("") == cut("\n \n") == ()


def test_a_long_article_is_cut_where_clauses_end_under_one_name() -> None:
    clauses = "".join(f"（{number}）{'字' * 180}；" for number in "一二三四五六七八九十")
    source = f"第一条 为了：{clauses}\n第二条 完。"
    pieces = [article for article in cut(source) if article.section == "第一条"]
    assert len(pieces) > 1
    assert all(source[article.start] in "第（" and source[article.end - 1] == "；" for article in pieces)
    assert "".join(source[article.start : article.end] for article in pieces) == source.partition("\n")[0]


@given(st.text(alphabet="第一二三十条章、（）()1.。；\n 字#-—\u3000", max_size=300))
def test_pieces_of_any_text_lie_apart_in_order_and_are_never_blank(source: str) -> None:
    articles = cut(source)
    for article in articles:
        piece = source[article.start : article.end]
        assert piece == piece.strip() != ""
        assert len(piece) <= LONGEST
    assert all(first.end <= second.start for first, second in pairwise(articles))


@pytest.mark.parametrize(
    "hostile", ["（一" * 50_000, "第" + "一" * 100_000 + "条", "1" * 100_000, "\n" * 200_000, "字" * 50_000]
)
def test_hostile_text_is_cut_in_linear_time(hostile: str) -> None:
    assert all(article.end - article.start <= LONGEST for article in cut(hostile))


def test_articles_of_the_shipped_files_are_the_characters_of_their_spans() -> None:
    for passage in sample_policies().passages:
        source = (sample_folder() / "policies" / f"{passage.document_id}.md").read_text("utf-8")
        assert source[passage.start : passage.end] == passage.text


def test_every_shipped_file_has_a_number_and_an_article_for_each_measure() -> None:
    sample = sample_policies()
    found = {(passage.document_id, passage.section): passage.number for passage in sample.passages}
    assert len(found) == len(sample.passages)
    for policy in sample.policies:
        assert found[policy.id, ""].endswith("号")
        for measure in policy.measures:
            assert (policy.id, measure.article) in found

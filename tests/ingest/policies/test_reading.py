from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.documents.document import Cell, Table, Text
from ingest.policies.read import UNTRUSTED, read_policy
from ingest.problems import RejectedFile, warning
from knowledge.models import Position
from tests.ingest.policies.written import (
    BODY,
    HEAD,
    SIGNED,
    TODAY,
    VALID,
    WHOLE,
    document,
    published,
    read,
    refused,
    sections,
    table,
    texts,
)


def test_a_short_document_is_published_with_what_it_says() -> None:
    policy = published(read(*WHOLE))
    assert (policy.title, policy.issuer) == (HEAD[0], SIGNED[0])
    assert (policy.level, policy.district) == ("区", "鲤城区")
    assert (policy.published, policy.valid_from, policy.valid_to) == (
        date(2025, 5, 20),
        date(2025, 6, 1),
        date(2028, 5, 31),
    )
    assert policy.measures == ()


# which document it is


def test_a_file_named_by_the_department_bears_that_id() -> None:
    assert read(*WHOLE, file="policies/P001.docx").id == "P001"
    assert read(*WHOLE, file="policies/a/NY-2025.pdf").id == "NY-2025"


def test_other_files_are_known_by_their_number_wherever_they_lie() -> None:
    ids = {
        read(*WHOLE, file="policies/措施.docx").id,
        read(*WHOLE, file="policies/t20250520_1.html", url="https://x.gov.cn/a.html").id,
        read(*WHOLE, file="policies/P020250520412345.pdf", url="https://x.gov.cn/P020250520412345.pdf").id,
        read(*(line.replace("〔2025〕", "[2025]") for line in WHOLE), file="policies/b.docx").id,
    }
    (name,) = ids
    assert name.startswith("D2025-8-")
    assert read(*(line.replace("泉鲤农", "泉鲤商") for line in WHOLE)).id != name


def test_a_page_without_a_number_is_known_by_its_address() -> None:
    lines = [line for line in WHOLE if line != HEAD[1]]
    one, other = (read(*lines, url=f"{scheme}://x.gov.cn/a.html#top") for scheme in ("http", "https"))
    assert one.id == other.id
    assert one.id.startswith("U-")
    with pytest.raises(RejectedFile, match="不知道文件编号"):
        read(*lines)


# what is no policy file


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("《鲤城区扶持养鱼若干措施》政策解读", *WHOLE[1:]), "政策解读"),
        (("一图读懂《鲤城区扶持养鱼若干措施》", *WHOLE[1:]), "政策解读"),
        (("关于养鱼的那些事", "一、出台背景", "为了养鱼。", "二、主要亮点", "钱多。"), "政策解读"),
        (("鲤城区扶持养鱼若干措施（征求意见稿）", *WHOLE[1:]), "征求意见稿"),
        (("泉州市农业农村局关于延长《泉州市养鱼办法》有效期的通知", *WHOLE[1:]), "修改、延长或废止别的文件"),
        (("泉州市人民政府关于废止《泉州市养鱼办法》的决定", *WHOLE[1:]), "修改、延长或废止别的文件"),
        (("泉州市人民政府关于公布废止和修改《泉州市养鱼办法》等文件的决定", *WHOLE[1:]), "修改、延长或废止别的文件"),
        (("鲤城区扶持养鱼\u202e若干措施", *WHOLE[1:]), "看不见的控制字符"),
        ((), "没有读出正文文字"),
    ],
)
def test_what_is_no_policy_file_is_told_and_never_cited(lines: tuple[str, ...], reason: str) -> None:
    with pytest.raises(RejectedFile, match=reason):
        read(*lines)


@pytest.mark.parametrize(
    "title",
    [
        "泉州市鲤城区农业农村局关于修订印发《鲤城区扶持养鱼若干措施》的通知",
        "泉州市鲤城区农业农村局关于加强政策解读工作的通知",
    ],
)
def test_a_document_is_not_taken_for_a_page_about_one(title: str) -> None:
    assert published(read(title, *WHOLE[1:])).issuer == SIGNED[0]


# titles


def test_a_title_over_several_lines_is_one() -> None:
    lines = ("泉州市鲤城区农业农村局", "关于印发《鲤城区扶持", "养鱼若干措施》的通知", *WHOLE[1:])
    assert published(read(*lines)).title == "鲤城区扶持养鱼若干措施"
    assert published(read("鲤城区扶持养", "鱼若干措施", *WHOLE[1:])).title == "鲤城区扶持养鱼若干措施"
    whole = "关于进一步扶持我区养鱼产业的通知"
    assert published(read(whole[:9], whole[9:], *WHOLE[1:])).title == whole


def test_words_of_the_page_above_do_not_enter_the_title() -> None:
    assert published(read("政策文件", *WHOLE)).title == HEAD[0]
    assert published(read("泉州市鲤城区人民政府", *WHOLE)).title == HEAD[0]


def test_a_title_that_may_end_in_two_places_is_not_guessed() -> None:
    lines = ("鲤城区惠企政策", "落实办法", *WHOLE[1:])
    assert refused(read(*lines)).field == "title"
    assert published(read(*lines, title="鲤城区惠企政策落实办法_鲤城区人民政府")).title == "鲤城区惠企政策落实办法"


def test_two_documents_issued_in_one_letter_are_not_taken_for_one() -> None:
    lines = ("泉州市鲤城区农业农村局关于印发《养鱼办法》《养虾办法》的通知", *WHOLE[1:])
    assert refused(read(*lines)).field == "title"


# issuer


@pytest.mark.parametrize(
    ("signature", "level", "district"),
    [
        ("泉州市财政局", "市", None),
        ("石狮市人民政府", "区", "石狮市"),
        ("中共泉州市委办公室", "市", None),
        ("泉州市市场监督管理局（知识产权局）", "市", None),
        ("泉 州 市 商 务 局", "市", None),
    ],
)
def test_the_issuers_name_tells_its_level(signature: str, level: str, district: str | None) -> None:
    policy = published(read(*WHOLE[:-2], signature, SIGNED[1]))
    assert (policy.issuer, policy.level, policy.district) == (signature.replace(" ", ""), level, district)


@pytest.mark.parametrize("signature", ["市商务局", "福建省财政厅", "厦门市商务局", "泉州市财政局 泉州市鲤城区商务局"])
def test_an_issuer_of_no_known_level_is_told(signature: str) -> None:
    assert refused(read(*WHOLE[:-2], signature, SIGNED[1])).field == "level"


@pytest.mark.parametrize(
    "lines", [("泉州市财政局　泉州市商务局",), ("泉州市财政局", "泉州市商务局"), ("泉州市财政局泉州市商务局（盖章）",)]
)
def test_joint_issuers_are_all_named(lines: tuple[str, ...]) -> None:
    assert published(read(*WHOLE[:-2], *lines, SIGNED[1])).issuer == "泉州市财政局、泉州市商务局"


def test_a_signature_in_one_line_with_its_day_is_read() -> None:
    policy = published(read(*WHOLE[:-2], "泉州市商务局　　　二〇二五年五月二十日"))
    assert (policy.issuer, policy.published) == ("泉州市商务局", date(2025, 5, 20))


def test_a_letter_and_a_signature_of_different_organs_contradict_each_other() -> None:
    lines = ("泉州市财政局关于印发《鲤城区扶持养鱼若干措施》的通知", *WHOLE[1:])
    problem = refused(read(*lines))
    assert problem.field == "issuer"
    assert "泉州市财政局" in problem.reason and SIGNED[0] in problem.reason


# days


def test_two_signatures_of_different_days_leave_the_day_open() -> None:
    problem = refused(read(*HEAD, SIGNED[0], "2025年5月1日", *BODY, VALID, *SIGNED))
    assert problem.field == "published"
    assert "2025年5月1日" in problem.reason and "2025年5月20日" in problem.reason


def test_the_years_of_number_and_day_must_agree() -> None:
    assert refused(read(*WHOLE[:-1], "2026年5月20日")).field == "published"


def test_a_day_of_printing_that_differs_counts_where_validity_begins_with_it() -> None:
    issued = VALID.replace("2025年6月1日", "印发之日")
    printed = "泉州市鲤城区农业农村局办公室　2025年5月22日印发"
    assert published(read(*WHOLE, printed)).valid_from == date(2025, 6, 1)
    assert published(read(*WHOLE[:-3], issued, *SIGNED)).valid_from == date(2025, 5, 20)
    assert refused(read(*WHOLE[:-3], issued, *SIGNED, printed)).field == "valid_from"


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("三、其他。由区农业局解释。", "valid_from"),
        ("三、期限。有效期至2027年12月31日。", "valid_from"),
        ("三、期限。本措施自2025年6月1日起施行，有效期与上级政策一致。", "valid_from"),
        ("三、期限。本措施自2025年6月1日起施行，有效期至2024年12月31日。", "valid_to"),
        ("三、期限。本措施自2025年6月1日起施行，有效期三年，执行至2027年12月31日。", "valid_to"),
        ("三、期限。本措施自2015年6月1日起施行，长期有效。", "valid_from"),
    ],
)
def test_validity_that_cannot_be_decided_keeps_a_file_from_being_published(sentence: str, field: str) -> None:
    problem = refused(read(*HEAD, *BODY, sentence, *SIGNED))
    assert problem.field == field
    assert "labels.json" in problem.reason


def test_without_an_end_none_is_invented() -> None:
    lines = [line.replace("，有效期三年", "") for line in WHOLE]
    assert published(read(*lines)).valid_to is None


@pytest.mark.parametrize("mark", ["（已废止）", "【本文件已失效】", "本文件已废止"])
def test_a_mark_of_repeal_keeps_a_file_from_being_published(mark: str) -> None:
    assert "废止" in refused(read(mark, *WHOLE)).reason or "失效" in refused(read(mark, *WHOLE)).reason
    assert refused(read(f"{HEAD[0]}（已废止）", *WHOLE[1:])).field == "valid_to"
    assert read(mark, *WHOLE).ended
    assert not read(*WHOLE).ended


def test_a_trial_without_an_end_is_published_and_told() -> None:
    lines = (f"{HEAD[0]}（试行）", *WHOLE[1:])
    assert read(*lines).problems == ()
    reading = read(*(line.replace("，有效期三年", "") for line in lines))
    assert published(reading).valid_to is None
    assert [problem.field for problem in reading.problems] == ["valid_to"]


def test_the_repeal_of_another_document_is_no_mark() -> None:
    other = "四、原《鲤城区养鱼办法》（泉鲤农〔2020〕1号）同时废止。"
    assert published(read(*WHOLE[:-2], other, *SIGNED)).valid_to == date(2028, 5, 31)


# articles and what is none


def test_attachments_are_no_articles() -> None:
    attached = ("附件", "申报表", "一、填表说明。", "第一条 盖章。", "本表自2020年1月1日起施行。")
    for lines in ((*WHOLE, *attached), (*WHOLE[:-2], "附件：1.申报表", "2.承诺书", *SIGNED, *attached)):
        reading = read(*lines)
        assert sections(reading) == ["", "一", "二", "三"]
        assert texts(reading)["三"] == VALID
        assert published(reading).valid_from == date(2025, 6, 1)


def test_a_document_issued_as_the_attachment_of_its_letter_has_its_articles() -> None:
    letter = ("泉州市鲤城区农业农村局关于印发《鲤城区扶持养鱼若干措施》的通知", HEAD[1], HEAD[2], "现印发给你们。")
    reading = read(*letter, "附件：鲤城区扶持养鱼若干措施", *SIGNED, "附件", HEAD[0], *BODY, VALID)
    assert sections(reading) == ["", "一", "二", "三"]
    assert published(reading).title == HEAD[0]


def test_articles_of_an_attachment_are_not_those_of_its_letter() -> None:
    letter = ("关于开展养鱼的通知", HEAD[1], HEAD[2], VALID.removeprefix("三、期限。"), *SIGNED)
    reading = read(*letter, "附件1", "办事指南", "一、条件。有鱼。")
    assert sections(reading) == [""]


def test_articles_that_go_on_behind_the_word_attachment_are_kept() -> None:
    assert sections(read(*HEAD, BODY[0], "附件：名录", BODY[1], VALID, *SIGNED)) == ["", "一", "二", "三"]


def test_numbers_that_begin_again_are_not_cited_under_the_same_name() -> None:
    reading = read(*WHOLE[:-2], "附录说明如下", "一、另一个第一。错的。", *SIGNED)
    assert texts(reading)["一"] == BODY[0]
    assert any("一出现了两次" in problem.reason for problem in reading.problems)


def test_a_missing_article_is_told() -> None:
    reading = read(*HEAD, BODY[0], VALID, *SIGNED)
    assert [problem.reason for problem in reading.problems] == ["没有读到二，可能缺页或编号有误，请核对"]


def test_automatic_numbers_of_word_open_articles() -> None:
    def marked(mark: str, text: str, number: int) -> Text:
        return Text(text, Position(paragraph=number), mark=mark)

    reading = read(
        *HEAD, marked("第一条", "补贴。", 5), marked("第二条", "办理。", 6), marked("1.", "5万元以下。", 7), *SIGNED
    )
    assert texts(reading)["第二条"] == "第二条 办理。\n\n1. 5万元以下。"


def test_recognised_text_without_blanks_is_cut_where_the_count_goes_on() -> None:
    body = ("第一条为了养鱼。", "第二条中小鱼塘补贴两千元。", "第三条第一款不适用。", "第三条自2025年6月1日起施行。")
    reading = read(*HEAD, *body, *SIGNED)
    assert sections(reading) == ["", "第一条", "第二条", "第三条"]
    assert texts(reading)["第二条"].endswith("第三条第一款不适用。")


def test_headings_of_the_format_belong_to_no_article() -> None:
    chapter = Text("总则篇", Position(paragraph=9), level=1)
    reading = read(*HEAD, "第一条 为了。", chapter, "第二条 对象。", VALID, *SIGNED)
    assert texts(reading)["第一条"] == "第一条 为了。"


# tables


def test_a_table_is_read_aloud_row_by_row() -> None:
    steps = table(("档次", "金额"), ("一等", "10万元"), ("二等", "5万元"))
    reading = read(*HEAD, BODY[0], steps, BODY[1], VALID, *SIGNED)
    assert texts(reading)["一"] == f"{BODY[0]}\n\n档次：一等；金额：10万元\n档次：二等；金额：5万元"


def test_a_table_without_headings_is_not_given_any() -> None:
    steps = table(("一等", "10万元"), ("二等", "5万元"))
    reading = read(*HEAD, BODY[0], steps, BODY[1], VALID, *SIGNED)
    assert texts(reading)["一"].endswith("一等｜10万元\n二等｜5万元")


def test_a_cell_over_several_columns_is_said_once() -> None:
    wide = Cell("合计", Position(table=1, row=2), columns=2)
    head = tuple(Cell(text, Position(table=1, row=1), head=True) for text in ("项目", "单位", "金额"))
    grid = Table((head, (wide, wide, Cell("3万元", Position(table=1, row=2, column=3)))), Position(table=1))
    assert texts(read(*HEAD, BODY[0], grid, VALID, *SIGNED))["一"].endswith("项目：合计；金额：3万元")


def test_a_document_inside_a_frame_is_read_like_any_other() -> None:
    frame = Table(((Cell("\n".join(WHOLE), Position(table=1, row=1, column=1)),),), Position(table=1))
    assert published(read(frame)).valid_to == date(2028, 5, 31)


def test_the_table_of_a_page_is_no_part_of_the_text() -> None:
    facts = table(("索引号", "QZ-1", "文号", HEAD[1]), ("发布机构", SIGNED[0], "成文日期", "2025-05-20"), head=False)
    reading = read(facts, HEAD[0], HEAD[3], *BODY, VALID)
    policy = published(reading)
    assert (policy.issuer, policy.published, reading.text.number) == (SIGNED[0], date(2025, 5, 20), HEAD[1])
    assert "索引号" not in reading.text.source


@pytest.mark.parametrize(
    "facts",
    [
        ("索 引 号：QZ-1", f"文　　号：{HEAD[1]}", f"发布机构：{SIGNED[0]}", "成文日期：2025-05-20", "有效性：有效"),
        ("索引号", "QZ-1", "文号", HEAD[1], "发布机构", SIGNED[0], "成文日期", "2025-05-20"),
        (f"文号：{HEAD[1]} 发布机构：{SIGNED[0]} 成文日期：2025-05-20",),
    ],
)
def test_facts_of_a_page_are_read_without_a_table_too(facts: tuple[str, ...]) -> None:
    reading = read(*facts, HEAD[0], HEAD[3], *BODY, VALID)
    assert (published(reading).issuer, published(reading).published) == (SIGNED[0], date(2025, 5, 20))
    assert (published(reading).title, reading.text.number) == (HEAD[0], HEAD[1])


def test_a_by_line_under_the_title_signs_nothing() -> None:
    reading = read(HEAD[0], "来源：鲤城区融媒体中心 发布时间：2025-05-26 10:20 浏览：12次", *WHOLE[1:])
    assert published(reading).issuer == SIGNED[0]
    assert "浏览" not in reading.text.source
    assert published(read(HEAD[0], "鲤城区商务局 2025-05-26", *WHOLE[1:])).published == date(2025, 5, 20)


def test_bullets_are_no_part_of_the_text() -> None:
    item = Text("第一项", Position(paragraph=7), mark="•")
    assert texts(read(*HEAD, BODY[0], item, VALID, *SIGNED))["一"].endswith("\n\n第一项")


def test_sentences_broken_by_a_line_are_read_whole() -> None:
    lines = ("三、期限", "本措施自2025年6月1日起施行，有", "效期至2027年12月31日。")
    assert published(read(*HEAD, *BODY, *lines, *SIGNED)).valid_to == date(2027, 12, 31)
    lines = ("三、期限", "本措施自2025年6月1日起执行，至", "2027年12月31日止。")
    assert published(read(*HEAD, *BODY, *lines, *SIGNED)).valid_to == date(2027, 12, 31)


def test_a_line_broken_before_a_number_opens_no_article() -> None:
    lines = ("第一条 补贴。", "第二条 奖励。", "第三条 叠加：", "第一条、第二条可以叠加，", "第二条、第三条不叠加。")
    broken = (
        "第一条 补贴。",
        "第二条 奖励。",
        "第三条 第",
        "二条、第三条不叠加，",
        "第二条、第三条不叠加。",
        "第四条 完。",
    )
    assert sections(read(*HEAD, *broken, VALID, *SIGNED)) == ["", "第一条", "第二条", "第三条", "第四条"]
    assert any("出现了两次" in problem.reason for problem in read(*HEAD, *lines, VALID, *SIGNED).problems)
    parts = ("一、奖励。", "（一）甲。", "（二）乙，符合本条第", "（一）项的除外。", "（三）丙。")
    assert sections(read(*HEAD, *parts, *SIGNED)) == ["", "一", "一、（一）", "一、（二）", "一、（三）"]


def test_a_file_known_by_its_number_alone_is_refused_when_that_is_uncertain() -> None:
    with pytest.raises(RejectedFile, match="文号不确定"):
        read(table(("索引号", "QZ-1"), ("文号", "泉鲤农〔2025〕9号")), *WHOLE)


def test_a_page_and_a_text_with_different_numbers_leave_the_number_open() -> None:
    facts = table(("索引号", "QZ-1"), ("文号", "泉鲤农〔2025〕9号"))
    reading = read(facts, *WHOLE, file="policies/P001.html")
    assert "number" not in reading.facts
    assert refused(reading).field == "number"


def test_a_table_of_other_documents_inside_the_text_is_not_the_pages() -> None:
    listed = table(("文号", "发布机构"), ("泉政〔2001〕1号", "泉州市人民政府"))
    reading = read(*HEAD, *BODY, listed, VALID, *SIGNED)
    assert "泉政〔2001〕1号" in texts(reading)["二"]
    assert reading.text.number == HEAD[1]


# scans


def test_what_a_scan_shows_unclearly_is_left_out_and_told() -> None:
    blurred = warning("x", "看不清", UNTRUSTED, at=Position(paragraph=5))
    reading = read(*WHOLE, warnings=(blurred,))
    assert sections(reading) == ["", "二", "三"]
    assert any(problem.reason.startswith("一有看不清的字") for problem in reading.problems)
    day = warning("x", "看不清", UNTRUSTED, at=Position(paragraph=len(WHOLE)))
    reading = read(*WHOLE, warnings=(day,))
    assert "published" not in reading.facts
    assert refused(reading).field == "published"


def test_places_inside_an_archive_name_the_member() -> None:
    inside = replace(document(*WHOLE, file="policies/all.zip"), member="P007.docx")
    reading = read_policy(inside, sha256="0" * 64, on=TODAY)
    assert reading.id == "P007"
    assert reading.origin.fields["二"].words == "P007.docx，第 6 段"


@pytest.mark.parametrize(
    "line", ["一" * 100_000, "第" * 100_000, "《" * 50_000, "附件" * 40_000, "（" * 90_000, "文号：" * 9000]
)
def test_hostile_lines_end_as_a_reading_or_a_rejection(line: str) -> None:
    assert read(*WHOLE[:4], line, *WHOLE[4:]).id.startswith("D2025-8-")


def test_a_text_of_a_million_characters_is_refused() -> None:
    with pytest.raises(RejectedFile, match="不像一份政策文件"):
        read(*WHOLE, *("字" * 1000 for _ in range(1001)))


def test_many_lines_are_read_in_linear_time() -> None:
    reading = read(
        *HEAD, *(f"附件{number % 9}：表。" if number % 2 else "泉州市财政局" for number in range(20_000)), *BODY
    )
    assert reading.parsed().records == ()

"""A guide read from a department's own file: what it does not say is shown as such, and where it comes from is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.web_widget.conftest import OpenPage
from tests.web_widget.visitor import GUIDE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

URL = "https://www.qzlc.gov.cn/files/a.docx"
CARD: dict[str, Any] = {
    "kind": "guide",
    "item_id": "ZJ-009",
    "name": "公租房申请",
    "department": "住房和城乡建设局",
    "audience": "个人",
    "board": "个人综窗",
    "summary": "",
    "aliases": [],
    "conditions": ["本区户籍"],
    "variants": [],
    "materials": [],
    "steps": [],
    "statutory_days": None,
    "promised_days": None,
    "fee": None,
    "places": [{"name": "房管窗口", "address": "聚宝楼2层", "hours": "", "phone": "0595-22350000"}],
    "online": None,
    "visits": None,
    "result": "",
    "legal_basis": [],
    "faq": [],
    "related": [],
    "life_events": [],
    "sample": True,
    "origin": {"file": "住建/公租房申请.docx", "url": URL, "fields": {"name": "第 1 段"}},
}
CITED = {
    "title": "公租房申请办事指南",
    "section": "收费标准",
    "source_id": "ZJ-009",
    "url": "/?guide=ZJ-009",
    "file": "住建/公租房申请.docx",
    "place": "第 2 页，第 1 张表第 4 行",
    "original": URL,
}
CLAIMS = re.compile("不收费|免费|不能网上办|可以网上办|当场|不用跑|不用准备|没有规定|请问窗口|null|undefined")


def shown(visitor: Visitor, **changes: Any) -> Locator:
    visitor.answers(text="办事指南没有写明要不要交钱。", citations=[CITED], card=CARD | changes)
    return visitor.ask("公租房怎么申请").locator(".card")


def cited(visitor: Visitor, **changes: Any) -> Locator:
    visitor.answers(text="办事指南没有写明要不要交钱。", citations=[CITED | changes])
    return visitor.ask("公租房要交钱吗")


def test_papers_of_which_only_the_names_are_written_bear_no_form_and_no_need(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    paper = {"name": "户口簿", "form": None, "copies": None, "required": None, "note": ""}
    papers = visitor.section(shown(visitor, materials=[paper]), "申请材料")
    expect(papers.locator(".material-name")).to_have_text(["户口簿"])
    expect(papers.locator(".need, .material-form")).to_have_count(0)
    expect(papers).to_contain_text("没有全部写明：要原件还是复印件、要几份、是不是必须带")


def test_a_card_shows_gaps_as_gaps_and_offers_numbers(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    card = shown(visitor)
    expect(card.locator(".fact dd")).to_have_text(["未写明", "未写明", "未写明"])
    expect(card.locator(".gaps")).to_contain_text("部门的办事指南里没有写")
    expect(card.locator(".gaps a")).to_have_attribute("href", "tel:12345")
    expect(card.locator('[data-section="places"] a')).to_have_attribute("href", "tel:0595-22350000".replace("-", ""))
    for title, words in (("收费标准", "要不要交钱"), ("网上办理", "能不能在网上办"), ("申请材料", "要带哪些材料")):
        expect(visitor.section(card, title)).to_contain_text(f"办事指南没有写明{words}")
    expect(visitor.section(card, "办理时限")).to_contain_text("未写明")
    expect(card.locator(".card-summary, [data-section=result], [data-section=steps]")).to_have_count(0)
    assert CLAIMS.search(card.inner_text()) is None
    assert visitor.overflow() <= 0


def test_a_card_without_gaps_speaks_of_none(visitor: Visitor) -> None:
    fee = {"amount": 0, "text": "不收费", "basis": ""}
    card = shown(visitor, fee=fee, promised_days=3, visits=1)
    expect(card.locator(".fact dd")).to_have_text(["不收费", "3个工作日", "1次"])
    expect(card.locator(".gaps")).to_have_count(0)


def test_a_card_names_the_departments_file_and_opens_it(visitor: Visitor) -> None:
    origin = shown(visitor).locator(".origin")
    expect(origin).to_contain_text("整理自部门文件：“公租房申请.docx”")
    link = origin.get_by_role("link", name="打开原文 公租房申请.docx（在新窗口打开）")
    expect(link).to_have_attribute("href", URL)
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_source_tells_file_and_place(open_page: OpenPage) -> None:
    visitor = open_page(width=390, height=844)
    reply = cited(visitor)
    expect(reply.locator(".sources .origin")).to_contain_text(
        "摘自部门文件：“公租房申请.docx”，第 2 页，第 1 张表第 4 行"
    )
    expect(reply.locator(".sources .origin a")).to_have_attribute("href", URL)
    assert visitor.overflow() <= 0
    visitor.page.route(GUIDE, lambda route: route.fulfill(json=CARD))
    card = visitor.open_card(reply)
    expect(card.locator('[data-section="fee"]')).to_have_attribute("open", "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"original": None}, "“公租房申请.docx”"),
        ({"original": "javascript:alert(1)"}, "“公租房申请.docx”"),
        ({"original": None, "place": None}, "摘自部门文件：“公租房申请.docx”"),
        ({"original": None, "file": "a/<img src=x onerror=alert(1)>.docx"}, "“<img src=x onerror=alert(1)>.docx”"),
    ],
)
def test_a_file_without_a_safe_address_is_named_only(visitor: Visitor, changes: dict[str, Any], words: str) -> None:
    origin = cited(visitor, **changes).locator(".sources .origin")
    expect(origin).to_contain_text(words)
    expect(origin.locator("a, img")).to_have_count(0)


@pytest.mark.parametrize(
    "changes",
    [
        {"file": None, "place": None, "original": None},
        {"file": "guides/ZJ-009.json", "place": "第 12 行"},
        {"file": "导出.zip", "place": "公租房.jsonl，第 3 行"},
        {"file": 7},
    ],
)
def test_a_source_that_no_citizen_can_read_is_not_pointed_to(visitor: Visitor, changes: dict[str, Any]) -> None:
    reply = cited(visitor, **changes)
    expect(reply.locator("button.source")).to_have_count(1)
    expect(reply.locator(".origin")).to_have_count(0)


def test_a_long_file_name_does_not_widen_the_page(open_page: OpenPage) -> None:
    visitor = open_page(width=320, height=640)
    cited(visitor, file="x" * 180 + ".docx", place="工作表“" + "长" * 60 + "”，单元格 B4")
    assert visitor.overflow() <= 0

"""办件 for agents in a real browser, over the real service: urges answered, cases over their limit, low ratings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.web_widget.staff.conftest import Office, OpenDesk
from tests.web_widget.test_accessibility import _serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LATE = ("LC2026000110", "5510")
DONE = ("LC2026000114", "5514")


def _send(office: Office, case: tuple[str, str], action: str, **body: object) -> None:
    number, verify = case
    path = f"{office.url}/api/v1/applications/{number}/{action}"
    sent = httpx.post(path, json={"verify": verify} | body, timeout=30)
    assert sent.status_code in (200, 201, 409, 429), sent.text  # sent by another test before


def test_an_urge_is_answered_and_leaves_the_open_ones(open_desk: OpenDesk, office: Office) -> None:
    _send(office, LATE, "urge", text="等着用")
    page = open_desk("陈经办", hash_="#casework").page
    row = page.locator(".document", has_text=LATE[0])
    expect(row.locator("blockquote")).to_have_text("等着用")
    row.get_by_text("答复", exact=True).click()
    row.get_by_role("button", name="发出答复").click()
    expect(row.get_by_role("alert")).to_have_text("请写内容。")
    row.get_by_label("写给办事人的话").fill("今天下午办好。")
    row.get_by_role("button", name="发出答复").click()
    expect(page.locator("[data-live]")).to_contain_text("已答复")
    expect(row).to_have_count(0)
    page.get_by_label("看哪一种").select_option("answered")
    expect(page.locator(".document", has_text=LATE[0])).to_contain_text("今天下午办好。")


def test_what_could_not_be_delivered_says_why_and_is_sent_again(open_desk: OpenDesk) -> None:
    page = open_desk("陈经办", hash_="").page
    urge = {
        "id": "0" * 32,
        "number": "LC1",
        "item_name": "临时救助",
        "routed_to": "民政局",
        "at": "2026-11-24T02:00:00Z",
        "due_at": "2026-11-26T09:30:00Z",
        "text": "等着用",
        "state": "open",
        "late": False,
        "delivered": False,
        "delivery": "refused",
        "delivery_text": "送不到：办件系统里没有这个编号，请直接转告部门。",
        "answer": None,
        "answered_at": None,
        "answered_by": None,
    }
    asked: list[str] = []

    def listed(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json={"urges": [urge], "total": 1, "departments": ["民政局"], "sample": True})

    page.route("**/api/v1/casework/urges?*", listed)
    page.route("**/api/v1/casework/urges/deliver", lambda route: route.fulfill(json={"delivered": 0, "sample": True}))
    page.evaluate("location.hash = '#casework'")
    row = page.locator(".document", has_text="LC1")
    expect(row).to_contain_text("办件系统里没有这个编号")
    page.get_by_label("看哪一种").select_option("undelivered")
    expect(row.locator(".badge", has_text="送不到")).to_be_visible()
    assert "state=undelivered" in asked[-1]
    row.get_by_role("button", name="现在再送一次").click()
    expect(page.locator("[data-live]")).to_contain_text("还是没有收下")


def test_a_low_rating_is_followed_up(open_desk: OpenDesk, office: Office) -> None:
    _send(office, DONE, "rating", score=1, reasons=[], text="跑了三趟")
    page = open_desk("林主任", hash_="#casework/ratings").page
    row = page.locator(".document", has_text="跑了三趟")
    row.get_by_text("回访结果", exact=True).click()
    row.get_by_label("怎么核实的").fill("已改成一次告知。")
    row.get_by_role("button", name="发出回访结果").click()
    expect(row).to_have_count(0)
    page.get_by_label("看哪一种").select_option("done")
    expect(page.locator(".document", has_text="跑了三趟")).to_contain_text("已改成一次告知。")


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_overdue_cases_are_listed_and_axe_finds_no_serious_fault(
    open_desk: OpenDesk, node_tool: Callable[[str], Path], width: int, dark: bool
) -> None:
    axe = node_tool("axe-core/axe.min.js")
    colleague = open_desk("陈经办", width=width, dark=dark, hash_="#casework")
    page = colleague.page
    expect(page.get_by_role("heading", level=1, name="办件：催办")).to_be_visible()
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0
    page.get_by_role("link", name="超期办件").click()
    expect(page.locator(".document", has_text="LC2026000111")).to_contain_text("超期 6 个工作日")
    assert _serious_faults(page, axe) == []
    assert colleague.overflow() == 0

"""Reports of companies that were linked to a case stand on its page."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.web_widget.staff.conftest import OpenDesk
from tests.web_widget.staff_claims.service import CASE, Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LINKED = {
    "receipt": "SP20261124K7Q4X",
    "company": "鲤城区山海食品店",
    "happened_on": "2026-11-20",
    "demanded": "1285.00",
    "files": 2,
    "state_text": "已并入案件",
    "submitted_at": "2026-11-24T02:00:00Z",
}


def test_what_was_linked_stands_on_the_case_with_a_way_to_it(open_desk: OpenDesk) -> None:
    page = open_desk("周监管", hash_="#nowhere").page
    Service(page)
    asked: list[str] = []

    def desk(route: Route) -> None:
        asked.append(parse_qs(urlsplit(route.request.url).query)["case_id"][0])
        earlier = LINKED | {"receipt": "SP20261101ABCDE", "submitted_at": "2026-11-01T02:00:00Z", "demanded": None}
        route.fulfill(json={"reports": [LINKED, earlier], "total": 2, "counts": {}, "leads": 0})

    page.route(re.compile(r"/api/v1/claims/desk\?"), desk)
    page.evaluate("hash => { location.hash = hash }", f"#cases/{CASE}")
    shown = page.locator("section", has=page.get_by_role("heading", name="并入的企业举报（2 份）")).locator("li")
    expect(shown).to_have_text(
        [
            re.compile("SP20261101ABCDE 鲤城区山海食品店，2026-11-20，2 个文件"),
            re.compile("SP20261124K7Q4X .*索要 1285.00 元，2 个文件，已并入案件"),
        ]
    )
    expect(shown.last.get_by_role("link")).to_have_attribute("href", "#reports/SP20261124K7Q4X")
    assert asked == [CASE]

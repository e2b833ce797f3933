"""From a person of the sample register to a hand-over received, in real browsers over the real service."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.staff.conftest import Office, OpenDesk

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _said(page: Page, words: str) -> None:
    expect(page.locator("[data-live]")).to_contain_text(words)


def _step(page: Page, action: str, note: str) -> None:
    box = page.locator("details.action", has=page.locator("summary", has_text=action)).first
    box.locator("summary").first.click()
    box.get_by_label(re.compile("^说明")).fill(note)
    box.get_by_role("button", name=f"确定{action}").click()


def _sign(page: Page, action: str) -> None:
    for box in page.get_by_label("这一条我看过了").all():
        box.check()
    page.get_by_label("认定以这一条为依据").first.check()
    _step(page, action, "核对了台账。")
    page.locator("[data-dialog]").get_by_role("button", name=action).click()


def test_a_person_becomes_a_case_that_two_recognise_and_the_police_receive(open_desk: OpenDesk, office: Office) -> None:
    with office.api("周监管") as client:
        person = client.get("/api/v1/claims/persons", params={"proposal": "handover"}).json()["persons"][0]["person_id"]
    page = open_desk("周监管", hash_=f"#persons/{person}", height=1200).page
    page.get_by_role("button", name="建立案件").click()
    page.locator("[data-dialog]").get_by_label("事实").fill("两年内多次就标签问题索赔。")
    page.locator("[data-dialog]").get_by_role("button", name="建立", exact=True).click()
    expect(page).to_have_url(re.compile("#cases/C-"))
    address = page.evaluate("location.hash")
    _step(page, "审核", "开始核对。")
    _said(page, "审核中")
    _sign(page, "第一人认定")
    _said(page, "一人已认定")
    other = open_desk("林主任", hash_=address, height=1200).page
    _sign(other, "第二人复核认定")
    _said(other, "认定为疑似恶意索赔")
    expect(other.locator(".history").first.locator("li")).to_have_count(2)
    other.locator("summary", has_text="准备移送").click()
    other.get_by_label("公安").check()
    other.get_by_label("说明（写进经过）").first.fill("请审查。")
    other.get_by_role("button", name="确定准备移送").click()
    other.get_by_role("link", name="移送公安").click()
    other.get_by_role("button", name="移送", exact=True).click()
    other.locator("[data-dialog]").get_by_role("button", name="移送").click()
    _said(other, "已移送")
    handed = other.evaluate("location.hash")
    police = open_desk("吴警官", hash_=handed).page
    expect(police.locator(".side").first).to_contain_text("对其有利的情况")
    with police.expect_download() as download:
        police.get_by_role("button", name="下载材料包").click()
    assert download.value.suggested_filename.endswith(".docx")
    police.get_by_role("button", name="签收", exact=True).click()
    _said(police, "受理审查")

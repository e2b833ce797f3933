"""A server with accounts of staff, and people of the staff before their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.accounts.guard import COOKIE
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.state.engine import open_engine
from tests.browsing import PATIENCE_MS
from tests.conftest import running_server

COMPANY = "91350502MAX50L2368"
"""泉州榛柏熙鞋业有限公司 of the sample."""
PASSWORD = "鲤城 correct horse"
SIGNED_OUT = "status of 401"
"""A page asks who is signed in, and a browser reports the answer «nobody» as a fault."""


class Office:
    """The server and its accounts."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.tokens: dict[str, str] = {}
        engine = open_engine(f"sqlite:///{folder / 'state.db'}")
        service = AccountService(AccountRepository(engine))
        for name, role in (
            ("李编辑", "editor"),
            ("王编辑", "editor"),
            ("陈经办", "agent"),
            ("林主任", "admin"),
            ("郑分析", "analyst"),
        ):
            service.add(name, PASSWORD, role)
            self.tokens[name] = service.sign_in(name, PASSWORD)[0]
        for name, authority in (("周监管", "market"), ("吴警官", "police")):
            service.add(name, PASSWORD, "officer", authority=authority)
            self.tokens[name] = service.sign_in(name, PASSWORD)[0]
        service.add("某企业", PASSWORD, "company", COMPANY)
        self.tokens["某企业"] = service.sign_in("某企业", PASSWORD)[0]
        engine.dispose()

    @contextmanager
    def api(self, name: str) -> Iterator[httpx.Client]:
        """A program that is signed in as somebody."""
        headers = {"X-Quanquan-Request": "1", "Cookie": f"{COOKIE}={self.tokens[name]}"}
        with httpx.Client(base_url=self.url, headers=headers, timeout=30) as client:
            yield client

    def save(self, name: str, document: str, change: Callable[[dict[str, Any]], None], **more: Any) -> None:
        """Somebody else saves a version; ``change`` edits the body."""
        with self.api(name) as client:
            opened = client.get(f"/api/v1/labels/{document}").json()
            body = {"base_version": opened["newest_version"], "text_digest": opened["text_digest"], "note": "改"}
            body |= {"measures": opened["measures"], "decisions": opened["decisions"], "confirmed": []} | more
            change(body)
            done = client.put(f"/api/v1/labels/{document}", json=body)
            assert done.status_code == 200, done.text

    def apply(self, measure_id: str, submit_id: str) -> str:
        """A company applies; the number."""
        with self.api("某企业") as client:
            draft = client.get("/api/v1/benefits/applications/draft", params={"measure_id": measure_id}).json()
            papers = []
            for name in draft["documents"]:
                headers = {"X-File-Name": quote(f"{name}.pdf"), "X-Document": quote(name)}
                content = f"%PDF-1.4\n{name}\n%%EOF".encode()
                sent = client.post("/api/v1/benefits/uploads", content=content, headers=headers)
                assert sent.status_code == 201, sent.text
                papers.append(sent.json()["id"])
            form = {"fields": {}, "contact_name": "张三", "contact_phone": "0595-22000000"}
            form |= {"bank_name": "示例银行", "bank_account": "6222020000000000000"}
            body = {"measure_id": measure_id, "form": form, "documents": papers, "submit_id": submit_id}
            done = client.post("/api/v1/benefits/applications", json=body)
            assert done.status_code == 201, done.text
            return str(done.json()["number"])

    def report(self, company: str, submit_id: str, **more: str) -> str:
        """A company reports, with one file; the receipt."""
        fields = {"reporter_company": company, "contact_name": "林海", "contact_phone": "13905950000"}
        fields |= {"happened_on": "2026-11-20", "channel": "12315", "description": "买了三十包，说标签不对。"}
        fields |= {"demands": "要求十倍赔偿。"} | more
        with httpx.Client(base_url=self.url, timeout=30) as client:
            draft = client.post("/api/v1/claims/drafts", json={"fields": fields}).json()["draft_id"]
            content = f"%PDF-1.4\n{submit_id}\n%%EOF".encode()
            sent = client.post(
                f"/api/v1/claims/drafts/{draft}/files", content=content, headers={"X-File-Name": quote("投诉单.pdf")}
            )
            assert sent.status_code == 201, sent.text
            done = client.post("/api/v1/claims", json={"draft_id": draft, "submit_id": submit_id})
            assert done.status_code == 201, done.text
            return str(done.json()["receipt"])


class Colleague:
    """One page, and the faults that its browser reported."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.faults: list[str] = []
        self.expected_faults: tuple[str, ...] = (SIGNED_OUT,)
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"{kind}: {text}")

    def unexpected(self) -> list[str]:
        """Return the faults that the test did not cause on purpose."""
        return [fault for fault in self.faults if not any(words in fault for words in self.expected_faults)]

    def sign_in(self, name: str) -> Colleague:
        """Fill in the form that is open."""
        self.page.get_by_label("账号").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        return self

    def open(self, token: str, hash_: str = "") -> Colleague:
        """Open the pages, being signed in."""
        self.page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.base}])
        self.page.goto(f"{self.base}/staff{hash_}")
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        return self

    def edit(self, document: str) -> Colleague:
        """Open a document's labels."""
        self.page.goto(f"{self.base}/staff#labels/{document}")
        expect(self.page.locator(".editor h1")).to_be_visible()
        return self

    @property
    def dialog(self) -> Any:
        """The dialog."""
        return self.page.locator("[data-dialog]")

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="session")
def office(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A server of these tests' own: versions are saved and runs frozen in its home, which shares the knowledge only."""
    folder = tmp_path_factory.mktemp("staff")
    home = folder / "home"
    home.mkdir()
    (home / "knowledge").symlink_to(sample_home / "knowledge")
    with running_server(home, folder) as server:
        yield Office(server.url, folder)


OpenDesk = Callable[..., Colleague]


@pytest.fixture
def open_desk(browser: Browser, office: Office) -> Iterator[OpenDesk]:
    """Make colleagues: ``open_desk("李编辑", width=390)``."""
    colleagues: list[Colleague] = []

    def start(name: str = "", width: int = 1280, height: int = 900, dark: bool = False, hash_: str = "") -> Colleague:
        scheme: Any = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        colleague = Colleague(context.new_page(), office.url)
        colleagues.append(colleague)
        return colleague.open(office.tokens[name], hash_) if name else colleague

    yield start
    for colleague in colleagues:
        colleague.page.context.close()
    faults = [fault for colleague in colleagues for fault in colleague.unexpected()]
    assert faults == []

"""A small town for the tests: measures, companies, a clock, and the services over a database."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import Person, Role
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.benefits.applications.schemas import DeskStep, NewApplication
from assistant.benefits.runs.schemas import RunIn
from assistant.benefits.wiring import Benefits, build_benefits
from assistant.edge import handlers
from assistant.edge.body import BodyLimit
from assistant.edge.rate_limit import RateLimiter
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.observability import Metrics
from knowledge.models import Measure, PolicyDocument
from knowledge.portraits.credit_code import check_digit
from knowledge.portraits.directory import Directory
from knowledge.portraits.portrait import Portrait, parse_portrait
from knowledge.portraits.store import of_portraits

PDF = b"%PDF-1.7\n%made for a test\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 16
OURS = {"X-Quanquan-Request": "1"}
PAPERS = ("研发补助申请表", "上年度审计报告")


def office(*members: str) -> bytes:
    """An Office file as far as it is looked at."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", *members):
            archive.writestr(name, "<x/>")
    return made.getvalue()


def code(number: int, kind: str = "91") -> str:
    """A credit code with a right check digit."""
    body = f"{kind}350502{number:09d}"
    return body + check_digit(body)


def company(number: int, **values: Any) -> Portrait:
    """A company of Licheng that meets the measures below unless ``values`` say otherwise."""
    plain = {
        "name": f"泉州第{number}号鞋业有限公司",
        "credit_code": code(number),
        "district": "鲤城区",
        "industry_code": "C1953",
        "founded_on": f"20{number % 20:02d}-03-18",
        "company_type": "有限责任公司",
        "rd_expense": 100,
        "rd_ratio": 5,
        "tax_paid": 10,
        "dishonest": False,
    }
    return parse_portrait({name: value for name, value in (plain | values).items() if value is not None})


LICHENG = {"field": "district", "op": "==", "value": "鲤城区"}
RESEARCH = {"field": "rd_ratio", "op": ">=", "value": 3}


def measure(id_: str, mode: str, conditions: Sequence[Any], award: Any, **more: Any) -> Measure:
    """A measure of the town."""
    tree = {"id": id_, "title": f"{id_}奖补", "mode": mode, "article": "第三条", "award": award}
    return Measure.model_validate(tree | {"conditions": {"all": list(conditions)}} | more, strict=False)


def fixed(amount: float) -> dict[str, object]:
    return {"kind": "fixed", "amount": amount}


def document(id_: str, *measures: Measure, valid_to: str = "2027-12-31") -> PolicyDocument:
    """A document of the town's bureau."""
    return PolicyDocument.model_validate(
        {
            "id": id_,
            "title": f"{id_}若干措施",
            "issuer": "泉州市鲤城区工业和信息化局",
            "level": "区",
            "district": "鲤城区",
            "published": "2025-01-20",
            "valid_from": "2025-01-01",
            "valid_to": valid_to,
            "measures": measures,
        },
        strict=False,
    )


def town() -> list[PolicyDocument]:
    """The town's measures."""
    percent = {"kind": "percent", "base": "rd_expense", "rate": 0.05, "cap": 200000}
    tax = {"kind": "percent", "base": "tax_paid", "rate": 0.1, "cap": None}
    human = [LICHENG, {"human": "经专家评审"}]
    return [
        document(
            "P1",
            measure("P1-1", "申报", [LICHENG], percent, documents=PAPERS, deadline="2026-12-20"),
            measure("P1-2", "即申即享", [LICHENG, RESEARCH], fixed(50000)),
            measure("P1-3", "申报", [LICHENG], fixed(1000), deadline="2026-11-01"),
            measure("P1-4", "申报", human, {"kind": "human", "text": "按评审结果"}),
        ),
        document(
            "P2",
            measure("P2-1", "免申即享", [LICHENG], fixed(100000), exclusive_group="研发"),
            measure("P2-2", "免申即享", [LICHENG, RESEARCH], fixed(200000), exclusive_group="研发"),
            measure("P2-3", "免申即享", [LICHENG], tax),
            measure("P2-4", "免申即享", human, fixed(1)),
            measure("P2-5", "申报", [LICHENG], fixed(300000), exclusive_group="研发"),
        ),
        document("P3", measure("P3-1", "免申即享", [LICHENG], fixed(1)), valid_to="2025-12-31"),
    ]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Library:
    """The town's labels."""

    documents: list[PolicyDocument]
    version: str = "labels-1"

    def measures(self) -> list[tuple[PolicyDocument, Measure]]:
        return [(document, measure) for document in self.documents for measure in document.measures]


@dataclass
class World:
    """Everything, with who works in it."""

    engine: Engine
    home: Path
    clock: Clock = field(default_factory=Clock)
    portraits: list[Portrait] = field(default_factory=lambda: [company(number) for number in range(1, 9)])
    library: Library = field(default_factory=lambda: Library(town()))

    def __post_init__(self) -> None:
        self.benefits: Benefits = build_benefits(
            self.engine, self.home, self.library, lambda: self.directory, clock=self.clock
        )
        self.owner = Person("owner", "厂长", "company", code(1))
        self.neighbour = Person("neighbour", "隔壁厂长", "company", code(2))
        self.agent = Person("agent", "陈经办", "agent")
        self.second = Person("second", "林经办", "agent")
        self.admin = Person("admin", "王主任", "admin")

    @property
    def directory(self) -> Directory:
        return Directory(of_portraits(self.portraits, "测试数据"))

    def upload(self, name: str = "研发补助申请表.pdf", who: Person | None = None, content: bytes = PDF) -> str:
        """Upload a file; its id."""
        kept, _ = self.benefits.uploads.take((who or self.owner).credit_code or "", name, "", content)
        return kept.id

    def papers(self) -> list[str]:
        return [self.upload(f"{paper}.pdf") for paper in PAPERS]

    def filing(self, measure_id: str = "P1-1", **changes: Any) -> NewApplication:
        """A form filled in."""
        form = {"fields": {}, "contact_name": "张三", "contact_phone": "0595-12345678"}
        plain = {
            "measure_id": measure_id,
            "form": form | changes.pop("form", {}),
            "documents": changes.pop("documents", None) or (self.papers() if measure_id == "P1-1" else []),
            "submit_id": "s" * 16,
        }
        return NewApplication.model_validate(plain | changes)

    def submit(self, measure_id: str = "P1-1", who: Person | None = None, **changes: Any) -> str:
        """Send an application; its number."""
        made, _ = self.benefits.applications.submit(who or self.owner, self.filing(measure_id, **changes))
        return made.number

    def act(self, number: str, action: str, who: Person | None = None, **sent: Any) -> str:
        """Make a step of the desk; the state that it leads to."""
        return self.benefits.desk.act(who or self.agent, number, action, DeskStep.model_validate(sent)).state

    def run(self, measure_id: str = "P2-3", **sent: Any) -> Any:
        """Prepare a payment run."""
        return self.benefits.runs.start(self.agent, RunIn.model_validate({"measure_id": measure_id} | sent))[0]

    def pay(self, run_id: str) -> Any:
        """Bring a run from its list to its file."""
        runs = self.benefits.runs
        runs.act(self.agent, run_id, "publish", "")
        self.clock.forward(days=8)
        runs.act(self.admin, run_id, "approve", "")
        return runs.act(self.agent, run_id, "file", "")

    def lines(self, run_id: str, status: str | None = None) -> list[Any]:
        return list(self.benefits.runs.lines(run_id, status, 0, 500).lines)


class Site:
    """The service over a world, with browsers that are signed in."""

    def __init__(self, world: World) -> None:
        repository = AccountRepository(world.engine)
        self.accounts = Accounts(AccountService(repository))
        people: tuple[tuple[str, Role, str | None], ...] = (
            ("owner", "company", code(1)),
            ("neighbour", "company", code(2)),
            ("agent", "agent", None),
            ("admin", "admin", None),
            ("tester", "tester", None),
        )
        now = datetime.now(UTC)
        for name, role, credit_code in people:
            account = {"id": name, "name": name, "role": role, "credit_code": credit_code, "password_hash": "none"}
            repository.add(account | {"active": True, "failures": 0, "locked_until": None, "created_at": now})
            repository.open(name, hashlib.sha256(name.encode()).hexdigest(), now, timedelta(hours=8))
        layers = [Middleware(RequestContext, metrics=Metrics()), Middleware(Surprises), Middleware(BodyLimit)]
        app = FastAPI(middleware=layers)
        handlers.install(app)
        for router in world.benefits.routers(self.accounts, RateLimiter(None)):
            app.include_router(router)
        self.client = TestClient(app, raise_server_exceptions=False)

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> Any:
        """A request of somebody's browser."""
        cookie = {"Cookie": f"{COOKIE}={who}"} if who else {}
        headers = OURS | cookie | more.pop("headers", {})
        return self.client.request(method, f"/api/v1/benefits{path}", headers=headers, **more)

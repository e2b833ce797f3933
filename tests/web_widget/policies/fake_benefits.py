"""A small service of applications in the contract's shapes, in memory: what the pages need of it, and no more."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

NUMBER = "QY2026112300001"
STEPS = ("提交申请", "受理", "审核", "公示", "拨付决定", "拨付到账")
AT = "2026-11-23T01:30:00Z"

DRAFT: dict[str, Any] = {
    "measure_id": "P001-3",
    "measure_title": "规上企业增产奖励",
    "mode": "申报",
    "document_id": "P001",
    "document_title": "鲤城区支持工业企业上规入库若干措施",
    "department": "区工业和信息化局",
    "deadline": "2026-12-20",
    "open": True,
    "closed_reason": "",
    "award_text": "工业总产值达到 5,000 万元，奖励 5 万元；达到 1 亿元，奖励 10 万元",
    "company": {"name": "泉州榛柏熙鞋业有限公司", "credit_code": "91350502MAX50L2368"},
    "fields": [
        {
            "field": "industry_code",
            "label": "行业代码",
            "kind": "code",
            "unit": "",
            "value": "C1951",
            "source": "市场主体登记",
            "as_of": "2026-10-31",
            "editable": False,
        },
        {
            "field": "revenue_growth",
            "label": "营业收入增速",
            "kind": "number",
            "unit": "%",
            "value": 28.0,
            "source": "统计年报",
            "as_of": "2026-06-30",
            "editable": True,
        },
        {
            "field": "output_value",
            "label": "工业总产值",
            "kind": "number",
            "unit": "万元",
            "value": None,
            "source": "",
            "as_of": None,
            "editable": True,
        },
        {
            "field": "first_above_scale",
            "label": "当年首次上规（限）",
            "kind": "flag",
            "unit": "",
            "value": True,
            "source": "统计局名单",
            "as_of": "2026-06-30",
            "editable": True,
        },
    ],
    "contact": {"contact_name": "", "contact_phone": "", "bank_name": "", "bank_account": ""},
    "documents": ["增产奖励申请表", "上年度审计报告"],
    "check": {"result": "unknown", "text": "没有工业总产值的数据，补上以后才能判断", "amount": None},
    "existing": None,
    "sample": True,
}
NOTICES: list[dict[str, Any]] = [
    {
        "id": "n1",
        "kind": "push",
        "title": "新政策：鲤城区支持鞋服企业数字化改造",
        "text": "您的企业符合“设备更新补助”的条件，大约可以领 15 万元。",
        "measure_id": "P002-1",
        "at": AT,
        "read": False,
    },
    {
        "id": "n2",
        "kind": "application",
        "title": "申请已受理",
        "text": "受理编号 QY20261123000017。",
        "measure_id": "P001-3",
        "at": "2026-11-20T08:00:00Z",
        "read": True,
    },
]
PUBLICITY: dict[str, Any] = {
    "id": "a" * 32,
    "title": "首次入规奖励",
    "department": "区工业和信息化局",
    "document_title": "鲤城区支持工业企业上规入库若干措施",
    "from": "2026-11-24",
    "until": "2026-12-01",
    "days_left": 7,
    "count": 60,
    "total": "6000000.00",
}
PAID = [
    {"seq": at, "name": f"泉州第{at}鞋业有限公司", "credit_code": "91350502MAX50L2368", "amount": "100000.00"}
    for at in range(1, 61)
]
CATEGORIES = [
    {"category": "policy", "label": "适合本企业的新政策", "opted_out": False},
    {"category": "deadline", "label": "申报快截止的提醒", "opted_out": True},
]


def failure(status: int, code: str, message: str) -> JSONResponse:
    """The one error shape."""
    return JSONResponse({"error": {"code": code, "message": message, "request_id": "r"}}, status)


class Desk:
    """The applications, uploads and switches of one company."""

    def __init__(self) -> None:
        self.applications: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.notices = deepcopy(NOTICES)
        self.categories = deepcopy(CATEGORIES)
        self.objections: list[dict[str, Any]] = []

    async def draft(self, request: Request) -> Response:
        """The form filled from the portrait."""
        going = (number for number, each in self.applications.items() if each["state"] != "withdrawn")
        return JSONResponse(DRAFT | {"existing": next(going, None)})

    async def upload(self, request: Request) -> Response:
        """Keep a file by its digest."""
        body = await request.body()
        digest = hashlib.sha256(body).hexdigest()
        self.uploads[digest[:12]] = {
            "id": digest[:12],
            "name": unquote(request.headers["x-file-name"]),
            "document": unquote(request.headers.get("x-document", "")),
            "type": "application/pdf",
            "size": len(body),
            "sha256": digest,
        }
        return JSONResponse(self.uploads[digest[:12]], 201)

    async def submit(self, request: Request) -> Response:
        """One application of a submit_id, however often it is sent."""
        body = await request.json()
        self.bodies.append(body)
        before = next((each for each in self.applications.values() if each["submit_id"] == body["submit_id"]), None)
        if before:
            return JSONResponse(before)
        made = self._made(body) | {"submit_id": body["submit_id"], "number": f"{NUMBER}{len(self.applications)}"}
        self.applications[made["number"]] = made
        return JSONResponse(made, 201)

    def _made(self, body: dict[str, Any]) -> dict[str, Any]:
        form = body["form"]
        fields = [
            {
                "field": each["field"],
                "label": each["label"],
                "unit": each["unit"],
                "value": form["fields"].get(each["field"], each["value"]),
                "portrait": each["value"],
                "source": each["source"],
                "as_of": each["as_of"],
                "changed": each["field"] in form["fields"],
            }
            for each in DRAFT["fields"]
        ]
        return {
            **{name: DRAFT[name] for name in ("measure_id", "measure_title", "mode", "document_id", "document_title")},
            "department": DRAFT["department"],
            "number": NUMBER,
            "state": "submitted",
            "state_text": "已提交",
            "next_text": "部门在 2 个工作日内决定是否受理。",
            "steps": [{"name": name, "done": at == 0, "at": AT if at == 0 else None} for at, name in enumerate(STEPS)],
            "amount": None,
            "amount_text": "金额以审核为准",
            "submitted_at": AT,
            "updated_at": AT,
            "form": {**form, "fields": fields},
            "documents": [self.uploads[each] for each in body["documents"]],
            "check": DRAFT["check"],
            "history": [
                {
                    "at": AT,
                    "action": "submit",
                    "action_text": "提交申请",
                    "from": None,
                    "to": "submitted",
                    "who": "",
                    "note": "",
                }
            ],
            "actions": ["urge", "withdraw"],
            "publicised_until": None,
            "urges": {"count": 0, "left": 3, "next_at": None, "routed_to": "区工业和信息化局"},
            "overdue": False,
            "sample": True,
        }

    async def mine(self, request: Request) -> Response:
        """All applications, in short."""
        left_out = ("steps", "form", "documents", "history")
        short = [{k: v for k, v in each.items() if k not in left_out} for each in self.applications.values()]
        return JSONResponse({"applications": short, "sample": True})

    async def one(self, request: Request) -> Response:
        """One application, whole."""
        found = self.applications.get(request.path_params["number"])
        return JSONResponse(found) if found else failure(404, "not_found", "没有找到这份申请。")

    async def act(self, request: Request) -> Response:
        """Urge once, take back, or send again."""
        found = self.applications[request.path_params["number"]]
        if request.path_params["action"] == "resubmit":
            self.bodies.append(await request.json())
            found |= {"state": "submitted", "state_text": "已提交", "actions": ["urge", "withdraw"]}
            return JSONResponse(found)
        if request.path_params["action"] == "withdraw":
            found |= {"state": "withdrawn", "state_text": "已撤回", "next_text": "", "actions": []}
            return JSONResponse(found)
        if found["urges"]["count"]:
            return failure(429, "urge_too_soon", "刚催过，请过一天再催。")
        found["urges"] |= {"count": 1, "left": 2, "next_at": "2999-01-01T00:00:00Z"}
        return JSONResponse(found["urges"] | {"message": "已经催办。"})

    async def inbox(self, request: Request) -> Response:
        """Every notice."""
        return JSONResponse({"notices": self.notices, "unread": 1, "sample": True})

    async def read(self, request: Request) -> Response:
        """Mark one as read."""
        for each in self.notices:
            each["read"] |= each["id"] == request.path_params["id"]
        return Response(status_code=204)

    async def opt_out(self, request: Request) -> Response:
        """Tell or change which kinds are wanted."""
        if request.method == "POST":
            wanted = await request.json()
            for each in self.categories:
                if each["category"] == wanted["category"]:
                    each["opted_out"] = wanted["opted_out"]
        return JSONResponse({"categories": self.categories, "sample": True})

    async def publicities(self, request: Request) -> Response:
        """All that run."""
        return JSONResponse({"publicities": [PUBLICITY], "sample": True})

    async def publicity(self, request: Request) -> Response:
        """One, with a page of its lines."""
        if request.path_params["id"] != PUBLICITY["id"]:
            return failure(404, "not_found", "这份公示已经结束。")
        begin, many = (int(request.query_params[name]) for name in ("offset", "limit"))
        return JSONResponse(PUBLICITY | {"lines": PAID[begin : begin + many]})

    async def object_to(self, request: Request) -> Response:
        """Take an objection down."""
        self.objections.append(await request.json())
        return JSONResponse({"id": "o1", "message": "您的异议已经登记。"}, 201)


def routes(desk: Desk | None = None) -> list[Route]:
    """The routes of one desk."""
    desk = desk or Desk()
    base = "/api/v1/benefits"
    return [
        Route(f"{base}/applications/draft", desk.draft),
        Route(f"{base}/uploads", desk.upload, methods=["POST"]),
        Route(f"{base}/applications", desk.submit, methods=["POST"]),
        Route(f"{base}/applications", desk.mine),
        Route(f"{base}/applications/{{number}}", desk.one),
        Route(f"{base}/applications/{{number}}/{{action}}", desk.act, methods=["POST"]),
        Route(f"{base}/publicity", desk.publicities),
        Route(f"{base}/publicity/{{id}}", desk.publicity),
        Route(f"{base}/publicity/{{id}}/objections", desk.object_to, methods=["POST"]),
        Route(f"{base}/notices", desk.inbox),
        Route(f"{base}/notices/{{id}}/read", desk.read, methods=["POST"]),
        Route(f"{base}/push/opt-out", desk.opt_out, methods=["GET", "POST"]),
    ]

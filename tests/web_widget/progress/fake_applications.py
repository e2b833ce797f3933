"""A small service of cases in the contract's shapes, in memory: what the page needs of it, and no more."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.web_widget.guests import failure

OPEN, LATE, DONE, PAUSED = "LC202611160001", "LC202611020002", "LC202611090003", "LC202611180004"
VERIFY = "123X"
NOT_FOUND = "没有查到这个办件，请核对办件编号和后四位。"


def _stage(name: str, status: str, at: str | None = None, due: str | None = None, note: str = "") -> dict[str, Any]:
    return {"name": name, "status": status, "at": at, "due_on": due, "note": note}


BASE: dict[str, Any] = {
    "number": OPEN,
    "item_id": "GA-015",
    "item_name": "食品经营许可（新办）",
    "department": "鲤城区市场监督管理局",
    "applicant": "林**",
    "state": "reviewing",
    "state_text": "审查中",
    "submitted_on": "2026-11-16",
    "promised_days": 10,
    "due_on": "2026-11-30",
    "due_is_estimate": False,
    "days_used": 6,
    "days_left": 4,
    "overdue": False,
    "limit_text": "还剩 4 个工作日",
    "due_text": "最迟 2026 年 11 月 30 日（星期一）办好",
    "stages": [
        _stage("收件", "done", "2026-11-16"),
        _stage("受理", "done", "2026-11-17", note="材料齐全"),
        _stage("审查", "current", due="2026-11-27"),
        _stage("决定", "next", due="2026-11-30"),
        _stage("取证", "next"),
    ],
    "next_text": "工作人员会到店里看一次现场，会先打电话约时间。",
    "contact": {
        "department": "鲤城区市场监督管理局",
        "place": "鲤城区行政服务中心 2 楼 12 号窗口",
        "phone": "0595-22000000",
        "hours": "周一至周五 9:00-12:00，14:00-17:00",
    },
    "can_urge": True,
    "urge_reason": "",
    "urges": {"count": 0, "left": 3, "next_at": None, "history": []},
    "can_rate": False,
    "rating": None,
    "sample": True,
}
ANSWERED = {
    "at": "2026-11-18T02:00:00Z",
    "text": "开业日子快到了",
    "routed_to": "鲤城区市场监督管理局",
    "due_at": "2026-11-20T02:00:00Z",
    "delivered": True,
    "answer": "现场核查安排在下周一。",
    "answered_at": "2026-11-19T01:00:00Z",
}
CASES: dict[str, dict[str, Any]] = {
    OPEN: BASE,
    LATE: BASE
    | {
        "number": LATE,
        "promised_days": 7,
        "days_used": 10,
        "days_left": -3,
        "due_on": "2026-11-19",
        "due_is_estimate": True,
        "overdue": True,
        "limit_text": "已经超过承诺时限 3 个工作日",
        "due_text": "到 2026 年 11 月 19 日（星期四）就应当办好",
        "can_urge": False,
        "urge_reason": "今天已经催过了，请等部门答复。",
        "urges": {"count": 1, "left": 2, "next_at": "2026-11-25T02:00:00Z", "history": [ANSWERED]},
    },
    DONE: BASE
    | {
        "number": DONE,
        "state": "approved",
        "state_text": "已办结",
        "days_used": 5,
        "days_left": None,
        "due_on": None,
        "limit_text": "用了 5 个工作日，比承诺的早 5 个工作日",
        "due_text": "",
        "stages": [_stage(name, "done", "2026-11-16") for name in ("收件", "受理", "审查", "决定", "取证")],
        "next_text": "",
        "can_urge": False,
        "urge_reason": "",
        "can_rate": True,
    },
    PAUSED: BASE
    | {
        "number": PAUSED,
        "state_text": "等您补材料",
        "due_on": None,
        "days_used": 2,
        "days_left": 8,
        "limit_text": "还剩 8 个工作日，现在暂停计时",
        "due_text": "",
    },
}
OPTIONS: dict[str, Any] = {
    "levels": [
        {"score": score, "label": label}
        for score, label in zip((5, 4, 3, 2, 1), ("非常满意", "满意", "基本满意", "不满意", "非常不满意"), strict=True)
    ],
    "reasons": {
        "5": [{"code": "fast", "label": "办得快"}, {"code": "kind", "label": "态度好"}],
        "2": [{"code": "slow", "label": "办得慢"}, {"code": "errands", "label": "跑了好几趟"}],
    },
}


class Cases:
    """Cases of one test; five wrong tries lock."""

    def __init__(self) -> None:
        self.cases = deepcopy(CASES)
        self.wrong = 0
        self.sent: list[dict[str, Any]] = []

    def _known(self, number: str, verify: str) -> dict[str, Any] | Response:
        if self.wrong >= 5:
            words = {"Retry-After": "600"}
            return failure(429, "application_locked", "试错次数太多，请过一会儿再查。", **words)
        case = self.cases.get(number)
        if case is None or verify != VERIFY:
            self.wrong += 1
            return failure(404, "application_not_found", NOT_FOUND)
        return case

    async def look_up(self, request: Request) -> Response:
        """One case."""
        found = self._known(request.path_params["number"], request.query_params.get("verify", ""))
        return found if isinstance(found, Response) else JSONResponse(found)

    async def urge(self, request: Request) -> Response:
        """Once for one submit_id."""
        body = await request.json()
        case = self._known(request.path_params["number"], body["verify"])
        if isinstance(case, Response):
            return case
        self.sent.append(body)
        case["can_urge"] = False
        case["urge_reason"] = "已经催过，请等部门答复。"
        waiting = {
            "answer": None,
            "answered_at": None,
            "at": "2026-11-24T02:00:00Z",
            "text": body.get("text", ""),
            "delivered": False,
        }
        case["urges"] = {"count": 1, "left": 2, "next_at": "2026-11-25T02:00:00Z", "history": [ANSWERED | waiting]}
        return JSONResponse({"message": "已转给鲤城区市场监督管理局，两个工作日内答复。"})

    async def rate(self, request: Request) -> Response:
        """Five levels; the two lowest are followed up."""
        body = await request.json()
        case = self._known(request.path_params["number"], body["verify"])
        if isinstance(case, Response):
            return case
        self.sent.append(body)
        low = body["score"] <= 2
        case["can_rate"] = False
        case["rating"] = {
            "score": body["score"],
            "text_of_score": next(each["label"] for each in OPTIONS["levels"] if each["score"] == body["score"]),
            "reasons": body["reasons"],
            "text": body.get("text", ""),
            "at": "2026-11-24T02:00:00Z",
            "followup": {"state": "open", "answer": None} if low else None,
        }
        return JSONResponse({"message": "谢谢您的评价。", "followup": low})

    def routes(self) -> list[Route]:
        """Where the page finds them."""

        async def options(_request: Request) -> Response:
            return JSONResponse(OPTIONS)

        return [
            Route("/api/v1/ratings/options", options),
            Route("/api/v1/applications/{number}", self.look_up),
            Route("/api/v1/applications/{number}/urge", self.urge, methods=["POST"]),
            Route("/api/v1/applications/{number}/rating", self.rate, methods=["POST"]),
        ]

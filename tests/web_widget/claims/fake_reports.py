"""A small service of reports in the contract's shapes, in memory: what the page needs of it, and no more."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.web_widget.guests import failure

RECEIPT, CODE = "EY20261124A1B2C", "7KQ2M9XW"
AT = "2026-11-24T01:30:00Z"
NEEDED = {
    "reporter_company": "举报企业名称",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "happened_on": "发生日期",
    "channel": "通过什么渠道",
    "description": "事情经过",
    "demands": "对方提出的要求",
}
STATUS: dict[str, Any] = {
    "receipt": RECEIPT,
    "state": "asked",
    "state_text": "请您补充",
    "submitted_at": AT,
    "updated_at": AT,
    "steps": [
        {"name": "提交", "done": True, "at": AT},
        {"name": "受理", "done": False, "at": None},
        {"name": "办结", "done": False, "at": None},
    ],
    "message": "工作人员有问题要问您，请看下面的问题。",
    "files": [{"name": "聊天记录.png", "sha256": "ab" * 32}],
    "questions": [{"at": AT, "text": "付款是哪一天？", "answer": None, "answered_at": None}],
    "can_supplement": True,
    "sample": True,
}
SHEET: dict[str, Any] = {
    "version": "2026-11",
    "title": "企业问需问卷",
    "intro": "用两三分钟告诉我们经营中的难处。",
    "questions": [
        {
            "id": "size",
            "text": "贵企业有多少人？",
            "kind": "choice",
            "options": [{"value": "micro", "label": "10 人以下"}, {"value": "small", "label": "10 到 99 人"}],
            "required": True,
        },
        {
            "id": "needs",
            "text": "最希望得到哪些帮助？",
            "kind": "many",
            "options": [{"value": "policy", "label": "惠企政策申报"}, {"value": "claims", "label": "应对反复索赔"}],
            "required": True,
        },
        {"id": "count", "text": "大概几次？", "kind": "number", "options": [], "required": False},
        {"id": "wish", "text": "还想说什么？", "kind": "text", "options": [], "required": False},
    ],
    "sample": True,
}


class Reports:
    """Drafts and reports of one test."""

    def __init__(self) -> None:
        self.drafts: dict[str, dict[str, Any]] = {}
        self.submitted: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.supplements: list[dict[str, Any]] = []
        self.scan = "clean"
        self.known: dict[str, Any] = {}
        self.status = deepcopy(STATUS)

    def add(self, fields: dict[str, Any]) -> str:
        """A draft as another window or the conversation makes one; its id."""
        draft_id = hashlib.sha256(str(len(self.drafts)).encode()).hexdigest()[:32]
        self.drafts[draft_id] = {"version": 1, "fields": self.known | fields, "files": []}
        return draft_id

    def _shown(self, draft_id: str) -> dict[str, Any]:
        held = self.drafts[draft_id]
        missing = [{"field": name, "label": label} for name, label in NEEDED.items() if not held["fields"].get(name)]
        return held | {
            "draft_id": draft_id,
            "missing": missing,
            "wrong": [],
            "saved_at": AT,
            "expires_on": "2026-12-24",
            "sample": True,
        }

    async def begin(self, request: Request) -> Response:
        """A new draft."""
        return JSONResponse(self._shown(self.add((await request.json())["fields"])), 201)

    async def draft(self, request: Request) -> Response:
        """Read, save, delete."""
        draft_id = request.path_params["draft_id"]
        held = self.drafts.get(draft_id)
        if held is None:
            return failure(404, "draft_not_found", "没有找到这份草稿，它可能已经过期或者已经删除。")
        if self._sent(draft_id):
            return failure(409, "draft_submitted", "这份草稿已经提交，不能再改。要补充的，请用回执编号补充。")
        if request.method == "DELETE":
            del self.drafts[draft_id]
            return Response(status_code=204)
        if request.method == "PUT":
            body = await request.json()
            if body.get("version", held["version"]) != held["version"]:
                return failure(409, "draft_changed", "这份草稿刚才在另一个窗口里改过。")
            held |= {"fields": body["fields"], "version": held["version"] + 1}
        return JSONResponse(self._shown(draft_id))

    async def upload(self, request: Request) -> Response:
        """Keep a file by its digest."""
        body = await request.body()
        digest = hashlib.sha256(body).hexdigest()
        if body.startswith(b"MZ"):
            return failure(422, "upload_refused", "只能上传图片、PDF 这些文件，这个文件不是。")
        file = {
            "id": digest[:12],
            "name": unquote(request.headers["x-file-name"]),
            "type": "png",
            "size": len(body),
            "sha256": digest,
            "scan": self.scan,
        }
        if request.headers.get("x-claim-code", CODE) != CODE:
            return failure(404, "report_not_found", "回执编号或者查询码不对，请核对后再试。")
        held = self.drafts.get(request.path_params.get("draft_id", ""), self.status)
        held["files"].append(file)
        return JSONResponse(file, 201)

    async def remove(self, request: Request) -> Response:
        """Take a file back."""
        held = self.drafts[request.path_params["draft_id"]]
        held["files"] = [file for file in held["files"] if file["id"] != request.path_params["file_id"]]
        return Response(status_code=204)

    def _sent(self, draft_id: str) -> bool:
        return any(each["draft_id"] == draft_id for each in self.submitted)

    async def submit(self, request: Request) -> Response:
        """Once for one submit_id."""
        body = await request.json()
        again = any(each["submit_id"] == body["submit_id"] for each in self.submitted)
        if not again and self._sent(body["draft_id"]):
            return failure(409, "draft_submitted", "这份草稿已经提交，不能再改。要补充的，请用回执编号补充。")
        if not again and self._shown(body["draft_id"])["missing"]:
            return failure(422, "incomplete_report", "还有几处没有填好。")
        self.submitted.append(body)
        words = {"message": "我们已经收到，等待工作人员受理。", "next_text": "三个工作日内有人联系您。"}
        return JSONResponse(
            {"receipt": RECEIPT, "code": CODE, "submitted_at": AT, "sample": True} | words, 200 if again else 201
        )

    async def look(self, request: Request) -> Response:
        """Receipt and code."""
        if (request.path_params["receipt"], request.query_params.get("code")) != (RECEIPT, CODE):
            return failure(404, "report_not_found", "回执编号或者查询码不对，请核对后再试。")
        return JSONResponse(self.status)

    async def supplement(self, request: Request) -> Response:
        """More words."""
        body = await request.json()
        self.supplements.append(body)
        self.status["questions"][0] |= {"answer": body["text"], "answered_at": AT}
        return JSONResponse(self.status)

    async def questionnaire(self, request: Request) -> Response:
        """The sheet, and answers to it."""
        if request.method == "GET":
            return JSONResponse(SHEET)
        self.answers.append(await request.json())
        return JSONResponse({"receipt": "WJ20261124AAAAA", "message": "谢谢您。", "lead": True}, 201)

    def routes(self) -> list[Route]:
        """Where the page finds them."""
        base, one = "/api/v1/claims", "/api/v1/claims/drafts/{draft_id}"
        return [
            Route(base, self.submit, methods=["POST"]),
            Route(f"{base}/drafts", self.begin, methods=["POST"]),
            Route(one, self.draft, methods=["GET", "PUT", "DELETE"]),
            Route(f"{one}/files", self.upload, methods=["POST"]),
            Route(f"{one}/files/{{file_id}}", self.remove, methods=["DELETE"]),
            Route(f"{base}/questionnaire", self.questionnaire, methods=["GET", "POST"]),
            Route(f"{base}/{{receipt}}", self.look),
            Route(f"{base}/{{receipt}}/files", self.upload, methods=["POST"]),
            Route(f"{base}/{{receipt}}/supplement", self.supplement, methods=["POST"]),
        ]

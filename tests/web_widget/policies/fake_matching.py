"""Companies, matches and accounts in the contract's shapes: a company of every kind of outcome."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.web_widget.policies.fake_benefits import failure

SHOE: dict[str, Any] = {
    "name": "泉州榛柏熙鞋业有限公司",
    "credit_code": "91350502MAX50L2368",
    "district": "鲤城区",
    "former_name": None,
}
TWIN: dict[str, Any] = {
    "name": "晋江棠岳坤鞋业股份有限公司",
    "credit_code": "91350582MAXJLWDC75",
    "district": "晋江市",
    "former_name": "晋江老名字鞋业",
}
POOR: dict[str, Any] = {
    "name": "泉州零结果商行",
    "credit_code": "91350502MAXNOTHING",
    "district": "鲤城区",
    "former_name": None,
}
DOCUMENT = {"document_id": "P001", "document_title": "鲤城区支持工业企业上规入库若干措施"}
PLACE = {**DOCUMENT, "article": "第三条", "level": "区"}
GAP = "营业收入 1,850 万元，还差 150 万元（要求达到 2,000 万元）"

MATCH: dict[str, Any] = {
    **PLACE,
    "measure_id": "P001-3",
    "title": "规上企业增产奖励",
    "award": 50000,
    "award_text": "奖励 5 万元",
    "explanation": "贵公司注册在鲤城区；营业收入增速 28%，达到 10%；奖励 5 万元。",
    "mode": "申报",
    "deadline": "2026-12-20",
    "closed": False,
    "documents": ["增产奖励申请表", "上年度审计报告"],
    "quote": "第三条 规模以上工业企业……给予5万元奖励。",
    "exclusive_group": None,
    "applied_in_total": True,
}
MATCHES = [
    MATCH,
    MATCH
    | {
        "measure_id": "P001-1",
        "title": "首次入规奖励",
        "award": 100000,
        "mode": "免申即享",
        "deadline": None,
        "documents": [],
        "exclusive_group": "入规",
    },
    MATCH
    | {
        "measure_id": "P009-1",
        "title": "市级入规奖励",
        "award": 80000.5,
        "level": "市",
        "exclusive_group": "入规",
        "applied_in_total": False,
        "mode": "即申即享",
    },
    MATCH
    | {
        "measure_id": "P010-1",
        "title": "挂钩辅导",
        "award": None,
        "award_text": "享受服务：一对一辅导",
        "applied_in_total": False,
        "mode": "即申即享",
    },
    MATCH
    | {
        "measure_id": "P011-1",
        "title": "去年的奖励",
        "award": 900000,
        "closed": True,
        "deadline": "2025-09-30",
        "applied_in_total": False,
    },
]
NEAR = [
    {
        **PLACE,
        "measure_id": "P002-1",
        "title": "规模奖励",
        "award": 200000,
        "award_text": "达到以后可得 20 万元",
        "mode": "申报",
        "closeness": 0.92,
        "text": GAP,
        "unmet": [
            {
                "field": "revenue",
                "label": "营业收入",
                "op": ">=",
                "value": 2000,
                "held": 1850,
                "gap": 150,
                "text": GAP,
                "clause": "营业收入达到 2,000 万元",
            }
        ],
    }
]
UNKNOWN = [
    {
        **PLACE,
        "measure_id": "P003-1",
        "title": "研发补助",
        "mode": "申报",
        "needs": [{"field": "rd_expense", "label": "研发费用"}],
        "text": "还要看研发费用，本企业登录以后可以看。",
    }
]
REVIEW = [
    {
        **PLACE,
        "measure_id": "P004-1",
        "title": "品牌奖励",
        "mode": "申报",
        "text": "其他条件都符合，还有条件要由部门人工核对：信用良好。",
    }
]
POLICY = {
    "id": "P001",
    "title": DOCUMENT["document_title"],
    "status": "in_force",
    "status_text": "现在有效",
    "passages": [{"section": "第三条", "text": "第三条 首次入规奖励。"}],
}


def reply(company: dict[str, Any], own: bool) -> dict[str, Any]:
    """All that a company can claim; without sign-in only what public fields decide."""
    fields = [{"field": "district", "label": "注册地区县", "text": company["district"], "source": "市场主体登记"}]
    some = company is SHOE
    return {
        "company": company | {"fields": fields},
        "on": "2026-11-23",
        "matches": MATCHES if some and own else MATCHES[:2] if some else [],
        "near_misses": NEAR if some else [],
        "unknown": UNKNOWN if some else [],
        "unknown_count": 1 if some else 0,
        "review": REVIEW if some else [],
        "total": 150000 if some else 0,
        "total_text": "预计可得 15 万元，共 2 项。" if some else "目前没有能算出金额的奖励。",
        "scope": "own" if own else "public",
        "sample": True,
        "candidates": [],
    }


def _is_signed_in(request: Request) -> bool:
    return request.cookies.get("qq_session") == "secret"


async def match(request: Request) -> Response:
    """By code; 鞋业 means two companies, anything else none."""
    typed = (await request.json())["company"]
    if typed == "鞋业":
        nothing = reply(POOR, own=False) | {"company": None, "candidates": [SHOE, TWIN]}
        return JSONResponse(nothing)
    found = next((each for each in (SHOE, TWIN, POOR) if typed in (each["credit_code"], each["name"])), None)
    if found is None:
        return failure(404, "company_not_found", "没有找到这家企业。名称相近的有：泉州榛柏熙鞋业有限公司。")
    return JSONResponse(reply(found, own=_is_signed_in(request)))


async def companies(request: Request) -> Response:
    """Names that hold what is typed."""
    typed = request.query_params["q"]
    return JSONResponse({"companies": [each for each in (SHOE, TWIN, POOR) if typed in each["name"]]})


async def sheet(request: Request) -> Response:
    """Something to save."""
    return Response(b"PK", media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


async def policy(request: Request) -> Response:
    """One policy file."""
    return JSONResponse(POLICY)


async def sign_in(request: Request) -> Response:
    """One account; the header of the page's own requests is asked for."""
    if request.headers.get("x-quanquan-request") != "1":
        return failure(403, "not_allowed", "请在本网站的页面上操作。")
    if (await request.json())["password"] != "right":
        return failure(401, "wrong_password", "账号或者密码不对，请核对后再试。")
    response = JSONResponse({"name": "lin", "role": "company"})
    response.set_cookie("qq_session", "secret", httponly=True, samesite="strict")
    return response


async def sign_out(request: Request) -> Response:
    """End it."""
    response = Response(status_code=204)
    response.delete_cookie("qq_session")
    return response


async def me(request: Request) -> Response:
    """Who it is."""
    if not _is_signed_in(request):
        return failure(401, "sign_in_required", "请先登录。")
    return JSONResponse({"name": "lin", "role": "company", "credit_code": SHOE["credit_code"], "company": SHOE["name"]})


def routes() -> list[Route]:
    """The routes of matching and accounts."""
    base = "/api/v1"
    return [
        Route(f"{base}/policies/match", match, methods=["POST"]),
        Route(f"{base}/policies/match.xlsx", sheet),
        Route(f"{base}/policies/{{id}}", policy),
        Route(f"{base}/companies", companies),
        Route(f"{base}/accounts/sign-in", sign_in, methods=["POST"]),
        Route(f"{base}/accounts/sign-out", sign_out, methods=["POST"]),
        Route(f"{base}/accounts/me", me),
    ]

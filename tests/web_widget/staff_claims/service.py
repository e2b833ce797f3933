"""A small service of persons, cases and hand-overs in the shapes of the contract, answering inside the browser."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

from playwright.sync_api import Page, Route

from assistant.claims.cases.states import MACHINE, NEXT
from assistant.claims.handover.states import MACHINE as HANDOVER

AT = "2026-11-24T02:00:00Z"
PERSON = "R-00000001"
CASE = "C-00000000000000A1"
HANDOVER_ID = "H-00000000000000B1"
_FACTORS = [
    {
        "code": "volume",
        "label": "短时间内投诉很多",
        "strength": "clear",
        "text": "90 天内 12 件，涉及 9 家商户。",
        "count": 2,
        "complaints": ["12315:T1", "12345:T2"],
    },
    {
        "code": "texts",
        "label": "文字雷同",
        "strength": "weak",
        "text": "8 件文字相同。",
        "count": 1,
        "complaints": ["12315:T1"],
    },
]
_AGAINST = [
    {
        "code": "verified",
        "label": "有举报查实",
        "strength": "clear",
        "text": "2 件举报经核查属实。",
        "count": 1,
        "complaints": ["12315:T3"],
    },
    {
        "code": "small",
        "label": "没有索要赔偿",
        "strength": "weak",
        "text": "3 件只要求退货。",
        "count": 0,
        "complaints": [],
    },
]


def _item(number: str, kind: str, kind_text: str, opened: bool) -> dict[str, Any]:
    return {
        "ref": f"12315:{number}",
        "source": "12315",
        "source_text": "12315 平台",
        "number": number,
        "kind": kind,
        "kind_text": kind_text,
        "received_on": "2026-10-08",
        "respondent": "鲤城区示例食品店",
        "respondent_code": None,
        "trade": "食品",
        "product": "饼干",
        "quantity": 30,
        "paid": "90.00",
        "demanded": "1000.00",
        "received": None,
        "outcome": "open" if opened else "verified",
        "outcome_text": "办理中" if opened else "举报属实",
        "open": opened,
        "may_run": "调解还在进行，只能由工作人员逐件说明理由后决定。",
        "text": "标签不合格。",
    }


def dossier() -> dict[str, Any]:
    """One person, masked."""
    kinds = [
        ("complaint", "投诉", "投诉不予受理，不影响举报继续核查。", [_item("T1", "complaint", "投诉", True)]),
        ("report", "举报", "投诉终止，举报照样核查。", [_item("T3", "report", "举报", False)]),
        ("lawsuit", "诉讼", "诉讼由法院审理。", []),
    ]
    reasons = [{"comparison": "phone", "text": "两件的电话相同（全库有 2 件用这个电话）", "weight": 9.1, "count": 2}]
    return {
        "person_id": PERSON,
        "register_version": "v1",
        "rules_version": "2026-11",
        "identity": {"names": ["赵某某"], "id_numbers": [], "phones": ["100****0001"], "addresses": [], "accounts": []},
        "total": 2,
        "first_on": "2026-08-01",
        "last_on": "2026-10-08",
        "proposal": "review",
        "proposal_text": "提示：请人工看一看",
        "proposal_note": "提示是系统按规则算出来的，不是结论。",
        "reasons": ["有一条较明显的情形"],
        "kinds": [
            {
                "kind": kind,
                "label": label,
                "count": len(items),
                "open": sum(each["open"] for each in items),
                "apart": apart,
                "complaints": items,
            }
            for kind, label, apart, items in kinds
        ],
        "factors": _FACTORS,
        "against": _AGAINST,
        "links": [
            {
                "left": "12315:T1",
                "right": "12315:T3",
                "probability": 0.987,
                "together": -1,
                "text": "两件的电话和地址相同。",
                "reasons": reasons,
                "against": [{"comparison": "name", "text": "姓名写法不同", "weight": -1.0, "count": 0}],
            }
        ],
        "links_total": 1,
        "text_groups": [
            {
                "group": 1,
                "own": 2,
                "complaints": 5,
                "persons": [{"person_id": "R-00000002", "name": "钱某", "complaints": 3}],
                "text": "该商品标签不合格，要求十倍赔偿。",
            }
        ],
        "traders": [
            {
                "name": "鲤城区示例食品店",
                "code": None,
                "trade": "食品",
                "complaints": 2,
                "demanded": "1000.00",
                "received": None,
            }
        ],
        "traders_total": 1,
        "amounts": {
            "demanded": "1000.00",
            "demanded_known": 1,
            "received": None,
            "received_known": 0,
            "paid": "90.00",
            "paid_known": 1,
        },
        "similar": [],
        "cases": [],
        "sample": True,
    }


def _row() -> dict[str, Any]:
    one = dossier()
    kept = ("person_id", "total", "first_on", "last_on", "proposal", "proposal_text", "factors", "against")
    more = {"name": "赵某某", "phone": "100****0001", "complaints": {"complaint": 1, "report": 1}, "traders": 1}
    return {name: one[name] for name in kept} | more | {"demanded": None, "received": None, "case": None}


def _flow(machine: Any) -> dict[str, Any]:
    rows = [
        {"from": origin, "to": row.target, "action": row.action, "label": row.text, "who": row.roles}
        for row in machine.transitions
        for origin in row.origins
    ]
    return {"states": [{"name": name, "label": label} for name, label in machine.states.items()], "transitions": rows}


def _short(clues: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"code": each["code"], "label": each["label"]} for each in clues]


def _case(state: str) -> dict[str, Any]:
    return {
        "id": CASE,
        "title": "赵某某的投诉举报情况",
        "origin": "person",
        "origin_text": "投诉举报台账",
        "person_id": PERSON,
        "receipt": None,
        "state": state,
        "state_text": MACHINE.states[state],
        "next_text": NEXT[state],
        "version": 3,
        "opened_by": "陈监管",
        "opened_at": AT,
        "updated_at": AT,
        "expires_on": None,
        "facts": "两个月内 12 件。",
        "actions": _actions(state),
        "dossier": dossier(),
        "factors": _short(_FACTORS),
        "against": _short(_AGAINST),
        "signatures": [],
        "i_have_seen": False,
        "history": [
            {
                "seq": 1,
                "at": AT,
                "action": "open",
                "action_text": "建立",
                "from": None,
                "to": "proposed",
                "who": "陈监管",
                "authority_text": "市场监管",
                "note": "",
            }
        ],
        "chain": {"whole": True, "length": 1, "head": "a" * 64, "reason": ""},
        "handovers": [handover("sent")],
        "flow": _flow(MACHINE),
        "complaint_decisions": [],
        "sample": True,
    }


def _actions(state: str) -> list[dict[str, Any]]:
    texts = {
        "under_review": [("recognise", "第一人认定"), ("dismiss", "不认定（属于正常消费）")],
        "confirmed": [("handover", "准备移送"), ("appeal", "登记申诉"), ("close", "办结")],
        "under_appeal": [("decide_appeal", "申诉决定")],
    }
    named = [*texts.get(state, []), ("decide_complaint", "逐件处理投诉")]
    return [{"action": action, "text": text, "needs_note": True} for action, text in named]


def handover(state: str) -> dict[str, Any]:
    """One hand-over to the police, overdue."""
    actions = [("receive", "签收", False), ("return", "退回", True), ("message", "留言", True)]
    return {
        "id": HANDOVER_ID,
        "case_id": CASE,
        "case_title": "赵某某的投诉举报情况",
        "case_text": "",
        "authority": "police",
        "authority_text": "公安",
        "state": state,
        "state_text": HANDOVER.states[state],
        "next_text": "等待接收单位签收。",
        "version": 2,
        "steps": [
            {"name": "preparing", "text": "线索移送准备", "done": True, "at": AT},
            {"name": "sent", "text": "已移送", "done": True, "at": AT},
            {"name": "examining", "text": "受理审查", "done": state != "sent", "at": None},
        ],
        "prepared_at": AT,
        "sent_at": AT,
        "received_at": None,
        "due_on": "2026-11-20",
        "overdue": state == "sent",
        "actions": [{"action": action, "text": text, "needs_note": note} for action, text, note in actions],
        "messages": [
            {"at": AT, "who": "周监管", "authority_text": "市场监管", "action_text": "移送", "note": "请审查。"}
        ],
        "case": {
            "title": "赵某某的投诉举报情况",
            "facts": "两个月内 12 件。",
            "factors": _FACTORS,
            "against": _AGAINST,
            "complaints": 2,
            "first_on": "2026-08-01",
            "last_on": "2026-10-08",
        },
    }


class Service:
    """Answers what the pages ask; ``sent`` holds what they did."""

    def __init__(self, page: Page, state: str = "under_review") -> None:
        self.case = _case(state)
        self.handover = handover("sent")
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.refusal: dict[str, Any] | None = None
        page.route(re.compile(r"/api/v1/claims/(persons|cases|joint|handover)"), self._answer)

    def _answer(self, route: Route) -> None:
        path = route.request.url.split("/api/v1/claims/")[1].split("?")[0]
        if route.request.method == "POST":
            return self._step(route, path)
        if path.endswith("packet.docx"):
            return route.fulfill(body=b"PK", content_type="application/octet-stream")
        replies: dict[str, Any] = {
            "persons": {"persons": [_row()], "total": 1, "note": "", "sample": True},
            f"persons/{PERSON}": dossier(),
            "cases": {"cases": [self.case], "total": 1, "counts": {self.case["state"]: 1}, "sample": True},
            f"cases/{CASE}": self.case,
            "joint": {"handovers": [self.handover], "total": 1, "sample": True},
            f"joint/{HANDOVER_ID}": self.handover,
            "handover/flow": _flow(HANDOVER),
        }
        return route.fulfill(json=replies[path])

    def _step(self, route: Route, path: str) -> None:
        body = json.loads(route.request.post_data or "{}")
        self.sent.append((path, body))
        if self.refusal:
            return route.fulfill(status=409, json={"error": self.refusal})
        action = path.rsplit("/", 1)[-1]
        if action == "reveal":
            return route.fulfill(json={"identity": {"names": ["赵示例"], "phones": ["10000000001"]}})
        if path.startswith("joint"):
            self.handover = handover("examining")
            return route.fulfill(json=self.handover)
        fresh = deepcopy(self.case)
        fresh["version"] += 1
        if action == "seen":
            fresh["i_have_seen"] = True
        if action == "recognise":
            fresh |= {"state": "recognised", "state_text": MACHINE.states["recognised"], "actions": []}
            fresh["signatures"] = [{"who": "周监管", "at": AT, "note": body["note"], "factors": body["factors"]}]
        self.case = fresh
        return route.fulfill(json=fresh, status=201 if action == "cases" else 200)

"""The way of a report: what the company and the staff may do with it, when."""

from __future__ import annotations

from types import MappingProxyType

from assistant.machine import Machine, Transition

STAFF = ("officer", "admin")
"""Officers of 市场监管 only; the guard sees to the authority."""
REPORTER = ("reporter",)
"""Whoever holds receipt and code."""

MACHINE = Machine(
    MappingProxyType(
        {
            "submitted": "已提交",
            "accepted": "已受理",
            "asked": "待补充",
            "linked": "已并入案件",
            "declined": "不予受理",
            "closed": "已办结",
        }
    ),
    (
        # action, from, to, who, what people read
        Transition("submit", (), "submitted", REPORTER, "提交"),
        Transition("accept", ("submitted",), "accepted", STAFF, "受理"),
        Transition("ask", ("submitted", "accepted"), "asked", STAFF, "请企业补充", needs_note=True),
        Transition("supplement", ("asked",), "accepted", REPORTER, "补充说明"),
        Transition("supplement", ("submitted",), "submitted", REPORTER, "补充说明"),
        Transition("supplement", ("accepted",), "accepted", REPORTER, "补充说明"),
        Transition("supplement", ("linked",), "linked", REPORTER, "补充说明"),
        Transition("link", ("accepted", "asked"), "linked", STAFF, "并入案件"),
        Transition("decline", ("submitted", "accepted", "asked"), "declined", STAFF, "不予受理", needs_note=True),
        Transition("close", ("accepted", "asked", "linked"), "closed", STAFF, "办结", needs_note=True),
        Transition("reopen", ("declined", "closed"), "accepted", STAFF, "重新受理", needs_note=True),
    ),
)

COMPANY_TEXTS = MappingProxyType(
    {
        "submitted": ("已提交", "我们已经收到，等待工作人员受理。"),
        "accepted": ("已受理", "工作人员正在核对您反映的情况。"),
        "asked": ("请您补充", "工作人员有问题要问您，请看下面的问题，补充以后继续办理。"),
        "linked": ("核查中", "您反映的情况正在和其他线索一起核查。"),
        "declined": ("不予受理", "这次举报没有受理，原因见说明。如有新的材料，可以再次举报。"),
        "closed": ("已办结", "这次举报已经办结，结果见说明。"),
    }
)
"""By state: what a company reads, and what it may expect; whether there is a case is not told."""

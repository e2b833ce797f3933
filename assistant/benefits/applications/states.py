"""The way of an application: six steps, and three ways out."""

from __future__ import annotations

from types import MappingProxyType

from assistant.machine import SYSTEM, Machine, Transition

STAFF = ("agent", "admin")
ADMIN = ("admin",)
COMPANY = ("company",)

STEPS = ("submitted", "accepted", "reviewed", "publicised", "approved", "paid")
"""The six steps as a company sees them; nine there were."""
ENDED = frozenset({"paid", "rejected", "withdrawn"})
WAITING = frozenset({"submitted", "accepted", "reviewed", "publicised", "approved"})
"""States in which the company waits for the staff."""

MACHINE = Machine(
    MappingProxyType(
        {
            "submitted": "已申报",
            "accepted": "已受理",
            "reviewed": "审核通过",
            "publicised": "公示中",
            "approved": "已批准",
            "paid": "已兑付",
            "returned": "退回补正",
            "rejected": "不予通过",
            "withdrawn": "已撤回",
        }
    ),
    (
        # action, from, to, who, what people read
        Transition("submit", (), "submitted", COMPANY, "申报"),
        Transition("accept", ("submitted",), "accepted", STAFF, "受理"),
        Transition("auto_review", ("submitted",), "reviewed", (SYSTEM,), "自动审核"),
        Transition("review", ("accepted",), "reviewed", STAFF, "审核通过"),
        Transition("publicise", ("reviewed",), "publicised", STAFF, "公示"),
        Transition("approve", ("publicised",), "approved", ADMIN, "批准"),
        Transition("pay", ("approved",), "paid", STAFF, "兑付"),
        Transition("return", ("submitted", "accepted", "reviewed"), "returned", STAFF, "退回补正", needs_note=True),
        Transition("resubmit", ("returned",), "submitted", COMPANY, "补正后提交"),
        Transition(
            "reject",
            ("submitted", "accepted", "reviewed", "publicised"),
            "rejected",
            STAFF,
            "不予通过",
            needs_note=True,
        ),
        Transition("withdraw", ("submitted", "accepted", "reviewed", "returned"), "withdrawn", COMPANY, "撤回"),
    ),
)

NEXT = MappingProxyType(
    {
        "submitted": "请等待工作人员受理。",
        "accepted": "工作人员正在审核。",
        "reviewed": "审核已经通过，等待公示。",
        "publicised": "正在公示，公示结束没有异议就批准。",
        "approved": "已经批准，等待拨款。",
        "paid": "这笔奖补已经兑付。",
        "returned": "请按说明补正，再提交一次。",
        "rejected": "这次申报没有通过，原因见办理记录。",
        "withdrawn": "您已经撤回这次申报。",
    }
)
"""What a company should do or expect."""

"""The way of a payment run: six steps, and one way out."""

from __future__ import annotations

from types import MappingProxyType

from assistant.machine import Machine, Transition

STAFF = ("agent", "admin")

MACHINE = Machine(
    MappingProxyType(
        {
            "created": "已建立",
            "frozen": "数据已冻结",
            "listed": "名单已生成",
            "published": "公示中",
            "approved": "已批准",
            "filed": "兑付文件已生成",
            "cancelled": "已取消",
        }
    ),
    (
        Transition("create", (), "created", STAFF, "建立"),
        Transition("freeze", ("created",), "frozen", STAFF, "冻结数据"),
        Transition("list", ("frozen",), "listed", STAFF, "生成名单"),
        Transition("publish", ("listed",), "published", STAFF, "公示"),
        Transition("approve", ("published",), "approved", ("admin",), "批准"),
        Transition("file", ("approved",), "filed", STAFF, "生成兑付文件"),
        Transition("cancel", ("created", "frozen", "listed", "published"), "cancelled", STAFF, "取消", needs_note=True),
    ),
)

NEXT = MappingProxyType(
    {
        "created": "请继续：冻结数据，生成名单。",
        "frozen": "请继续：生成名单。",
        "listed": "请核对名单，然后公示。",
        "published": "公示结束、异议处理完以后，由另一位同事批准。",
        "approved": "请生成兑付文件。",
        "filed": "兑付文件已经生成，可以交给财政拨款。",
        "cancelled": "这次兑付已经取消。",
    }
)

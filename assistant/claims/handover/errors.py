"""Expected failures of hand-overs."""

from __future__ import annotations

from assistant.errors import ServiceError


class UnknownHandover(ServiceError):
    """There is none, or it concerns another authority: nobody learns which."""

    code = "handover_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这次移送。")


class HandoverExists(ServiceError):
    """The case is with this authority already."""

    code = "handover_exists"
    status = 409

    def __init__(self) -> None:
        super().__init__("这个案件已经在移送给这个单位，不用再准备。")

"""Every expected failure of rating."""

from __future__ import annotations

from assistant.errors import ServiceError


class AlreadyRated(ServiceError):
    """一次一评: there is a rating of this, and it may not be changed any more."""

    code = "already_rated"
    status = 409

    def __init__(self) -> None:
        super().__init__("这次服务已经评价过了，一次服务评价一次。还有话要说，可以拨打 12345。")


class UnknownReply(ServiceError):
    """No such reply in this conversation."""

    code = "reply_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这条回答，不能评价。")


class UnknownRating(ServiceError):
    """No rating of that id."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这条评价。")

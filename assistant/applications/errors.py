"""Every expected failure of looking up, urging and rating, with the sentence that people read."""

from __future__ import annotations

from assistant.errors import ServiceError


class ApplicationNotFound(ServiceError):
    """No such number, or another one's: the answer is the very same."""

    code = "application_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            "没有查到。请核对办件编号和后四位（身份证、手机号或者统一社会信用代码的最后四位），也可以拨打 12345 查询。"
        )


class ApplicationLocked(ServiceError):
    """Too many wrong tries; the same for numbers that nobody has."""

    code = "application_locked"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"输错的次数太多，暂时不能查询，请过 {-(-seconds // 60)} 分钟再试，也可以拨打 12345 查询。")
        self.retry_after = seconds


class CaseSystemUnavailable(ServiceError):
    """The authority's case system does not answer, or not as it has to."""

    code = "case_system_unavailable"
    status = 503
    retry_after = 30

    def __init__(self) -> None:
        super().__init__("办件系统暂时连接不上，现在查不到进度，不是您的办件有问题。请稍后再试，或者拨打 12345 查询。")


class CaseSystemRefused(CaseSystemUnavailable):
    """It answered, and will not have this, however often it is sent; ``why`` is for the staff."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class NotOpen(ServiceError):
    """The application is not in a state in which this makes sense."""

    code = "not_open"
    status = 409


class UrgeTooSoon(ServiceError):
    """The last urge was a short while ago."""

    code = "urge_too_soon"
    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UrgeLimit(ServiceError):
    """All urges of this application are used up."""

    code = "urge_limit"
    status = 409


class UnknownUrge(ServiceError):
    """No urge of that id."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这条催办。")

"""The expected failures of cases."""

from __future__ import annotations

from assistant.errors import ServiceError


class UnknownCase(ServiceError):
    """There is no case of this id."""

    code = "case_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有这个编号的案件。")


class CaseExists(ServiceError):
    """The person, or the report, has a case that is not ended."""

    code = "case_exists"
    status = 409

    def __init__(self, case_id: str = "") -> None:
        self.case_id = case_id
        super().__init__(f"已经有一个没有办结的案件{case_id}，请在那个案件里办理。")


class StaleVersion(ServiceError):
    """Somebody else was quicker; nothing was done."""

    code = "stale_version"
    status = 409

    def __init__(self) -> None:
        super().__init__("刚才有同事处理了这个案件，请刷新后再看。")


class SameSigner(ServiceError):
    """Who signed before may not sign here."""

    code = "same_person"
    status = 403

"""Every expected failure from match to money, with the sentence that people read."""

from __future__ import annotations

from assistant.errors import ServiceError


class UnknownApplication(ServiceError):
    """No such number, or another company's: the answer is the same."""

    code = "application_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这个受理编号。请核对编号，并确认它是本企业的申报。")


class UnknownMeasure(ServiceError):
    """No measure of that id."""

    code = "measure_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这项政策，它可能已经撤下。")


class UnknownThing(ServiceError):
    """No such run, upload, notice, publicity or push."""

    code = "not_found"
    status = 404


class NotOpen(ServiceError):
    """The measure takes no applications: too late, not in force, or nothing to apply for."""

    code = "not_open"
    status = 409


class DeadlinePassed(NotOpen):
    """The last day to apply is over."""

    code = "deadline_passed"


class MissingDocuments(ServiceError):
    """Papers that the measure requires were not sent."""

    code = "missing_documents"
    status = 422


class AlreadyApplied(ServiceError):
    """The company has an application for this measure under way."""

    code = "already_applied"
    status = 409


class AlreadyPaid(ServiceError):
    """The measure, or one that excludes it, has been granted for this year."""

    code = "already_paid"
    status = 409


class SubmitReused(ServiceError):
    """The same ``submit_id`` came with other content."""

    code = "submit_id_reused"
    status = 409

    def __init__(self) -> None:
        super().__init__("这份表单刚才已经提交过，内容却不一样。请刷新页面，核对后再提交。")


class PublicityRunning(ServiceError):
    """Payment waits for the end of the publicity and for every objection."""

    code = "publicity_running"
    status = 409


class UrgeTooSoon(ServiceError):
    """The last reminder was a short while ago."""

    code = "urge_too_soon"
    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UrgeLimit(ServiceError):
    """All reminders of this application are used up."""

    code = "urge_limit"
    status = 409


class NeedsHuman(ServiceError):
    """Conditions or award hold a clause that only a person can decide: no payment without application."""

    code = "needs_human"
    status = 409


class RunExists(ServiceError):
    """There is a run for this measure and period, prepared otherwise."""

    code = "run_exists"
    status = 409


class InputsDamaged(ServiceError):
    """Frozen inputs are missing or were changed: nothing is worked out from them."""

    code = "inputs_damaged"
    status = 503

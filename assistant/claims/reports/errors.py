"""Expected failures of drafts, evidence and reports."""

from __future__ import annotations

from assistant.errors import ServiceError


class DraftNotFound(ServiceError):
    """No draft of this id, or it has expired."""

    code = "draft_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这份草稿，它可能已经过期或者已经删除。")


class DraftSubmitted(ServiceError):
    """The draft has become a report."""

    code = "draft_submitted"
    status = 409

    def __init__(self) -> None:
        super().__init__("这份草稿已经提交，不能再改。要补充的，请用回执编号补充。")


class DraftChanged(ServiceError):
    """Somebody, likely another window, saved the draft meanwhile."""

    code = "draft_changed"
    status = 409

    def __init__(self) -> None:
        super().__init__("这份草稿刚才在另一个窗口里改过，请先刷新，看过以后再保存或者提交。")


class IncompleteReport(ServiceError):
    """Fields are missing or wrong; the sentence names each."""

    code = "incomplete_report"
    status = 422


class SubmitReused(ServiceError):
    """The submit_id was used for something else."""

    code = "submit_reused"
    status = 409

    def __init__(self) -> None:
        super().__init__("这次提交的编号已经用过，请刷新页面后再提交。")


class ReportNotFound(ServiceError):
    """No such report, or the code is wrong: which of both is never told."""

    code = "report_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("回执编号或者查询码不对，请核对后再试。")


class ReportClosed(ServiceError):
    """The report was not taken up or has ended: it takes no further file."""

    code = "report_closed"
    status = 409

    def __init__(self) -> None:
        super().__init__("这次举报已经办结或者没有受理，不再收材料；可以重新举报，或者拨打 12345。")


class ReportLocked(ServiceError):
    """Too many wrong codes."""

    code = "report_locked"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"查询码输错的次数太多，请过 {-(-seconds // 60)} 分钟再试。")
        self.retry_after = seconds


class UnknownReport(ServiceError):
    """The desk has no report of this number."""

    code = "report_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有这个编号的举报。")


class UnknownLead(ServiceError):
    """The desk has no lead of this id."""

    code = "lead_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有这条线索。")


class UnknownCase(ServiceError):
    """There is no such case to link to."""

    code = "case_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("没有这个编号的案件。")


class UnknownFile(ServiceError):
    """No such file here, or its bytes are not what came in."""

    code = "file_not_found"
    status = 404

    def __init__(self, message: str = "没有找到这个文件。") -> None:
        super().__init__(message)


class NoRoom(ServiceError):
    """There is no room for a further file."""

    code = "no_room"
    status = 409


class UploadsUsedUp(ServiceError):
    """One address has sent as many bytes of evidence as it may in a day."""

    code = "uploads_used_up"
    status = 429
    retry_after = 3600

    def __init__(self, *, sent: bool) -> None:
        super().__init__(
            "今天从您这里传的文件已经很多了，请过几个小时再传"
            + ("；急用的材料请拨打 12345。" if sent else "；也可以先提交，再凭回执编号和查询码补传。")
        )


class Infected(ServiceError):
    """The scanner found something; the file was not taken."""

    code = "upload_infected"
    status = 422

    def __init__(self) -> None:
        super().__init__("这个文件查出病毒，没有收下。请换一台设备重新拍照或者导出后再传。")


class Quarantined(ServiceError):
    """The file is infected and given to nobody."""

    code = "file_quarantined"
    status = 409

    def __init__(self) -> None:
        super().__init__("这个文件查出病毒，已经隔离，任何人都不能打开。请让企业重新提供。")


class NotScanned(ServiceError):
    """The file waits for the scanner."""

    code = "file_not_scanned"
    status = 409
    retry_after = 60

    def __init__(self) -> None:
        super().__init__("这个文件还没有查毒，查完才能下载，请过一会儿再试。")

"""Policy files that hold no longer, or not for long."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.quality.base import Base
from ingest.quality.findings import Finding

SOON_DAYS = 90


def validity(base: Base) -> Iterator[Finding]:
    """Files past their last day, and those whose last day is within ``SOON_DAYS``."""
    for policy in base.records.policies:
        if policy.valid_to is None:
            continue
        left = (policy.valid_to - base.today).days
        if left < 0:
            what = f"已于 {policy.valid_to} 失效，过去了 {-left} 天"
            yield Finding(
                "错误", policy.id, ("valid_to",), what, "有新文件的请换上新文件，延长有效期的请改日期，否则请撤下"
            )
        elif left <= SOON_DAYS:
            what = f"{policy.valid_to} 失效，{'今天是最后一天' if left == 0 else f'还有 {left} 天'}"
            yield Finding("提醒", policy.id, ("valid_to",), what, "请准备新文件或延期通知，到期后会提示群众已失效")


def deadlines(base: Base) -> Iterator[Finding]:
    """Awards that nobody can apply for any more, in files that still hold; and deadlines after a file's own end."""
    for policy in base.records.policies:
        if policy.valid_to is not None and policy.valid_to < base.today:
            continue
        for at, measure in enumerate(policy.measures):
            path = ("measures", at, "deadline")
            if measure.deadline is None:
                continue
            if policy.valid_to is not None and measure.deadline > policy.valid_to:
                what = f"“{measure.title}”的截止日期 {measure.deadline} 晚于文件的失效日期 {policy.valid_to}"
                yield Finding("错误", policy.id, path, what, "请核对两个日期")
            elif measure.deadline < base.today:
                what = f"“{measure.title}”的申报截止日期 {measure.deadline} 已过"
                yield Finding("提醒", policy.id, path, what, "下一批开始申报的请改日期，不再受理的请注明")

"""Whether a policy file is in force on a day, and how that and its name are said."""

from __future__ import annotations

from datetime import date
from typing import Literal

from knowledge.models import PolicyDocument

Status = Literal["in_force", "ended", "upcoming"]


def status_of(policy: PolicyDocument, on: date) -> Status:
    """Whether a document is in force on a day (both its first and its last day are)."""
    if on < policy.valid_from:
        return "upcoming"
    return "ended" if policy.valid_to is not None and on > policy.valid_to else "in_force"


def status_text(policy: PolicyDocument, on: date) -> str:
    """The same in words, with the dates."""
    since = day(policy.valid_from)
    match status_of(policy, on):
        case "upcoming":
            return f"从{since}起才施行，现在还没有生效"
        case "ended":
            return f"已于{day(policy.valid_to or on)}到期，现在不再执行"
        case "in_force" if policy.valid_to is None:
            return f"从{since}起施行，现在有效"
        case _:
            return f"有效期从{since}到{day(policy.valid_to or on)}，现在有效"


def day(value: date) -> str:
    """``2026年12月31日``."""
    return f"{value.year}年{value.month}月{value.day}日"


def named(title: str, number: str) -> str:
    """``《…若干措施》（泉政办规〔2024〕7号）``."""
    return f"《{title}》（{number}）" if number else f"《{title}》"

"""Which company a typed name means: one for certain, several alike, or none."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.errors import ServiceError
from assistant.matching.ports import Directory, FoundCompany
from assistant.matching.schemas import CompanyRow
from knowledge.portraits.credit_code import is_credit_code
from knowledge.portraits.names import CERTAIN
from knowledge.portraits.portrait import Portrait

ALIKE = 0.75
"""Where the likenesses of all that were found come to this much together, one of them is meant."""
WORTH = 0.02
"""Share of likeness from which on a company is put to choice."""
TOLD = 3


class CompanyNotFound(ServiceError):
    """No company of such a name or code is known."""

    code = "company_not_found"
    status = 404

    def __init__(self, near: Sequence[str] = ()) -> None:
        named = f"名称相近的有：{'、'.join(near)}。" if near else ""
        super().__init__(f"没有找到这家企业。{named}请核对企业名称，或者填写 18 位统一社会信用代码。")
        self.near = tuple(near)


class SeveralAlike(ServiceError):
    """Several companies may be meant, where one is needed."""

    code = "several_companies"
    status = 422

    def __init__(self) -> None:
        super().__init__("有几家企业名称相近，请填写 18 位统一社会信用代码。")


def choose(directory: Directory, typed: str) -> Portrait | tuple[FoundCompany, ...]:
    """The company meant, or those that may be meant; raises CompanyNotFound."""
    code = typed.strip().upper()
    if is_credit_code(code):
        portrait = directory.by_code(code)
        if portrait is None:
            raise CompanyNotFound
        return portrait
    found = tuple(directory.find(typed))
    likely = likely_ones(found)
    if not likely:
        raise CompanyNotFound([one.name for one in found[:TOLD]])
    portrait = directory.by_code(likely[0].credit_code) if likely[0].score >= CERTAIN else None
    return likely if portrait is None else portrait


def likely_ones(found: Sequence[FoundCompany]) -> tuple[FoundCompany, ...]:
    """The one that is certain, else all that are alike; none where what was found is merely near."""
    if found and found[0].score >= CERTAIN:
        return tuple(found[:1])
    alike = sum(one.score for one in found) >= ALIKE
    return tuple(one for one in found if one.score >= WORTH) if alike else ()


def company_row(directory: Directory, found: FoundCompany) -> CompanyRow:
    """A found company with its district, by which companies of like name are told apart."""
    portrait = directory.by_code(found.credit_code)
    district = portrait.values.get("district") if portrait else None
    return CompanyRow(
        name=found.name,
        credit_code=found.credit_code,
        district=str(district) if district is not None else None,
        former_name=found.former_name,
    )

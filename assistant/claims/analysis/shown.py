"""What each reader may see: small counts hidden from analysts (with whatever would give them away), persons only by masked names.

Primary and complementary cell suppression, as statistical offices do it (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assistant.accounts.person import Person
from assistant.claims.persons import masks
from assistant.errors import ServiceError
from assistant.masking import masked_name
from knowledge.complaints.columns import Filter
from knowledge.complaints.concentration import Group

LEAST = 5
_INDIVIDUAL = "92"


class TooFew(ServiceError):
    """What was asked for is of so few persons that figures would speak of them."""

    code = "too_few_persons"
    status = 404

    def __init__(self) -> None:
        super().__init__(f"符合条件的不到 {LEAST} 个人，为保护个人信息，这里不能看。请放宽条件。")


@dataclass(frozen=True)
class View:
    """One reader's view; ``narrow``: an analyst, who sees aggregates."""

    narrow: bool

    @classmethod
    def of(cls, person: Person) -> View:
        """The view of whoever asks."""
        return cls(narrow=person.role == "analyst")

    @property
    def few_under(self) -> int | None:
        """Below which number counts are hidden."""
        return LEAST if self.narrow else None

    def chosen(self, chosen: Filter) -> Filter:
        """An analyst's days are widened to whole months: else two answers a day apart would tell that day's complaints."""
        if not self.narrow:
            return chosen
        first, last = chosen.first, chosen.last
        return replace(
            chosen,
            first=first and first.replace(day=1),
            last=last and last.replace(day=monthrange(last.year, last.month)[1]),
        )

    def count(self, number: int | None) -> int | None:
        """A count, ``None`` where it is too small for the reader."""
        return None if number is None or (self.narrow and 0 < number < LEAST) else number

    def day(self, day: date | None) -> date | None:
        """A single complaint's day: for an analyst only its month."""
        return day.replace(day=1) if day is not None and self.narrow else day

    def counts(self, cells: Mapping[str, int]) -> dict[str, int | None]:
        """Cells that are shown with their total: where a single one is hidden, the smallest other one is hidden too."""
        shown = {name: self.count(number) for name, number in cells.items()}
        hidden = [name for name, number in shown.items() if number is None]
        if len(hidden) == 1 and len(cells) > 1:
            shown[min((name for name in cells if name not in hidden), key=lambda name: (cells[name], name))] = None
        return shown

    def listed(self, persons: int | None, complaints: int) -> bool:
        """Whether a trade or trader is shown by itself."""
        return not self.narrow or (complaints if persons is None else persons) >= LEAST

    def trader(self, name: str, code: str | None) -> tuple[str, str | None]:
        """Name and code of a trader; of one that is, or may be, a person's own business an analyst sees neither whole."""
        own = code.startswith(_INDIVIDUAL) if code else "公司" not in name
        return (masked_name(name), None) if self.narrow and own else (name, code)

    def group(self, group: Group, person_like: bool) -> Group:
        """A trader as it is shown."""
        name, code = self.trader(group.name, group.code) if person_like else (group.name, group.code)
        return replace(group, name=name, code=code)

    def value(self, kind: str, text: str) -> str:
        """A phone, address or account in a picture: nothing of it for an analyst, its ends for others."""
        if self.narrow:
            return {"phone": "电话", "address": "地址", "account": "收款账户"}[kind]
        return {"phone": masks.phone, "address": masks.address, "account": masks.number}[kind](text)


def money(sum_: Decimal) -> str:
    """Yuan with two decimals."""
    return f"{sum_:.2f}"

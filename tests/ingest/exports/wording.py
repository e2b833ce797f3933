"""How six departments word the same fields: labels, column heads and values, all data.

A file states what a person needs to put each field together again, in words that departments print. The styles differ on
purpose in everything that may differ: names of fields, numerals, what stands for "none", how a list is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.models import MaterialForm, ServiceGuide

Rows = list[tuple[str, ...]]

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number below 1000 as people write it: 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "") if number else "零"


def joined(values: Sequence[str], nothing: str = "") -> str:
    """One line: 、 between short names, ； where a name itself holds a 、."""
    return ("；" if any("、" in value for value in values) else "、").join(values) or nothing


def numbered(values: Sequence[str], mark: str = "{}.") -> list[str]:
    """One line each, with its number; a single one bears none."""
    return [mark.format(number) + value for number, value in enumerate(values, 1)] if len(values) > 1 else list(values)


@dataclass(frozen=True)
class Wording:
    """One department's words; ``{}`` stands for the value, ``cn`` says that numerals are Chinese."""

    labels: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    people: tuple[str, str]
    """For 个人 and 企业."""
    days: str = "{}个工作日"
    on_the_spot: str = "即办件"
    no_limit: str = "无"
    cn: bool = False
    free: str = "0元"
    yuan: str = "{}元"
    varies: str = "不固定，见收费说明"
    visits: str = "{}次"
    no_visit: str = "0次"
    online: tuple[str, str] = ("是", "否")
    forms: Mapping[MaterialForm, str] = field(default_factory=dict)
    copies: str = "{}"
    required: tuple[str, str] = ("是", "否")
    nothing: str = ""
    """What stands in an empty cell."""
    nothing_at_all: str = "无"
    """What stands where a whole list is empty."""
    order: tuple[str, ...] = ()
    """The fields in this department's order."""

    def number(self, value: int | None) -> str:
        """In this department's numerals."""
        assert value is not None
        return chinese(value) if self.cn else str(value)

    def audience(self, guide: ServiceGuide) -> str:
        """自然人, 企业法人 ..."""
        return self.people[guide.audience == "企业"]

    def limit(self, days: int | None) -> str:
        """A time limit in words."""
        if days is None:
            return self.no_limit
        return self.days.format(self.number(days)) if days else self.on_the_spot

    def visit(self, guide: ServiceGuide) -> str:
        """How often one has to come."""
        assert guide.visits is not None
        return self.visits.format(self.number(guide.visits)) if guide.visits else self.no_visit

    def amount(self, guide: ServiceGuide) -> str:
        """The fee in yuan, or that it varies."""
        assert guide.fee is not None
        if guide.fee.amount is None:
            return self.varies
        return self.yuan.format(self.number(int(guide.fee.amount))) if guide.fee.amount else self.free

    def form(self, form: MaterialForm | None) -> str:
        """A material's form; departments rarely use the record's words."""
        assert form is not None  # the shipped guides say everything
        return self.forms.get(form, form)

    def need(self, required: bool | None) -> str:
        """Whether a material is always asked for."""
        assert required is not None
        return self.required[not required]

    def extras(self, guide: ServiceGuide) -> list[tuple[str, str]]:
        """What departments print besides, and no field of the record holds."""
        kind = "承诺件" if guide.promised_days else "即办件"
        return [("事项类型", "公共服务"), ("办件类型", kind), ("行使层级", "县级"), ("监督投诉电话", "0595-12345")]

    def fee_lines(self, guide: ServiceGuide) -> Rows:
        """Label and value of amount, words and basis."""
        assert guide.fee is not None
        values = (self.amount(guide), guide.fee.text, guide.fee.basis)
        return list(zip(self.columns["fee"], values, strict=True))

    def online_lines(self, guide: ServiceGuide) -> Rows:
        """Label and value of whether, where and what to know."""
        assert guide.online is not None
        available = self.online[not guide.online.available]
        values = (available, joined(guide.online.channels, self.nothing_at_all), guide.online.note)
        return list(zip(self.columns["online"], values, strict=True))

    def rows(self, name: str, guide: ServiceGuide, *, wraps: bool = False) -> Rows:
        """The entries of a list of records, one row each, in the order of ``columns[name]``.

        Where a format ``wraps`` lines, the papers of a variant stand in one line: nobody could tell a new line from a wrapped one.
        """
        rows: dict[str, Rows] = {
            "variants": [
                (one.name, one.when, self.papers(one.materials, wraps=wraps), one.note) for one in guide.variants
            ],
            "materials": [
                (
                    one.name,
                    self.form(one.form),
                    self.copies.format(self.number(one.copies)),
                    self.need(one.required),
                    one.note or self.nothing,
                )
                for one in guide.materials
            ],
            "steps": [(one.name, one.detail) for one in guide.steps],
            "places": [(one.name, one.address, one.hours, one.phone) for one in guide.places],
            "faq": [(one.q, one.a) for one in guide.faq],
        }
        return rows[name]

    def papers(self, names: Sequence[str], *, wraps: bool = True) -> str:
        """A variant's papers; they are numbered where a 、 inside one could be taken for the end of it."""
        if any("、" in name for name in names):
            names = [f"{number}.{name}" for number, name in enumerate(names, 1)]
            return ("；" if wraps else "\n").join(names)
        return ("、" if wraps else "\n").join(names) or self.nothing_at_all

    def line(self, name: str, guide: ServiceGuide) -> str:
        """A field that is one value, in words."""
        values = {
            "audience": self.audience(guide),
            "statutory_days": self.limit(guide.statutory_days),
            "promised_days": self.limit(guide.promised_days),
            "visits": self.visit(guide),
            "related": "、".join(guide.related) or self.nothing_at_all,
            "aliases": joined(guide.aliases, self.nothing_at_all),
            "life_events": joined(guide.life_events, self.nothing_at_all),
        }
        return values[name] if name in values else str(getattr(guide, name))


LISTS = ("variants", "materials", "steps", "places", "faq")
"""Fields that are lists of records."""
TEXTS = ("conditions", "legal_basis")
"""Fields that are lists of longer texts."""
PAIRS = ("fee", "online")
"""Fields of three labelled values."""

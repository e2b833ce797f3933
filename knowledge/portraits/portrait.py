"""The portrait (企业画像) of one company: what is known, and of each field whence and since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge.errors import InvalidRecord
from knowledge.measures.conditions import Value, plain, typed
from knowledge.measures.fields import FIELDS
from knowledge.portraits.credit_code import is_credit_code

PUBLIC = frozenset(name for name, each in FIELDS.items() if each.public)


@dataclass(frozen=True)
class Source:
    """Where a value comes from: the file or system, and the day on which it was true (``None``: not said)."""

    name: str
    as_of: date | None = None


@dataclass(frozen=True)
class Portrait:
    """``values`` lacks what is not known; ``name`` and ``credit_code`` are always among them."""

    values: Mapping[str, Value]
    sources: Mapping[str, Source] = field(default_factory=dict)
    former_names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """企业名称."""
        return str(self.values["name"])

    @property
    def credit_code(self) -> str:
        """统一社会信用代码."""
        return str(self.values["credit_code"])

    def public(self) -> Portrait:
        """What anybody may see of it."""
        values = {name: value for name, value in self.values.items() if name in PUBLIC}
        sources = {name: source for name, source in self.sources.items() if name in PUBLIC}
        return Portrait(values, sources, self.former_names)

    def row(self) -> dict[str, object]:
        """The values as JSON has them."""
        return {name: plain(value) for name, value in self.values.items()}


def parse_portrait(row: object) -> Portrait:
    """The portrait of one row in the form of catalog/POLICY_FORMAT.md; an empty value is one that is not known.

    Raises InvalidRecord that names every field that is wrong.
    """
    if not isinstance(row, Mapping):
        raise InvalidRecord("这一行不是企业画像")
    unknown = [str(name)[:40] for name in row if name not in FIELDS and name != "former_names"]
    if unknown:
        raise InvalidRecord(f"企业画像里没有这些项：{'、'.join(unknown[:5])}")
    values: dict[str, Value] = {}
    wrong = []
    for name, held in row.items():
        if name == "former_names" or held is None or held == "":
            continue
        read = typed(FIELDS[name].kind, held)
        if read is None:
            wrong.append(FIELDS[name].label)
        else:
            values[name] = read
    if wrong:
        raise InvalidRecord(f"这些项的值不对：{'、'.join(wrong)}")
    if "name" not in values:
        raise InvalidRecord("没有企业名称")
    if not is_credit_code(str(values.get("credit_code", ""))):
        raise InvalidRecord("统一社会信用代码不对，请核对 18 位代码")
    former = typed("set", row.get("former_names") or ())
    if not isinstance(former, frozenset):
        raise InvalidRecord("曾用名的写法不对")
    return Portrait(values, {}, tuple(sorted(former)))

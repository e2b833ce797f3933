"""The fields that conditions and awards speak of, read from ``fields.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import yaml

from knowledge.errors import InvalidRecord
from knowledge.models import Line, Record

FieldKind = Literal["text", "code", "date", "number", "count", "flag", "set"]
NUMERIC: frozenset[FieldKind] = frozenset({"number", "count"})


class Field(Record):
    """One field of a portrait; ``yuan`` is what one unit of a sum is in yuan, ``None`` where it is no sum of yuan."""

    label: Line
    kind: FieldKind
    unit: str = ""
    yuan: int | None = None
    public: bool = False
    mendable: bool = False

    @property
    def numeric(self) -> bool:
        """Is its value a figure?"""
        return self.kind in NUMERIC

    @property
    def scale(self) -> Decimal:
        """What one unit of the value is in the unit of money: 10,000 for 万元, 1 for what is no sum."""
        return Decimal(self.yuan or 1)


def _read() -> Mapping[str, Field]:
    table = yaml.safe_load(files("knowledge.measures").joinpath("fields.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({name: Field.model_validate(entry) for name, entry in table.items()})


FIELDS: Mapping[str, Field] = _read()


def field_of(name: str) -> Field:
    """The field called ``name``; raises InvalidRecord for one that no portrait has."""
    field = FIELDS.get(name)
    if field is None:
        raise InvalidRecord(f"企业画像里没有“{name[:40]}”这一项")
    return field

"""What makes a new item out of a shipped one: who asks, which trade, which street, which enclosed matter."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import product

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.models import Line, ServiceGuide


class Variation(BaseModel):
    """``label`` is the department's word for it, ``told`` how citizens say it, ``proof`` the paper that shows it.

    An item whose name, aliases or summary hold a word of ``unless`` says as much already.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Line
    told: tuple[Line, ...]
    proof: Line
    unless: tuple[str, ...] = ()
    double: bool = False
    """Made of two."""

    def suits(self, guide: ServiceGuide) -> bool:
        """Whether ``guide`` varied so would be another item."""
        said = " ".join((guide.name, guide.summary, *guide.aliases))
        return not any(word in said for word in (self.label, *self.unless))

    def with_matter(self, other: Variation) -> Variation:
        """Both at once, as 退役军人 and 异地办理."""
        return Variation(
            label=f"{self.label}·{other.label}",
            told=tuple(f"{one}，{two}" for one, two in product(self.told, other.told)),
            proof=f"{self.proof}及{other.proof}",
            unless=(*self.unless, *other.unless),
            double=True,
        )


def variations_of(guide: ServiceGuide) -> Iterator[Variation]:
    """All that suit ``guide``: single ones first, then those of a group or trade with a street or an enclosed matter."""
    table = _table()
    who = [one for one in table["groups" if guide.audience == "个人" else "trades"] if one.suits(guide)]
    what = [one for kind in ("places", "situations") for one in table[kind] if one.suits(guide)]
    yield from (*who, *what)
    yield from (one.with_matter(other) for one, other in product(who, what))


def _table() -> dict[str, tuple[Variation, ...]]:
    source = (files("eval") / "data" / "variations.yaml").read_text("utf-8")
    return TypeAdapter(dict[str, tuple[Variation, ...]]).validate_python(yaml.safe_load(source))

"""What the editor's pickers offer: fields, comparisons, and words that values take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final, get_args

import yaml

from assistant.labels.schemas import FieldRow, Fields
from assistant.labels.words import AWARDS, OPS
from knowledge.measures.awards import BySet, parse_award
from knowledge.measures.conditions import atoms, parse_condition
from knowledge.measures.fields import FIELDS
from knowledge.measures.say import flag_text
from knowledge.models import AwardMode, Measure

_WORDS: Final[Mapping[str, list[str]]] = yaml.safe_load(
    files("assistant.labels").joinpath("words.yaml").read_text(encoding="utf-8")
)


def fields(measures: Iterable[Measure]) -> Fields:
    """The pickers; values are those of ``words.yaml`` and those that ``measures`` use."""
    used = _used(measures)
    rows = tuple(
        FieldRow(
            name=name,
            label=field.label,
            kind=field.kind,
            unit=field.unit,
            money=field.yuan is not None,
            yes=flag_text(name, held=True) if field.kind == "flag" else "",
            no=flag_text(name, held=False) if field.kind == "flag" else "",
            ops=tuple({"op": op, "label": label} for op, label in OPS[field.kind].items()),
            values=tuple(dict.fromkeys([*_WORDS.get(name, []), *sorted(used.get(name, set()))])),
        )
        for name, field in FIELDS.items()
    )
    awards = tuple({"kind": kind, "label": label} for kind, label in AWARDS.items())
    return Fields(fields=rows, modes=get_args(AwardMode), awards=awards)


def _used(measures: Iterable[Measure]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for measure in measures:
        for atom in atoms(parse_condition(measure.conditions)):
            words = (
                (atom.value,) if isinstance(atom.value, str) else atom.value if isinstance(atom.value, tuple) else ()
            )
            used.setdefault(atom.field, set()).update(words)
        award = parse_award(measure.award)
        if isinstance(award, BySet):
            used.setdefault(award.field, set()).update(word for word, _ in award.amounts)
    return used

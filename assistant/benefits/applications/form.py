"""The form: the portrait's fields that a measure speaks of, and what a company makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.benefits.applications.schemas import DraftField, Filled, FormField
from assistant.benefits.matching import fields_of
from assistant.errors import InvalidRequest
from assistant.text import clean
from knowledge.measures.conditions import Value, plain, typed
from knowledge.measures.fields import FIELDS
from knowledge.measures.schema import DIGITS
from knowledge.models import Measure
from knowledge.portraits.portrait import Portrait

_ALWAYS = ("name", "credit_code")
_REGISTERED = frozenset({"name", "credit_code", "dishonest", "abnormal_listing"})
"""What registers say and a company can not correct here."""
_LONGEST = 200
_MOST_WORDS = 60
_MOST = Decimal(10) ** 14


def draft_fields(measure: Measure, portrait: Portrait) -> tuple[DraftField, ...]:
    """What a company is asked to confirm; ``value`` is ``None`` where the portrait knows nothing."""
    names = dict.fromkeys((*_ALWAYS, *fields_of(measure)))
    return tuple(_draft_field(name, portrait) for name in names)


def _draft_field(name: str, portrait: Portrait) -> DraftField:
    field, source, held = FIELDS[name], portrait.sources.get(name), portrait.values.get(name)
    return DraftField(
        field=name,
        label=field.label,
        kind=field.kind,
        unit=field.unit,
        value=None if held is None else plain(held),
        source=source.name if source else "",
        as_of=source.as_of if source else None,
        editable=name not in _REGISTERED,
    )


def filled_fields(asked: Sequence[DraftField], given: Mapping[str, Filled]) -> tuple[FormField, ...]:
    """Each field as the company confirms it, beside the portrait's value; raises InvalidRequest."""
    known = {each.field: each for each in asked}
    for name in given:
        if name not in known:
            raise InvalidRequest("表单里有这项政策用不到的内容，请刷新页面再填。")
    return tuple(_filled(each, given.get(each.field)) for each in asked)


def _filled(asked: DraftField, given: Filled | None) -> FormField:
    value = asked.value if given is None else plain(_read(asked, given))
    if value != asked.value and not asked.editable:
        raise InvalidRequest(f"“{asked.label}”以登记为准，不能在这里修改。")
    return FormField(
        field=asked.field,
        label=asked.label,
        unit=asked.unit,
        value=value,
        portrait=asked.value,
        source=asked.source,
        as_of=asked.as_of,
        changed=value != asked.value,
    )


def _read(asked: DraftField, given: Filled) -> Value:
    """A value as its field's kind has it; raises InvalidRequest."""
    cleaned: object = given
    if isinstance(given, str):
        cleaned = clean(given)[: _LONGEST + 1]
    elif isinstance(given, list):
        cleaned = [clean(word) for word in given]
    read = typed(asked.kind, cleaned)
    if read is None or not _bounded(read):
        raise InvalidRequest(f"“{asked.label}”填写得不正确。")
    return read


def _bounded(value: Value) -> bool:
    match value:
        case str():
            return len(value) <= _LONGEST
        case frozenset():
            return len(value) <= _MOST_WORDS and all(len(word) <= _LONGEST for word in value)
        case Decimal():
            return abs(value) < _MOST and value == round(value, DIGITS)
    return True


def missing_documents(required: Sequence[str], sent: Sequence[tuple[str, str]]) -> list[str]:
    """The required papers for which nothing was sent; ``sent`` are (name of the file, paper that it was sent for)."""
    return [paper for paper in required if not any(_is(paper, name, document) for name, document in sent)]


def _is(paper: str, name: str, document: str) -> bool:
    """Sent for this paper, or, where it was sent for none, called after it."""
    return document == paper if document else _squeezed(paper) in _squeezed(name)


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())

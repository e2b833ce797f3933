"""The readable word lists of ``words.yaml``, checked once."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

Field = Literal[
    "title", "number", "issuer", "written", "posted", "valid_from", "valid_to", "period", "status", "category"
]
_BLANKS = re.compile(r"\s+")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Statuses(_Part):
    """What a page may say of a document's being in force."""

    in_force: frozenset[str]
    not_yet: frozenset[str]
    ended: frozenset[str]


class Explainer(_Part):
    """How a page about a policy gives itself away."""

    titles: tuple[str, ...]
    headings: frozenset[str]


class Vocabulary(_Part):
    """``words.yaml``; see the comments there."""

    city: str
    districts: tuple[str, ...]
    not_of_city: tuple[str, ...]
    organs: tuple[str, ...]
    kinds: tuple[str, ...]
    fields: dict[Field, frozenset[str]]
    other_fields: frozenset[str]
    furniture: tuple[str, ...]
    head_marks: tuple[str, ...]
    status: Statuses
    explainer: Explainer
    draft: tuple[str, ...]
    amendment: tuple[str, ...]
    other_subjects: tuple[str, ...]

    def field(self, label: str) -> Field | None:
        """Our word for the label of a page's table, ``None`` when we use it for nothing."""
        wanted = plain(label).strip(":")
        return next((field for field, names in self.fields.items() if wanted in names), None)

    def labels(self, label: str) -> bool:
        """Does a page's table have such a label?"""
        return self.field(label) is not None or plain(label).strip(":") in self.other_fields


@cache
def vocabulary() -> Vocabulary:
    """The lists that ship with the product."""
    source = files("ingest.policies").joinpath("words.yaml").read_text("utf-8")
    return Vocabulary.model_validate(yaml.safe_load(source))


def plain(text: str) -> str:
    """``text`` for comparing: NFKC (brackets, colons and digits become ASCII), without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


@cache
def any_of(words: tuple[str, ...]) -> str:
    """A pattern that any of ``words`` matches, the longest first."""
    return "|".join(re.escape(plain(word)) for word in sorted(words, key=len, reverse=True))

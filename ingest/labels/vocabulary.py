"""The readable word lists of ``words.yaml`` as patterns, made once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ingest.policies.vocabulary import vocabulary as policies


@dataclass(frozen=True)
class Words:
    """Patterns of ``words.yaml``; the named ones map each written form to what it means."""

    fields: tuple[tuple[re.Pattern[str], str], ...]
    growth: re.Pattern[str]
    qualifications: tuple[tuple[re.Pattern[str], str], ...]
    title_nouns: tuple[str, ...]
    levels: re.Pattern[str]
    company_types: tuple[tuple[re.Pattern[str], str], ...]
    listed: tuple[tuple[re.Pattern[str], str], ...]
    industries: Mapping[str, tuple[str, ...]]
    glue: re.Pattern[str]
    award_words: re.Pattern[str]
    boilerplate: tuple[re.Pattern[str], ...]
    in_kind: re.Pattern[str]
    districts: re.Pattern[str]
    city: str


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)))


def _forms(table: Mapping[str, str], *, itself: bool) -> tuple[tuple[re.Pattern[str], str], ...]:
    named = ([*([re.escape(name)] if itself else []), *forms.split()] for name, forms in table.items())
    return tuple((_any(forms), name) for name, forms in zip(table, named, strict=True))


@cache
def words() -> Words:
    """The lists that ship with the product."""
    table = yaml.safe_load(files("ingest.labels").joinpath("words.yaml").read_text("utf-8"))
    district = "|".join(map(re.escape, policies().districts))
    return Words(
        fields=_forms(table["fields"], itself=False),
        growth=_any(table["growth"].split()),
        qualifications=_forms(table["qualifications"], itself=True),
        title_nouns=tuple(table["title_nouns"].split()),
        levels=_any(table["levels"].split()),
        company_types=_forms(table["company_types"], itself=True),
        listed=_forms(table["listed"], itself=False),
        industries={name: tuple(codes.split()) for name, codes in table["industries"].items()},
        glue=_any(map(re.escape, set(table["glue"].split()))),
        award_words=_any(map(re.escape, set(table["award_words"].split()))),
        boilerplate=tuple(map(re.compile, table["boilerplate"])),
        in_kind=_any(map(re.escape, table["in_kind"].split())),
        districts=re.compile(district),
        city=policies().city,
    )

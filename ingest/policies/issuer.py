"""Whose document it is: the organ, and whether it is the city's or a district's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.policies.facts import Fact
from ingest.policies.organs import is_organ
from ingest.policies.page import PageFacts
from ingest.policies.parts import Parts
from ingest.policies.vocabulary import plain, vocabulary


@dataclass(frozen=True)
class Level:
    """``district`` is ``None`` for the city's documents."""

    level: Literal["市", "区"]
    district: str | None


def level_of(issuer: str) -> Level | None:
    """By the place in the organ's name; ``None`` for another place's, and for one that names no place (市商务局)."""
    name = plain(issuer)
    if any(name.startswith(place) or f"、{place}" in name for place in vocabulary().not_of_city):
        return None
    named = [district for district in vocabulary().districts if district in name]
    if len(named) == 1 and all(named[0] in one for one in name.split("、")):
        return Level("区", named[0])
    if named or not all(vocabulary().city in one for one in name.split("、")):
        return None
    return Level("市", None)


def issuer_of(parts: Parts, page: PageFacts) -> tuple[Fact[str] | None, Fact[str] | None]:
    """The issuer, and a saying that contradicts it.

    The signature stands above the title's first words, the letterhead and the page's table; the page's table often names the
    office that runs the site, so it contradicts nothing.
    """
    named = [*_signed(parts), *_in_title(parts), *((parts.masthead,) if parts.masthead else ())]
    on_page = [fact for fact in page.get("issuer", ()) if is_organ(plain(fact.value))]
    found = [*named, *on_page]
    if not found:
        return None, None
    against = next((fact for fact in named[1:] if not _same(fact.value, found[0].value)), None)
    if not named and len({plain(fact.value) for fact in on_page}) > 1:
        against = on_page[1]
    return found[0], against


def _signed(parts: Parts) -> list[Fact[str]]:
    if not parts.signatures:
        return []
    names = dict.fromkeys(fact.value for fact in parts.signatures)
    first = parts.signatures[0]
    return [Fact("、".join(_printed(name) for name in names), first.quote, first.at)]


def _in_title(parts: Parts) -> list[Fact[str]]:
    title = parts.title
    return [Fact(_printed(title.value.issuer), title.quote, title.at)] if title and title.value.issuer else []


def _printed(name: str) -> str:
    """Brackets as official documents print them."""
    return name.replace("(", "（").replace(")", "）")


def _same(one: str, other: str) -> bool:
    """Equal, or one of several joint issuers, or short for the other (商务局 for 泉州市商务局)."""
    shorter, longer = sorted((plain(one), plain(other)), key=len)
    return any(name.endswith(shorter) for name in longer.split("、")) or all(
        name in longer for name in shorter.split("、")
    )

"""The canonical text of a document cut into articles, each with the place where it begins in the department's file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.articles import Article, cut, opens_article
from ingest.parse.policy_text import PolicyText
from ingest.policies.canonical import Line, joined
from ingest.policies.parts import Parts
from knowledge.models import Position


@dataclass(frozen=True)
class PlacedText:
    """``places`` of articles by name, the first piece's for a long one.

    ``blurred`` articles and those from ``restarted`` on are left out: they cannot be read, or bear a name that another has.
    """

    text: PolicyText
    places: tuple[tuple[str, Position], ...]
    blurred: tuple[tuple[str, Position], ...]
    restarted: tuple[str, Position] | None = None


def placed_text(lines: Sequence[Line], parts: Parts, number: str, untrusted: Collection[Position]) -> PlacedText:
    """Cuts the body of ``lines``; an article with a line at an ``untrusted`` place is not to be cited."""
    source, starts = joined(lines)
    end = starts[parts.end] if parts.end < len(lines) else len(source)
    headings = frozenset(starts[place] for place in _headings(lines, parts))
    kept: list[Article] = []
    places: dict[str, Position] = {}
    blurred: dict[str, Position] = {}
    articles = cut(source[:end], headings)
    once = _until_restart(articles)
    for article in articles[:once]:
        span = range(bisect_right(starts, article.start) - 1, bisect_right(starts, article.end - 1))
        unread = next((lines[place].at for place in span if lines[place].at in untrusted), None)
        if unread is not None:
            blurred.setdefault(article.section, unread)
        else:
            kept.append(article)
            places.setdefault(article.section, lines[span.start].at)
    whole = tuple(article for article in kept if article.section not in blurred)
    again = articles[once] if once < len(articles) else None
    restarted = (again.section, lines[bisect_right(starts, again.start) - 1].at) if again else None
    return PlacedText(PolicyText(source, number, whole), tuple(places.items()), tuple(blurred.items()), restarted)


def _until_restart(articles: Sequence[Article]) -> int:
    """How many articles come before one whose name was there already; pieces of one long article stand side by side."""
    seen: set[str] = set()
    for place, article in enumerate(articles):
        if article.section in seen and article.section != articles[place - 1].section:
            return place
        seen.add(article.section)
    return len(articles)


def _headings(lines: Sequence[Line], parts: Parts) -> Iterator[int]:
    """Lines that belong to no article: the inner title, and headings that stand right above one."""
    opening = opens_article([line.text for line in lines])
    above = False
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        plain_heading = line.heading and not any(sign in line.text for sign in "。；，：")
        above = opening[place] or (above and plain_heading)
        if place in parts.inner_titles or (above and not opening[place]):
            yield place

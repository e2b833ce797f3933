"""Two records that a citizen's words cannot tell apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.quality.base import Base
from ingest.quality.findings import Finding, Spot
from ingest.words import Path
from knowledge.models import ServiceGuide
from knowledge.text import normalise


def names(base: Base) -> Iterator[Finding]:
    """Guides of one name, an alias that is another's name, an alias of two; a row for each guide concerned."""
    bearers: dict[str, list[tuple[ServiceGuide, Path]]] = defaultdict(list)
    for guide in base.records.guides:
        mine: dict[str, Path] = {}
        for path, name in _names_of(guide):
            mine.setdefault(_key(name), path)
        for key, path in mine.items():
            bearers[key].append((guide, path))
    for found in bearers.values():
        if len(found) > 1:
            yield from (_clash(guide, path, found) for guide, path in found)


def _clash(guide: ServiceGuide, path: Path, found: list[tuple[ServiceGuide, Path]]) -> Finding:
    others = [(other, way) for other, way in found if other.id != guide.id]
    by_name = path == ("name",) and any(way == ("name",) for _, way in others)
    mine = "名称" if path == ("name",) else "别名"
    theirs = "、".join(
        f"{other.department}“{other.name}”（{other.id}）的{'名称' if way == ('name',) else '别名'}"
        for other, way in others
    )
    what = f"{mine}“{guide.name if path == ('name',) else guide.aliases[int(path[1])]}”也是{theirs}"
    todo = "请在名称里写明区别，否则群众说这个名称时分不清要办哪一个"
    more = tuple(Spot(other.id, way) for other, way in others)
    return Finding("错误" if by_name else "提醒", guide.id, path, what, todo, more)


def same_words(base: Base) -> Iterator[Finding]:
    """Names of the same characters in another order: typed or spoken, they cannot be kept apart."""
    alike: dict[tuple[str, str], list[ServiceGuide]] = defaultdict(list)
    for guide in base.records.guides:
        alike[_letters(guide.name)].append(guide)
    for found in alike.values():
        if len({_key(guide.name) for guide in found}) < 2:
            continue
        for guide in found:
            others = [other for other in found if other.id != guide.id]
            words = "、".join(f"“{other.name}”（{other.id}）" for other in others)
            more = tuple(Spot(other.id, ("name",)) for other in others)
            what = f"名称“{guide.name}”与{words}用字完全相同，只是字序不同，打字和说话都容易弄混"
            todo = "请各补几个说法不同的别名和问法"
            yield Finding("建议", guide.id, ("name",), what, todo, more)


def questions(base: Base) -> Iterator[Finding]:
    """One way to ask that two items claim; one row a pair of items."""
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    for question in base.records.questions:
        asked[_key(question.text)].setdefault(question.item_id, question.text)
    shared: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for items in asked.values():
        if len(items) > 1:
            shared[tuple(items)].append(next(iter(items.values())))
    for ids, texts in shared.items():
        about, *others = ids
        names = "、".join(
            f"“{base.guides[other].name}”（{other}）" if other in base.guides else other for other in others
        )
        more_words = f"等 {len(texts)} 句问法" if len(texts) > 1 else ""
        what = f"“{texts[0]}”{more_words}同时也是{names}的问法"
        todo = "请只留在一个事项里，或把问法写得更具体"
        more = tuple(Spot(other, ("question",), f"questions/{other}.tsv") for other in others)
        yield Finding("提醒", about, ("question",), what, todo, more, tuple(texts[:5]), file=f"questions/{about}.tsv")


def _names_of(guide: ServiceGuide) -> Iterator[tuple[Path, str]]:
    yield ("name",), guide.name
    for at, alias in enumerate(guide.aliases):
        yield ("aliases", at), alias


def _key(name: str) -> str:
    """What is left of a name for the ear: letters, digits and characters."""
    return "".join(character for character in normalise(name) if character.isalnum())


def _letters(name: str) -> tuple[str, str]:
    """Its characters in one order whatever theirs, its digits in theirs: 12 and 21 are told apart."""
    key = _key(name)
    return "".join(sorted(key)), "".join(character for character in key if character.isdigit())

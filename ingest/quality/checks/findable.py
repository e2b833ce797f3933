"""Items that nobody can find: each is searched by its own words, through the very index that answers citizens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.quality.base import Base
from ingest.quality.findings import Finding, Severity, Spot
from ingest.words import Path
from knowledge.models import ServiceGuide
from knowledge.ports import KnowledgeIndex

WITHIN = 6
"""So many items an answer offers at most; what is not among them is not found."""
_SHOWN = 3


def by_its_own_words(base: Base) -> Iterator[Finding]:
    """Name, aliases and frequent questions.

    A frequent question is printed below its item and often does not name it (多久能拿到？), so it fails only when it is
    found neither by itself nor in a conversation on the item. Names that two guides share are a check of their own.
    """
    if base.index is None:
        return
    with base.progress.task("逐项自查能否找到", len(base.records.guides)) as task:
        for guide in base.records.guides:
            yield from _names(base, base.index, guide)
            yield from _frequent(base, base.index, guide)
            task.advance()


def _names(base: Base, index: KnowledgeIndex, guide: ServiceGuide) -> Iterator[Finding]:
    texts: list[tuple[Path, str, str]] = [(("name",), guide.name, "名称")]
    texts += [(("aliases", at), alias, "别名") for at, alias in enumerate(guide.aliases)]
    for path, text, kind in texts:
        if len(base.names.get(text.replace(" ", ""), ())) > 1:
            continue
        found = _ids(index, text)
        place = _place(found, guide.id)
        if place == 1 or not found:
            continue
        severity: Severity = "错误" if kind == "名称" or place is None else "提醒"
        todo = "请补充用这个叫法的问法；两个事项容易混淆的，请在名称或别名里写明区别"
        what = f"用本事项的{kind}“{text}”去搜，{_outcome(base, found, place)}"
        yield Finding(severity, guide.id, path, what, todo, (Spot(found[0], ("name",)),))


def _frequent(base: Base, index: KnowledgeIndex, guide: ServiceGuide) -> Iterator[Finding]:
    for at, asked in enumerate(guide.faq):
        alone = _ids(index, asked.q)
        if not alone or _place(alone, guide.id) is not None or _ids(index, asked.q, (guide.id,))[:1] == [guide.id]:
            continue
        what = f"常见问题“{asked.q}”单独问和在本事项里接着问，{_outcome(base, alone, None)}"
        todo = "请在问题里写明是办什么事，或补充这样的问法"
        yield Finding("提醒", guide.id, ("faq", at, "q"), what, todo, (Spot(alone[0], ("name",)),))


def by_its_questions(base: Base) -> Iterator[Finding]:
    """The authored questions, only when asked for (``deep``): a row an item, with how many fail and examples."""
    if base.index is None or not base.deep:
        return
    with base.progress.task("逐条自查问法", len(base.records.questions)) as task:
        for guide in base.records.guides:
            asked = base.questions.get(guide.id, ())
            yield from _asked(base, base.index, guide, [question.text for question in asked])
            task.advance(len(asked))


def _asked(base: Base, index: KnowledgeIndex, guide: ServiceGuide, texts: Sequence[str]) -> Iterator[Finding]:
    lost: list[tuple[str, str]] = []
    behind: list[tuple[str, str]] = []
    for text in texts:
        found = _ids(index, text)
        if found and (place := _place(found, guide.id)) != 1:
            (lost if place is None else behind).append((text, found[0]))
    if not lost and not behind:
        return
    parts = [f"{len(lost)} 条前 {WITHIN} 位找不到本事项"] if lost else []
    parts += [f"{len(behind)} 条排不到第一"] if behind else []
    what = f"{len(texts)} 条问法里，{'，'.join(parts)}"
    examples = tuple(f"“{text}”找到的是 {winner} {_name(base, winner)}" for text, winner in (*lost, *behind)[:_SHOWN])
    todo = "请看例句：问得太笼统的请删掉，说的是别的事项的请移过去"
    severity: Severity = "提醒" if lost else "建议"
    yield Finding(severity, guide.id, ("question",), what, todo, (), examples, file=f"questions/{guide.id}.tsv")


def _outcome(base: Base, found: Sequence[str], place: int | None) -> str:
    mine = f"本事项排第 {place}" if place is not None else f"前 {WITHIN} 位没有本事项"
    return f"{mine}，排第一的是“{_name(base, found[0])}”（{found[0]}）"


def _ids(index: KnowledgeIndex, text: str, context: Sequence[str] = ()) -> list[str]:
    return [hit.item_id for hit in index.search(text, WITHIN, context).hits]


def _place(found: Sequence[str], item_id: str) -> int | None:
    return found.index(item_id) + 1 if item_id in found else None


def _name(base: Base, item_id: str) -> str:
    guide = base.guides.get(item_id)
    return guide.name if guide is not None else ""

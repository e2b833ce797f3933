"""One article that awards something: which of its clauses count, and which are about claiming or about nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.labels.awards import assemble
from ingest.labels.chunk import Chunk, Reading
from ingest.labels.found import AWARDS, Found
from ingest.labels.grammar import chunks_of
from ingest.labels.procedure import PROCEDURAL, REFERENCE, pieces, sentences
from ingest.labels.services import fresh, service_of
from ingest.labels.table_awards import read_table
from ingest.labels.tables import grid_of
from ingest.labels.vocabulary import words
from knowledge.measures.awards import InKind

_FIGURE = re.compile("[0-9]|[一二三四五六七八九十百千]+(?:万|亿|元|名|人|件|场)|百分之")
_FIGURES = re.compile(f"{REFERENCE.pattern}|第[0-9]+款")
_TAIL = re.compile(r"\([^()]*(?:免申即享|即申即享|申报)[^()]*(?:\([^()]*\)[^()]*)*\)$")
_NARRATIVE = re.compile("支持|鼓励|引导|推动|推进|促进|着力|加快|围绕|聚焦|培育|壮大|发挥|落实")
_ELSEWHERE = re.compile(
    "(?!.*不适用)(?:其他|其余|其它)[^;。]{0,60},?按照?第[零一二三四五六七八九十百]+条(?:的?规定)?(?:办理|执行)"
)
_SAME_MAX = re.compile(
    "(?:企业|同一企业|同一主体|单位|主体)?(?:同时|兼)?(?:具有|获得|具备|符合|拥有)[两二三多](?:项|个|类|种)?(?:以上|及以上)?(?:资格|称号|条件|资质|认定)?的?,?按[0-9.]+万元(?:激励|奖励|执行|享受|补助|计发|标准)+"
)

CLOSING = re.compile("叠加|重复|就高|从高|择高|最高|兼得|并享|同时享受|分别享受|不冲突|累加|高者")
"""Words of sentences that close an article: how awards go together."""
Span = tuple[int, int]


def is_boilerplate(text: str) -> bool:
    """Is a clause known to bear on nothing (就高不重复, 由…负责解释)?"""
    return any(pattern.fullmatch(text) for pattern in words().boilerplate)


def serves(reading: Reading, start: int, end: int, *, sure: bool = False) -> bool:
    """Does an article that pays nothing give a service, under conditions of its own?"""
    kept = [run for first, last in sentences(reading.text, start, end) for run in _relevant(reading, first, last)[0]]
    service = service_of(reading, kept, sure=sure)
    if service is None or re.search("失信|异常名录|资金|材料", reading.text[start:end].partition("即享")[0]):
        return False
    return sure or any(chunk.kind == "?" for chunk in chunks_of(fresh(reading), start, service[0]))


def read_measure(reading: Reading, start: int, end: int) -> Found:
    """Conditions and award of ``text[start:end]``."""
    found = Found()
    kept: list[tuple[int, int]] = []
    for first, last in sentences(reading.text, start, end):
        runs, procedural = _relevant(reading, first, last)
        kept.extend(runs)
        found.procedural.extend(procedural)
    service = service_of(reading, kept, sure=True)
    if service is not None:
        kept = [(first, min(last, service[0])) for first, last in kept if first < service[0]]
        found.award = InKind(reading.text[service[0] : service[1]])
        found.award_span = service
    grid = grid_of(reading.text, start, end)
    if grid is not None:
        kept = [(first, min(last, grid.start)) for first, last in kept if first < grid.start] + [
            (max(first, grid.end), last) for first, last in kept if last > grid.end
        ]
    reading.tabled = grid is not None
    chunks: list[Chunk] = []
    for first, last in kept:
        chunks.extend(without_aims(reading, list(chunks_of(reading, first, last))))
        chunks.append(Chunk("s" if last < end and reading.text[last] in ";," else "p", last, last))
    found.chunks = chunks
    assemble(reading, found, chunks)
    if grid is not None:
        read_table(reading, found, grid, chunks)
    found.unread = [_around(kept, span) for span in found.unread]
    return found


def _around(kept: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int]:
    return next(((first, last) for first, last in kept if first <= span[0] < last), span)


def _relevant(reading: Reading, start: int, end: int) -> tuple[list[Span], list[Span]]:
    """Runs of clauses that say something of the measure, and what is about claiming it."""
    text = reading.text[start:end]
    if _is_idle(reading, start, end):
        return [], [(start, end)] if PROCEDURAL.search(text) else []
    if _ELSEWHERE.fullmatch(text) or _SAME_MAX.fullmatch(text):
        return [], []
    clauses = list(pieces(reading.text, start, end, ","))
    closing = next((first for first, _ in clauses[-3:] if _closes(reading.text[first:end])), end)
    runs: list[Span] = []
    procedural: list[Span] = []
    joined = False
    for first, last in (span for span in clauses if span[0] < closing):
        claiming = _claiming(reading, first, last, begun=bool(procedural))
        joined = joined and claiming is None
        if claiming is not None:
            procedural.append(claiming)
            joined = bool(runs)
        elif _is_idle(reading, first, last):
            joined = False
        else:
            _append(runs, procedural, reading.text, (first, last), joined)
            joined = True
    return runs, procedural


def _append(runs: list[Span], procedural: list[Span], text: str, span: Span, joined: bool) -> None:
    """Another clause that counts; what a bracket at its end says of claiming is taken off."""
    first, last = span
    tail = _TAIL.search(text[first:last])
    if tail:
        procedural.append((first + tail.start() + 1, last - 1))
        last = first + tail.start()
    if runs and joined and runs[-1][1] == first - 1:
        runs[-1] = (runs[-1][0], last)
    elif last > first:
        runs.append((first, last))


def _claiming(reading: Reading, first: int, last: int, *, begun: bool) -> Span | None:
    """The span of a clause about claiming; one that asks for figures is none, whatever else it says."""
    clause = reading.text[first:last]
    found = PROCEDURAL.search(clause)
    if clause.startswith("(") and clause.endswith(")") and found:
        return first + 1, last - 1
    goes_on = begun and not re.search("[0-9]万元|%|奖励|补助", clause)
    if not goes_on and (not found or re.search("[0-9]万元(?!以)|%|每[人件场]", clause)):
        return None
    asks = any(chunk.kind == "many" or chunk.shape in ("N", "Y") for chunk in chunks_of(fresh(reading), first, last))
    return None if asks else (first, last)


def _closes(text: str) -> bool:
    return bool(CLOSING.search(text)) and not _FIGURE.search(_FIGURES.sub("", text)) and is_boilerplate(text)


def _is_idle(reading: Reading, start: int, end: int) -> bool:
    """Is it known to bear on nothing, and does it ask for nothing?"""
    text = reading.text[start:end]
    if _FIGURE.search(_FIGURES.sub("", text)) or not is_boilerplate(text):
        return False
    return bool(CLOSING.search(text)) or not _asks(reading, start, end)


def _asks(reading: Reading, start: int, end: int) -> bool:
    return any(chunk.kind in ("?", "X", "many") for chunk in chunks_of(fresh(reading), start, end))


def without_aims(reading: Reading, chunks: list[Chunk]) -> list[Chunk]:
    """支持规上工业企业满产多产: words of a clause that only says what for are no condition; its titles are."""
    quiet: list[Chunk] = []
    clause: list[Chunk] = []
    for chunk in [*chunks, Chunk("c", 0, 0)]:
        if chunk.kind != "c":
            clause.append(chunk)
            continue
        text = reading.text[_clause_start(reading.text, clause[0].start) : clause[-1].end] if clause else ""
        text = re.sub("^第[零一二三四五六七八九十百]+条|^[一二三四五六七八九十]+、", "", text)
        plain = not any(
            one.kind in AWARDS or one.kind in ("cap", "many", "n", "X") or one.shape in ("N", "Y") for one in clause
        )
        named = any(one.kind == "?" for one in clause)
        if (
            _NARRATIVE.match(text)
            and plain
            and not text.endswith("的")
            and (named or len(quiet) + len(clause) < len(chunks))
        ):
            clause = [one for one in clause if one.kind != "x"]
        quiet.extend(clause)
        if chunk.start:
            quiet.append(chunk)
        clause = []
    return quiet


def _clause_start(text: str, place: int) -> int:
    while place > 0 and text[place - 1] not in ",。;:\n":
        place -= 1
    return place

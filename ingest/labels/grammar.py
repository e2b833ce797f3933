"""The grammar of clauses: patterns over the letters of tokens make chunks, each a condition, an award's part or a joint.

What no pattern reads stays a chunk of kind ``x`` and keeps its words: nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.labels import figures, growth, nouns, payments
from ingest.labels.chaff import without_chaff
from ingest.labels.chunk import Chunk, Handler, Reading, condition_chunk, shape_of
from ingest.labels.tokens import Token
from knowledge.measures.conditions import All

_DEEPEST = 3
_CMP = "(?:PN[IE]?S?[IE]?|N[IE]?S[IE]?)"


def chunks_of(reading: Reading, start: int, end: int) -> tuple[Chunk, ...]:
    """The chunks of ``text[start:end]`` in order."""
    tokens = [token for token in reading.lexer.tokens(reading.text, start, end) if token.kind != "g"]
    return tuple(_merged(list(_chunks(reading, list(without_chaff(reading.text, tokens))))))


def _chunks(reading: Reading, tokens: Sequence[Token]) -> Iterator[Chunk]:
    letters = "".join(token.kind for token in tokens)
    place = 0
    while place < len(tokens):
        chunk, size = _first(reading, tokens, letters, place)
        yield chunk
        place += size


def _first(reading: Reading, tokens: Sequence[Token], letters: str, place: int) -> tuple[Chunk, int]:
    for pattern, handler in _PATTERNS:
        found = pattern.match(letters, place)
        if found is None or found.end() == place:
            continue
        chunk = handler(reading, tokens[place : found.end()])
        if chunk is not None:
            return chunk, found.end() - place
    token = tokens[place]
    if token.kind == "I":
        return Chunk("d", token.start, token.end), 1
    if token.kind in "acdjlnopswXbhveu=":
        return Chunk(token.kind, token.start, token.end, token.value), 1
    return Chunk("x", token.start, token.end, token.kind), 1


def _merged(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """A bracket that reads as a condition explains the unknown words right before it (增速非负（营业收入增速大于等于0）)."""
    kept: list[Chunk] = []
    for chunk in chunks:
        if chunk.shape == "explains":
            while kept and _unexplained(kept):
                kept.pop()
            if (
                kept
                and kept[-1].kind == "?"
                and kept[-1].end == chunk.start
                and kept[-1].shape == "Q" == shape_of(chunk.value)
            ):
                kept.pop()
            chunk = replace(chunk, shape=shape_of(chunk.value))
        kept.append(chunk)
    yield from kept


def _unexplained(kept: Sequence[Chunk]) -> bool:
    last = kept[-1]
    joins = last.kind in ("o", "l", "a") and len(kept) > 1 and kept[-2].kind in ("x", "h", "v")
    return joins or (last.kind in ("x", "h", "v") and last.value != "(")


def _bracket(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    from ingest.labels.logic import read_conditions  # the two call each other: brackets hold clauses

    start, end = tokens[0].value
    if reading.depth >= _DEEPEST:
        return None
    inner = reading.text[start:end]
    if {token.kind for token in reading.lexer.tokens(reading.text, start, end)} <= {"g", "d"}:
        return Chunk("d", tokens[0].start, tokens[0].end)
    if inner.startswith(("含", "包括", "包含")) and not re.search("[0-9]", inner):
        kinds = {token.kind for token in reading.lexer.tokens(reading.text, start, end)}
        if kinds <= set("gTldx") and kinds & {"T"}:
            return Chunk("d", tokens[0].start, tokens[0].end)
    inside = replace(reading, depth=reading.depth + 1)
    read = read_conditions(inside, chunks_of(inside, start, end))
    if read.unread or not read.conditions:
        return None
    reading.last = inside.last
    conditions = read.conditions
    return condition_chunk(tokens, conditions[0] if len(conditions) == 1 else All(tuple(conditions)), "explains")


_LISTED = "(?:P?N[IE]?S?[IE]?)"
_PATTERNS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(letters), handler)
    for letters, handler in (
        ("[mP]b?Fd?Nd?v*", payments.limit),
        ("b?Fd?Nd?v*(?:x{1,8}v+)?", payments.share),
        ("Fc?bNd?v*", payments.share),
        ("b?fd?Nd?v*(?:x{1,8}v+)?", payments.share_again),
        ("bFd?v+Nd?v*", payments.share),
        ("v+Nd?v*", payments.share_of_last),
        ("Fd?v+Nd?v*", payments.share),
        ("bNd?v+Fd?v+", payments.share),
        ("bFv+", payments.tier_field),
        (f"Fd?{_LISTED}(?:l{_LISTED})+[IE]?", figures.many),
        (f"Fd?{_CMP}[IE]?(?:[acl]{{0,2}}{_CMP})", figures.figure),
        ("Fd?iN[IE]?[tl]N[IE]?", figures.between),
        ("Fd?P?N[IE]?tN[IE]?[SIER]*", figures.between),
        (f"Fd?{_CMP}", figures.figure),
        (f"(?:Fd?)?G{_CMP}", growth.growth),
        ("(?:Fd?)?G", growth.growth),
        ("Fd?G+", growth.growth),
        (f"YP?{_CMP}", growth.young),
        ("Y", growth.young_word),
        ("FP(?=[dcl])", payments.table_field),
        ("P?KtKV?[IE]?Y", growth.founded),
        ("P?K[IE]?V?[IE]?V?[IE]?Y", growth.founded),
        ("YP?K[IE]?V[IE]?", growth.founded),
        ("F?b?F?e(?:F|x){0,4}c?v*Nd?v*(?:x{1,6}v+)?", payments.each),
        (f"h?{_CMP}d?F", figures.reverse),
        ("(?:h|n|nh|F)?F(?=[dcaslpoX(]|$)(?!d?v)", figures.presence),
        ("v*m+v*P?NS?v*", payments.cap),
        ("v*Nm", payments.cap),
        ("v*PNS?v*(?!d)", payments.cap),
        ("v*PNd?v+", payments.cap),
        ("v*q", payments.no_cap),
        (f"{_CMP}(?:[acl]?{_CMP})?", figures.inherited),
        ("P?N[IE]?tN[IE]?[SIER]*", figures.between),
        ("w?v*(?<![PFG])N(?:lv*N)+(?![IE]?S)d?[xF]{0,8}v*", payments.sums),
        ("w?(?:vx{1,12}(?=v)|vx{1,6})?v*(?<![PFG])N(?![IE]?S)d?[xF]{1,8}v+", payments.sums),
        ("w?(?:vx{1,12}(?=v)|vx{1,6})?v*(?<![PFG])N(?![IE]?S)d?v*", payments.sums),
        ("Q", nouns.titles),
        ("Z", nouns.first_above),
        ("C(?:[lco]{0,2}C)*", nouns.industry),
        ("D", nouns.district),
        ("T", nouns.company),
        ("L", nouns.listed),
        ("B(?:[lco]{0,2}B)*", nouns.bad),
        ("A", nouns.accident),
        ("M", nouns.macro),
        (r"\(", _bracket),
    )
)

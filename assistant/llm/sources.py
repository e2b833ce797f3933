"""What a wording is checked against: the cited texts, cut into clauses, with their figures and content words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from assistant.llm.figures import Figure, figures
from assistant.llm.numerals import canonical

_SENTENCE: Final = re.compile(r"[。!?！？；;\n]")
_WHOLE: Final = re.compile(r"[^。!?！？；;\n]+[。!?！？；;\n]?")
_QUESTION: Final = re.compile(r"[?？]\s*$|吗\s*$")
_YES: Final = re.compile(r"可以|能|要|需要|会|是|有|对|应当|必须")
_CLAUSE: Final = re.compile(r"[。!?！？；;\n，,、（）()]|(?<!\d)[:：]|[:：](?!\d)|(?<!\d)\.(?!\d)")
_LIST_MARK: Final = re.compile(r"^\s*(?:• ?|\d{1,2}[.、)] ?(?!\d))")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_MAYBE: Final = re.compile(r"(.)不\1|是否|能否|可否|与否|不不")
NEGATION: Final = re.compile(
    r"不(?!动产|同|管|论|过|仅|但|少|足|错|断|久|妨|如|限|满|超|低|一定|含|少于|及时)|无(?!锡|线|论|障碍)|没(?!收)|未(?!来|成年|婚|满|经)|"
    r"非(?!常|税|物质|营利|公)|免(?!疫)|勿|禁止|严禁|拒绝|停止|暂停|除外"
)
"""Words that turn a statement round; what only looks like one (不动产, 未满, 非常) is left alone."""
_FUNCTION: Final = re.compile(
    r"每|您|你|我们?|他们?|自己|的话|的|了|吗|呢|吧|啊|哦|请|可以|需要|应当|应该|必须|就|也|都|和|与|及|或者?|还是|在|到|去|来|是|有|这些?|那些?|"
    r"还|把|被|让|给|为|对|从|向|等|所|即可|即|办理|办|时候?|如果|要是|然后|另外|同时|其中|以及|并且?|且|再|先|后|要|得|须|会|能|带上?|好"
)
"""Words without content, which cut a run of characters like punctuation does."""


@dataclass(frozen=True)
class Clause:
    """A piece between two stops: its content bigrams, those of its whole sentence, its figures, and its polarity.

    ``negated`` is ``None`` where neither can be told.
    """

    text: str
    grams: frozenset[str]
    around: frozenset[str]
    figures: frozenset[Figure]
    negated: bool | None


@dataclass(frozen=True)
class Sources:
    """The cited texts of one reply, and the names of what it is about."""

    texts: tuple[str, ...]
    about: tuple[str, ...] = ()

    @cached_property
    def compact(self) -> str:
        """All text, canonical, without blanks: what names and words are looked up in."""
        return "\n".join(compact(line) for text in (*self.texts, *self.about) for line in text.splitlines())

    @cached_property
    def figures(self) -> frozenset[Figure]:
        """All figures, with those that they imply."""
        lines = (line for text in self.texts for line in text.splitlines())
        return frozenset(figure for line in lines for figure in figures(canonical(line), implied=True))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses, in order."""
        return tuple(clause for text in self.texts for clause in clauses_of(text, implied=True))

    @cached_property
    def sentences(self) -> frozenset[str]:
        """Whole sentences, compact: one that is repeated word for word needs no further proof."""
        return frozenset(compact(bare(line)) for text in self.texts for line in _SENTENCE.split(text) if line.strip())

    @cached_property
    def grams(self) -> frozenset[str]:
        """The content bigrams of all text; across clauses too, so that «、» does not hide a word."""
        lines = (canonical(line) for text in self.texts for line in text.splitlines())
        return self.topic.union(gram for line in lines for gram in content(line))

    @cached_property
    def topic(self) -> frozenset[str]:
        """The content bigrams of the names of what the reply is about."""
        return frozenset(gram for name in self.about for gram in content(canonical(name)))

    def with_texts(self, texts: Iterable[str]) -> Sources:
        """Return these sources and more."""
        return Sources((*self.texts, *texts), self.about)


def bare(sentence: str) -> str:
    """Return a sentence without its list mark and its full stop."""
    return _LIST_MARK.sub("", sentence.strip()).rstrip("。!！?？；;.， ,")


def compact(line: str) -> str:
    """Return the canonical line without blanks."""
    return canonical(line).replace(" ", "")


def content(canonical_text: str) -> frozenset[str]:
    """Return the content bigrams of canonical text: Chinese characters in pairs, function words and negation left out."""
    bare = NEGATION.sub(" ", _MAYBE.sub(" ", canonical_text))
    runs = _HAN.findall(_FUNCTION.sub(" ", bare))
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def clauses_of(text: str, *, implied: bool = False) -> list[Clause]:
    """Cut a text into clauses; ``implied`` as :func:`assistant.llm.figures.figures` has it.

    A question has the polarity of the answer that follows it: «要登报吗？不需要。» says that it is not needed.
    """
    found = []
    sentences = [match[0] for match in _WHOLE.finditer(text)]
    for at, sentence in enumerate(sentences):
        whole = canonical(sentence)
        around = content(whole)
        asked = _QUESTION.search(sentence) is not None
        answer = _answered(sentences[at + 1 : at + 2]) if asked else None
        for piece in _CLAUSE.split(whole):
            if piece.strip():
                negated = answer if asked else _is_negated(piece)
                found.append(Clause(piece, content(piece), around, figures(piece, implied=implied), negated))
    return found


def _is_negated(piece: str) -> bool:
    return len(NEGATION.findall(_MAYBE.sub(" ", piece))) % 2 == 1


def _answered(following: list[str]) -> bool | None:
    """Whether the sentence after a question denies it, affirms it, or does neither."""
    answer = canonical(following[0]) if following else ""
    if NEGATION.match(answer):
        return True
    return False if _YES.match(answer) else None

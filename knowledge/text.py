"""One reading of text for queries and documents alike: clean, fold, cut into terms and into encoder features.

Everything here is a pure function of its input, so that what was indexed and what is asked always match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from opencc import OpenCC
from pypinyin import Style, pinyin

from knowledge.colloquial import official_words
from knowledge.cutting import Cutter

LATELY = 64
"""Texts that are remembered as read: the steps of one turn read the same text several times over."""
MAX_CHARACTERS = 2000
"""Longer text is cut before anything else: no step may cost more than this much."""

LONGEST_SYLLABLE = 6
"""Letters of the longest pinyin syllables (zhuang)."""
LEAST_SPELLED = 5
"""Letters that pinyin needs to be told from a word of another language."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """``text`` without what no reader sees: controls, lone surrogates, zero-width, tag and private characters.

    Line breaks and tabs become blanks. Unicode tag characters are dropped here so that nothing hidden in them
    ever reaches a later step.
    """
    kept = (" " if character in "\n\r\t" else character for character in text[:MAX_CHARACTERS])
    return "".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=LATELY)
def normalise(text: str) -> str:
    """Clean, NFKC (UAX #15), lower case, Traditional to Simplified, single blanks; a second pass changes nothing."""
    folded = clean(text)
    if not folded.isascii():
        # Lower case can make a new pair to compose (J with a caron), and a simplified form can itself be a
        # traditional one (薴 to 苧 to 苎): both steps are taken twice.
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).lower())[:MAX_CHARACTERS]
        folded = _simplifier().convert(_simplifier().convert(folded))
    return _SPACE.sub(" ", folded.lower()).strip()


def has_words(normalised: str) -> bool:
    """Whether there is anything to read: a Chinese character, a Latin letter or a digit."""
    return _RUN.search(normalised) is not None


def has_chinese(normalised: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN.search(normalised) is not None


@cache
def _cutter() -> Cutter:
    """The domain dictionary is part of the program: indexing and asking always cut alike."""
    return Cutter((files("knowledge") / "lexicon" / "words.txt").read_text("utf-8").split())


@lru_cache(maxsize=LATELY)
def terms(normalised: str) -> tuple[str, ...]:
    """Terms for lexical search: jieba's search-mode words and the character bigrams of every Chinese run."""
    found: list[str] = []
    for run in _RUN.findall(normalised):
        if not _HAN.match(run):
            found.append(run)
            continue
        found += [word for word in _cutter().search_words(run) if len(word) != 2]
        found += _ngrams(run, 2)
    return tuple(found)


@lru_cache(maxsize=32768)
def syllable(character: str) -> str:
    """The commonest toneless reading of one Chinese character (``v`` for ü); the character itself if it has none.

    One fixed reading a character: a homophone slip then keeps its key, and heteronyms stay consistent between
    what is indexed and what is asked.
    """
    return pinyin(character, style=Style.NORMAL, errors="default", v_to_u=False)[0][0]


@cache
def _spellings() -> frozenset[str]:
    """All syllables that a common Chinese character has."""
    common = (bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(said for said in map(syllable, filter(None, common)) if said.isascii() and said.isalpha())


def spelled_out(run: str) -> tuple[str, ...]:
    """The syllables of a Latin run typed as pinyin without tones (``shenfenzheng``), few and long rather than many and
    short; none when it is no pinyin or a single syllable."""
    best: list[tuple[str, ...] | None] = [(), *[None] * len(run)]
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before = best[start]
            if before is not None and run[start:end] in _spellings():
                here = best[end]
                if here is None or len(before) + 1 < len(here):
                    best[end] = (*before, run[start:end])
    found = best[-1] or ()
    return found if len(found) > 1 else ()


def is_readable(normalised: str) -> bool:
    """Whether there is Chinese in it, in characters or spelled out in pinyin."""
    if has_chinese(normalised):
        return True
    said = _RUN.findall(normalised)
    known = [run for run in said if spelled_out(run) or run in _spellings()]
    return len(said) == len(known) and sum(map(len, known)) >= LEAST_SPELLED


def syllables(normalised: str) -> list[str]:
    """Pinyin of ``normalised``: one syllable a Chinese character or as typed in pinyin, other runs as they are."""
    found: list[str] = []
    for run in _RUN.findall(normalised):
        if _HAN.match(run):
            found += map(syllable, run)
        else:
            found += spelled_out(run) or (run,)
    return found


@lru_cache(maxsize=LATELY)
def features(normalised: str) -> tuple[str, ...]:
    """Encoder features, each once: character 1-2 grams (``c``) and pinyin 1-2 grams (``p``), in order of sight.

    Characters of the official words for what was said in other words (``knowledge.colloquial``) come last.
    """
    characters = "".join(_RUN.findall(normalised))
    sounds = syllables(normalised)
    found = [f"c{gram}" for gram in (*characters, *_ngrams(characters, 2))]
    found += [f"p{sound}" for sound in sounds]
    found += [f"p{first}_{second}" for first, second in zip(sounds, sounds[1:], strict=False)]
    for word in official_words(normalised):
        found += [f"c{gram}" for gram in (*word, *_ngrams(word, 2))]
    return tuple(dict.fromkeys(found))


def _ngrams(text: str, n: int) -> Iterator[str]:
    return (text[start : start + n] for start in range(len(text) - n + 1))

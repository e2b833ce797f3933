"""Whether the cited sources carry a sentence of a model: the checks, one after another, each with its name.

What is proven: no figure, name, address of any kind, channel or guarded word that the sources do not hold; no figure
that the sources give to something else; no statement turned round of which the sources hold the original; no sentence
without the sources' own words. What cannot be proven is that a sentence of the sources' words means what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml

from assistant.llm.figures import Figure, figures
from assistant.llm.numerals import canonical
from assistant.llm.sources import Clause, Sources, bare, clauses_of, compact, content

Fault = Literal["markup", "length", "latin", "figure", "misplaced", "name", "word", "claim", "polarity", "support"]

MAX_SENTENCE: Final = 160
"""Characters of one sentence; a longer one is no plain answer."""
SUPPORT: Final = 0.5
"""Share of a sentence's content bigrams that the sources must hold."""
LIKENESS: Final = 0.6
"""From this share of its bigrams on, a clause is taken to restate a source's clause, and must have its polarity."""
NEAR: Final = 0.1
"""Source clauses this close to the likest one speak for it too."""
MAX_LEAD: Final = 16
"""Characters of a line that only leads over to a list («要带这四样：»)."""

_MARKUP: Final = re.compile(r"[*_`#<>|~\\{}\[\]^=$@&]|^\s*[-+] |!\(|-{3,}")
_QUOTED: Final = re.compile(r"《([^》]*)》|「([^」]*)」|『([^』]*)』|【([^】]*)】|“([^”]*)”|〈([^〉]*)〉|\"([^\"]*)\"")
_QUOTE_MARKS: Final = re.compile(r"[《》「」『』【】“”〈〉\"]")
_LATIN: Final = re.compile(r"[a-zà-ÿа-яα-ω][a-z0-9à-ÿа-яα-ω.:/%+-]*")
_LEAD: Final = re.compile(r"[:：]\s*$")
_LISTED: Final = frozenset({"条", "样", "点", "步", "项", "种", "件", "类", "个"})
"""What the items of a list are counted by."""
_SINGLE: Final = frozenset({"份", "张", "个", "本", "次"})
"""«填一份表»: one of something is hardly a figure, unless the sources count the same."""
_STREET: Final = re.compile(r"[\u4e00-\u9fff]{2}(?:路|街(?!道)|巷|大道|大厦|广场|小区|新村|镇|乡)")


@dataclass(frozen=True)
class Rules:
    """The word lists of words.yaml."""

    guarded: tuple[str, ...]
    claims: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    courtesy: re.Pattern[str]


@dataclass(frozen=True)
class Sentence:
    """A sentence as the checks see it."""

    raw: str
    canonical: str
    compact: str
    names: Collection[str]


@cache
def rules() -> Rules:
    """Read words.yaml; raises KeyError or re.error where it is not what it should be."""
    raw = yaml.safe_load((files("assistant.llm") / "words.yaml").read_text("utf-8"))
    claims = tuple((re.compile(claim["says"]), re.compile(claim["needs"])) for claim in raw["claims"].values())
    courtesy = re.compile(rf"(?:(?:{'|'.join(raw['courtesy'])})[,。!:;~ ]*)+")
    return Rules(tuple(raw["guarded"]), claims, courtesy)


def fault(sentence: str, sources: Sources, names: Collection[str] = ()) -> Fault | None:
    """Return the first fault of a sentence, ``None`` where the sources carry it.

    ``names`` are the compact names of the knowledge base (items, channels, offices): one that the sources do not hold
    is of another matter.
    """
    line = sentence.strip()
    if len(line) > MAX_SENTENCE:
        return "length"
    if _holds_markup(line):
        return "markup"
    said = bare(line)
    seen = Sentence(said, canonical(said), compact(said), names)
    if seen.compact in sources.sentences or rules().courtesy.fullmatch(seen.compact):
        return None
    return next((name for name, check in _CHECKS if not check(seen, sources)), None)


def _holds_markup(line: str) -> bool:
    """Tell whether a line holds marks of a markup language or characters that no reader sees."""
    unseen = any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in line)
    return unseen or _MARKUP.search(unicodedata.normalize("NFKC", line)) is not None


def _latin_is_cited(seen: Sentence, sources: Sources) -> bool:
    """Every word in Latin, Greek or Cyrillic letters: addresses, URLs, product names, code."""
    return all(word.rstrip(".:/") in sources.compact for word in _LATIN.findall(seen.compact))


def _figures_are_cited(seen: Sentence, sources: Sources) -> bool:
    leads = _LEAD.search(seen.raw) is not None
    found = (figure for figure in figures(seen.canonical) if not (leads and _counts_a_list(figure)))
    return all(_is_cited(figure, sources.figures) for figure in found)


def _counts_a_list(figure: Figure) -> bool:
    return figure.kind in _LISTED and float(figure.value) <= 12


def _is_cited(figure: Figure, cited: frozenset[Figure]) -> bool:
    if figure.kind in _SINGLE and figure.value == "1" and all(other.kind != figure.kind for other in cited):
        return True
    if figure in cited or (figure.kind and Figure("", figure.value) in cited and figure.kind not in ("date", "tel")):
        return True
    return figure.kind == "" and any(figure.value == other.value for other in cited if other.kind != "tel")


def _quotations_are_cited(seen: Sentence, sources: Sources) -> bool:
    """Every name in brackets or quotation marks; a bracket without its partner hides a name."""
    quoted = ["".join(groups) for groups in _QUOTED.findall(seen.raw)]
    if _QUOTE_MARKS.search(_QUOTED.sub("", seen.raw)):
        return False
    cited = _QUOTE_MARKS.sub("", sources.compact)
    return all(_QUOTE_MARKS.sub("", compact(name)) in cited for name in quoted)


def _words_are_cited(seen: Sentence, sources: Sources) -> bool:
    streets = (street for street in _STREET.findall(seen.compact))
    words = (word for word in rules().guarded if word in seen.compact)
    return all(word in sources.compact for word in (*words, *streets))


def _claims_are_cited(seen: Sentence, sources: Sources) -> bool:
    return all(needs.search(sources.compact) is not None for says, needs in rules().claims if says.search(seen.compact))


def _figures_are_in_place(seen: Sentence, sources: Sources) -> bool:
    """Of the source clauses with a figure of the same kind, those most like this one must give this value."""
    return all(_is_in_place(figure, clause, sources) for clause in clauses_of(seen.raw) for figure in clause.figures)


def _is_in_place(figure: Figure, clause: Clause, sources: Sources) -> bool:
    rivals = [source for source in sources.clauses if any(other.kind == figure.kind for other in source.figures)]
    words = clause.grams or clause.around
    if not figure.kind or not words or not any(figure in source.figures for source in rivals):
        return True  # nothing to go by, or cited by another check as a bare number
    scores = [_closeness(words, source) for source in rivals]
    best = max(scores)
    return any(figure in source.figures for source, score in zip(rivals, scores, strict=True) if score >= best - NEAR)


def _closeness(words: frozenset[str], source: Clause) -> float:
    """Shared content bigrams; those that stand elsewhere in the source's sentence count a third."""
    return len(words & source.grams) + len(words & (source.around - source.grams)) / 3


def _polarity_is_kept(seen: Sentence, sources: Sources) -> bool:
    found = ((clause.grams - sources.topic, clause.negated) for clause in clauses_of(seen.raw))
    return all(_agrees(grams, negated, sources) for grams, negated in found if grams and negated is not None)


def _agrees(grams: frozenset[str], negated: bool, sources: Sources) -> bool:
    """What is said of the item itself decides nothing: «报名不用交钱» does not turn «入学报名» round."""
    shares = [(len(grams & source.grams) / len(grams), source) for source in sources.clauses]
    best = max((share for share, _source in shares), default=0.0)
    if best < (LIKENESS if len(grams) > 1 else 1):
        return True
    return any(source.negated in (negated, None) for share, source in shares if share >= best - NEAR)


def _is_supported(seen: Sentence, sources: Sources) -> bool:
    """No sentence without content words of the sources."""
    grams = content(seen.canonical)
    if not grams and _LEAD.search(seen.raw):
        return len(seen.raw) <= MAX_LEAD
    return bool(grams) and len(grams & sources.grams) >= SUPPORT * len(grams)


def _names_are_cited(seen: Sentence, sources: Sources) -> bool:
    """Names of items, channels and offices of the whole knowledge base."""
    return all(name in sources.compact for name in seen.names if name in seen.compact)


_CHECKS: Final[tuple[tuple[Fault, Callable[[Sentence, Sources], bool]], ...]] = (
    ("latin", _latin_is_cited),
    ("figure", _figures_are_cited),
    ("name", _quotations_are_cited),
    ("name", _names_are_cited),
    ("word", _words_are_cited),
    ("claim", _claims_are_cited),
    ("misplaced", _figures_are_in_place),
    ("polarity", _polarity_is_kept),
    ("support", _is_supported),
)

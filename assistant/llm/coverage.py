"""Whether a wording still says what a citizen would be sent home for not knowing.

A model that words an answer shorter may leave something out, and no check of its sentences sees that. What was asked
decides what must be there: every required material, every condition and step, the amounts of the fee, the promised
limit, a place, a number, a channel. Of what the guide does not say nothing is asked here: the composed words for that
are kept (``draft.py``), and a wording may not fill the gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assistant.llm.figures import Figure, figures
from assistant.llm.numerals import canonical, plain
from assistant.llm.sources import clauses_of, compact, content
from assistant.pipeline.unsaid import is_whole
from knowledge.models import Facet, ServiceGuide

NAMED: Final = 0.5
"""Share of a name's content bigrams that name it."""
TOLD: Final = 0.4
"""Share of a sentence's content bigrams that tell it in other words."""
DENIED: Final = 0.5
"""Share of a material's name in a negated clause that denies it."""
_GAPS: Final[tuple[tuple[Callable[[ServiceGuide], bool], re.Pattern[str]], ...]] = (
    (lambda guide: guide.fee is None, re.compile(r"免费|收费|[收交缴付]钱|工本费|\d元")),
    (lambda guide: guide.online is None, re.compile(r"网上|线上|网办|手机|小程序|app")),
    (lambda guide: guide.visits is None, re.compile(r"跑\d+次|\d+次就?(?:能|可以?)?办|不用跑|零跑|足不出户")),
    (lambda guide: any(one.form is None for one in guide.materials), re.compile(r"原件|复印件|影印件|正本")),
    (lambda guide: any(one.copies is None for one in guide.materials), re.compile(r"\d份")),
    (
        lambda guide: any(one.required is None for one in guide.materials),
        re.compile(r"必须[带交提]|必[带交]|缺一不可|[都全]要带|(?:可以|可)不[带交]"),
    ),
    (lambda guide: guide.promised_days is None, re.compile(r"当场|即办|立等|当天|当日|马上|很快")),
)
"""What may be absent from a guide, and words that would say it all the same. One match too many costs a wording only."""
_UNSAID: Final = re.compile(r"(?:没有?|未|不)(?:写|说|列|注明|提)")


@dataclass(frozen=True)
class Said:
    """A whole wording, as it is looked into."""

    compact: str
    grams: frozenset[str]
    figures: frozenset[Figure]

    @classmethod
    def of(cls, wording: str) -> Said:
        """Read a wording."""
        lines = [canonical(line) for line in wording.splitlines()]
        return cls(
            "".join(line.replace(" ", "") for line in lines),
            frozenset(gram for line in lines for gram in content(line)),
            frozenset(figure for line in lines for figure in figures(line)),
        )

    def tells(self, text: str, share: float) -> bool:
        """Tell whether the wording says a piece of the guide."""
        wanted = content(canonical(text))
        return compact(text) in self.compact or bool(wanted) and len(wanted & self.grams) >= share * len(wanted)


def is_complete(wording: str, guide: ServiceGuide, facets: Iterable[Facet]) -> bool:
    """Tell whether a wording leaves out nothing that the facets asked need."""
    said = Said.of(wording)
    wanted = (facet for facet in facets if is_whole(guide, facet))
    told = all(_NEEDED[facet](said, guide) for facet in wanted)
    return told and not _denies_a_material(wording, guide) and not _fills_a_gap(said, guide)


def _fills_a_gap(said: Said, guide: ServiceGuide) -> bool:
    """Tell whether a wording gives what the guide leaves unsaid, even in words that stand elsewhere in its sources."""
    return any(is_absent(guide) and words.search(said.compact) for is_absent, words in _GAPS)


def _denies_a_material(wording: str, guide: ServiceGuide) -> bool:
    """Tell whether a negated clause speaks of a required material: «不需要…» sends a citizen home again."""
    denied = [clause.grams for clause in clauses_of(wording) if clause.negated]
    named = [content(canonical(material.name)) for material in guide.materials if material.required is not False]
    return any(len(grams & name) >= DENIED * len(name) for grams in denied for name in named if name)


def _materials(said: Said, guide: ServiceGuide) -> bool:
    return all(said.tells(material.name, NAMED) for material in guide.materials if material.required is not False)


def _conditions(said: Said, guide: ServiceGuide) -> bool:
    return all(said.tells(condition, TOLD) for condition in guide.conditions)


def _process(said: Said, guide: ServiceGuide) -> bool:
    return all(said.tells(step.name, NAMED) or said.tells(step.detail or step.name, TOLD) for step in guide.steps)


def _fee(said: Said, guide: ServiceGuide) -> bool:
    """Every amount: which one a citizen pays may depend on what the model would leave out."""
    if guide.fee is None:
        return True
    amounts = {figure for figure in figures(canonical(guide.fee.text)) if figure.kind in ("元", "%")}
    free = guide.fee.amount != 0 or any(word in said.compact for word in ("免", "不收", "不用", "不要", "无需", "0元"))
    return amounts <= said.figures and free


def _time(said: Said, guide: ServiceGuide) -> bool:
    if guide.promised_days is None:  # then it is the legal limit, which must not pass for a promise
        named = "法定" in said.compact and _UNSAID.search(said.compact) is not None
        return named and Figure("工作日", plain(guide.statutory_days or 0)) in said.figures
    if guide.promised_days == 0:
        return "当场" in said.compact or "即办" in said.compact
    return Figure("工作日", plain(guide.promised_days)) in said.figures


def _place(said: Said, guide: ServiceGuide) -> bool:
    return not guide.places or any(said.tells(place.name, NAMED) for place in guide.places)


def _online(said: Said, guide: ServiceGuide) -> bool:
    channels = guide.online.channels if guide.online and guide.online.available else ()
    return not channels or any(compact(channel) in said.compact for channel in channels)


def _phone(said: Said, guide: ServiceGuide) -> bool:
    numbers = {figure for place in guide.places for figure in figures(canonical(place.phone))}
    return not numbers or bool(numbers & said.figures)


def _result(said: Said, guide: ServiceGuide) -> bool:
    return said.tells(guide.result, TOLD)


def _general(_said: Said, _guide: ServiceGuide) -> bool:
    """The card below the answer shows the whole guide."""
    return True


_NEEDED: Final[Mapping[Facet, Callable[[Said, ServiceGuide], bool]]] = {
    "general": _general,
    "conditions": _conditions,
    "materials": _materials,
    "process": _process,
    "time": _time,
    "fee": _fee,
    "place": _place,
    "online": _online,
    "phone": _phone,
    "result": _result,
}

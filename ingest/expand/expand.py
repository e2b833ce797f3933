"""The ways people ask for one guide, made from its own facts, the templates and the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np

from ingest.expand.calls import Calls
from ingest.expand.rivals import Rivals, random_of
from ingest.expand.templates import slots, templates, wordings
from knowledge import text
from knowledge.models import FACETS, Facet, Question, ServiceGuide

WANTED = 33
"""Questions of an item that there should be in all: 3,000 items then have about 100,000."""
GENERAL = 0.4
"""Share of them that ask in general; the facets that the guide says something about share the rest alike."""
LONGEST = 60
"""Characters of a question."""
WORDS = 24
"""Characters of a guide's own words inside a question: longer ones are not what anybody says."""
ROUNDS = 6
"""Times that the templates are gone through, for words that are left."""
_CUT = re.compile(r"[（(].*?[）)]|[“”\"]")

_SAID: Mapping[Facet, Callable[[ServiceGuide], object]] = {
    "general": lambda guide: True,
    "conditions": lambda guide: guide.conditions,
    "materials": lambda guide: guide.materials,
    "process": lambda guide: guide.steps,
    "time": lambda guide: guide.promised_days is not None or guide.statutory_days is not None,
    "fee": lambda guide: guide.fee,
    "place": lambda guide: guide.places,
    "online": lambda guide: guide.online,
    "phone": lambda guide: any(place.phone for place in guide.places),
    "result": lambda guide: guide.result,
}


def said_facets(guide: ServiceGuide) -> tuple[Facet, ...]:
    """The facets that the guide says something about: of others nobody is taught to ask."""
    return tuple(facet for facet in FACETS if _SAID[facet](guide))


def expand(
    guide: ServiceGuide, *, others: Rivals, seed: int, wanted: int = WANTED, known: Collection[str] = ()
) -> tuple[Question, ...]:
    """At most ``wanted`` questions for ``guide``, none of which is among ``known`` (normalised) or means another item.

    ``others`` knows all guides, this one too. Equal arguments give equal questions, whatever the order of the guides. Names
    and aliases themselves are not given: the index has them.
    """
    calls = others.calls(guide.id)
    if not calls.all or wanted <= 0:
        return ()
    maker = _Maker(guide, calls, others, random_of(guide.id, seed))
    taken = {*known, *indexed(guide)}
    made: list[Question] = []
    for facet, share in _shares(said_facets(guide), wanted):
        for line in _fresh(maker.lines(facet), taken, share):
            made.append(Question(item_id=guide.id, facet=facet, text=line))
    return tuple(made)


def indexed(guide: ServiceGuide) -> set[str]:
    """What the index holds of the guide as it is: names, aliases and frequent questions, normalised."""
    return {
        text.normalise(line) for line in (guide.name, guide.summary, *guide.aliases, *(pair.q for pair in guide.faq))
    }


def _shares(facets: Sequence[Facet], wanted: int) -> Iterator[tuple[Facet, int]]:
    """How many questions each facet gets; the first facets take what does not divide."""
    others = [facet for facet in facets if facet != "general"]
    general = round(wanted * GENERAL) if others else wanted
    yield "general", general
    for at, facet in enumerate(others):
        yield facet, (wanted - general) // len(others) + (at < (wanted - general) % len(others))


def _fresh(lines: Iterator[str], taken: set[str], share: int) -> Iterator[str]:
    """The first ``share`` of ``lines`` that are new; each is taken."""
    for line in lines:
        if share == 0:
            return
        normal = text.normalise(line)
        if normal not in taken and len(line) <= LONGEST:
            taken.add(normal)
            share -= 1
            yield line


@dataclass(frozen=True)
class _Maker:
    """Fills templates with what one guide says."""

    guide: ServiceGuide
    calls: Calls
    others: Rivals
    random: np.random.Generator

    def lines(self, facet: Facet) -> Iterator[str]:
        """Questions for ``facet``, styles and calls in turn; ends by itself."""
        found = templates()
        if facet == "general":
            return self._in_turn([*self._mixed(found.short), *self._mixed(found.polite)], found.story)
        return self._in_turn([*self._framed(facet)], found.named.get(facet, ()))

    def _framed(self, facet: Facet) -> Iterator[str]:
        """Frames with a plain wording of the facet in each."""
        said = self._mixed(wordings()[facet])
        frames = cycle(self._mixed(templates().framed))
        return (next(frames).replace("{wording}", wording) for wording in said)

    def _in_turn(self, plain: Sequence[str], rich: Sequence[str]) -> Iterator[str]:
        """A rich template behind every second plain one, each filled with the next of its words."""
        fillings = {slot: cycle(self._mixed(words)) for slot, words in self._words().items() if words}
        plain, rich = ([one for one in group if fillings.keys() >= set(slots(one))] for group in (plain, rich))
        others = cycle(self._mixed(rich))
        order = [template for at, one in enumerate(plain) for template in (one, *islice(others, at % 2))]
        for template in islice(cycle(order), ROUNDS * len(order)):
            yield template.format(**{slot: next(fillings[slot]) for slot in slots(template)}).replace(",", "，")

    def _words(self) -> dict[str, list[str]]:
        guide, online = self.guide, self.guide.online
        whens = [one.when for one in guide.variants if self.others.own_situation(one.when)]
        return {
            "call": [*self.calls.official, *self.calls.call],
            "told": list(self.calls.told),
            "situation": _short(whens),
            "material": _short([one.name for one in guide.materials]),
            "condition": _short([line.split("；")[0].split("，")[0] for line in guide.conditions]),
            "channel": _short(online.channels if online and online.available else ()),
        }

    def _mixed(self, lines: Sequence[str]) -> list[str]:
        return [lines[at] for at in self.random.permutation(len(lines))]


def _short(lines: Sequence[str]) -> list[str]:
    """Words short enough to be said, without brackets and quotation marks."""
    cut = (_CUT.sub("", line).strip("。；， ") for line in lines)
    return list(dict.fromkeys(line for line in cut if 1 < len(line) <= WORDS and "{" not in line))

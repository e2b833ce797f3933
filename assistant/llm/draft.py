"""What a wording starts from: the question, the composed reply, and the guide that it was composed from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from assistant.llm.numerals import canonical
from assistant.llm.sources import Sources, content
from assistant.outcomes import endings
from assistant.pipeline import guard
from assistant.pipeline.compose import FACET_WORDS, short_name
from assistant.pipeline.reply import Reply
from assistant.pipeline.unsaid import is_whole
from knowledge.models import FrequentQuestion, ServiceGuide
from knowledge.ports import KnowledgeIndex

FAQ: Final = 3
"""The guide's own questions and answers that are shown to the model, nearest to the citizen's question first."""
MIN_NAME: Final = 4
"""Names of the knowledge base from this many characters on are told from ordinary words."""


@dataclass(frozen=True)
class Draft:
    """``head`` and ``tail`` of the composed text are kept word for word; only ``body`` may be worded anew.

    An empty ``body`` leaves a model nothing to word.
    """

    question: str
    reply: Reply
    guide: ServiceGuide | None
    head: str
    body: str
    tail: str
    faq: tuple[FrequentQuestion, ...]

    @property
    def sources(self) -> Sources:
        """The composed answer, which is the cited sections' own text."""
        names = (self.guide.name, short_name(self.guide), self.guide.department) if self.guide else ()
        return Sources((self.body,), names)

    @property
    def faq_texts(self) -> tuple[str, ...]:
        """The guide's own questions and answers as sources."""
        return tuple(f"{entry.q}\n{entry.a}" for entry in self.faq)


def draft_of(question: str, reply: Reply, guide: ServiceGuide | None) -> Draft:
    """Lay out what may be worded anew: for a guide its composed answer, for a policy file only words before the quotation."""
    if guide is None:
        # Articles are quoted and their validity is stated: a model may answer first, and takes nothing away.
        head, body, tail = _frame(reply.text)
        return Draft(question, reply, None, head, body, f"\n{body}{tail}", ())
    head, body, tail = _around(reply, guide)
    return Draft(question, reply, guide, head, body, tail, _nearest(question, guide.faq))


def speaks_of_danger(reply: Reply) -> bool:
    """Tell whether a reply holds the words for people in danger, which stand before an answer too."""
    crisis = endings()["crisis"]
    return any(words in reply.text for words in (crisis.text, *crisis.variants.values()))


def names_of(index: KnowledgeIndex) -> tuple[str, ...]:
    """Return the names that the knowledge base gives to items, channels, offices and places, canonical without blanks."""
    found: set[str] = set()
    for guide in index.guides.values():
        found |= {guide.name, short_name(guide), guide.department}
        found |= set(guide.online.channels) if guide.online else set()
        found |= {place.name for place in guide.places}
    plain = (canonical(name).replace(" ", "") for name in found)
    return tuple(sorted(name for name in plain if len(name) >= MIN_NAME))


def _nearest(question: str, faq: Sequence[FrequentQuestion]) -> tuple[FrequentQuestion, ...]:
    asked = content(canonical(question))
    ranked = sorted(faq, key=lambda entry: -len(asked & content(canonical(entry.q + entry.a))))
    return tuple(ranked[:FAQ])


def _around(reply: Reply, guide: ServiceGuide) -> tuple[str, str, str]:
    """Find the composed answer in the reply: whatever stands before it, a notice or a doubt, is not the model's to word.

    The guide's own answer to a frequent question, where it leads, belongs to the answer. That the guide does not say
    something, and a list of papers with gaps, is no model's to word either: it stands behind the answer as composed.
    """
    composed = {facet: "\n".join(FACET_WORDS[facet].compose(guide)) for facet in reply.facets}
    whole = "\n".join(composed.values())
    before, found, tail = reply.text.partition(whole)
    if not whole or not found:
        return _frame(reply.text)
    said = "\n".join(words for facet, words in composed.items() if is_whole(guide, facet))
    unsaid = "".join(f"\n{words}" for facet, words in composed.items() if not is_whole(guide, facet))
    for entry in guide.faq:
        if before.endswith(f"{entry.a}\n"):
            body = "\n".join(filter(None, [entry.a, said]))
            return before.removesuffix(f"{entry.a}\n"), body, unsaid + tail
    return before, said, unsaid + tail


def _frame(text: str) -> tuple[str, str, str]:
    """Cut off what must stay: the notices before an answer, and the words that outcomes.yaml puts around it."""
    head = ""
    notice = f"{guard.PRIVACY_NOTICE}\n"
    if text.startswith(notice):
        head, text = notice, text.removeprefix(notice)
    for pattern in _frames():
        if match := pattern.fullmatch(text):
            return head + match["head"], match["answer"], match["tail"]
    return head, text, ""


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    """One pattern for each variant of «answered» that says more than the answer."""
    found = []
    for variant in endings()["answered"].variants.values():
        head, mark, tail = variant.partition("{answer}")
        if mark:
            parts = (re.sub(r"\\\{\w+\\\}", ".+?", re.escape(part)) for part in (head, tail))
            found.append(re.compile("(?P<head>{})(?P<answer>.+)(?P<tail>{})".format(*parts), re.DOTALL))
    return tuple(found)

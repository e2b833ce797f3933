"""The shipped guides as grounded drafts: what a model may and may not make of them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from assistant.llm.coverage import is_complete
from assistant.llm.draft import Draft, draft_of, names_of
from assistant.llm.grounding import fault
from assistant.llm.sentences import Sentences
from assistant.pipeline.compose import FACET_WORDS
from assistant.pipeline.reply import Citation, Reply
from knowledge.models import Facet, ServiceGuide
from tests.assistant.fakes import FakeIndex


@cache
def guides() -> dict[str, ServiceGuide]:
    """Return all shipped guides."""
    folder = files("knowledge") / "data" / "guides"
    read = [
        ServiceGuide.model_validate(json.loads(entry.read_text("utf-8")), strict=False)
        for entry in folder.iterdir()
        if entry.name.endswith(".json")
    ]
    return {guide.id: guide for guide in sorted(read, key=lambda guide: guide.id)}


@cache
def names() -> tuple[str, ...]:
    """Return all names of the shipped knowledge base."""
    return names_of(FakeIndex(guides=guides()))


def answer(item_id: str, facet: Facet) -> str:
    """Return the composed answer."""
    return "\n".join(FACET_WORDS[facet].compose(guides()[item_id]))


def draft(item_id: str, facet: Facet, question: str = "") -> Draft:
    """Return a draft of the composed answer."""
    text = answer(item_id, facet)
    reply = Reply(
        session_id="s", reply_id="r", outcome="answered", text=text, spoken_text=text, item_id=item_id, facet=facet,
        facets=(facet,), citations=(Citation(title="办事指南", section="", source_id=item_id),),
    )  # fmt: skip
    return draft_of(question, reply, guides()[item_id])


def judge(item_id: str, facet: Facet, wording: str, question: str = "") -> str | None:
    """Return why a wording of a shipped guide is refused, ``None`` where it is used."""
    given = draft(item_id, facet, question)
    cutter = Sentences()
    sources = given.sources.with_texts(given.faq_texts)
    for sentence in [*cutter.feed(wording), *cutter.end()]:
        found = fault(sentence, sources, names())
        if found is not None:
            return f"{found}: {sentence}"
    return None if is_complete(wording, guides()[item_id], (facet,)) else "incomplete"

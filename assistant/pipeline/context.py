"""What the steps of one turn share: the input, the state kept between turns, and the reply in the making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from assistant.outcomes import wording
from assistant.pipeline.companies import CompanyPolicies
from assistant.pipeline.errands.ports import Applications, ClaimReports
from assistant.pipeline.origins import origin_card
from assistant.pipeline.reply import Action, Card, Citation, GuideCard, Outcome, RelatedItem, Suggestion
from knowledge.models import Facet, ServiceGuide, Topic
from knowledge.passages import PassageHit
from knowledge.ports import Hit, KnowledgeIndex

KEPT = 6
"""Items that a conversation remembers."""

Awaited = Literal["company", "case", "claim"]
"""What the last reply asked for and the next words may give: a company's name, an application, a part of a report."""


class Errand(BaseModel):
    """An errand of several turns (``errands/``) under way; nothing of what was answered is in it.

    ``slot`` is what was asked last; ``number`` a case number, only until it was looked up; ``tries`` how often the answer was not
    understood or not right; ``waited`` how many other things were asked meanwhile; ``then`` what is asked after this answer, because
    something said before is being changed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["case", "claim"]
    slot: str = ""
    number: str = ""
    tries: int = 0
    waited: int = 0
    urging: bool = False
    then: str = ""


class DialogueState(BaseModel):
    """What a conversation remembers, and nothing else.

    ``spoken`` are the items answered, the last one first; ``offered`` those that the last reply put to choice, in its
    order (for «第二个»); ``failures`` how often in a row the citizen was not understood; ``awaiting`` what was asked back, and
    ``companies`` the credit codes of companies that were put to choice; ``errand`` what is done in several turns, and ``draft`` the id of
    the report that was begun (its fields lie with the service).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    spoken: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    failures: int = 0
    awaiting: Awaited | None = None
    companies: tuple[str, ...] = ()
    errand: Errand | None = None
    draft: str = ""

    @property
    def item_id(self) -> str | None:
        """The item last spoken of."""
        return self.spoken[0] if self.spoken else None

    def after_answer(self, item_id: str) -> DialogueState:
        """The state once ``item_id`` was answered."""
        spoken = tuple(dict.fromkeys((item_id, *self.spoken)))[:KEPT]
        return DialogueState(spoken=spoken, errand=self.errand, draft=self.draft)


@dataclass(frozen=True)
class TurnInput:
    """One thing a citizen said; ``item_id`` and ``facet`` are pinned by a tapped suggestion, ``on`` is the day in Quanzhou;
    ``client`` says whose wrong tries are counted."""

    text: str
    session_id: str
    reply_id: str
    item_id: str | None = None
    facet: Facet | None = None
    state: DialogueState = DialogueState()
    on: date = field(default_factory=lambda: datetime.now(ZoneInfo("Asia/Shanghai")).date())
    client: str = "in process"


@dataclass
class Turn:
    """One run of the pipeline. A step that sets ``outcome`` ends the run; the closing steps still follow.

    ``heard`` is what may be kept of the citizen's words where they hold a secret; ``to_form``: they are a command
    to the form under way (跳过), of which no model of words knows anything; ``errand`` and ``draft`` are those after the turn.
    """

    given: TurnInput
    index: KnowledgeIndex
    normalised: str = ""
    notices: list[str] = field(default_factory=list)
    item_id: str | None = None
    facet: Facet | None = None
    facets: tuple[Facet, ...] = ()
    hits: tuple[Hit, ...] = ()
    topics: tuple[Topic, ...] = ()
    passages: tuple[PassageHit, ...] = ()
    confidence: float = 0.0
    outcome: Outcome | None = None
    text: str = ""
    card: Card | None = None
    citations: list[Citation] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    awaiting: Awaited | None = None
    alike: tuple[str, ...] = ()
    companies: CompanyPolicies | None = None
    applications: Applications | None = None
    claims: ClaimReports | None = None
    heard: str | None = None
    to_form: bool = False
    errand: Errand | None = None
    draft: str = ""
    step_ms: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """An errand under way goes on unless a step says otherwise."""
        self.errand, self.draft = self.given.state.errand, self.given.state.draft

    @property
    def guide(self) -> ServiceGuide | None:
        """The guide that the turn settled on."""
        return self.index.guides.get(self.item_id) if self.item_id else None

    def end(self, outcome: Outcome, variant: str = "") -> None:
        """End the run as ``outcome``, in the words that the citizen reads for it."""
        self.outcome, self.text = outcome, wording(outcome, variant)


Step = Callable[[Turn], None]


def guide_card(index: KnowledgeIndex, item_id: str) -> GuideCard:
    """The whole guide of ``item_id``, which the index holds, laid out for a card."""
    guide = index.guides[item_id]
    item = index.items.get(item_id)
    related = tuple(
        RelatedItem(item_id=other, name=index.guides[other].name) for other in guide.related if other in index.guides
    )
    shared = {name: getattr(guide, name) for name in ServiceGuide.model_fields if name not in {"id", "related"}}
    return GuideCard.model_construct(
        kind="guide",
        item_id=guide.id,
        board=item.board if item else "",
        related=related,
        sample=True,
        origin=origin_card(index.origin(item_id)),
        **shared,
    )

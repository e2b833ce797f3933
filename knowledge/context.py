"""Reading a question in its conversation: which item it means, given the items spoken of before.

One conditional logit (McFadden 1974) over the items that the words put forward, the items spoken of, and their
neighbours. What the words say by themselves is one input; the others say where a candidate stands in the conversation
and how the question is put (那…呢, 刚才那个, 不是，我是说…). Fitted at ingest on authored conversations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.models import ServiceGuide
from knowledge.ranker import Matrix, softmax

CUES: Mapping[str, re.Pattern[str]] = {
    "back": re.compile(
        r"刚才|刚刚|刚问|前面|之前(说|问|讲|那|的)|上面|先前|早先|一开始|开头|最(早|先|初|开始)|第[一二两三1-3]个|回到|说回|"
        r"回过头|还是(说|问|讲|回)|再(问|说|讲|看)(一下|下|问)?.{0,8}(那|个)|^那?.{1,10}(那个|那本|那张|那边|的事)"
    ),
    "switch": re.compile(r"^(那|哪|要是|如果|假如|万一|换成|改成|可是|但)|呢[?!。~ ]*$|的话|另外|还有|顺便|对了|换(个|成)"),
    "point": re.compile(r"这个|那个|这(种|类|张|本|证|事|边|样|些)|它|那(种|张|本|证|边|样|么)|上述|同样|也"),
    "correction": re.compile(r"不是|不对|说错|搞错|打错|弄错|写错|问错|更正|我(是|要|想)?(说|问|讲)的?是|我是(说|问|讲|要)|应该是"),
    "bare": re.compile(
        r"^(请问|那么?|我想问|问一?下|好的?|嗯|哦|行|这个|那个|它|[, ])*(一般|大概|总共|一共|到底|我|人)?(要|得|需要|应该|该|能|可以|想)?"
        r"(去|到|上|在|带|交|准备|花|等|打|跑|找)?(怎么(办理?|弄|搞|申请|操作|走|交)?|咋(办|整|弄)?|多少(钱|费用|天)?|多久|多长时间|几(天|次|趟)|"
        r"几个工作日|什么(材料|资料|东西|手续|条件|证件|电话|流程|时候|号码)?|哪些(材料|资料|东西|手续|证件|人)|啥(材料|资料|东西|手续|时候|号)?|"
        r"哪里?(个?(窗口|部门|号码))?|哪儿|谁|收费|免费|要?钱|(能|可以)?(在)?(网上|手机|线上)(上)?(能|可以)?(办|弄|搞|交|申请)?)"
        r".{0,6}$"
    ),
}
"""How a question is put, read off its words."""

FEATURES = (
    "score",
    *(f"focus_{name}" for name in ("is", *CUES, "length", "general")),
    *(f"earlier_{name}" for name in ("is", "back", "bare")),
    *(f"related_{name}" for name in ("is", "switch", "correction")),
    *(f"alike_{name}" for name in ("is", "switch", "correction")),
)
"""The score of the words; then what stands for the item last spoken of (focus), for those before it (earlier), for the
neighbours that its guide names (related), and for items of a like name (alike, from 0 to 1)."""

LONG = 20.0
"""Characters that count as one unit of length."""


@dataclass(frozen=True)
class ContextModel:
    """One weight a feature; the defaults were fitted on the shipped conversations and the sample knowledge base."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "score": 1.0,
            "focus_is": 2.0,
            "focus_bare": 3.0,
            "focus_point": 1.0,
            "focus_length": -1.0,
            "earlier_is": 0.5,
            "earlier_back": 2.0,
            "related_is": 0.5,
            "related_switch": 1.0,
            "alike_is": 0.5,
        }
    )

    def probabilities(self, features: Matrix) -> Matrix:
        """Chance of each candidate, shape ``(n,)``, of features of shape ``(n, len(FEATURES))``."""
        return softmax(features @ np.array([self.weights.get(name, 0.0) for name in FEATURES]))

    def to_dict(self) -> dict[str, float]:
        """Plain values for JSON."""
        return dict(self.weights)

    @classmethod
    def from_dict(cls, values: Mapping[str, float]) -> Self:
        """What :meth:`to_dict` gave; raises ValueError for unknown features."""
        if not set(values) <= set(FEATURES):
            raise ValueError("this context model was fitted on other features")
        return cls({name: float(value) for name, value in values.items()})


@dataclass(frozen=True)
class Neighbourhood:
    """Which items stand near which: by their guides' links, and by their names."""

    related: Mapping[str, frozenset[str]]
    grams: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, guides: Iterable[ServiceGuide]) -> Self:
        """Read off the guides; links count both ways."""
        related: dict[str, set[str]] = {}
        grams = {}
        for guide in guides:
            grams[guide.id] = frozenset(guide.name[at : at + 2] for at in range(len(guide.name) - 1))
            for other in guide.related:
                related.setdefault(guide.id, set()).add(other)
                related.setdefault(other, set()).add(guide.id)
        return cls({item_id: frozenset(others) for item_id, others in related.items()}, grams)

    def alike(self, one: str, other: str) -> float:
        """Share of the names' bigrams that both have, from 0 to 1."""
        mine, theirs = self.grams[one], self.grams[other]
        return len(mine & theirs) / max(len(mine | theirs), 1)


def context_features(
    normalised: str,
    candidates: Sequence[str],
    scores: npt.NDArray[np.float64],
    context: Sequence[str],
    near: Neighbourhood,
    general: float,
) -> Matrix:
    """Shape ``(len(candidates), len(FEATURES))``.

    ``scores`` are the ranker's, ``context`` the items spoken of (at least one), the last one first, ``general`` the chance that the
    text asks for no facet in particular.
    """
    cue = {name: float(pattern.search(normalised) is not None) for name, pattern in CUES.items()}
    focus, earlier = context[0], frozenset(context[1:])
    related = near.related.get(focus, frozenset())
    of_focus = [1.0, *cue.values(), min(len(normalised), 40) / LONG, general]
    rows = []
    for item_id, score in zip(candidates, scores.tolist(), strict=True):
        is_focus, is_earlier = float(item_id == focus), float(item_id in earlier)
        is_related = float(item_id in related)
        alike = 0.0 if is_focus else near.alike(focus, item_id)
        rows.append(
            [
                score,
                *(is_focus * value for value in of_focus),
                *(is_earlier * value for value in (1.0, cue["back"], cue["bare"])),
                *(is_related * value for value in (1.0, cue["switch"], cue["correction"])),
                *(alike * value for value in (1.0, cue["switch"], cue["correction"])),
            ]
        )
    return np.array(rows, dtype=np.float64)

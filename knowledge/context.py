"""Reading a question in its conversation: which item it means, given the items spoken of before.

One conditional logit (McFadden 1974) over the items that the words put forward, the items spoken of, and their
neighbours. What the words say by themselves is one input; the others are where a candidate stands in the conversation
(its roles) times how the question is put (its cues: 那…呢, 刚才那个, 不是，我是说…). Fitted at ingest on authored conversations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.models import ServiceGuide, Topic
from knowledge.ranker import Matrix, softmax

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "back": re.compile(
        r"刚才|刚刚|刚问|前面|之前(说|问|讲|那|的)|上面|先前|早先|一开始|开头|最(早|先|初|开始)|第[一二两三1-3]个|回到|说回|"
        r"回过头|还是(说|问|讲|回)|再(问|说|讲|看)(一下|下|问)?.{0,8}(那|个)|^那?.{1,10}(那个|那本|那张|那边|的事)"
    ),
    "switch": re.compile(
        r"^(那|哪|要是|如果|假如|万一|换成|改成|可是|但)|呢[?!。~ ]*$|的话|另外|还有|顺便|对了|换(个|成)"
    ),
    "point": re.compile(r"这个|那个|这(种|类|张|本|证|事|边|样|些)|它|那(种|张|本|证|边|样|么)|上述|同样|也"),
    "correction": re.compile(
        r"不是|不对|说错|搞错|打错|弄错|写错|问错|更正|我(是|要|想)?(说|问|讲)的?是|我是(说|问|讲|要)|应该是"
    ),
    "bare": re.compile(
        r"^(请问|那么?|我想问|问一?下|好的?|嗯|哦|行|这个|那个|它|[, ])*(一般|大概|总共|一共|到底|我|人)?(要|得|需要|应该|该|能|可以|想)?"
        r"(去|到|上|在|带|交|准备|花|等|打|跑|找)?(怎么(办理?|弄|搞|申请|操作|走|交)?|咋(办|整|弄)?|多少(钱|费用|天)?|多久|多长时间|几(天|次|趟)|"
        r"几个工作日|什么(材料|资料|东西|手续|条件|证件|电话|流程|时候|号码)?|哪些(材料|资料|东西|手续|证件|人)|啥(材料|资料|东西|手续|时候|号)?|"
        r"哪里?(个?(窗口|部门|号码))?|哪儿|谁|收费|免费|要?钱|(能|可以)?(在)?(网上|手机|线上)(上)?(能|可以)?(办|弄|搞|交|申请)?)"
        r".{0,6}$"
    ),
}
"""How a question is put, read off its words."""

CUES = ("always", *PATTERNS, "length", "general", "sure", "none", "topic", "share")
"""What a role is worth may depend on these: the patterns; how long the question is; the chances that it asks for no facet
in particular, that its words alone name an item rightly, that they ask for nothing that is here, that they are a broad
wish; and the candidate's own share by the words alone."""
ROLES = ("focus", "earlier", "related", "alike", "affair", "office", "stranger")
"""Where a candidate stands: last spoken of; spoken of before that; named by the focus's guide as its neighbour, or naming it;
of a like name (from 0 to 1); of the same affair, which some topic lists both for; of the same department; none of the first
three and of no same affair."""
WORDS = ("score", "share", "covers")
"""What the words alone say of a candidate: the ranker's score and share, and how much of the question its guide covers."""
FEATURES = (*WORDS, *(f"{role}_{cue}" for role in ROLES for cue in CUES))

LONG = 20.0
"""Characters that count as one unit of length."""
LONGEST = 40


@dataclass(frozen=True)
class ContextModel:
    """One weight a feature; without a fit on conversations a few plain ones stand."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "score": 0.5,
            "focus_always": 4.0,
            "focus_bare": 1.5,
            "focus_general": -1.5,
            "focus_back": -1.0,
            "earlier_always": 1.0,
            "earlier_back": 1.5,
            "related_always": 1.5,
            "related_switch": 0.5,
            "alike_always": 1.0,
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
    """Which items stand near which: by their guides' links, names and departments, and by the topics that list them."""

    related: Mapping[str, frozenset[str]]
    grams: Mapping[str, frozenset[str]]
    offices: Mapping[str, str]
    affairs: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, guides: Iterable[ServiceGuide], topics: Sequence[Topic]) -> Self:
        """Read off guides and topics; links count both ways."""
        related: dict[str, set[str]] = {}
        grams, offices = {}, {}
        for guide in guides:
            grams[guide.id] = frozenset(guide.name[at : at + 2] for at in range(len(guide.name) - 1))
            offices[guide.id] = guide.department
            for other in guide.related:
                related.setdefault(guide.id, set()).add(other)
                related.setdefault(other, set()).add(guide.id)
        affairs: dict[str, set[int]] = {}
        for number, topic in enumerate(topics):
            for choice in topic.choices:
                affairs.setdefault(choice.item_id, set()).add(number)
        return cls(
            {item_id: frozenset(others) for item_id, others in related.items()},
            grams,
            offices,
            {item_id: frozenset(numbers) for item_id, numbers in affairs.items()},
        )

    def near(self, item_id: str) -> list[str]:
        """The linked items, in the order of their ids."""
        return sorted(self.related.get(item_id, ()))

    def roles(self, candidate: str, spoken: Sequence[str]) -> tuple[float, ...]:
        """What ``candidate`` is in a conversation on ``spoken`` (at least one item, the last one first), by ``ROLES``."""
        focus = spoken[0]
        if candidate == focus:
            return (1.0, *[0.0] * (len(ROLES) - 1))
        mine, theirs = self.grams[focus], self.grams[candidate]
        none: frozenset[int] = frozenset()
        near = (
            candidate in spoken,
            candidate in self.related.get(focus, ()),
            not self.affairs.get(focus, none).isdisjoint(self.affairs.get(candidate, none)),
        )
        return (
            0.0,
            float(near[0]),
            float(near[1]),
            len(mine & theirs) / max(len(mine | theirs), 1),
            float(near[2]),
            float(self.offices[focus] == self.offices[candidate]),
            float(not any(near)),
        )


@dataclass(frozen=True)
class Put:
    """How a question is put, beside its words: the chances of ``CUES`` that other models tell."""

    general: float
    sure: float
    none: float
    topic: float

    def cues(self, normalised: str) -> list[float]:
        """All cues but the candidate's own, in the order of ``CUES``."""
        found = [float(pattern.search(normalised) is not None) for pattern in PATTERNS.values()]
        return [1.0, *found, min(len(normalised), LONGEST) / LONG, self.general, self.sure, self.none, self.topic]


def context_features(words: Matrix, roles: Matrix, cues: Sequence[float]) -> Matrix:
    """Shape ``(n, len(FEATURES))`` of ``words`` ``(n, len(WORDS))``, ``roles`` ``(n, len(ROLES))`` and the question's cues."""
    share = words[:, WORDS.index("share") : WORDS.index("share") + 1]
    each: npt.NDArray[np.float64] = np.hstack([np.tile(np.array(cues), (len(words), 1)), share])
    crossed = roles[:, :, None] * each[:, None, :]
    return np.hstack([words, crossed.reshape(len(words), -1)])

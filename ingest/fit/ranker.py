"""Fit the ranker, its calibration and its kinds on questions that the index under test has not seen.

One hold-out index is built without a tenth of the authored questions and without a tenth of the items altogether:
the held-out questions teach the order; the questions of the missing items, and the shipped lines that no guide answers,
teach when the winner is not to be believed; held-out wordings of topics and policy files teach what those sound like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from ingest.fit.logit import Choice, fit_logit
from ingest.fit.reading import counted
from ingest.fit.texts import SubjectTexts
from knowledge.embedded import EmbeddedIndex, Reading
from knowledge.models import PolicyQuestion
from knowledge.progress import Progress, SilentProgress
from knowledge.ranker import KINDS, Kind, Matrix, Ranked, Ranker

SHARE = 0.1
"""Share of items, and of the questions of those that stay, that the hold-out takes away."""
BROAD_SHARE = 0.25
"""Share of the wordings of topics and of policy files that it takes away: they have fewer."""
LEAST = 50
"""Held-out questions that a fit needs."""
SHARES: Mapping[Kind, float] = {"item": 0.5, "topic": 0.12, "policy": 0.1, "missing": 0.08, "foreign": 0.2}
"""How much each kind of held-out line weighs in telling them apart; how often citizens ask what is not known when the
knowledge base is built."""


@dataclass(frozen=True)
class HeldOut:
    """A question that the index has not seen; ``item_id`` is None unless it asks for an item of the index."""

    text: str
    item_id: str | None
    kind: Kind = "item"


@dataclass(frozen=True)
class Words:
    """What models that had not learnt a line say of its words (log odds)."""

    domain: float
    policy: float


def hold_out(subjects: Sequence[SubjectTexts], seed: int) -> tuple[list[SubjectTexts], list[HeldOut]]:
    """The subjects that stay, with fewer questions, and the questions taken away."""
    random = np.random.default_rng(seed)
    items = sum(subject.item_id is not None for subject in subjects)
    missing = set(random.choice(items, round(SHARE * items), replace=False)) if items >= 20 else set()
    stay, away = [], []
    for at, subject in enumerate(subjects):
        if at in missing:
            away += [HeldOut(line, None, "missing") for line in subject.asked]
            continue
        kind: Kind = "item" if subject.item_id is not None else "topic"
        share = SHARE if kind == "item" else BROAD_SHARE
        taken = {line for line in subject.asked if random.random() < share}
        stay.append(replace(subject, asked=tuple(line for line in subject.asked if line not in taken)))
        away += [HeldOut(line, subject.item_id, kind) for line in taken if line not in stay[-1].short]
    return stay, sorted(away, key=lambda one: (one.kind, one.item_id or "", one.text))


def hold_out_policies(
    questions: Sequence[PolicyQuestion], seed: int
) -> tuple[list[PolicyQuestion], list[PolicyQuestion]]:
    """The policy questions that stay, and those taken away."""
    random = np.random.default_rng(seed)
    taken = random.random(len(questions)) < BROAD_SHARE
    return (
        [question for question, away in zip(questions, taken, strict=True) if not away],
        [question for question, away in zip(questions, taken, strict=True) if away],
    )


def fit_ranker(
    index: EmbeddedIndex, questions: Sequence[HeldOut], words: Mapping[str, Words], progress: Progress | None = None
) -> tuple[Ranker, dict[str, float]]:
    """The ranker for indexes like ``index``, and its figures on ``questions``; a base too small keeps the default.

    ``words`` holds what is said of each question's words by models that had not learnt it.
    """
    with (progress or SilentProgress()).task("校准可信度", len(questions)) as task:
        read = [index.read(question.text) for question in counted(questions, task)]
    ids = list(index.guides)
    asked = [one for one in map(lambda q, r: _choice(q, r, ids), questions, read) if one is not None]
    if len(asked) < LEAST:
        return Ranker(), {}
    weights = fit_logit(asked, Ranker().weights, 1e-4, positive=True)
    ranker = Ranker(weights=tuple(round(float(weight), 6) for weight in weights))
    read = [_again(ranker, one) for one in read]
    evidence = np.array(
        [one.evidence(words[q.text].domain, words[q.text].policy) for q, one in zip(questions, read, strict=True)]
    )
    right = np.array([_first(one, ids) == q.item_id for q, one in zip(questions, read, strict=True)])
    for_items = np.array([question.kind == "item" for question in questions])
    kinds = [question.kind for question in questions]
    if not right[for_items].all() and right.any():
        ranker = replace(ranker, calibration=_logistic(evidence[for_items], right[for_items]))
    if not for_items.all():
        ranker = replace(ranker, kinds=_kinds(evidence, kinds, _weights(questions)))
    told = [max(ranker.kind(row).items(), key=lambda pair: pair[1])[0] for row in evidence]
    return ranker, {
        "held_out_questions": float(for_items.sum()),
        "held_out_first": round(float(right[for_items].mean()), 4),
        "held_out_found": round(len(asked) / max(int(for_items.sum()), 1), 4),
        **{
            f"held_out_kind_{kind}": round(
                float(np.mean([t == k for t, k in zip(told, kinds, strict=True) if k == kind])), 4
            )
            for kind in sorted(set(kinds))
        },
    }


def _choice(question: HeldOut, read: Reading, ids: Sequence[str]) -> Choice | None:
    """What the order learns from one question; None where the item was not even put forward."""
    names = [ids[subject] for subject in read.items.subjects]
    return (read.items.signals, names.index(question.item_id)) if question.item_id in names else None


def _again(ranker: Ranker, read: Reading) -> Reading:
    """The reading as ``ranker`` would order it."""
    topics = read.topics
    return replace(
        read,
        items=Ranked.of(ranker, read.items.subjects, read.items.signals),
        topics=None if topics is None else Ranked.of(ranker, topics.subjects, topics.signals),
    )


def _first(read: Reading, ids: Sequence[str]) -> str:
    return ids[int(read.items.subjects[read.items.order[0]])]


def _weights(questions: Sequence[HeldOut]) -> Matrix:
    """One weight a question, so that the kinds weigh as ``SHARES`` says, however many lines each has."""
    counts = Counter(question.kind for question in questions)
    return np.array([len(questions) * SHARES[one.kind] / counts[one.kind] for one in questions])


def _logistic(evidence: Matrix, truth: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Intercept and weights."""
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence, truth)
    return tuple(round(float(value), 6) for value in (model.intercept_[0], *model.coef_[0]))


def _kinds(evidence: Matrix, kinds: Sequence[Kind], weights: Matrix) -> tuple[tuple[float, ...], ...]:
    """Intercept and weights of each of ``KINDS``; a kind that never occurred is never told."""
    model = LogisticRegression(C=1.0, max_iter=2000).fit(evidence, kinds, weights)
    rows = dict(zip(model.classes_, np.column_stack([model.intercept_, model.coef_]), strict=len(model.classes_) > 2))
    if len(model.classes_) == 2:  # then the model keeps one row, for the second class against the first
        only = np.array([model.intercept_[0], *model.coef_[0]]) / 2
        rows = {model.classes_[0]: -only, model.classes_[1]: only}
    never = np.array([-30.0, *[0.0] * evidence.shape[1]])
    return tuple(tuple(round(float(value), 6) for value in rows.get(kind, never)) for kind in KINDS)

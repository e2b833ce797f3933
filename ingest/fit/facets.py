"""Fit the facet model on the authored questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from ingest.fit.reading import Rows, counted
from ingest.fit.stages import Form
from ingest.fit.wordings import plain_wordings
from knowledge import text
from knowledge.facets import FacetModel, cues, facet_features
from knowledge.models import FACETS, Question
from knowledge.progress import Progress, SilentProgress

PLAIN = 12
"""Questions that each plain wording is put behind."""
MOST = 15_000
"""Questions that are learnt from at most: more only cost time."""
LEAST = 3
"""A feature must occur in this many questions; rarer ones name items, not facets."""

FACET_MODEL = Form(".npz", FacetModel.save, FacetModel.load)


def fit_facets(
    questions: Sequence[Question],
    turns: Sequence[Question],
    seed: int,
    strength: float = 2.0,
    progress: Progress | None = None,
) -> FacetModel:
    """Multinomial logistic regression (L2, inverse strength ``strength``), each row scaled to unit length.

    Facets weigh alike, however many questions each has: how often guides are asked about in general by their
    authors says nothing of citizens. Each question counts a second time behind a story, and so do ``turns`` of
    conversations, which are short and lean on what was said before.
    """
    questions = _some(questions, seed)
    asked = [*questions, *_told_as_stories(questions, seed), *_asked_plainly(questions, seed), *turns, *turns]
    bars = progress or SilentProgress()
    with bars.task("识别问法要素", len(asked)) as task:
        read = Rows.of(facet_features(text.normalise(question.text)) for question in counted(asked, task))
    rows = np.arange(len(asked))
    vocabulary, columns = read.often(rows, LEAST)
    if not vocabulary or len({question.facet for question in questions}) < 2:
        return _by_cues()
    target = [FACETS.index(question.facet) for question in asked]
    with bars.task("学习问法要素", None):
        model = LogisticRegression(C=strength, max_iter=100, tol=1e-3, class_weight="balanced").fit(
            read.matrix(rows, columns, len(vocabulary), unit=True), target
        )
    weights = np.zeros((len(vocabulary), len(FACETS)), dtype=np.float32)
    bias = np.full(len(FACETS), -30.0, dtype=np.float32)  # a facet never asked is never answered
    both = len(model.classes_) == 2  # then the model keeps one row, for the second class against the first
    weights[:, model.classes_] = np.vstack([-model.coef_ / 2, model.coef_ / 2]).T if both else model.coef_.T
    bias[model.classes_] = [-model.intercept_[0] / 2, model.intercept_[0] / 2] if both else model.intercept_
    return FacetModel(vocabulary, weights, bias)


def _some(questions: Sequence[Question], seed: int) -> Sequence[Question]:
    """All questions, or ``MOST`` of them at random, in their order."""
    if len(questions) <= MOST:
        return questions
    chosen = np.random.default_rng(seed).choice(len(questions), MOST, replace=False)
    return [questions[at] for at in sorted(chosen.tolist())]


def _by_cues() -> FacetModel:
    """Too little to learn from: the cues alone decide, and without one the whole guide is given."""
    named = [(f"{place}{name}", FACETS.index(facet)) for place in "#@" for name, facet, _pattern in cues()]
    weights = np.zeros((len(named), len(FACETS)), dtype=np.float32)
    weights[np.arange(len(named)), [facet for _name, facet in named]] = 4.0
    bias = np.zeros(len(FACETS), dtype=np.float32)
    bias[FACETS.index("general")] = 1.0
    return FacetModel({name: row for row, (name, _facet) in enumerate(named)}, weights, bias)


def _asked_plainly(questions: Sequence[Question], seed: int) -> list[Question]:
    """Every plain wording of the lexicon, alone and behind some questions that ask in general."""
    general = [question for question in questions if question.facet == "general"]
    random = np.random.default_rng(seed)
    asked = []
    for facet, phrases in plain_wordings().items():
        for phrase in phrases:
            for at in random.integers(len(general), size=PLAIN if general else 0):
                said = f"{general[at].text}，{phrase}"
                asked.append(general[at].model_copy(update={"facet": facet, "text": said}))
            asked += [question.model_copy(update={"facet": facet, "text": phrase}) for question in questions[:1]]
    return asked


def _told_as_stories(questions: Sequence[Question], seed: int) -> list[Question]:
    """Each question that asks a facet, told after one of its item's general ones: a story, then what is asked."""
    stories = defaultdict(list)
    for question in questions:
        if question.facet == "general":
            stories[question.item_id].append(question.text)
    random = np.random.default_rng(seed)
    told = []
    for question in questions:
        if question.facet != "general" and stories[question.item_id]:
            story = stories[question.item_id][random.integers(len(stories[question.item_id]))]
            told.append(question.model_copy(update={"text": f"{story}，{question.text}"}))
    return told

"""Fit the model that tells what kind of thing was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.resources import files

import numpy as np
from sklearn.linear_model import LogisticRegression

from ingest.fit.reading import Reading
from ingest.fit.stages import Form, Stages
from knowledge import text
from knowledge.intents import INTENTS, Intent, IntentModel, intent_features
from knowledge.progress import Progress, SilentProgress

Lines = Mapping[Intent, Sequence[str]]
"""Normalised lines by what they are."""

MOST = 5_000
"""Questions to guides that are learnt from: some thousand show how citizens speak of matters, more only cost time."""
LEAST = 2
"""A feature must occur in this many lines."""
BALANCE = 0.4
"""An intent of ``n`` lines weighs as ``n ** (1 - BALANCE)``: a rare one counts, yet what citizens mostly ask counts most."""
FOLDS = 3
INTENT_MODEL = Form(".npz", IntentModel.save, IntentModel.load)


def shipped_lines() -> dict[Intent, list[str]]:
    """The shipped lines of each intent, normalised; ``in_scope.txt`` and what citizens say in the dialogues are for guides."""
    folder = files("ingest") / "fit" / "intents"
    named: dict[Intent, str] = {intent: f"{intent}.txt" for intent in INTENTS}
    named["guides"] = "in_scope.txt"
    found: dict[Intent, list[str]] = {
        intent: _read((folder / name).read_text("utf-8")) for intent, name in named.items() if intent != "policy"
    }
    found["guides"] = list(dict.fromkeys((*found["guides"], *_spoken())))
    return found


def fit_intents(
    own: Sequence[str],
    policy: Sequence[str],
    lines: Lines,
    seed: int,
    strength: float = 10.0,
    reading: Reading | None = None,
) -> IntentModel:
    """L2 multinomial logistic regression (inverse strength ``strength``) of normalised lines.

    ``own`` are questions to guides, ``policy`` those to policy files, ``lines`` everything else (and more of those two).
    ``reading`` holds the features of all of them where they have been read before.
    """
    learnt: dict[Intent, list[str]] = {intent: list(dict.fromkeys(lines.get(intent, ()))) for intent in INTENTS}
    learnt["guides"] = list(dict.fromkeys((*learnt["guides"], *_some(own, seed))))
    learnt["policy"] = list(dict.fromkeys((*learnt["policy"], *policy)))
    present = tuple(intent for intent in INTENTS if learnt[intent])
    said = [line for intent in present for line in learnt[intent]]
    read = reading or Reading.of(said, intent_features)
    rows = read.rows(said)
    vocabulary, columns = read.cut.often(rows, LEAST)
    if not vocabulary or len(present) < 2:
        return IntentModel()
    counts = np.array([len(learnt[intent]) for intent in present])
    target = np.repeat(np.arange(len(present)), counts)
    weight = (counts.sum() / len(counts) / counts) ** BALANCE
    inputs = read.cut.matrix(rows, columns, len(vocabulary), unit=True)
    model = LogisticRegression(C=strength, max_iter=100, tol=1e-3).fit(inputs, target, sample_weight=weight[target])
    # Of two classes scikit-learn keeps one row, for the second against the first.
    both = len(present) == 2
    weights = np.vstack([-model.coef_ / 2, model.coef_ / 2]) if both else model.coef_
    bias = np.array([-model.intercept_[0] / 2, model.intercept_[0] / 2]) if both else model.intercept_
    return IntentModel(
        present, vocabulary, np.round(weights.T, 4).astype(np.float32), np.round(bias, 4).astype(np.float32)
    )


def intents_unseen(
    own: Sequence[str],
    policy: Sequence[str],
    lines: Lines,
    others: Sequence[str],
    seed: int,
    stages: Stages | None = None,
    progress: Progress | None = None,
) -> dict[str, IntentModel]:
    """For each line of ``policy`` and ``lines``, and of ``others``, a model that had not learnt it.

    ``others`` are not among ``own``, whose lines all models learn. The models are kept in ``stages``.
    """
    apart: dict[str, int] = {}
    for line in (*policy, *(line for intent in lines for line in lines[intent])):
        apart.setdefault(line, len(apart) % FOLDS)
    reading = cache(lambda: Reading.of((*apart, *_some(own, seed)), intent_features))

    def model(fold: int) -> IntentModel:
        kept = {intent: [line for line in lines[intent] if apart[line] != fold] for intent in lines}
        asked = [line for line in policy if apart[line] != fold]
        return fit_intents(own, asked, kept, seed, reading=reading())

    models = []
    with (progress or SilentProgress()).task("试做：分辨来意", FOLDS) as task:
        for fold in range(FOLDS):
            make = partial(model, fold)
            models.append(stages.made(f"trial-intents-{fold}", INTENT_MODEL, make) if stages else make())
            task.advance()
    return {line: models[0] for line in others} | {line: models[fold] for line, fold in apart.items()}


def _spoken() -> list[str]:
    """What is said in conversation: short, in the first person, and leaning on what went before."""
    content = (files("ingest") / "fit" / "dialogues.jsonl").read_text("utf-8")
    told = (turn["user"] for line in content.splitlines() if line for turn in json.loads(line)["turns"])
    return [text.normalise(line) for line in told]


def _read(content: str) -> list[str]:
    kept = (text.normalise(line) for line in content.splitlines() if not line.startswith("#"))
    return list(dict.fromkeys(line for line in kept if text.has_words(line)))


def _some(lines: Sequence[str], seed: int) -> list[str]:
    distinct = list(dict.fromkeys(lines))
    if len(distinct) <= MOST:
        return distinct
    chosen = np.random.default_rng(seed).choice(len(distinct), MOST, replace=False)
    return [distinct[at] for at in sorted(chosen)]

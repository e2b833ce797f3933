"""Articles of policy files, found by their words.

A question about a policy is answered in two steps at once: which document (its subject, the people's words for it, the
level of government), and which article of it (the award, how to apply, how long it is in force). Every document repeats
the words of its subject in each article, so words alone find the document and miss the article: what an article *does*
(``lexicon/policies.yaml``) counts beside what it says.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge import text
from knowledge.amounts import amounts
from knowledge.lexical import LexicalIndex
from knowledge.models import Measure, Passage, PolicyDocument, PolicyQuestion
from knowledge.policy_words import AWARD, WHOLE, policy_words

FloatArray = npt.NDArray[np.float64]

ARTICLE, DOCUMENT, TITLE = 11.0, 9.0, 10.0
LEVEL, AMOUNT, AMOUNT_NEAR = 2.0, 2.5, 0.7
ROLE_WEIGHTS: Mapping[str, float] = {
    "validity": 4.5,
    "procedure": 3.8,
    "stack": 2.0,
    "exclude": 3.4,
    "scope": 2.2,
    WHOLE: 5.5,
    AWARD: 2.0,
}
"""A conditional logit on the authored policy questions, four-fold (README); rounded, for they move little with the folds."""
NAMED = 10.0
"""What it is worth to a document that its title stands in the question."""
LIKE_ASKED = 8.0
"""What an authored question of an article is worth when it is asked as written; nothing when under half of it is."""
ROLES = tuple(ROLE_WEIGHTS)
_NOT_OF_AWARDS = ("exclude", "scope")
"""Roles that awards have in passing («失信的除外»); asked for, the article is meant whose business it is."""
_LEVELS = ("市", "区")


@dataclass(frozen=True)
class PassageHit:
    """One ranked article; ``coverage`` (0 to 1) is how much of the question its document covers, comparable between questions."""

    passage: Passage
    score: float
    coverage: float


@dataclass(frozen=True, eq=False)
class _Layout:
    """What the index knows of each passage besides its words.

    The lexical index holds ``n`` articles, then ``k`` documents, ``k`` titles and ``m`` authored questions.
    ``document`` (n) is a passage's document, ``roles`` (n x roles) what it does, ``level`` (k) the document's level,
    ``answers`` (m) the passage that a question asks for.
    """

    document: npt.NDArray[np.int64]
    roles: npt.NDArray[np.bool_]
    level: npt.NDArray[np.int64]
    answers: npt.NDArray[np.int64]

    @classmethod
    def empty(cls) -> Self:
        none = np.zeros(0, dtype=np.int64)
        return cls(none, np.zeros((0, len(ROLES)), dtype=np.bool_), none, none)

    def fits(self, passages: int, texts: int) -> bool:
        """Do the parts belong together?"""
        documents = len(self.level)
        return (
            len(self.document) == passages
            and self.roles.shape == (passages, len(ROLES))
            and texts == max(passages + 2 * documents + len(self.answers), 1)
            and bool(np.all((self.document >= 0) & (self.document < documents)))
            and bool(np.all((self.answers >= 0) & (self.answers < passages)))
        )


class PassageIndex:
    """Search over the articles of all policy files; immutable. Without arguments it knows none."""

    def __init__(
        self, passages: Sequence[Passage] = (), lexical: LexicalIndex | None = None, layout: _Layout | None = None
    ) -> None:
        self._passages = tuple(passages)
        self._lexical = lexical if lexical is not None else LexicalIndex.build([[]])
        self._layout = layout if layout is not None else _Layout.empty()
        if not self._layout.fits(len(self._passages), self._lexical.size):
            raise ValueError("passages and their index do not match")
        titles = dict.fromkeys(zip(self._layout.document.tolist(), (one.title for one in self._passages), strict=True))
        self._titles = tuple(text.normalise(title) for _, title in sorted(titles))
        self._amounts = tuple(frozenset(amounts(text.normalise(passage.text))) for passage in self._passages)

    @classmethod
    def build(
        cls, passages: Sequence[Passage], policies: Sequence[PolicyDocument], questions: Sequence[PolicyQuestion]
    ) -> Self:
        """Index ``passages`` of ``policies``; ``questions`` about other documents or articles are passed over."""
        if not passages:
            return cls()
        ids = list(dict.fromkeys(passage.document_id for passage in passages))
        known = {policy.id: policy for policy in policies}
        documents = [known[document_id] for document_id in ids]
        places = _places(passages)
        asked = [question for question in questions if (question.document_id, question.section) in places]
        corpus = [
            *_article_texts(passages, known),
            *_document_texts(passages, documents, asked),
            *([text.normalise(line) for line in _titles(policy)] for policy in documents),
            *([text.normalise(question.text)] for question in asked),
        ]
        lexical = LexicalIndex.build([term for line in lines for term in text.features(line)] for lines in corpus)
        layout = _Layout(
            document=np.array([ids.index(passage.document_id) for passage in passages], dtype=np.int64),
            roles=np.array([_roles(passage, known[passage.document_id]) for passage in passages], dtype=np.bool_),
            level=np.array([_LEVELS.index(policy.level) for policy in documents], dtype=np.int64),
            answers=np.array([places[one.document_id, one.section] for one in asked], dtype=np.int64),
        )
        return cls(passages, lexical, layout)

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file; equal indexes give equal bytes."""
        self._lexical.save(path)
        with zipfile.ZipFile(path, "a") as archive:
            for name in ("document", "roles", "level", "answers"):
                with archive.open(f"passage_{name}.npy", "w") as member:
                    np.lib.format.write_array(member, getattr(self._layout, name), allow_pickle=False)

    @classmethod
    def load(cls, path: Path, passages: Sequence[Passage]) -> Self:
        """Read what :meth:`save` wrote, over the same passages; raises ValueError when they do not match."""
        lexical = LexicalIndex.load(path)
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            layout = _Layout(*(file[f"passage_{name}"] for name in ("document", "roles", "level", "answers")))
        return cls(passages, lexical, layout)

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """All articles of one document in the text's order; none of a document that is not here."""
        return tuple(passage for passage in self._passages if passage.document_id == document_id)

    def search(self, normalised: str, k: int = 3) -> tuple[PassageHit, ...]:
        """The ``k`` articles that most likely answer, best first; fewer when there are fewer, none for empty text."""
        if not self._passages or not text.has_words(normalised):
            return ()
        article, document, title, asked = self._shares(normalised)
        named = np.array([title in normalised for title in self._titles])
        if named.any():  # the title's words are in many articles, and ask for none of them
            article = self._shares(_without(normalised, self._titles))[0]
        of = self._layout.document
        scores = (
            ARTICLE * article
            + (DOCUMENT * document + TITLE * title + LEVEL * self._levels(normalised) + NAMED * named)[of]
            + self._as_asked(asked)
            + self._said_amounts(normalised)
            + self._layout.roles @ _role_weights(normalised)
        )
        best = np.argsort(-scores, kind="stable")[:k]
        coverage = np.clip(document[of], 0, 1)
        return tuple(PassageHit(self._passages[at], float(scores[at]), float(coverage[at])) for at in best.tolist())

    def _shares(self, normalised: str) -> list[FloatArray]:
        """How much of the question each article, document, title and authored question covers."""
        terms = text.features(normalised)
        shares = self._lexical.scores(terms) / self._lexical.ceiling(terms)
        count, documents = len(self._passages), len(self._layout.level)
        return np.split(shares, np.cumsum([count, documents, documents]))

    def _levels(self, normalised: str) -> FloatArray:
        level = policy_words().level_asked(normalised)
        if level is None:
            return np.zeros(len(self._layout.level))
        return np.where(self._layout.level == _LEVELS.index(level), 1.0, -1.0)

    def _as_asked(self, asked: FloatArray) -> FloatArray:
        """How nearly an authored question of each article was asked, from half of it on."""
        worth = np.zeros(len(self._passages))
        np.maximum.at(worth, self._layout.answers, LIKE_ASKED * np.clip(2 * asked - 1, 0, 1))
        return worth

    def _said_amounts(self, normalised: str) -> FloatArray:
        wanted = frozenset(amounts(normalised))
        if not wanted:
            return np.zeros(len(self._passages))
        here = np.array([len(wanted & said) / len(wanted) for said in self._amounts])
        near = np.zeros(len(self._layout.level))
        np.maximum.at(near, self._layout.document, here)
        return AMOUNT * here + AMOUNT_NEAR * near[self._layout.document]


def _without(normalised: str, titles: Sequence[str]) -> str:
    for title in titles:
        normalised = normalised.replace(title, " ")
    return normalised


def _role_weights(normalised: str) -> FloatArray:
    asked = policy_words().roles_asked(normalised)
    return np.array([ROLE_WEIGHTS[role] if role in asked else 0.0 for role in ROLES])


def _places(passages: Sequence[Passage]) -> dict[tuple[str, str], int]:
    """Where each article begins; the whole document is asked for at its head, or else at its first article."""
    places: dict[tuple[str, str], int] = {}
    for at, passage in enumerate(passages):
        places.setdefault((passage.document_id, passage.section), at)
    for at, passage in enumerate(passages):
        places.setdefault((passage.document_id, ""), at)
    return places


def _measure(passage: Passage, policy: PolicyDocument) -> Measure | None:
    return next((measure for measure in policy.measures if measure.article == passage.section), None)


def _roles(passage: Passage, policy: PolicyDocument) -> list[bool]:
    if not passage.section:
        return [role == WHOLE for role in ROLES]
    roles = set(policy_words().roles_said(text.normalise(passage.text)))
    if _measure(passage, policy) is not None:
        roles = (roles - set(_NOT_OF_AWARDS)) | {AWARD}
    return [role in roles for role in ROLES]


def _article_texts(passages: Sequence[Passage], policies: Mapping[str, PolicyDocument]) -> list[list[str]]:
    """Of each article its words, what people say for them, and twice the name of its measure.

    A document's head has none of its own: it is little but the title, and would win whenever that is named in full.
    """
    texts: list[list[str]] = []
    for passage in passages:
        if not passage.section:
            texts.append([])
            continue
        said = text.normalise(passage.text)
        measure = _measure(passage, policies[passage.document_id])
        named = [text.normalise(measure.title)] * 2 + [measure.mode] if measure is not None else []
        texts.append([said, *policy_words().said_instead(said), *named])
    return texts


def _document_texts(
    passages: Sequence[Passage], documents: Sequence[PolicyDocument], asked: Sequence[PolicyQuestion]
) -> list[list[str]]:
    """Of each document all its articles, three times its title, its issuer, measures, questions and people's words."""
    texts = []
    for policy in documents:
        body = [text.normalise(passage.text) for passage in passages if passage.document_id == policy.id]
        named = [policy.title] * 3 + [policy.issuer] + [measure.title for measure in policy.measures]
        named += [question.text for question in asked if question.document_id == policy.id]
        people = policy_words().said_instead(" ".join(body))
        texts.append([*body, *(text.normalise(line) for line in named), *people])
    return texts


def _titles(policy: PolicyDocument) -> list[str]:
    """The titles of a document and of its measures, with what people say for their words."""
    titles = [policy.title, *(measure.title for measure in policy.measures)]
    return [*titles, *policy_words().said_instead(text.normalise(" ".join(titles)))]

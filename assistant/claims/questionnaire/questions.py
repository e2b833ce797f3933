"""Versions of the questionnaire: data in YAML files beside this module, the newest in force, older ones still answerable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from assistant.errors import InvalidRequest
from assistant.text import clean
from knowledge.errors import NotFound

Kind = Literal["choice", "many", "text", "number"]
Answers = dict[str, Any]


class Option(BaseModel):
    """One thing to choose; ``lead``: it speaks of malicious claims."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    label: str
    lead: bool = False


class Question(BaseModel):
    """One question; ``most`` bounds a number, ``longest`` a text (characters)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    kind: Kind
    required: bool = False
    options: tuple[Option, ...] = ()
    most: int = 0
    longest: int = 500

    @model_validator(mode="after")
    def _whole(self) -> Question:
        values = [option.value for option in self.options]
        if (self.kind in ("choice", "many")) != bool(values) or len(values) != len(set(values)):
            raise ValueError(f"{self.id}: options belong to choice and many, each value once")
        return self


class Questionnaire(BaseModel):
    """One version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _unique(self) -> Questionnaire:
        if len({each.id for each in self.questions}) != len(self.questions):
            raise ValueError("an id twice")
        return self

    def checked(self, answers: Mapping[str, Any]) -> Answers:
        """The answers as they are kept; raises InvalidRequest that names the question, never the answer."""
        unknown = set(answers) - {each.id for each in self.questions}
        if unknown:
            raise InvalidRequest("答案里有这份问卷没有的问题，请刷新页面后再填。")
        kept = {each.id: _answer(each, answers.get(each.id)) for each in self.questions}
        return {name: value for name, value in kept.items() if value not in (None, "", [])}

    def speaks_of_claims(self, answers: Answers) -> tuple[str, ...]:
        """What in checked answers speaks of malicious claims, in the questionnaire's words."""
        found = []
        for question in self.questions:
            given = answers.get(question.id)
            chosen = given if isinstance(given, list) else [given]
            found += [option.label for option in question.options if option.lead and option.value in chosen]
        return tuple(found)


def _answer(question: Question, value: Any) -> Any:  # noqa: ANN401  # JSON
    empty = value is None or value == "" or value == []
    if empty and question.required:
        raise InvalidRequest(f"请回答：{question.text}")
    if empty:
        return None
    return _KINDS[question.kind](question, value)


def _choice(question: Question, value: object) -> str:
    if not isinstance(value, str) or value not in {option.value for option in question.options}:
        raise InvalidRequest(f"请从给出的几项里选一项：{question.text}")
    return value


def _many(question: Question, value: object) -> list[str]:
    options = [option.value for option in question.options]
    if not isinstance(value, list) or any(not isinstance(each, str) or each not in options for each in value):
        raise InvalidRequest(f"请从给出的几项里选：{question.text}")
    return [option for option in options if option in value]


def _number(question: Question, value: object) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 0 <= int(str(value)) <= question.most:
        raise InvalidRequest(f"请填 0 到 {question.most} 的整数：{question.text}")
    return int(str(value))


def _text(question: Question, value: object) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or len(text) > question.longest:
        raise InvalidRequest(f"请用文字回答，最多 {question.longest} 个字：{question.text}")
    return text


_KINDS = {"choice": _choice, "many": _many, "number": _number, "text": _text}


@cache
def versions() -> Mapping[str, Questionnaire]:
    """Every version by its name, oldest first."""
    found = {}
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            name = file.name.removesuffix(".yaml")
            found[name] = Questionnaire(version=name, **yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def newest() -> Questionnaire:
    """The version in force."""
    return list(versions().values())[-1]


def of_version(version: str) -> Questionnaire:
    """One version; raises NotFound."""
    try:
        return versions()[version]
    except KeyError as error:
        raise NotFound("没有这个版本的问卷，请刷新页面后再填。") from error


def labels(question: Question, value: Any) -> str:  # noqa: ANN401  # JSON
    """An answer in words."""
    words = {option.value: option.label for option in question.options}
    chosen: Sequence[Any] = value if isinstance(value, list) else [value]
    return "、".join(words.get(str(each), str(each)) for each in chosen)

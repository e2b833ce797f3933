"""The five levels and their reasons (``levels.yaml``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from assistant.errors import InvalidRequest
from assistant.ratings.schemas import Level, Options, ReasonOption

LOW: Final = 2
"""From this score down somebody has to look into it (国办发〔2019〕51号: every 差评 is followed up)."""
SATISFIED: Final = 3
"""From this score up a rating counts as satisfied."""


@cache
def options() -> Options:
    """What there is to choose from."""
    data = yaml.safe_load(Path(__file__).with_name("levels.yaml").read_text("utf-8"))
    return Options(
        levels=tuple(Level(**level) for level in data["levels"]),
        reasons={str(score): tuple(ReasonOption(**each) for each in given) for score, given in data["reasons"].items()},
        sample=False,
    )


def label_of(score: int) -> str:
    """The name of a level."""
    return next(level.label for level in options().levels if level.score == score)


def labels_of(score: int, codes: Sequence[str]) -> tuple[str, ...]:
    """The words of reasons, in the order of the list."""
    return tuple(each.label for each in options().reasons[str(score)] if each.code in codes)


def checked_reasons(score: int, codes: Sequence[str]) -> list[str]:
    """Reasons of this score, each once; raises InvalidRequest for any other."""
    known = [each.code for each in options().reasons[str(score)]]
    if any(code not in known for code in codes):
        raise InvalidRequest("评价原因不在可选的范围之内，请刷新页面再选。")
    return [code for code in known if code in codes]

"""A company's name in parts: region, the name proper (字号 and trade), form of organisation; read alike when indexed and asked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import yaml

from knowledge.text import normalise, syllable

LONGEST = 60
"""Characters that are read of a name; the longest registered ones have about 50."""

_TABLE = yaml.safe_load(files("knowledge.portraits").joinpath("names.yaml").read_text(encoding="utf-8"))
REGIONS: tuple[str, ...] = ("", *_TABLE["regions"])
"""Regions by code; 0 is none."""
FORMS: tuple[str, ...] = ("", *_TABLE["forms"])
"""Forms of organisation by code; 0 is none."""
CITY = REGIONS.index("泉州")
PROVINCE = REGIONS.index("福建")
ANY_COMPANY = FORMS.index("company")

_KEPT = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffffa-z0-9]+")
_ANY_REGION = "|".join(REGIONS[1:])
_TAIL = "[" + "".join(sorted({tail for region in _TABLE["regions"].values() for tail in region["tails"]})) + "]"
_NOT_TAIL = "[" + "".join(_TABLE["not_tail"]) + "]"
_TOWN = "|".join(f"(?:{'|'.join(towns)}){tail}" for tail, towns in _TABLE["towns"].items())
_PREFIX = re.compile(f"^(?=.)(?:(?:{_ANY_REGION})(?:{_TAIL}(?!{_NOT_TAIL}))?)*(?:{_TOWN})?")
_INNER = re.compile(f"[(（]({_ANY_REGION}){_TAIL}?[)）]")
_NAMED = re.compile(_ANY_REGION)
_ENDINGS: tuple[tuple[str, int], ...] = tuple(
    sorted(
        ((ending, FORMS.index(form)) for form, endings in _TABLE["forms"].items() for ending in endings),
        key=lambda each: -len(each[0]),
    )
)


class NameParts(NamedTuple):
    """``stem`` is what tells companies apart; ``region`` and ``form`` are codes, 0 where the name says none."""

    whole: str
    stem: str
    region: int
    form: int


def name_parts(name: str) -> NameParts:
    """The parts of a name as registered or as typed; nothing of it is lost when it is all region and form."""
    read = normalise(name[: 4 * LONGEST])
    inner = _INNER.search(read)
    bare = _KEPT.sub("", _INNER.sub("", read))[:LONGEST]
    front = _PREFIX.match(bare)
    said = _NAMED.findall(front.group()) if front else []
    region = REGIONS.index(said[-1]) if said else (REGIONS.index(inner.group(1)) if inner else 0)
    rest = bare[front.end() :] if front else bare
    stem, form = _without_form(rest)
    return NameParts(_KEPT.sub("", read)[:LONGEST], stem or rest or bare, region, form)


def _without_form(text: str) -> tuple[str, int]:
    """The text before its form of organisation, also where that is said with a wrong character or two swapped."""
    exact = next(((ending, form) for ending, form in _ENDINGS if text.endswith(ending)), ("", 0))
    if len(exact[0]) < _SPOKEN:
        for ending, form, said in _SPOKEN_ENDINGS:
            tail = text[-len(ending) :]
            if len(tail) == len(ending) and sorted(sounds(tail)) == said:
                return text[: -len(ending)], form
    ending, form = exact
    return text.removesuffix(ending), form


def region_code(district: str | None) -> int:
    """The code of a registered district (鲤城区), 0 where it is none of ours."""
    found = _NAMED.findall(district or "")
    return REGIONS.index(found[-1]) if found else 0


class _Sounds(dict[int, str]):
    """Characters to the signs of their syllables, worked out when first met."""

    def __missing__(self, character: int) -> str:
        self[character] = sign = sound_sign(syllable(chr(character)))
        return sign


_SOUNDS: Mapping[int, str] = _Sounds()


def sound_sign(said: str) -> str:
    """One sign for a syllable; equal for equal syllables, on every machine. Two syllables that share one do no harm."""
    return chr(0x20000 + zlib.crc32(said.encode()) % 0xFFFF)


_LOOKS = str.maketrans({sign: group[0] for group in _TABLE["look_alikes"] for sign in group})


def looks(text: str) -> str:
    """The text with every character by the first one of those that look like it."""
    return text.translate(_LOOKS)


def sounds(text: str) -> str:
    """The text as it is said: one sign a character, equal for homophones (tones aside)."""
    return text.translate(_SOUNDS)


_SPOKEN = 4
"""Characters of the shortest form that is also known by its sounds."""
_SPOKEN_ENDINGS = tuple((ending, form, sorted(sounds(ending))) for ending, form in _ENDINGS if len(ending) >= _SPOKEN)

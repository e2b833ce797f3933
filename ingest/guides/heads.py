"""Entries in running words: 居民户口簿（原件，1份，必要）…; 受理：窗口收件; 名称 / 地址 / 时间 / 电话; 问题？回答."""

from __future__ import annotations

import re

from ingest.guides.lists import divided
from ingest.guides.parts import brackets
from ingest.guides.values import words
from ingest.guides.values.unclear import Unclear

_FIELDS = re.compile(r"\s*[|｜\t]\s*|\s+[/／]\s+|\s{2,}|　+")
_SIGNS = "，,；;、/ 　"
_EDGES = " 　，,；;、：:—–-。\n\t"
_STEP = re.compile(
    r"(?:【([^】]+)】|\[([^\]]+)\]|([^：:。，；！？\n]{1,30}?)\s*(?:[：:]|——|--|—|\n|\s[-–]\s|　+|\s{2,}|\t))\s*(.+)|([^：:，。；！？\n]{1,15})。(.+)",
    re.DOTALL,
)
_PHONE = re.compile(r"(?:\d{3,4}[-—－ ]?)?\d{5,8}(?:[-—转]\d{1,6})?(?:\s*[、,，/或]\s*(?:\d{3,4}-)?\d{5,8})*")
_HOURS = re.compile(r"周[一二三四五六日]|星期|上午|下午|节假日|工作日|\d{1,2}[:：]\d{2}|时段|全天|24小时")
_QUESTION = re.compile(r"(.+?[？?])\s*(.+)", re.DOTALL)


def material(text: str) -> dict[str, str]:
    """Name, form, copies, required and note, as far as the words are surely those."""
    pieces = [piece.strip() for piece in _FIELDS.split(text) if piece.strip()]
    if len(pieces) > 2 and any(_told(piece) for piece in pieces[1:]):
        return _listed(pieces)
    for start, end in reversed(brackets(text)):
        told, rest = _tokens(text[start + 1 : end - 1])
        if told and start:
            after = text[end:].strip(_EDGES_OF_NOTE)
            return {
                "name": text[:start].strip(),
                **told,
                "note": " ".join(filter(None, (rest, after))) if not (rest and after) else f"{rest}；{after}",
            }
    return _run_on(text)


_EDGES_OF_NOTE = " 　，,；;、：:—–-\n\t"


def _listed(pieces: list[str]) -> dict[str, str]:
    found = {"name": pieces[0]}
    left = []
    for piece in pieces[1:]:
        told, rest = _tokens(piece)
        found.update(told)
        rest = rest if told else piece
        left += [rest] if rest else []
    return {**found, "note": "；".join(left)}


def _run_on(text: str) -> dict[str, str]:
    """居民户口簿，原件，1份，必要，本地户籍免交: the first words that surely are a form, a number or a duty end the name."""
    cuts = [match.start() for match in re.finditer(r"[，,；;：:\s　]", text)]
    for cut in cuts:
        told, rest = _tokens(text[cut:].strip(_EDGES_OF_NOTE))
        if told:
            return {"name": text[:cut].strip(_EDGES), **told, "note": rest}
    return {"name": text.strip()}


def _tokens(text: str) -> tuple[dict[str, str], str]:
    """The leading words that are a form, a number of copies or a duty, and what stands behind them."""
    found: dict[str, str] = {}
    rest = text.strip()
    while rest:
        token = divided(rest, _SIGNS)[0] if divided(rest, _SIGNS) else ""
        told = _longest(rest, token)
        if not told or set(told[0]) & set(found):
            break
        found.update(told[0])
        rest = rest[told[1] :].lstrip(_SIGNS + "。")
    return found, rest if found else ""


def _longest(rest: str, token: str) -> tuple[dict[str, str], int] | None:
    """The told columns of the first word of ``rest``; 原件、复印件 is one word."""
    both = re.match(r"(?:原件|正本)\s*[、,，和及与+]\s*复印件|原件及复印件", rest)
    for length in filter(None, (both.end() if both else 0, len(token))):
        start = rest.find(token) if length == len(token) else 0
        told = _told(rest[start : start + length])
        if told:
            return told, start + length
    if both:
        told = _told(both.group())
        return (told, both.end()) if told else None
    return None


def _told(token: str) -> dict[str, str]:
    """Which column one word surely belongs to."""
    for name, read in (("form", words.form), ("required", words.required), ("copies", words.copies)):
        try:
            read(token)
        except Unclear:
            continue
        if name != "copies" or re.search(r"[份套张本]", token):
            return {name: token}
    count = re.fullmatch(
        r"(原件及复印件|原件和复印件|原件|复印件|电子证照|表格|正本)\s*[：:x×]?\s*(各?[\d一二两三四五六七八九十壹贰叁]{1,3}\s*[份套张本])",
        token,
    )
    if count:
        return {"form": count.group(1), "copies": count.group(2)}
    return {}


def step(text: str) -> dict[str, str]:
    """受理：窗口收件 and its like; words without such a sign are the step itself."""
    found = _STEP.fullmatch(text)
    if found:
        name = next(group for group in (*found.groups()[:3], found.group(5)) if group)
        return {"name": name.strip(), "detail": (found.group(4) or found.group(6)).strip()}
    return {"name": text.strip(), "detail": ""}


def place(text: str) -> dict[str, str]:
    """名称 / 地址 / 时间 / 电话 in any sure division; the telephone and the hours are known by their look."""
    pieces = [piece.strip() for piece in re.split(r"\s*[|｜\t\n]\s*|\s+[/／]\s+|\s*／\s*", text) if piece.strip()]
    if len(pieces) < 2:
        pieces = divided(text, "；;")
    found: dict[str, str] = {}
    for piece in pieces:
        if "phone" not in found and _PHONE.fullmatch(piece):
            found["phone"] = piece
        elif found.get("name") and "hours" not in found and _HOURS.search(piece):
            found["hours"] = piece
        elif "name" not in found:
            found["name"] = piece
        elif "address" not in found:
            found["address"] = piece
        else:
            return {"name": text.strip()}
    return found


def question(text: str) -> dict[str, str]:
    """A question up to its question mark, and the answer behind it."""
    found = _QUESTION.fullmatch(text)
    if found:
        return {"q": found.group(1).strip(), "a": found.group(2).strip()}
    name, _, answer = text.partition("\n")
    return {"q": name.strip(), "a": answer.strip()} if answer.strip() else {"q": text.strip()}


def variant(text: str) -> dict[str, str]:
    """本地补领（户口在鲤城区）, 本地补领：户口在鲤城区; the rest is its note."""
    pieces = [piece.strip() for piece in re.split(r"\s*[|｜\t]\s*|\s+[/／]\s+", text) if piece.strip()]
    if len(pieces) in (2, 4):
        return dict(zip(("name", "when", "materials", "note"), pieces, strict=False))
    ends = [(start, end) for start, end in brackets(text) if end == len(text.rstrip("：:；;。")) and start]
    if ends:
        start, end = ends[-1]
        return {"name": text[:start].strip(), "when": text[start + 1 : end - 1].strip()}
    name, sign, when = text.partition("：") if "：" in text else text.partition("\n")
    return {"name": name.strip(), "when": when.strip()} if sign and when.strip() else {"name": text.strip(_EDGES)}


HEADS = {"materials": material, "steps": step, "places": place, "faq": question, "variants": variant}

"""Figures of policy files: labels against the text, the text's own dates, and guides that speak of an award."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from ingest.quality.base import Base, texts_of
from ingest.quality.figures import NUMBER, number, plain, sentences, sums
from ingest.quality.findings import Finding, Spot
from ingest.words import Path
from knowledge.amounts import amounts
from knowledge.models import Measure, PolicyDocument, ServiceGuide
from knowledge.text import normalise

_DATE = rf"({NUMBER})年({NUMBER})月({NUMBER})日"
_UNTIL = re.compile(rf"有效期(?:限)?(?:自[^。；]{{0,24}})?至{_DATE}")
_YEARS = re.compile(rf"有效期(?:限)?(?:为)?({NUMBER})年(?=[，。；]|$)")
_FROM = re.compile(rf"自{_DATE}起(?:施行|实施|执行)")
_LEAST_SUM = 100
"""``knowledge.amounts`` reads no smaller ones."""
_LEAST_TITLE = 5
"""Shorter titles of measures stand inside other words."""


def in_labels(base: Base) -> Iterator[Finding]:
    """Sums and shares of a measure that its article does not name, deadlines that the whole file does not.

    The labels are what companies are told.
    """
    for policy in base.records.policies:
        texts = {passage.section: passage.text for passage in base.articles.get(policy.id, ())}
        said = set(amounts_of("\n".join(texts.values())))
        for at, measure in enumerate(policy.measures):
            text = texts.get(measure.article)
            if text is None:
                continue  # 条款不存在另有检查
            named = set(amounts_of(text))
            lacking = [words for term, words in _terms(measure) if term not in named]
            if lacking:
                what = f"“{measure.title}”的标签写着 {'、'.join(lacking)}，{measure.article}的原文里没有"
                yield _label_fault(policy, ("measures", at, "award"), what, measure.article, text)
            day = measure.deadline
            if day is not None and said and f"@{day.month}-{day.day}" not in said:
                what = f"“{measure.title}”的标签写着截止日期 {day}，原文里没有这一天"
                yield _label_fault(policy, ("measures", at, "deadline"), what, measure.article, text)


def _label_fault(policy: PolicyDocument, path: Path, what: str, article: str, text: str) -> Finding:
    more = (Spot(policy.id, (article,)),)
    return Finding("错误", policy.id, path, what, "请核对标签与原文，以原文为准", more, (text,))


def amounts_of(text: str) -> Iterator[str]:
    """All figures of a text however long, as ``knowledge.amounts`` writes them."""
    for line in text.splitlines():
        yield from amounts(normalise(line))


def _terms(measure: Measure) -> Iterator[tuple[str, str]]:
    """What the text must hold, as ``knowledge.amounts`` writes it, with its words."""
    award = measure.award
    sizes = [award.get("amount"), award.get("cap")]
    for tier in _list(award.get("tiers")):
        sizes.append(tier.get("amount"))
    by_set = award.get("amounts")
    sizes += list(by_set.values()) if isinstance(by_set, dict) else []
    for size in sizes:
        if isinstance(size, (int, float)) and size >= _LEAST_SUM:
            yield f"={plain(size)}", _money(Decimal(str(size)))
    if isinstance(rate := award.get("rate"), (int, float)):
        percent = plain(Decimal(str(rate)) * 100)
        yield f"%{percent}", f"{percent}%"


def _list(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def validity(base: Base) -> Iterator[Finding]:
    """The last day of validity as the text has it, against the labels'."""
    for policy in base.records.policies:
        for passage in base.articles.get(policy.id, ()):
            said = _last_day(passage.text, policy)
            if said is None or policy.valid_to == said:
                continue
            mine = f"是 {policy.valid_to}" if policy.valid_to is not None else "没有填"
            what = f"按{passage.section or '原文'}，有效期到 {said}，失效日期一栏{mine}"
            more = (Spot(policy.id, (passage.section,)),)
            yield Finding("错误", policy.id, ("valid_to",), what, "请以原文为准核对日期", more, (passage.text,))


def _last_day(text: str, policy: PolicyDocument) -> date | None:
    """The day that is written, or so many years from the first day: the article's own, else the labels'."""
    if (until := _UNTIL.search(text)) is not None:
        return _date(until.groups())
    years, begins = _YEARS.search(text), _FROM.search(text)
    count = number(years.group(1)) if years is not None else None
    first = _date(begins.groups()) if begins is not None else policy.valid_from
    return _years_later(first, int(count)) if first is not None and count is not None else None


def _years_later(first: date, years: int) -> date | None:
    """The day before the anniversary; nothing for a count that is no term of a policy."""
    if not 0 < years <= _LONGEST_TERM:
        return None
    year = first.year + years
    day = min(first.day, calendar.monthrange(year, first.month)[1])
    return date(year, first.month, day) - timedelta(days=1)


_LONGEST_TERM = 50


def _date(parts: tuple[str | None, ...]) -> date | None:
    values = [number(part) for part in parts if part is not None]
    try:
        year, month, day = (int(value) for value in values if value is not None)
        return date(year, month, day)
    except (ValueError, OverflowError):  # the 32nd, or a year in characters
        return None


def in_guides(base: Base) -> Iterator[Finding]:
    """A guide's sentence that names a measure in full, or a policy file in 《》, with a sum that this does not hold."""
    subjects = list(_subjects(base))
    if not subjects:
        return
    pattern = re.compile("|".join(re.escape(name) for name, *_ in sorted(subjects, key=lambda one: -len(one[0]))))
    known = {name: (policy, section, text) for name, policy, section, text in subjects}
    for guide in base.records.guides:
        for path, text in texts_of(guide):
            for sentence in sentences(text):
                if sums(sentence) and (found := pattern.search(sentence)) is not None:
                    yield from _against(base, guide, path, sentence, known[found.group()])


def _subjects(base: Base) -> Iterator[tuple[str, PolicyDocument, str, str]]:
    """What guides may name: a title in 《》 with the whole text, a measure with its article; never what two files share."""
    measures = [measure.title for policy in base.records.policies for measure in policy.measures]
    for policy in base.records.policies:
        if policy.valid_to is not None and policy.valid_to < base.today:
            continue
        texts = {passage.section: passage.text for passage in base.articles.get(policy.id, ())}
        if texts:
            yield f"《{policy.title}》", policy, "", "\n".join(texts.values())
        for measure in policy.measures:
            if len(measure.title) >= _LEAST_TITLE and measures.count(measure.title) == 1 and measure.article in texts:
                yield measure.title, policy, measure.article, texts[measure.article]


def _against(
    base: Base, guide: ServiceGuide, path: Path, sentence: str, subject: tuple[PolicyDocument, str, str]
) -> Iterator[Finding]:
    policy, section, text = subject
    said, known = {figure.value for figure in sums(sentence)}, {figure.value for figure in sums(text)}
    strange = sorted(value for value in said - known if value >= _LEAST_SUM)
    if not strange or not known:
        return
    words = "、".join(_money(value) for value in strange)
    what = f"这里说的是 {words}，《{policy.title}》{section}里的金额是 {'、'.join(_money(value) for value in sorted(known))}"
    more = (Spot(policy.id, (section,) if section else ()),)
    quote = next((part for part in sentences(text) if sums(part)), text)
    yield Finding("错误", guide.id, path, what, "请核对政策原文，改成一样", more, (sentence, quote))


def _money(value: Decimal) -> str:
    return f"{plain(value / 10000)} 万元" if value >= 10000 else f"{plain(value)} 元"

"""A company's name inside a sentence: the longest span whose look-up is certain; patterns only say where to look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from assistant.pipeline.companies import NOBODY, Named, NamedCompany
from knowledge.portraits.name_parts import FORMS, REGIONS, name_parts, sounds

LONGEST = 40
"""Characters of a span that is looked up."""
MOST = 6
"""Look-ups for one question."""
BRAND = 2
"""Characters in front of a name proper (its 字号) that must be said: the trade alone (鞋业) names nobody."""
_LEAD = re.compile(
    r"^(?:(?:适合|适用于|适用|给|你好|您好|请问|请|麻烦|帮忙|帮我|帮|给我|替我|我想|想|我要|要|知道|了解|咨询|问问|问|查询|查查|查看|查|看看|看|算算|算|匹配|一下|下|听说|那么|那|"
    r"关于|对于|作为|像|就是|是|叫做|叫|名字|名称|全称|我们|咱们|我|咱|本|这家|这个|公司|企业|厂|单位|在|的|,|:|：|，|\s)+)"
)
_TAIL = re.compile(
    r"(?:(?:老板|法人|会计|财务|负责人|员工|这家|这个|那家|(?<!有限)(?<!责任)(?<!股份)(?<!集团)公司|企业|单位|今年|现在|目前|还|都|一共|总共|到底|究竟|可以|能够|能|有没有|有|的|呢|吧|啊|吗|哦|呀|[,，。.!！?？、:：]|\s)+)$"
)
_SPLIT = re.compile(r"[,，。.;；!！?？\n]+")
_PLACE = re.compile("|".join(REGIONS[1:]))


def company_in(pieces: Sequence[str], look_up: Callable[[str], Named], general: re.Pattern[str]) -> Named:
    """Whom pieces of a sentence name: certainly before perhaps, longer spans before shorter.

    ``general`` matches words that say what kind of company is meant (制造业, 高新技术企业), not which: they are not looked up.
    """
    perhaps = NOBODY
    for span in islice(_worth_it(_spans(pieces), general), MOST):
        named = look_up(span)
        if named.certain is not None and says_brand(span, named.certain):
            return Named(named.certain)
        if not perhaps.alike:
            perhaps = Named(None, tuple(one for one in named.alike if says_brand(span, one)))
    return perhaps


def _worth_it(spans: Iterable[str], general: re.Pattern[str]) -> Iterator[str]:
    """Spans that may be a name: not too short or long, none twice, and more than a kind of company."""
    for span in dict.fromkeys(spans):
        if BRAND <= len(span) <= LONGEST:
            stem = name_parts(span).stem
            if len(stem) >= BRAND and not general.fullmatch(stem):
                yield span


def _spans(pieces: Sequence[str]) -> Iterator[str]:
    """Pieces without what leads to a name and what follows it; then from each place name on; then with what leads to it."""
    parts = sorted((part for piece in pieces for part in _SPLIT.split(piece)), key=len, reverse=True)
    bare = [_TAIL.sub("", _LEAD.sub("", part)).strip() for part in parts]
    yield from bare
    yield from (part[place.start() :] for part in bare for place in _PLACE.finditer(part) if place.start())
    yield from (_TAIL.sub("", part).strip() for part in parts)


def says_brand(span: str, company: NamedCompany) -> bool:
    """Does a span say what tells the company apart: the first characters of its name proper, or their sounds?"""
    said, held = name_parts(span).stem, name_parts(company.matched).stem
    return sounds(said)[:BRAND] == sounds(held)[:BRAND] or _one_wrong(sounds(said), sounds(held))


def _one_wrong(said: str, held: str) -> bool:
    """One character of the name proper wrong, missing or added, where at least three others are right."""
    if len(said) < BRAND + 2:
        return False
    alike = sum(one in held for one in said)
    return alike >= len(said) - 1 and alike > BRAND


def looks_registered(text: str) -> bool:
    """Does it end like the registered name of a company (有限公司, 股份公司), with a name before that?"""
    parts = name_parts(text)
    return text.endswith("公司") and FORMS[parts.form] in ("limited", "joint_stock") and len(parts.stem) >= BRAND

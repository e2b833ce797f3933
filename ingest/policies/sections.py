"""Whether the articles of a text count on without a gap: a page that is missing, or a number that was read wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.policies.dates import number

_ARTICLE = re.compile(r"第([一二三四五六七八九十]+)条")
_HEADING = re.compile(r"([一二三四五六七八九十]+)(?:、.*)?")
_LEADING = re.compile(r"(第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、)")


def leading_number(line: str) -> str | None:
    """``第三条`` or ``三、`` when the line begins with it."""
    found = _LEADING.match(line)
    return found.group(1) if found else None


def follows(one: str, other: str) -> bool:
    """Is ``other`` (第四条) the next after ``one`` (第三条)?"""
    before, after = (number(name.strip("第条、")) for name in (one, other))
    return before is not None and after == before + 1


def gaps(sections: Iterable[str]) -> Iterator[str]:
    """Names of articles that should be there: 第四条 between 第三条 and 第五条. Counted up to 99."""
    names = list(dict.fromkeys(section for section in sections if section))
    for pattern, form in ((_ARTICLE, "第{}条"), (_HEADING, "{}、")):
        found = [value for name in names if (match := pattern.fullmatch(name)) and (value := number(match.group(1)))]
        counted = set(found)
        yield from (
            form.format(_written(missing)) for missing in range(1, max(found, default=0)) if missing not in counted
        )


def _written(value: int) -> str:
    digits = "零一二三四五六七八九"
    tens, units = divmod(value, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[units] if units or not tens else "")

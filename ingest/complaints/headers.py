"""A header of two rows: groups above (投诉人信息, 被投诉人信息), what stands in each column below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.complaints.columns import COMPLAINANT, RESPONDENT, Wordings, field_of, is_header

_LONGEST = 20
_OF_GROUPS = re.compile(r"(?:的?(?:基本|相关)?(?:信息|情况|资料))$")
_FIGURE = re.compile(r"\d")
_SHORTEST_PARTY = 3


def stacked(upper: Sequence[object], lower: Sequence[object], words: Wordings) -> list[str] | None:
    """The header that two rows make together, ``None`` where they do not.

    A cell that is merged downwards stands in the upper row only, or in both; one that is merged sideways stands in the first of its columns,
    or in all. Whose a name, phone or address is, is said by its group: that of the shop is never taken for the complainant's.
    """
    above, below = _texts(upper), _texts(lower)
    width = max(len(above), len(below))
    above, below = above + [""] * (width - len(above)), below + [""] * (width - len(below))
    groups = _spread(above, below)
    under = [at for at in range(width) if below[at] and groups[at] and below[at] != groups[at]]
    titled = len(set(filter(None, above))) < 2 or not any(field_of(_whose(text), words) for text in above)
    if titled or not under or any(len(text) > _LONGEST or _FIGURE.search(text) for text in below):
        return None  # a title over a header, or a header over the first complaint
    header = [_joined(groups[at], below[at], words) for at in range(width)]
    return header if is_header(header, words) else None


def _texts(cells: Sequence[object]) -> list[str]:
    return [" ".join(str(cell or "").split()) for cell in cells]


def _spread(above: list[str], below: list[str]) -> list[str]:
    """The group over each column; an empty cell belongs to the group before it where that has columns below."""
    groups: list[str] = []
    for at, text in enumerate(above):
        spreads = not text and at and below[at] and below[at - 1] and below[at - 1] != groups[-1]
        groups.append(groups[-1] if spreads else text)
    return groups


def _joined(group: str, column: str, words: Wordings) -> str:
    if not group or not column or group == column:
        return column or group
    return _named(group, column, words) or f"{group} {column}"


def _named(group: str, column: str, words: Wordings) -> str:
    """What a column under a group is called where that has a meaning: 投诉人 and 姓名, or what it says alone, if it can be the group's."""
    whose = _whose(group)
    if field_of(whose + column, words):
        return whose + column
    own, of = field_of(column, words), field_of(whose, words)
    if own in COMPLAINANT:
        return column if of == "name" or of is None and _says_whose(column, words) else ""
    return column if own and not (own in RESPONDENT and of == "name") else ""


def _whose(group: str) -> str:
    return _OF_GROUPS.sub("", group)


def _says_whose(column: str, words: Wordings) -> bool:
    """Whether a header begins with who complains: 投诉人电话, not 电话."""
    return any(field_of(column[:end], words) == "name" for end in range(_SHORTEST_PARTY, len(column) + 1))

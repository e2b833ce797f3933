"""Where in the department's own file a citation stands, from a record's origin; a table look-up a facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from assistant.pipeline.reply import Citation, OriginCard
from knowledge.models import Facet, Origin, Position

FIELDS: Final[Mapping[Facet, tuple[str, ...]]] = {
    "general": ("summary", "name", "id"),
    "conditions": ("conditions",),
    "materials": ("materials",),
    "process": ("steps",),
    "time": ("promised_days", "statutory_days"),
    "fee": ("fee",),
    "place": ("places",),
    "online": ("online",),
    "phone": ("places[0].phone", "places"),
    "result": ("result",),
}
"""The fields that a facet is answered from, the telling one first."""
_INSIDE: Final = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa")


def located(citation: Citation, origin: Origin | None, fields: Sequence[str]) -> Citation:
    """Return the citation with its file, and its exact place there: that of the first of ``fields`` that has one."""
    if origin is None:
        return citation
    extra = {"file": origin.file, "place": _place(origin, fields), "original": public_url(origin.url)}
    return citation.model_copy(update=extra)


def origin_card(origin: Origin | None) -> OriginCard | None:
    """Return an origin as citizens and editors are shown it: places in words."""
    if origin is None:
        return None
    words = {field: position.words for field, position in origin.fields.items()}
    fields = {field: text for field, text in words.items() if text}
    return OriginCard.model_construct(file=origin.file, url=public_url(origin.url), fields=fields)


@lru_cache(maxsize=1024)
def public_url(url: str) -> str | None:
    """Return an address that a citizen's browser may be sent to; ``None`` for one inside an office's own network.

    An address with a name and password in it is not given either.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and "@" not in parts.netloc
    return url if is_web and _is_public(host) else None


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.endswith(_INSIDE)


def _place(origin: Origin, fields: Sequence[str]) -> str | None:
    """The place of a field, or else of the first of its parts."""
    for field in fields:
        position = origin.fields.get(field) or _first_part(origin, field)
        words = _for_citizens(position).words if position is not None else ""
        if words:
            return words
    return None


def _for_citizens(position: Position) -> Position:
    """Without what only a program sees: a path inside JSON or HTML, and the source line of what has a place on the page."""
    seen = position.table or position.paragraph or position.cell
    return position.model_copy(update={"path": "", "line": 0 if seen else position.line})


def _first_part(origin: Origin, field: str) -> Position | None:
    inner = (f"{field}[", f"{field}.")
    return next((position for name, position in origin.fields.items() if name.startswith(inner)), None)

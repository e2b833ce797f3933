"""Names for what was fetched: stable from run to run, never two alike, safe to print."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

import httpx

from ingest.sources.urls import host_of, origin_of

_UNSAFE = re.compile(r"[^\w.()-]+")
_LONGEST_PART = 80
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/json": ".json",
    "text/plain": ".txt",
    "application/zip": ".zip",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
_KNOWN = frozenset(SUFFIXES.values()) | {".htm", ".jpeg", ".md"}


def file_name(url: str, media_type: str, origin: str) -> str:
    """The path of ``url`` as a file name; ``origin`` is the site's own, of which names need no host.

    Ends in 8 digits of the URL's digest wherever something of the URL had to be left out or changed.
    """
    parsed = httpx.URL(url)
    path = unquote(parsed.path).strip("/")
    suffix = _suffix(path, media_type)
    own = origin_of(parsed) == origin
    whole = own and path.endswith(suffix) and parsed.path == f"/{path}" and not parsed.query
    return safe_name((path if own else f"{host_of(parsed)}/{path}").removesuffix(suffix), "" if whole else url) + suffix


def safe_name(raw: str, told_apart_by: str = "") -> str:
    """``raw`` with unsafe characters replaced; where that changes something, or when told to, a digest makes it unique."""
    clean = "/".join(_part(part) for part in raw.split("/") if part.strip(". "))[-200:].lstrip("/") or "index"
    if clean == raw and not told_apart_by:
        return clean
    return f"{clean}-{hashlib.sha256((told_apart_by or raw).encode('utf-8', 'replace')).hexdigest()[:8]}"


def _part(part: str) -> str:
    return _UNSAFE.sub("_", part)[:_LONGEST_PART].lstrip(".") or "_"


def _suffix(path: str, media_type: str) -> str:
    """The ending by which people know the format: the path's own if it is one, else the one of the media type."""
    own = re.search(r"\.[A-Za-z]{2,5}$", path)
    if own and own.group().lower() in _KNOWN:
        return own.group().lower()
    return SUFFIXES.get(media_type, ".html" if media_type.startswith("text/") else "")

"""Which policy file a document is: the id under which it is published and cited.

A file that the department named ``P001.docx`` is P001. Other files get an id from their number (文号), so that one document
fetched from two places is one, else from their address. The hash keeps apart what the readable part cannot.
"""

from __future__ import annotations

import hashlib
import re

from ingest.documents.document import Document
from ingest.policies.vocabulary import plain

_STEM = re.compile(r"[A-Z][A-Z0-9-]{0,29}")
_NUMBER = re.compile(r".*?[\[(〔【]([0-9]{4})[\])〕】]第?([0-9]{1,5})号")
_BRACKETS = str.maketrans("〔【(", "[[[") | str.maketrans("〕】)", "]]]")


def policy_id(document: Document, number: str) -> str | None:
    """The id, ``None`` when the file has neither such a name nor a number nor an address."""
    return _of_name(document) or _of_number(number) or _of_url(document.url)


def _of_name(document: Document) -> str | None:
    """Pages and attachments of a site are named by its software, not by the department: there the name says nothing."""
    if document.url:
        return None
    stem = (document.member or document.file).rpartition("/")[2].partition(".")[0]
    return stem if _STEM.fullmatch(stem) else None


def _of_number(number: str) -> str | None:
    """``D2025-1-9C41E07A`` of 泉鲤政办规〔2025〕1号, whatever brackets it is printed with."""
    found = _NUMBER.fullmatch(plain(number))
    return f"D{found.group(1)}-{int(found.group(2))}-{_hash(_written(number))}" if found else None


def same_number(one: str, other: str) -> bool:
    """Equal but for the form of the brackets and a 第 before the serial number."""
    return _written(one) == _written(other)


def year_of(number: str) -> int | None:
    """2025 of 泉政办〔2025〕1号."""
    found = _NUMBER.fullmatch(plain(number))
    return int(found.group(1)) if found else None


def _written(number: str) -> str:
    return plain(number).translate(_BRACKETS).replace("第", "")


def _of_url(url: str) -> str | None:
    address = re.sub(r"^https?://|#.*$", "", url).rstrip("/")
    return f"U-{_hash(address)}" if address else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8].upper()

"""The addresses of this site that are known, so that a link inside it can be judged without asking the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.models import Origin


@dataclass(frozen=True)
class KnownAddresses:
    """A :class:`ingest.quality.base.LinkChecker` over the pages that were fetched.

    Only pages of a folder of which others were fetched are judged: of the rest of a host nothing is known.
    """

    pages: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()

    @classmethod
    def of(cls, origins: Iterable[Origin]) -> KnownAddresses:
        """Those of everything that came from the web."""
        pages = frozenset(_page(origin.url) for origin in origins if origin.url)
        return cls(pages, frozenset(page.rpartition("/")[0] for page in pages))

    def fault(self, url: str) -> str | None:
        """See the port."""
        page = _page(url)
        lost = page not in self.pages and page.rpartition("/")[0] in self.folders and not page.endswith("/")
        return "在抓取到的网页里没有" if lost else None


def _page(url: str) -> str:
    """Host and path: http and https, queries and marks within a page make no other page here."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower()}{parts.path or '/'}"

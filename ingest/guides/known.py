"""What the item list knows: codes, names, departments, whom an item serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.guides.values.words import squeezed
from knowledge.models import ServiceItem

CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}-[0-9]{3,6})(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Known:
    """The item list by code and by name."""

    items: Mapping[str, ServiceItem] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[ServiceItem]) -> Known:
        """From the rows of the list; a name that two items bear finds neither."""
        rows = tuple(items)
        names: dict[str, str] = {}
        for item in rows:
            name = squeezed(item.name)
            names[name] = "" if name in names else item.id
        return cls({item.id: item for item in rows}, {name: code for name, code in names.items() if code})

    def find(self, text: str) -> str | None:
        """The code of the item that ``text`` names exactly, or whose code it is."""
        text = text.strip()
        if CODE.fullmatch(text):
            return text
        return self.names.get(squeezed(text))

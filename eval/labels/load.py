"""Policy texts with the labels that a person gave them: a folder in the catalog's form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import BadInput

Measure = dict[str, Any]


@dataclass(frozen=True)
class LabelledText:
    """One document: its file's name and bytes, and the measures that a person read in it."""

    file: str
    data: bytes
    measures: tuple[Measure, ...]


def load(folder: Path) -> tuple[LabelledText, ...]:
    """Every ``ID.md`` with its ``ID.labels.json``. Raises ``BadInput`` naming the file."""
    labels = sorted(folder.glob("*.labels.json")) if folder.is_dir() else []
    if not labels:
        raise BadInput(f"{folder}: no *.labels.json here")
    return tuple(_one(path) for path in labels)


def _one(path: Path) -> LabelledText:
    text = path.with_name(path.name.replace(".labels.json", ".md"))
    try:
        measures = json.loads(path.read_bytes())["measures"]
        return LabelledText(text.name, text.read_bytes(), tuple(measures))
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path}: not labels in the catalog's form") from error

"""An upload on the wire."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Upload(BaseModel):
    """A kept file; ``document`` is the required paper that it was sent for, empty where none was named."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    document: str
    type: str
    size: int
    sha256: str

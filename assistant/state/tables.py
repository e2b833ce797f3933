"""All tables of the state: importing this module makes ``Base.metadata`` whole."""

from __future__ import annotations

from assistant.state import (
    accounts_models,
    applications_models,
    benefits_models,
    claim_cases_models,
    claim_reports_models,
    labels_models,
    models,
)
from assistant.state.base import Base

__all__ = [
    "Base",
    "accounts_models",
    "applications_models",
    "benefits_models",
    "claim_cases_models",
    "claim_reports_models",
    "labels_models",
    "models",
]

"""Worlds of cases."""

from __future__ import annotations

from tests.assistant.claims.cases.fixtures import any_world, claims_home, empty_claims, world

__all__ = ["any_world", "claims_home", "empty_claims", "world"]

"""Worlds of claims."""

from __future__ import annotations

from tests.assistant.claims.reports.fixtures import any_world, empty_claims, light_hashes, site, world

__all__ = ["any_world", "empty_claims", "light_hashes", "site", "world"]

"""All of claims, built once: each slice adds its part where the comments say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy import Engine

from assistant.accounts.guard import Accounts
from assistant.clock import Clock, now
from assistant.state.database import Database
from knowledge.settings import Settings


@dataclass(frozen=True)
class Claims:
    """The services of claims."""

    # a slice's service: one line here

    def routers(self, accounts: Accounts) -> Sequence[APIRouter]:
        """Every route; those with fixed paths before the reports', whose ``/{receipt}`` matches any one segment."""
        del accounts
        return (
            # analysis (register, series, network)
            # cases, persons, hand-over
            # questionnaire, then reports, last of all
        )

    def start(self) -> None:
        """Begin what runs beside the requests."""

    def close(self) -> None:
        """Let go of threads."""


def build_claims(engine: Engine, settings: Settings, accounts: Accounts, *, clock: Clock = now) -> Claims:
    """Build every service of claims over one database and one home."""
    database = Database(engine)
    del database, accounts, settings, clock  # taken up by the slices below, one line each
    return Claims()

"""How long a receiver has, in working days: a district sets its own; no law gives one figure for all of these authorities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.working_days import add_working_days


@dataclass(frozen=True)
class Deadlines:
    """Working days to receive what was sent, and to examine it from the day of receipt or of the last supplement."""

    receive: int = 5
    examine: int = 10

    def due(self, state: str, since: date) -> date | None:
        """The last day of a state that began on ``since``; ``None`` where nobody is waited for with a limit."""
        days = {"sent": self.receive, "examining": self.examine}.get(state)
        return None if days is None else add_working_days(since, days)

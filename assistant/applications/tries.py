"""Wrong tries: five, then a lock; the same for numbers that exist and for numbers that nobody has.

Three counts, so that neither guessing nor locking others out pays:

- number and client together: five wrong tries lock this client out of this number;
- a client: so many wrong tries over all numbers lock it out of all (one client may not go through many numbers);
- a number: so many wrong tries by all clients lock it for clients that never knew the signs. Whoever once gave the right
  signs from a client is not held by this last one, so that a stranger cannot keep the applicant himself away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.applications.errors import ApplicationLocked
from assistant.applications.key import Keyed
from assistant.applications.repository import Rule, TryRepository
from assistant.clock import Clock


@dataclass(frozen=True)
class TryRules:
    """How many wrong tries, and for how long (seconds) the lock holds."""

    together: int = 5
    together_seconds: int = 30 * 60
    client: int = 30
    client_seconds: int = 60 * 60
    number: int = 25
    number_seconds: int = 12 * 60 * 60
    proven: timedelta = timedelta(days=90)


class Tries:
    """Counts tries before they are made; what proves right is taken back."""

    def __init__(self, repository: TryRepository, keyed: Keyed, rules: TryRules, clock: Clock) -> None:
        self._repository = repository
        self._keyed = keyed
        self._rules = rules
        self._clock = clock

    def begin(self, number: str, client: str) -> OneTry:
        """Count a try; raises ApplicationLocked, and then counts nothing."""
        now, rules = self._clock(), self._rules
        together = Rule(self._keyed(f"try|{number}|{client}"), rules.together, rules.together_seconds)
        held = [together, Rule(self._keyed(f"client|{client}"), rules.client, rules.client_seconds)]
        if not self._repository.proven(together.key, now):
            held.append(Rule(self._keyed(f"number|{number}"), rules.number, rules.number_seconds))
        until = {rule.key: now + timedelta(seconds=rule.seconds) for rule in held}
        locked = self._repository.charge(held, now, until)
        if locked is not None:
            raise ApplicationLocked(max(1, math.ceil((locked - now).total_seconds())))
        return OneTry(self._repository, together.key, tuple(rule.key for rule in held[1:]), now + rules.proven)


@dataclass(frozen=True)
class OneTry:
    """A try that has been counted; one that nobody settles was wrong."""

    repository: TryRepository
    together: str
    others: tuple[str, ...]
    proven_until: datetime

    def right(self) -> None:
        """The signs belonged to the number."""
        self.repository.prove(self.together, self.others, self.proven_until)

    def undecided(self) -> None:
        """Nobody could tell: it does not count."""
        self.repository.refund((self.together, *self.others))

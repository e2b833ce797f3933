"""How often those who need not sign in may come."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from assistant.edge.rate_limit import Rate, RateLimiter, address_key


@dataclass(frozen=True)
class Limits:
    """``sending`` for what leaves something behind (drafts, reports, questionnaires), ``asking`` for all else."""

    sending: RateLimiter
    asking: RateLimiter

    @classmethod
    def of(cls, sending: Rate | None, asking: Rate | None) -> Limits:
        """Limits of these rates; ``None`` is none."""
        return cls(RateLimiter(sending), RateLimiter(asking))

    def send(self, request: Request, what: str) -> None:
        """Count something that is left behind; raises TooManyRequests."""
        self.sending.spend(f"{what}:{_address(request)}")

    def ask(self, request: Request) -> None:
        """Count any other request; raises TooManyRequests."""
        self.asking.spend(_address(request))


def _address(request: Request) -> str:
    return address_key(request.client.host if request.client else None)

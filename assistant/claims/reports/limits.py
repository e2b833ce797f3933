"""How often those who need not sign in may come."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from assistant.claims.reports.errors import UploadsUsedUp
from assistant.edge.rate_limit import Rate, RateLimiter, address_key
from assistant.errors import TooManyRequests


@dataclass(frozen=True)
class Limits:
    """``sending`` for what leaves something behind (drafts, reports, questionnaires), ``files`` for bytes, ``asking`` for all else."""

    sending: RateLimiter
    asking: RateLimiter
    files: RateLimiter

    @classmethod
    def of(cls, sending: Rate | None, asking: Rate | None, files: Rate | None = None) -> Limits:
        """Limits of these rates; ``None`` is none."""
        return cls(RateLimiter(sending), RateLimiter(asking), RateLimiter(files))

    def send(self, request: Request, what: str) -> None:
        """Count something that is left behind; raises TooManyRequests."""
        self.sending.spend(f"{what}:{_address(request)}")

    def ask(self, request: Request) -> None:
        """Count any other request; raises TooManyRequests."""
        self.asking.spend(_address(request))

    def upload(self, request: Request, size: int, *, sent: bool) -> None:
        """Count bytes of evidence; raises UploadsUsedUp. Of a report that was sent they are counted apart, so that whoever may
        put no more into drafts can send and add."""
        try:
            self.files.spend(f"{'report' if sent else 'draft'}:{_address(request)}", units=size)
        except TooManyRequests as error:
            raise UploadsUsedUp(sent=sent) from error


def _address(request: Request) -> str:
    return address_key(request.client.host if request.client else None)

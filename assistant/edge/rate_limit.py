"""How often one client may ask: a bounded table of one number a client (GCRA), in memory."""

from __future__ import annotations

import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from assistant.errors import InvalidSetting, TooManyRequests

MAX_CLIENTS: Final = 50_000
PERIODS: Final = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_RATE: Final = re.compile(r"([1-9]\d{0,8})/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` requests in ``seconds``, which may come all at once."""

    count: int
    seconds: float

    def times(self, factor: int) -> Rate:
        """So many times as often."""
        return Rate(self.count * factor, self.seconds)


def parse_rate(setting: str) -> Rate | None:
    """Read ``COUNT/PERIOD`` or ``off`` (``None``); raises InvalidSetting."""
    text = setting.strip().lower()
    if text == "off":
        return None
    match = _RATE.fullmatch(text)
    if match is None:
        raise InvalidSetting(
            f"QUANQUAN_RATE_LIMIT={setting!r}：应写成 60/minute（次数/second、minute、hour、day）或 off"
        )
    return Rate(int(match[1]), PERIODS[match[2]])


class RateLimiter:
    """Generic cell rate algorithm: remembers, for each client, when its credit would be whole again."""

    def __init__(self, rate: Rate | None, size: int = MAX_CLIENTS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._size = size
        self._clock = clock
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._whole_at)

    def spend(self, *clients: str, units: int = 1) -> None:
        """Count one request (or ``units``, bytes say) for each of these names of one client; raises TooManyRequests and then
        counts nothing."""
        if self._rate is None:
            return
        now = self._clock()
        cost = units * self._rate.seconds / self._rate.count
        whole_at = {client: max(self._whole_at.get(client, now), now) + cost for client in clients}
        wait = max(whole_at.values(), default=now) - now - self._rate.seconds
        if wait > 1e-9:
            raise TooManyRequests(max(1, math.ceil(wait)))
        for client, moment in whole_at.items():
            self._whole_at[client] = moment
            self._whole_at.move_to_end(client)
        self._shrink(now)

    def _shrink(self, now: float) -> None:
        """Forget clients whose credit is whole, oldest first, and any beyond the table's size."""
        while self._whole_at:
            client, moment = next(iter(self._whole_at.items()))
            if moment > now and len(self._whole_at) <= self._size:
                break
            del self._whole_at[client]


def address_key(host: str | None) -> str:
    """Name a client by its address; an IPv6 client owns a whole /64, so that is its name."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return f"address:{(host or 'unknown')[:64]}"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return f"address:{mapped or ipaddress.ip_network((address, 64), strict=False)}"
    return f"address:{address}"

"""Which day it is where the complaints are received, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in Quanzhou."""
    return datetime.now(ZONE).date()

"""SQL of tries. A try is taken before the code is looked at: a hundred at once are five, not a hundred."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.state.claim_reports_models import ClaimTryRow
from assistant.state.database import Database

_TRY = ClaimTryRow.__table__


class TryRepository:
    """At most ``most`` tries of one key in a window, which begins anew with the last of them."""

    def __init__(self, database: Database, most: int = 5, window: timedelta = timedelta(minutes=15)) -> None:
        self._database = database
        self._most = most
        self._window = window

    def take(self, key: str, at: datetime) -> int:
        """Take a try; 0, or the seconds to wait where none is left."""
        mine = _TRY.c.key == key
        stale = mine & (_TRY.c.since <= at - self._window)
        left = mine & (_TRY.c.used < self._most)
        try:
            with self._database.writing() as connection:
                if connection.execute(update(ClaimTryRow).where(stale).values(used=1, since=at)).rowcount:
                    return 0
                if connection.execute(update(ClaimTryRow).where(left).values(used=_TRY.c.used + 1, since=at)).rowcount:
                    return 0
                since = connection.execute(select(_TRY.c.since).where(mine)).scalar_one_or_none()
                if since is not None:
                    return max(1, int((since + self._window - at).total_seconds()) + 1)
                connection.execute(insert(ClaimTryRow).values(key=key, used=1, since=at))
        except IntegrityError:
            return self.take(key, at)  # somebody else made the row just now
        return 0

    def forgive(self, key: str) -> None:
        """The code was right: forget the wrong ones before it."""
        with self._database.writing() as connection:
            connection.execute(delete(ClaimTryRow).where(_TRY.c.key == key))

    def purge(self, at: datetime) -> int:
        """Forget windows that have ended; how many."""
        with self._database.writing() as connection:
            gone = connection.execute(delete(ClaimTryRow).where(_TRY.c.since <= at - self._window))
            return gone.rowcount

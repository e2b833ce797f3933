"""SQL of accounts, sign-ins and the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, case, delete, insert, select, update

from assistant.state.accounts_models import AccountRow, AuditRow, SignInRow


class AccountRepository:
    """One method a statement; each is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, account: Mapping[str, object]) -> None:
        """Insert an account; raises IntegrityError for a name that is taken."""
        with self._engine.begin() as connection:
            connection.execute(insert(AccountRow).values(**account))

    def by_name(self, name: str) -> Row[Any] | None:
        """The account called ``name``."""
        with self._engine.connect() as connection:
            return connection.execute(select(AccountRow.__table__).where(AccountRow.name == name)).one_or_none()

    def all(self) -> Sequence[Row[Any]]:
        """Every account, by name."""
        with self._engine.connect() as connection:
            return connection.execute(select(AccountRow.__table__).order_by(AccountRow.name)).all()

    def change(self, name: str, **values: object) -> bool:
        """Set columns of one account; false where there is none of that name."""
        with self._engine.begin() as connection:
            found = connection.execute(update(AccountRow).where(AccountRow.name == name).values(**values))
            return found.rowcount > 0

    def failed(self, account_id: str, most: int, until: datetime) -> None:
        """Count a wrong password, in one statement: guesses sent together are each counted; at ``most`` it locks."""
        failures = AccountRow.failures + 1
        locked = case((failures >= most, until), else_=AccountRow.locked_until)
        with self._engine.begin() as connection:
            connection.execute(
                update(AccountRow).where(AccountRow.id == account_id).values(failures=failures, locked_until=locked)
            )

    def open(self, account_id: str, digest: str, now: datetime, lasts: timedelta) -> None:
        """Keep a sign-in, forget the failures before it and all sign-ins that have ended."""
        with self._engine.begin() as connection:
            connection.execute(
                update(AccountRow).where(AccountRow.id == account_id).values(failures=0, locked_until=None)
            )
            connection.execute(delete(SignInRow).where(SignInRow.expires_at <= now))
            connection.execute(
                insert(SignInRow).values(
                    token_digest=digest, account_id=account_id, created_at=now, expires_at=now + lasts
                )
            )

    def owner(self, digest: str, now: datetime) -> Row[Any] | None:
        """The active account of an open sign-in."""
        with self._engine.connect() as connection:
            return connection.execute(
                select(AccountRow.__table__)
                .join(SignInRow, SignInRow.account_id == AccountRow.id)
                .where(SignInRow.token_digest == digest, SignInRow.expires_at > now, AccountRow.active)
            ).one_or_none()

    def close(self, digest: str) -> None:
        """End a sign-in."""
        with self._engine.begin() as connection:
            connection.execute(delete(SignInRow).where(SignInRow.token_digest == digest))

    def close_all(self, account_id: str) -> None:
        """End every sign-in of an account."""
        with self._engine.begin() as connection:
            connection.execute(delete(SignInRow).where(SignInRow.account_id == account_id))

    def audit(self, entry: Mapping[str, object]) -> None:
        """Add a line to the trail."""
        with self._engine.begin() as connection:
            connection.execute(insert(AuditRow).values(**entry))

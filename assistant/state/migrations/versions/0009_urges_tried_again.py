"""Urges that wait for the case system, and those that it refused.

Revision 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("service_urge") as table:
        table.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("try_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("refused", sa.String(32), nullable=True))
        table.create_index("ix_service_urge_waiting", ["delivered_at", "try_at"])


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("service_urge") as table:
        table.drop_index("ix_service_urge_waiting")
        for column in ("refused", "try_at", "tries"):
            table.drop_column(column)

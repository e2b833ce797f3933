"""Applications, wrong tries, urges and ratings.

Revision 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _moment(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "service_case",
        sa.Column("number", sa.String(40), primary_key=True),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("laid_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_service_case_state", "service_case", ["state", "submitted_on"])
    op.create_table(
        "lookup_try",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("expires_at"),
        _moment("proven_until", empty=True),
    )
    op.create_index("ix_lookup_try_expires_at", "lookup_try", ["expires_at"])
    op.create_table(
        "service_urge",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("submit_id", sa.String(64), nullable=True),
        sa.Column("item_name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("at"),
        _moment("due_at"),
        _moment("delivered_at", empty=True),
        sa.Column("answer", sa.Text(), nullable=True),
        _moment("answered_at", empty=True),
        sa.Column("answered_by", sa.String(64), nullable=True),
        sa.UniqueConstraint("number", "seq", name="uq_service_urge_seq"),
        sa.UniqueConstraint("number", "submit_id", name="uq_service_urge_submit"),
    )
    op.create_index("ix_service_urge_due", "service_urge", ["answered_at", "due_at"])
    op.create_table(
        "service_rating",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("at"),
        _moment("followup_due", empty=True),
        sa.Column("followup_answer", sa.Text(), nullable=True),
        _moment("followup_at", empty=True),
        sa.Column("followup_by", sa.String(64), nullable=True),
        sa.UniqueConstraint("kind", "subject", name="uq_service_rating_subject"),
    )
    op.create_index("ix_service_rating_followup", "service_rating", ["followup_at", "followup_due"])


def downgrade() -> None:
    """Drop them."""
    for table in ("service_rating", "service_urge", "lookup_try", "service_case"):
        op.drop_table(table)

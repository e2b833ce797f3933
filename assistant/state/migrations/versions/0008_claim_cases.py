"""Cases of claims, their history, hand-overs.

Revision 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "claim_case",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(64), nullable=True),
        sa.Column("receipt", sa.String(32), nullable=True),
        sa.Column("active_key", sa.String(96), nullable=True, unique=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.JSON(), nullable=True),
        sa.Column("dossier_digest", sa.String(64), nullable=False),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("state_before", sa.String(16), nullable=True),
        sa.Column("chain_seq", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.String(64), nullable=False),
    )
    op.create_index("ix_claim_case_state", "claim_case", ["state", "updated_at"])
    op.create_index("ix_claim_case_person", "claim_case", ["person_id"])
    op.create_table(
        "claim_handover",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("case_id", sa.String(32), sa.ForeignKey("claim_case.id"), nullable=False),
        sa.Column("authority", sa.String(16), nullable=False),
        sa.Column("active_key", sa.String(64), nullable=True, unique=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepared_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("received_at", _MOMENT, nullable=True),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=True),
    )
    op.create_index("ix_claim_handover_case", "claim_handover", ["case_id"])
    op.create_index("ix_claim_handover_authority", "claim_handover", ["authority", "state"])
    op.create_table(
        "claim_case_event",
        sa.Column("case_id", sa.String(32), sa.ForeignKey("claim_case.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("handover_id", sa.String(32), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=True),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("who_id", sa.String(64), nullable=False),
        sa.Column("who_name", sa.String(64), nullable=False),
        sa.Column("authority", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("ix_claim_case_event_handover", "claim_case_event", ["handover_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("claim_case_event")
    op.drop_table("claim_handover")
    op.drop_table("claim_case")

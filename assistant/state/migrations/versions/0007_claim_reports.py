"""Reports of claims: drafts, reports, files, steps, tries, answers of the questionnaire.

Revision 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "claim_draft",
        sa.Column("id_digest", sa.String(64), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.String(16), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_claim_draft_expires", "claim_draft", ["expires_at"])
    op.create_table(
        "claim_report",
        sa.Column("receipt", sa.String(16), primary_key=True),
        sa.Column("submit_digest", sa.String(64), nullable=False, unique=True),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("supplements", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_claim_report_case", "claim_report", ["case_id"])
    op.create_index("ix_claim_report_company", "claim_report", ["credit_code", "submitted_at"])
    op.create_index("ix_claim_report_state", "claim_report", ["state", "updated_at"])
    op.create_table(
        "claim_evidence",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("scan", sa.String(16), nullable=False),
        sa.Column("finding", sa.String(128), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("owner", "sha256", "name", name="uq_claim_evidence_file"),
    )
    op.create_index("ix_claim_evidence_scan", "claim_evidence", ["scan", "tried_at"])
    op.create_table(
        "claim_report_event",
        sa.Column("receipt", sa.String(16), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=True),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("who_id", sa.String(64), nullable=False),
        sa.Column("who_name", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "claim_try",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_claim_try_since", "claim_try", ["since"])
    op.create_table(
        "claim_answer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("receipt", sa.String(16), nullable=False, unique=True),
        sa.Column("submit_digest", sa.String(64), nullable=True, unique=True),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.String(32), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("lead_state", sa.String(16), nullable=True),
        sa.Column("handled_by", sa.String(64), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_claim_answer_lead", "claim_answer", ["lead_state", "at"])
    op.create_index("ix_claim_answer_version", "claim_answer", ["version"])


def downgrade() -> None:
    """Drop them."""
    for table in ("claim_answer", "claim_try", "claim_report_event", "claim_evidence", "claim_report", "claim_draft"):
        op.drop_table(table)

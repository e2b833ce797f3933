"""Applications, payment runs, publicity, claims, pushes and notices.

Revision 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "benefit_application",
        sa.Column("number", sa.String(32), primary_key=True),
        sa.Column("public_id", sa.String(32), nullable=False, unique=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("company_name", sa.Text(), nullable=False),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("measure_id", sa.String(64), nullable=False),
        sa.Column("measure", sa.JSON(), nullable=False),
        sa.Column("label_version", sa.String(128), nullable=False),
        sa.Column("document_id", sa.String(64), nullable=False),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("submit_id", sa.String(64), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.Column("active_key", sa.String(128), nullable=True, unique=True),
        sa.Column("reviewed_by", sa.String(64), nullable=True),
        sa.Column("publicised_until", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("day", "seq", name="uq_benefit_application_day"),
        sa.UniqueConstraint("credit_code", "submit_id", name="uq_benefit_application_submit"),
    )
    op.create_index("ix_benefit_application_state", "benefit_application", ["state", "updated_at"])
    op.create_table(
        "benefit_claim",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("measure_id", sa.String(64), nullable=False),
        sa.Column("exclusive_key", sa.String(128), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("exclusive_key", "year", "credit_code", name="uq_benefit_claim_exclusive"),
        sa.UniqueConstraint("measure_id", "year", "credit_code", name="uq_benefit_claim_measure"),
    )
    op.create_table(
        "benefit_event",
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(16), nullable=True),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("who_id", sa.String(64), nullable=False),
        sa.Column("who_name", sa.String(64), nullable=False),
        sa.Column("who_role", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_table(
        "benefit_notice",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure_id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("origin", "credit_code", name="uq_benefit_notice_origin"),
    )
    op.create_index("ix_benefit_notice_company", "benefit_notice", ["credit_code", "at"])
    op.create_table(
        "benefit_objection",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(64), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_benefit_objection_subject", "benefit_objection", ["subject", "state"])
    op.create_table(
        "benefit_opt_out",
        sa.Column("credit_code", sa.String(18), primary_key=True),
        sa.Column("category", sa.String(64), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "benefit_push",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("measure_id", sa.String(64), nullable=False, unique=True),
        sa.Column("measure_title", sa.Text(), nullable=False),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("label_version", sa.String(128), nullable=False),
        sa.Column("portrait_version", sa.String(128), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=False),
        sa.Column("opted_out", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "benefit_run",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(128), nullable=True, unique=True),
        sa.Column("measure_id", sa.String(64), nullable=False),
        sa.Column("measure_title", sa.Text(), nullable=False),
        sa.Column("exclusive_key", sa.String(128), nullable=False),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("budget_cents", sa.BigInteger(), nullable=True),
        sa.Column("order_rule", sa.String(16), nullable=False),
        sa.Column("publicity_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.String(64), nullable=False),
        sa.Column("prepared_name", sa.String(64), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_name", sa.String(64), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publicised_until", sa.Date(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inputs", sa.JSON(), nullable=True),
        sa.Column("lines_digest", sa.String(64), nullable=True),
        sa.Column("file_digest", sa.String(64), nullable=True),
    )
    op.create_table(
        "benefit_upload",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("credit_code", "sha256", "name", "document", name="uq_benefit_upload_file"),
    )
    op.create_index("ix_benefit_upload_company", "benefit_upload", ["credit_code", "at"])
    op.create_table(
        "benefit_push_company",
        sa.Column("push_id", sa.String(32), sa.ForeignKey("benefit_push.id"), primary_key=True),
        sa.Column("credit_code", sa.String(18), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "benefit_run_line",
        sa.Column("run_id", sa.String(32), sa.ForeignKey("benefit_run.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.UniqueConstraint("run_id", "credit_code", name="uq_benefit_run_line_company"),
    )
    op.create_table(
        "benefit_urge",
        sa.Column("number", sa.String(32), sa.ForeignKey("benefit_application.number"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("routed_to", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in (
        "benefit_urge",
        "benefit_run_line",
        "benefit_push_company",
        "benefit_upload",
        "benefit_run",
        "benefit_push",
        "benefit_opt_out",
        "benefit_objection",
        "benefit_notice",
        "benefit_event",
        "benefit_claim",
        "benefit_application",
    ):
        op.drop_table(table)

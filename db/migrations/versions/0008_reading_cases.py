"""Readings that people have corrected, as labelled cases for the readers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reading_case",
        sa.Column("id", KEY, nullable=False),
        sa.Column("saying_id", KEY, nullable=False),
        sa.Column("today", sa.Date(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("gold", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["saying_id"], ["saying.id"], name=op.f("fk_reading_case_saying_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_reading_case_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_case")),
        sa.UniqueConstraint("saying_id", name=op.f("uq_reading_case_saying_id")),
    )
    op.create_index(op.f("ix_reading_case_state"), "reading_case", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("reading_case")

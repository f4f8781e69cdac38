"""The rows of the newest edition of a ledger; a number within a ledger may name two tasks: one that was left out."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger_row",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("changed_round", sa.Integer(), nullable=True),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_ledger_row_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_ledger_row")),
    )
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("uq_task_ledger_id_no"), type_="unique")
        task.create_index(op.f("ix_task_ledger_id"), ["ledger_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.drop_index(op.f("ix_task_ledger_id"))
        task.create_unique_constraint(op.f("uq_task_ledger_id_no"), ["ledger_id", "no"])
    op.drop_table("ledger_row")

"""Members of groups, and supporting departments that were told."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_member",
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("department_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["department.id"], name=op.f("fk_group_member_group_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_group_member_department_id")),
        sa.PrimaryKeyConstraint("group_id", "department_id", name=op.f("pk_group_member")),
    )
    op.create_index(op.f("ix_group_member_department_id"), "group_member", ["department_id"], unique=False)
    op.create_table(
        "partner_told",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("department_id", KEY, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_partner_told_task_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_partner_told_department_id")),
        sa.PrimaryKeyConstraint("task_id", "department_id", name=op.f("pk_partner_told")),
    )


def downgrade() -> None:
    op.drop_table("partner_told")
    op.drop_table("group_member")

"""What somebody raised and somebody else has to act on."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "matter",
        sa.Column("id", key, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("task_id", key, nullable=True),
        sa.Column("department_id", key, nullable=True),
        sa.Column("raised_by_id", key, nullable=False),
        sa.Column("saying_id", key, nullable=False),
        sa.Column("problem_id", key, nullable=True),
        sa.Column("holder_id", key, nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("answer_id", key, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", key, nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_matter_task_id"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name="fk_matter_department_id"),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name="fk_matter_raised_by_id"),
        sa.ForeignKeyConstraint(["saying_id"], ["saying.id"], name="fk_matter_saying_id"),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name="fk_matter_problem_id"),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name="fk_matter_holder_id"),
        sa.ForeignKeyConstraint(["answer_id"], ["saying.id"], name="fk_matter_answer_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_matter_ended_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
    )
    op.create_index("ix_matter_state_next_on", "matter", ["state", "next_on"], unique=False)
    for column in ("task_id", "raised_by_id", "saying_id", "problem_id", "holder_id"):
        op.create_index(f"ix_matter_{column}", "matter", [column], unique=False)


def downgrade() -> None:
    op.drop_table("matter")

"""Posts that end at once, and instructions that are shown before they count."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("post", sa.Column("in_force", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("post", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "instruction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("saying_id", KEY, nullable=True),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_instruction_person_id")),
        sa.ForeignKeyConstraint(["saying_id"], ["saying.id"], name=op.f("fk_instruction_saying_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_instruction_task_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_instruction_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    op.create_index("ix_instruction_person_id_state", "instruction", ["person_id", "state"], unique=False)
    op.create_index(op.f("ix_instruction_saying_id"), "instruction", ["saying_id"], unique=False)
    op.create_index(op.f("ix_instruction_task_id"), "instruction", ["task_id"], unique=False)


def downgrade() -> None:
    op.drop_table("instruction")
    with op.batch_alter_table("post") as post:
        post.drop_column("ended_at")
        post.drop_column("in_force")

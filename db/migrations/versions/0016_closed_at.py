"""Closed tasks are found by when they were closed: some of them are looked at again."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_task_closed_at", "task", ["closed_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_task_closed_at", table_name="task")

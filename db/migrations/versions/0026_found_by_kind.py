"""What the views of the office ask for is found by an index: typed tasks, sub-items of a kind, promises of a time."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_task_type", "task", ["type"])
    op.create_index("ix_item_state_kind", "item", ["state", "kind"])
    op.create_index("ix_promise_made_at", "promise", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_promise_made_at", "promise")
    op.drop_index("ix_item_state_kind", "item")
    op.drop_index("ix_task_type", "task")

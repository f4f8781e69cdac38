"""What is unfinished, or set aside, is found among years of what is done."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state NOT IN ('closed', 'stopped')")
POISON = sa.text("state = 'poison'")


def upgrade() -> None:
    op.create_index("ix_task_unfinished", "task", ["id"], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED)
    op.create_index("ix_inbox_poison", "inbox", ["id"], sqlite_where=POISON, postgresql_where=POISON)


def downgrade() -> None:
    op.drop_index("ix_inbox_poison", "inbox")
    op.drop_index("ix_task_unfinished", "task")

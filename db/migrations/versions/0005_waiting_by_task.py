"""What waits of a task is found without the years of rows it has behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITING = sa.text("fate = 'waiting'")


def upgrade() -> None:
    op.create_index("ix_agenda_waiting", "agenda", ["task_id"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_agenda_waiting", "agenda")

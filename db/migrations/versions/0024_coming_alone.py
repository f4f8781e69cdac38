"""The agenda's indexes by moment and by message hold what waits and what was said: half the work of writing a rung."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WAITING = sa.text("fate = 'waiting'")
SAID = sa.text("outbox_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_agenda_fate_at", "agenda")
    op.create_index("ix_agenda_coming", "agenda", ["at"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.drop_index("ix_agenda_outbox_id", "agenda")
    op.create_index("ix_agenda_outbox_id", "agenda", ["outbox_id"], sqlite_where=SAID, postgresql_where=SAID)


def downgrade() -> None:
    op.drop_index("ix_agenda_outbox_id", "agenda")
    op.create_index("ix_agenda_outbox_id", "agenda", ["outbox_id"])
    op.drop_index("ix_agenda_coming", "agenda")
    op.create_index("ix_agenda_fate_at", "agenda", ["fate", "at"])

"""A call is found by the one it repeats: whoever forgets old calls asks of each."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

IS_COPY = sa.text("again_of_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_outbox_again_of_id", "outbox", ["again_of_id"], sqlite_where=IS_COPY, postgresql_where=IS_COPY)


def downgrade() -> None:
    op.drop_index("ix_outbox_again_of_id", "outbox")

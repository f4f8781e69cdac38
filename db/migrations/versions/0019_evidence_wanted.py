"""The papers or pictures that a task demands before it is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("evidence_wanted", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("task", "evidence_wanted")

"""The day on which a rung without end was last taken: not signing, silence, what waits for a tap."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("repeated_on", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("task", "repeated_on")

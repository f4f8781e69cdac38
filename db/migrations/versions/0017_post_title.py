"""The title of a leader's post, by which ledgers name him."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post", sa.Column("title", sa.String(length=60), nullable=True))


def downgrade() -> None:
    op.drop_column("post", "title")

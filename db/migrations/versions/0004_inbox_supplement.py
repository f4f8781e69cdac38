"""What must be fetched for an update before it is served, and what was fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("needs", sa.String(length=20), nullable=True))
    op.add_column("inbox", sa.Column("supplement", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_inbox_needing",
        "inbox",
        ["chat_id", "id"],
        unique=False,
        sqlite_where=sa.text("needs IS NOT NULL"),
        postgresql_where=sa.text("needs IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_needing", "inbox")
    op.drop_column("inbox", "supplement")
    op.drop_column("inbox", "needs")

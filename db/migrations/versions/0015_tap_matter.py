"""What a tap is about: the first on a matter is served first, whoever else is waiting."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("matter", sa.String(length=20), nullable=True))
    tapped = sa.text("state = 'waiting' AND matter IS NOT NULL")
    op.create_index(
        "ix_inbox_tapped", "inbox", ["matter", "id"], unique=False, sqlite_where=tapped, postgresql_where=tapped
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_tapped", table_name="inbox")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_column("matter")

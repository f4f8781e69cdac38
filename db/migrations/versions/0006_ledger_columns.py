"""The columns of the office's own table; files that one person asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("ledger", sa.Column("columns", sa.JSON(), nullable=True))
    with op.batch_alter_table("attachment") as attachment:
        attachment.add_column(sa.Column("person_id", KEY, nullable=True))
        attachment.add_column(sa.Column("chosen", sa.String(length=100), nullable=False, server_default=""))
        attachment.create_foreign_key(op.f("fk_attachment_person_id"), "person", ["person_id"], ["id"])
        attachment.create_index(op.f("ix_attachment_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("attachment") as attachment:
        attachment.drop_index(op.f("ix_attachment_person_id"))
        attachment.drop_constraint(op.f("fk_attachment_person_id"), type_="foreignkey")
        attachment.drop_column("chosen")
        attachment.drop_column("person_id")
    op.drop_column("ledger", "columns")

"""Which report brought a sub-item in: it goes with it, and its words are that person's."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("item") as item:
        item.add_column(sa.Column("made_by_id", key, nullable=True))
        item.create_foreign_key(op.f("fk_item_made_by_id"), "report", ["made_by_id"], ["id"])
        item.create_index("ix_item_made_by_id", ["made_by_id"])


def downgrade() -> None:
    with op.batch_alter_table("item") as item:
        item.drop_index("ix_item_made_by_id")
        item.drop_constraint(op.f("fk_item_made_by_id"), type_="foreignkey")
        item.drop_column("made_by_id")

"""The period of standing work that a member of a group answers for.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matter") as table:
        table.add_column(sa.Column("period", sa.String(10), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("matter") as table:
        table.drop_column("period")

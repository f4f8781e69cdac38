"""What a department is for, in the words of the register: by it a lead unit is proposed for a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("department") as department:
        department.add_column(sa.Column("duty", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("department") as department:
        department.drop_column("duty")

"""指标 of a task, and the figures reported of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "indicator",
        sa.Column("id", key, primary_key=True),
        sa.Column("task_id", key, sa.ForeignKey("task.id", name="fk_indicator_task_id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("direction", sa.String(32), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("adding", sa.String(32), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_indicator_task_id", "indicator", ["task_id"])
    op.create_table(
        "indicator_figure",
        sa.Column("id", key, primary_key=True),
        sa.Column(
            "indicator_id",
            key,
            sa.ForeignKey("indicator.id", name="fk_indicator_figure_indicator_id"),
            nullable=False,
        ),
        sa.Column("report_id", key, sa.ForeignKey("report.id", name="fk_indicator_figure_report_id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period", sa.String(16)),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("total", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_indicator_figure_indicator_id", "indicator_figure", ["indicator_id"])
    op.create_index("ix_indicator_figure_report_id", "indicator_figure", ["report_id"])


def downgrade() -> None:
    op.drop_table("indicator_figure")
    op.drop_table("indicator")

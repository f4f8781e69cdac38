"""Sub-items of a task, visits, and the type of a task with its fields."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _of(table: str, column: str, other: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}")
    return sa.Column(column, KEY, key, nullable=nullable)


def upgrade() -> None:
    op.add_column("task", sa.Column("type", sa.String(40), nullable=False, server_default=""))
    op.create_table(
        "item",
        sa.Column("id", KEY, primary_key=True),
        _of("item", "task_id", "task"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("leader", sa.String(100), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("every", sa.String(16)),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        _of("item", "report_id", "report", nullable=True),
        _of("item", "promise_id", "promise", nullable=True),
    )
    op.create_index("ix_item_task_id_state", "item", ["task_id", "state"])
    op.create_index("ix_item_report_id", "item", ["report_id"])
    op.create_index("ix_item_promise_id", "item", ["promise_id"])
    op.create_table(
        "item_count",
        sa.Column("id", KEY, primary_key=True),
        _of("item_count", "task_id", "task"),
        _of("item_count", "report_id", "report"),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
    )
    op.create_index("ix_item_count_task_id", "item_count", ["task_id"])
    op.create_index("ix_item_count_report_id", "item_count", ["report_id"])
    op.create_table(
        "visit",
        sa.Column("id", KEY, primary_key=True),
        _of("visit", "task_id", "task"),
        _of("visit", "item_id", "item", nullable=True),
        sa.Column("visitor", sa.String(100), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        _of("visit", "report_id", "report", nullable=True),
    )
    for column in ("task_id", "item_id", "report_id"):
        op.create_index(f"ix_visit_{column}", "visit", [column])
    op.create_table(
        "task_field",
        sa.Column("id", KEY, primary_key=True),
        _of("task_field", "task_id", "task"),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
    )
    op.create_index("ix_task_field_task_id", "task_field", ["task_id"])
    op.create_index("ix_task_field_name_value", "task_field", ["name", "value"])


def downgrade() -> None:
    for table in ("task_field", "visit", "item_count", "item"):
        op.drop_table(table)
    op.drop_column("task", "type")

"""Calls are found by what they are about, notices by person and moment; what is finished is counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FINISHED = sa.text("state IN ('closed', 'stopped')")
NOTICE = sa.text("kind IN ('claim', 'matter', 'request')")
SUPPLEMENT = sa.text("supplement IS NOT NULL")
ASKED = sa.text("kind IN ('morning', 'urgent', 'urge') AND state = 'sent'")
ABOUT = sa.text("about IS NOT NULL")
NUMBERS = {"request_id": ("claim", "request", "outcome"), "matter_id": ("matter",), "saying_id": ("echo",)}


def upgrade() -> None:
    op.add_column("outbox", sa.Column("about", sa.String(length=40), nullable=True))
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, kinds in NUMBERS.items():
        number = f"json_extract(facts, '$.{name}')" if sqlite else f"(facts ->> '{name}')"
        of = ", ".join(f"'{kind}'" for kind in kinds)
        value = f"'{name.removesuffix('_id')}:' || {number}"
        op.execute(f"UPDATE outbox SET about = {value} WHERE kind IN ({of}) AND {number} IS NOT NULL")
    op.create_index("ix_outbox_about", "outbox", ["about"], sqlite_where=ABOUT, postgresql_where=ABOUT)
    columns = ["person_id", "queued_at"]
    op.create_index("ix_outbox_notice", "outbox", columns, sqlite_where=NOTICE, postgresql_where=NOTICE)
    columns = ["ended_at", "person_id"]
    op.create_index("ix_outbox_asked", "outbox", columns, sqlite_where=ASKED, postgresql_where=ASKED)
    columns = ["received_at"]
    op.create_index("ix_inbox_supplement", "inbox", columns, sqlite_where=SUPPLEMENT, postgresql_where=SUPPLEMENT)
    op.create_index("ix_saying_at", "saying", ["at"])
    op.create_index("ix_task_category", "task", ["category"])
    op.create_index("ix_task_title", "task", ["title"])
    columns = ["lead_department_id", "state"]
    op.create_index("ix_task_finished", "task", columns, sqlite_where=FINISHED, postgresql_where=FINISHED)


def downgrade() -> None:
    op.drop_index("ix_task_finished", "task")
    op.drop_index("ix_task_title", "task")
    op.drop_index("ix_task_category", "task")
    op.drop_index("ix_saying_at", "saying")
    op.drop_index("ix_inbox_supplement", "inbox")
    op.drop_index("ix_outbox_asked", "outbox")
    op.drop_index("ix_outbox_notice", "outbox")
    op.drop_index("ix_outbox_about", "outbox")
    op.drop_column("outbox", "about")

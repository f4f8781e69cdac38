"""What is asked every minute is found by an index: open questions and promises, files to be made, who is to be told.

Whether a supporting department was told stands in its own row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = """
    UPDATE supporting_department SET told_at = (
        SELECT told.told_at FROM partner_told AS told
        WHERE told.task_id = supporting_department.task_id AND told.department_id = supporting_department.department_id
    )
"""
INDEXES: tuple[tuple[str, str, list[str], str | None], ...] = (
    ("ix_supporting_department_untold", "supporting_department", ["department_id", "task_id"], "told_at IS NULL"),
    ("ix_matter_kind_ended_at", "matter", ["kind", "ended_at"], None),
    ("ix_incoming_ledger_open", "incoming_ledger", ["id"], "closed_at IS NULL"),
    ("ix_attachment_unmade", "attachment", ["id"], "made_at IS NULL"),
    ("ix_attachment_kept", "attachment", ["made_at"], "content IS NOT NULL"),
    ("ix_promise_open", "promise", ["by"], "ended_at IS NULL"),
    ("ix_promise_ended_at", "promise", ["ended_at"], None),
    ("ix_question_open", "question", ["kind", "asked_at"], "closed_at IS NULL"),
    ("ix_question_closed_at", "question", ["closed_at"], None),
)


def upgrade() -> None:
    op.add_column("supporting_department", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(TOLD)
    op.drop_table("partner_told")
    for name, table, columns, of in INDEXES:
        where = None if of is None else sa.text(of)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    op.create_table(
        "partner_told",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("department_id", KEY, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_partner_told_task_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_partner_told_department_id")),
        sa.PrimaryKeyConstraint("task_id", "department_id", name=op.f("pk_partner_told")),
    )
    op.execute(
        "INSERT INTO partner_told (task_id, department_id, told_at)"
        " SELECT task_id, department_id, min(told_at) FROM supporting_department WHERE told_at IS NOT NULL"
        " GROUP BY task_id, department_id"
    )
    op.drop_column("supporting_department", "told_at")

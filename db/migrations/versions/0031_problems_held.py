"""A difficulty of before matters were kept is put before the office, to be asked about from the next morning on."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

UNFINISHED = ("handed_out", "signed", "in_progress", "blocked", "claimed", "returned")


def upgrade() -> None:
    columns = {
        "problem": ("id", "task_id", "report_id", "since", "solved_at"),
        "report": ("id", "saying_id"),
        "saying": ("id", "person_id"),
        "task": ("id", "lead_department_id", "state"),
        "matter": (
            *("kind", "state", "task_id", "department_id", "raised_by_id", "saying_id", "problem_id", "raised_at"),
            "next_on",
        ),
    }
    problem, report, saying, task, matter = (sa.table(name, *map(sa.column, names)) for name, names in columns.items())
    held = sa.exists().where(matter.c.problem_id == problem.c.id, matter.c.state == "open")
    orphans = (
        sa.select(
            sa.literal("problem"),
            sa.literal("open"),
            problem.c.task_id,
            task.c.lead_department_id,
            saying.c.person_id,
            report.c.saying_id,
            problem.c.id,
            problem.c.since,
            sa.func.date(problem.c.since),
        )
        .join(report, report.c.id == problem.c.report_id)
        .join(saying, saying.c.id == report.c.saying_id)
        .join(task, task.c.id == problem.c.task_id)
        .where(problem.c.solved_at.is_(None), task.c.state.in_(UNFINISHED), ~held)
    )
    op.execute(matter.insert().from_select(columns["matter"], orphans))


def downgrade() -> None:
    """They stay: what waits for somebody is not thrown away."""

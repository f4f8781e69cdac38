"""Whole tables of many offices: every task with its title, lead department and deadline, and every row counted."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import read_ledger
from schedules.workdays import Calendar
from tests.rules.office_tables import TABLES

REGISTER = read_register(Path(__file__).parents[2] / "examples/register.csv")
CALENDAR = Calendar.standard()


def book(table):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, (rows, merged) in {"任务": (table.rows, table.merged), **table.more}.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
        for area in merged:
            sheet.merge_cells(area)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read(table):
    base = date.fromisoformat(table.base) if table.base else None
    return read_ledger(book(table), register=REGISTER, base_date=base, calendar=CALENDAR)


def due(task):
    return task.report_every if task.mode == "recurring" else task.due and task.due.isoformat()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_whole(name):
    sheet = read(TABLES[name])
    assert [(task.title, task.lead_department, due(task)) for task in sheet.tasks] == TABLES[name].expected
    assert not sheet.has_errors
    count = sheet.count
    assert count.seen == count.tasks + count.headings + count.joined

"""Whole tables of many offices: every task with its title, lead department and deadline, and every row counted."""

import csv
import io
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from bot.ledger_files.files.grids import words
from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import read_ledger
from schedules.workdays import Calendar
from tests.rules import office_tables
from tests.rules.office_tables_later import LATER
from tests.rules.office_tables_styles import OFFICES
from tests.rules.test_ledger_file_kinds import cell, document, paragraph
from tests.rules.test_ledger_file_kinds import table as word_table

TABLES = office_tables.TABLES | LATER | OFFICES
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


def in_word(table):
    """Titles as paragraphs, the table with its cells merged as Word merges them."""
    areas = [range_boundaries(area) for area in table.merged]
    filled = [sum(value != "" for value in row) for row in table.rows]
    begins = next(at for at, count in enumerate(filled) if count > min(2, max(filled) - 1))
    body = "".join(paragraph("　".join(words(value) for value in row)) for row in table.rows[:begins])
    width = max(map(len, table.rows))
    lines = []
    for number, row in enumerate(table.rows[begins:], begins + 1):
        line, column = [], 1
        while column <= width:
            value = words(row[column - 1]) if column <= len(row) else ""
            alone = (column, number, column, number)
            area = next((area for area in areas if area[0] == column and area[1] <= number <= area[3]), alone)
            span = f'<w:gridSpan w:val="{area[2] - area[0] + 1}"/>' if area[2] > area[0] else ""
            kind = '<w:vMerge w:val="restart"/>' if area[1] == number else "<w:vMerge/>"
            line.append(cell(escape(value), span + (kind if area[3] > area[1] else "")))
            column = area[2] + 1
        lines.append(line)
    return document(body + word_table(*lines))


def read(table, content):
    base = date.fromisoformat(table.base) if table.base else None
    return read_ledger(content, register=REGISTER, base_date=base, calendar=CALENDAR)


def due(task):
    return task.report_every if task.mode == "recurring" else task.due and task.due.isoformat()


def check(sheet, table):
    assert [(task.title, task.lead_department, due(task)) for task in sheet.tasks] == table.expected
    assert sheet.has_errors == (table.refused > 0)
    count = sheet.count
    assert count.refused == table.refused
    assert count.seen == count.tasks + count.headings + count.joined + count.refused


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_whole(name):
    check(read(TABLES[name], book(TABLES[name])), TABLES[name])


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not table.more])
def test_the_same_table_in_a_document_says_the_same(name):
    check(read(TABLES[name], in_word(TABLES[name])), TABLES[name])


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not table.more and not table.merged])
def test_the_same_table_as_csv_says_the_same(name):
    text = io.StringIO()
    csv.writer(text).writerows([[words(value) for value in row] for row in TABLES[name].rows])
    check(read(TABLES[name], text.getvalue().encode("gb18030")), TABLES[name])

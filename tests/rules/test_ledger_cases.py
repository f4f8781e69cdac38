"""Small workbooks in the layouts and phrases of real public tables, one kind of fault each, with what is right."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.ledger_files.ledger_shape import task_as_json
from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import read_ledger
from schedules.workdays import Calendar

CASES = Path(__file__).parent / "cases/ledgers"
REGISTER = read_register(CASES / "register.csv")
CALENDAR = Calendar.standard()
STEPS = {"renumbered": ["renumbered_before", "renumbered_after"], "next_edition": ["next_edition_1", "next_edition_2"]}
NAMES = sorted(path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json"))


def read(name, base):
    return read_ledger(CASES / f"{name}.xlsx", register=REGISTER, base_date=date.fromisoformat(base), calendar=CALENDAR)


def found(task, wanted):
    """The task as far as the case speaks of it."""
    told = task_as_json(task) | {"milestones": [[step.name, step.due.isoformat()] for step in task.milestones]}
    return {field: told[field] for field in wanted}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in STEPS])
def test_a_case_is_right(name):
    expected = json.loads((CASES / f"{name}.expected.json").read_text("utf-8"))
    sheet = read(name, expected["base_date"])
    for wanted in expected["tasks"]:
        assert wanted in [found(task, wanted) for task in sheet.tasks]
    for error in expected.get("errors", []):
        assert error in [{"row": fault.row, "fault": fault.fault} for fault in sheet.faults]
    if not expected.get("errors"):
        assert not sheet.has_errors
    if "said" in expected:
        assert sheet.faults
    count = sheet.count
    assert count.seen == count.tasks + count.headings + count.joined + count.refused


@pytest.mark.parametrize("name", [part for parts in STEPS.values() for part in parts])
def test_both_editions_of_a_case_are_read(name):
    assert not read(name, "2027-03-01").has_errors


@pytest.mark.parametrize("name", ["already_closed_rows", "struck_through", "merged_number_two_titles"])
def test_what_is_not_taken_as_it_stands_is_said_of_its_row(name):
    row = 3 if name != "merged_number_two_titles" else 4
    assert row in [fault.row for fault in read(name, "2027-03-01").faults]

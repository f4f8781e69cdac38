"""The reader's own process: says the same as reading here, and ends by itself where a file would take too much."""

import io
import logging
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import structlog

from bot.ledger_files.kept_reading import Read, read_of, written
from bot.ledger_files.register import read_register
from bot.ledger_files.sheet_json import dumped, dumped_lines, loaded, loaded_lines
from bot.ledger_files.workbook import read_ledger
from bot.runtime.ledger_worker import read_apart
from schedules.workdays import Calendar

CASES = Path(__file__).parents[1] / "rules/cases/ledgers"
TOLD = {
    "register": read_register(CASES / "register.csv"),
    "base_date": date(2027, 3, 1),
    "calendar": Calendar.standard(),
    "columns": {"具体举措": "title"},
}


@pytest.mark.parametrize("name", ["already_closed_rows", "quarter_columns", "x_leads", "struck_through"])
async def test_a_process_of_its_own_says_the_same(name):
    content = (CASES / f"{name}.xlsx").read_bytes()
    assert await read_apart(content, **TOLD) == read_ledger(content, **TOLD)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_ledger_as_json_is_the_same_ledger(path):
    sheet = read_ledger(path, **TOLD)
    assert loaded(dumped(sheet)) == sheet
    assert loaded_lines(line.encode() for line in dumped_lines(sheet)) == sheet


def test_a_reading_of_many_tasks_is_kept_by_lines_and_taken_up_whole_where_it_is_needed():
    sheet = read_ledger(CASES / "x_leads.xlsx", **TOLD)
    many = replace(sheet, tasks=[replace(task, title=f"{task.title}\n{n}") for task in sheet.tasks for n in range(300)])
    read = read_of(written(Read(many, b"noted")))
    assert (read.rows, read.noted, list(read.sheet.tasks)) == (len(many.tasks), b"noted", [])
    assert (read.sheet.count, read.sheet.faults, read.whole()) == (many.count, many.faults, many)
    few = read_of(written(Read(sheet)))
    assert (few.rows, few.sheet, few.whole()) == (len(sheet.tasks), sheet, sheet)


async def test_what_takes_too_long_is_refused_in_words():
    sheet = await read_apart((CASES / "x_leads.xlsx").read_bytes(), **TOLD, seconds=0.001)
    assert [(fault.fault, fault.severity) for fault in sheet.faults] == [("file_too_heavy", "error")]


async def test_what_takes_too_much_memory_is_refused_in_words(monkeypatch):
    book = openpyxl.Workbook()
    book.active["A1"] = "字" * 30_000
    content = io.BytesIO()
    book.save(content)
    program = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9)); bytearray(2 * 10**9)"
    monkeypatch.setattr("bot.runtime.ledger_worker.COMMAND", ("python3", "-c", program))
    sheet = await read_apart(content.getvalue(), **TOLD)
    assert [fault.fault for fault in sheet.faults] == ["file_too_heavy"]


async def test_a_mistake_of_ours_is_not_told_as_a_heavy_file(monkeypatch):
    monkeypatch.setattr("bot.runtime.ledger_worker.COMMAND", ("python3", "-c", "[][0]"))
    sheet = await read_apart(b"", **TOLD)
    assert [fault.fault for fault in sheet.faults] == ["file_not_read"]


async def test_where_no_log_is_kept_a_mistake_of_ours_is_on_the_screen(monkeypatch, capsys):
    monkeypatch.setattr("bot.runtime.ledger_worker.COMMAND", ("python3", "-c", "[][0]"))
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL)
    )  # as `huiyin import` does
    try:
        await read_apart(b"", **TOLD)
    finally:
        structlog.reset_defaults()
    assert re.match("ledger.not_read code=1 .*IndexError", capsys.readouterr().err, re.DOTALL)


async def test_it_tells_how_many_rows_it_has_read():
    book = openpyxl.Workbook()
    book.active.append(["序号", "重点任务", "牵头单位", "责任人", "完成时限"])
    for number in range(1, 601):
        book.active.append([number, f"建成第{number}号泵站", "市水利局", "", "2027年6月底前"])
    content = io.BytesIO()
    book.save(content)
    told = []
    sheet = await read_apart(content.getvalue(), **TOLD, progress=lambda done, of: told.append((done, of)))
    assert len(sheet.tasks) == 600
    assert told == [(1, 601), (251, 601), (501, 601)]

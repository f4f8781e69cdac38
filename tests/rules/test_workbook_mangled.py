"""The example ledger, put into other people's hands: other headers, orders, places, dates and line breaks."""

import csv
import io
import json
import random
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from bot.ledger_files.headers.vocabulary import FIELDS as VOCABULARY
from bot.ledger_files.register import read_register
from bot.ledger_files.workbook import as_json, read_ledger
from schedules.workdays import Calendar

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = json.loads((Path(__file__).parent / "cases/ledger_expected.json").read_text("utf-8"))["tasks"]
REGISTER = read_register(EXAMPLES / "register.csv")
FIELDS = ["no", "category", "source", "title", "target", "leader", "lead", "owner", "co", "mode", "due", "milestones"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def example():
    with (EXAMPLES / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


def broken_over_lines(text, chance):
    """A line break at one place of a text without separators, as narrow columns do."""
    if len(text) < 4 or any(sign in text for sign in "、；;:：，/") or chance.random() < 0.6:
        return text
    place = chance.randrange(1, len(text))
    return f"{text[:place]}\n{text[place:]}"


def due_cell(text, due, chance):
    if due is None:
        return chance.choice(["全年", "长期", "常年", "贯穿全年", "长期坚持"])
    day = date.fromisoformat(due)
    forms = [text, f" {text}", text.translate(FULL_WIDTH), datetime(day.year, day.month, day.day), f"{day:%Y-%m-%d}"]  # noqa: DTZ001
    forms += [f"{day.year}年{day.month}月{day.day}日前", f"{day:%Y/%m/%d}", (day - date(1899, 12, 30)).days]
    return chance.choice(forms)


def mangled(seed):
    """A workbook with the example's tasks and nothing else in common with it."""
    chance = random.Random(seed)
    order = chance.sample(FIELDS, len(FIELDS))
    header = [chance.choice(VOCABULARY[field].names) for field in order]
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    left = chance.randrange(0, 3)
    lines = [["关于重点工作任务分解的通知（附表）"], ["", "交办日期：2022年2月18日", "填报日期：2022年3月1日"], []]
    lines += [[]] * chance.randrange(0, 4)
    lines.append(header)
    for number, row in enumerate(example()):
        if number and number % 37 == 0:
            lines += [[], ["（续表）"], header]
        lines.append([cell(field, row, EXPECTED[number], chance) for field in order])
    lines += [["合计", "共160项"], [], ["备注：1.本表按季度更新。"], ["填表人：", "审核人："]]
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1 + left):
            sheet.cell(number, place).value = value or None
    merge_equal(sheet, 1 + left + order.index("category"))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def cell(field, row, task, chance):
    text = row[field]
    if field == "no":
        return chance.choice([int(text), text, f"{text}.", text.translate(FULL_WIDTH), f" {text} "])
    if field == "due":
        return due_cell(text, task["due"], chance)
    if field in ("lead", "co"):
        return text.replace("、", chance.choice(["、", "，", ",", "\n", "/", "；", "、\n"]))
    if field == "milestones":
        return text.replace(";", chance.choice([";", "；", "\n", "； "])).replace(":", chance.choice([":", "："]))
    return broken_over_lines(text, chance) if field in ("title", "owner", "leader", "category") else text


def merge_equal(sheet, column):
    """Neighbouring cells of one category become one merged cell."""
    letter, first = get_column_letter(column), None
    values = [str(sheet.cell(row, column).value or "").replace("\n", "") for row in range(1, sheet.max_row + 2)]
    known = {task["category"] for task in EXPECTED}
    for row, value in enumerate(values, 1):
        if first and value != values[first - 1]:
            if row - first > 1:
                sheet.merge_cells(f"{letter}{first}:{letter}{row - 1}")
            first = None
        if first is None and value in known:
            first = row


@pytest.mark.parametrize("seed", range(12))
def test_a_mangled_workbook_says_the_same(seed):
    sheet = read_ledger(mangled(seed), register=REGISTER, calendar=Calendar.standard())
    assert [fault for fault in sheet.faults if fault.severity == "error"] == []
    assert as_json(sheet)["tasks"] == EXPECTED
    assert sheet.base_date == date(2022, 2, 18)

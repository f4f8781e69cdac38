"""How long 10,000 rows take to be read, compared and written, beside what openpyxl needs to read them.

    python benchmarks/ledger.py [ROWS] [--read-only]

Each stage runs in a process of its own (best of three for reading); memory is the peak of the process. Seconds are of
the processor, the command's with its child and its start, so that other work on the machine counts for neither. At most
three times openpyxl's seconds and 300 MB are allowed.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parents[1]))

HEADER = "序号 类别 任务来源 重点任务 目标要求 牵头领导 牵头单位 责任人 配合单位 办理方式 完成时限 阶段节点 备注"
BASE = date(2027, 3, 1)
REGISTER = Path(__file__).parents[1] / "examples/register.csv"


def workbook(rows: int) -> bytes:
    from bot.ledger_files.register import read_register

    units = read_register(REGISTER).departments
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2027年市政府重点工作任务责任分解表"])
    sheet.append(HEADER.split())
    for number in range(1, rows + 1):
        unit, beside = units[number % len(units)], units[(7 * number + 1) % len(units)]
        due: object = datetime(2027, 9, 30) if number % 2 else f"{number % 9 + 4}月底前"  # noqa: DTZ001
        steps = f"4月底：完成前期{number % 50}；8月底：主体封顶"
        title, target = f"建成第{number}号工程并通过竣工验收", f"完成投资{number}万元"
        what = [number, f"第{number % 40}类", "重点工作", title, target, "常务副市长"]
        who = [unit.name, unit.head, f"{beside.name}、各乡镇"]
        sheet.append([*what, *who, "限期办结", due, steps, "续建" if number % 3 else ""])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def stage(name: str, path: str) -> None:
    """Runs in a child: prints seconds, rows and the peak of memory in MB."""
    content = Path(path).read_bytes()
    begun = time.process_time()
    if name == "openpyxl":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        rows = sum(1 for _ in sheet.iter_rows(values_only=True)) - 2
    else:
        from bot.ledger_files.register import read_register
        from bot.ledger_files.workbook import read_ledger
        from schedules.workdays import Calendar

        register, calendar = read_register(REGISTER), Calendar.standard()
        begun = time.process_time()
        read = read_ledger(content, register=register, base_date=BASE, calendar=calendar)
        assert not read.has_errors, read.faults[:3]
        rows = len(read.tasks)
    seconds = time.process_time() - begun
    print(seconds, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def child(name: str, path: str) -> tuple[float, int, int]:
    command = [sys.executable, __file__, "--stage", name, "--file", path]
    seconds, rows, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), int(rows), int(memory)


def spent() -> float:
    """Processor seconds of the children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command(path: str, folder: str) -> tuple[float, int]:
    """The whole command: reading in its own process, comparing, writing; seconds and the peak of all of it in MB."""
    environment = os.environ | {"HUIYIN_DATABASE_URL": f"sqlite:///{folder}/ledger.db"}
    program = [sys.executable, "-m", "bot.cli"]
    subprocess.run([*program, "import-people", str(REGISTER)], env=environment, check=True, capture_output=True)
    begun = spent()
    order = [*program, "import", path, "--base-date", BASE.isoformat(), "--yes"]
    subprocess.run(order, env=environment, check=True, capture_output=True)
    return spent() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", nargs="?", type=int, default=10_000)
    options.add_argument("--read-only", action="store_true")
    options.add_argument("--stage")
    options.add_argument("--file")
    given = options.parse_args()
    if given.stage:
        stage(given.stage, given.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/big.xlsx"
        Path(path).write_bytes(workbook(given.rows))
        if not given.read_only:
            seconds, memory = command(path, folder)
        beside = min(child("openpyxl", path) for _ in range(3))
        ours = min(child("ours", path) for _ in range(3))
        print(f"openpyxl reads {beside[1]} rows in {beside[0]:.2f} s, {beside[2]} MB")
        print(f"we read {ours[1]} tasks in {ours[0]:.2f} s ({ours[0] / beside[0]:.2f} ×), {ours[2]} MB")
        if not given.read_only:
            print(f"the command reads, compares, writes in {seconds:.2f} s ({seconds / beside[0]:.2f} ×), {memory} MB")


if __name__ == "__main__":
    main()

"""Has a ledger read by a child process with limits of memory and time; a file that exceeds them is refused in words."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from bot.ledger_files.ledger_shape import LedgerSheet
from bot.ledger_files.register import Register
from bot.ledger_files.sheet_json import loaded_lines
from bot.reading.dates.shapes import WorkingDays
from db.ledger_rows import Fault

PROGRESS = b"rows"  # as bot.runtime.ledger_reader says it
COMMAND = (sys.executable, "-m", "bot.runtime.ledger_reader")
NOTER = (sys.executable, "-m", "bot.runtime.fault_noter")
DRAFTER = (sys.executable, "-m", "bot.runtime.draft_reader")
READ_SECONDS = 90.0
TOO_HEAVY = "读取这份文件超出了内存或时间限制。请删去图片、空行空列和无关工作表，另存为 xlsx 后再导入"
NOT_READ = (
    "程序读取这份文件时出错，这不是表格的问题，详情已记入运行日志（用命令时就在屏幕上）。请把文件交系统管理员；"
    "急用时可把内容复制到新建的 xlsx 后再导入"
)
_TAIL = 800
_OUT_OF_LIMITS = (-signal.SIGXCPU, -signal.SIGKILL)


async def read_apart(
    content: bytes,
    *,
    name: str = "表",
    register: Register | None,
    base_date: date | None,
    calendar: WorkingDays,
    columns: Mapping[str, str] | None = None,
    seconds: float = READ_SECONDS,
    progress: Callable[[int, int], None] | None = None,
) -> LedgerSheet:
    """As `read_ledger` of the same bytes, which are read in a process of their own."""
    order = {
        "source": content,
        "name": name,
        "register": register,
        "base_date": base_date,
        "calendar": calendar,
        "columns": columns,
        "tells": progress is not None,
    }
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment())
    try:
        told, said = await asyncio.wait_for(_told(child, pickle.dumps(order), progress), seconds)
    except TimeoutError:
        _note("ledger.too_slow", seconds=seconds, bytes=len(content))
        return _refused(base_date)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        _note("ledger.not_read", code=child.returncode, said=said.decode(errors="replace")[-_TAIL:])
        return (
            _refused(base_date) if _is_heavy(child.returncode, said) else _refused(base_date, "file_not_read", NOT_READ)
        )
    return loaded_lines(io.BytesIO(told))


async def _told(
    child: asyncio.subprocess.Process, order: bytes, progress: Callable[[int, int], None] | None
) -> tuple[bytes, bytes]:
    """As `communicate`, with word of each line that says how far it is."""
    if progress is None:
        return await child.communicate(order)
    stdin, stdout, stderr = child.stdin, child.stdout, child.stderr
    assert stdin is not None
    assert stdout is not None
    assert stderr is not None

    async def listened() -> bytes:
        said = b""
        while line := await stderr.readline():
            word, *numbers = line.split()
            if word == PROGRESS and len(numbers) == 2:
                progress(*map(int, numbers))
            else:
                said += line
        return said

    async def given() -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # it ended before it had read all, and says why
            stdin.write(order)
            await stdin.drain()
            stdin.close()

    _, told, said = await asyncio.gather(given(), stdout.read(), listened())
    await child.wait()
    return told, said


async def noted_apart(content: bytes, faults: Sequence[Fault], *, seconds: float = READ_SECONDS) -> bytes | None:
    """The workbook with the faults in its cells; None where it could not be made in time."""
    return await _made_apart(NOTER, (content, list(faults)), seconds)


async def drafted_apart(content: bytes, *, seconds: float = READ_SECONDS, **named: Any) -> bytes | None:
    """As `kept_of` of the same arguments, written; None where it could not be made in time."""
    return await _made_apart(DRAFTER, (content, named), seconds)


async def _made_apart(command: Sequence[str], order: object, seconds: float) -> bytes | None:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment())
    try:
        made, said = await asyncio.wait_for(child.communicate(pickle.dumps(order)), seconds)
    except TimeoutError:
        _note("file.too_slow", command=command[-1], seconds=seconds)
        return None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        told = said.decode(errors="replace")[-_TAIL:]
        _note("file.not_made", command=command[-1], code=child.returncode, said=told)
        return None
    return made


def _note(event: str, **facts: object) -> None:
    """In the log of the service. A command has none, and does without loading it (a tenth of its start): whoever gave
    it reads this on the screen."""
    structlog = sys.modules.get("structlog")
    log = structlog.get_logger(__name__) if structlog else None
    if log is not None and log.is_enabled_for(logging.ERROR):
        log.error(event, **facts)
        return
    print(event, *(f"{name}={value}" for name, value in facts.items()), file=sys.stderr)


def _is_heavy(code: int | None, said: bytes) -> bool:
    """Whether the child ended by its limits; whatever else ends it is a mistake of ours and told as one."""
    return code in _OUT_OF_LIMITS or b"MemoryError" in said[-_TAIL:]


def _refused(base_date: date | None, code: str = "file_too_heavy", message: str = TOO_HEAVY) -> LedgerSheet:
    return LedgerSheet(base_date, "", [], [Fault("", None, None, code, "error", message)])


def _environment() -> dict[str, str]:
    """No setting of ours: the reader needs neither token nor database."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith("HUIYIN_")}

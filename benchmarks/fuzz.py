"""Mangled input for every entry, for so long; whatever is answered by an accident instead of a sentence is printed.

    python benchmarks/fuzz.py ENTRY [SECONDS] [SEED]

ENTRY: update, callback, workbook, docx, csv, cli, webhook. What is found and mended is kept as a test. The last line is
the count of tries, of what came of them, and of findings.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import io
import json
import logging
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import structlog

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ODD = [
    "",
    "\0",
    "\ud800",
    "\u202e",
    "9" * 400,
    "-1",
    "1e999",
    "null",
    "²",
    "', DROP",
    "\n",
    "🦄",
    "甲" * 5000,
    "NaN",
    "0",
]
JUNK: list[Any] = [None, True, -1, 0, 2**63, -(2**70), 1e300, "", "x", [], {}, [[[]]], {"a": {"b": None}}, *ODD]
SLOW = 20.0  # seconds of processor for one try
Try = Callable[[random.Random], Awaitable[str]]


class Finding(Exception):
    """What should not have come of it."""


def mangled_bytes(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 50])):
        if not found:
            break
        at = chance.randrange(len(found))
        match chance.randrange(5):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + chance.choice([1, 10, 1000])]
            case 2:
                found[at:at] = chance.choice(ODD).encode(errors="surrogatepass")
            case 3:
                found[at:at] = found[at : at + chance.choice([3, 100, 3000])]
            case _:
                found[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice([1, 20])))
    return bytes(found)


def mangled_json(value: Any, chance: random.Random) -> Any:
    """One place of it is something else, gone, or more."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(list(value))
        if chance.random() < 0.15:
            return {name: each for name, each in value.items() if name != key}
        return {**value, key: mangled_json(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.85:
        at = chance.randrange(len(value))
        return [*value[:at], mangled_json(value[at], chance), *value[at + chance.randrange(2) :]]
    return chance.choice(JUNK)


def mangled_zip(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return mangled_bytes(content, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        chosen = chance.choice(given.namelist())
        for name in given.namelist():
            part = given.read(name)
            if name != chosen:
                made.writestr(name, part)
            elif chance.random() < 0.95:
                made.writestr(name, mangled_bytes(part, chance))
    return out.getvalue()


# Files.


def table(name: str, mangle: Callable[[bytes, random.Random], bytes]) -> Try:
    from bot.ledger_files.fault_workbook import noted
    from bot.ledger_files.register import read_register
    from bot.ledger_files.workbook import read_ledger
    from schedules.workdays import Calendar

    register, calendar = read_register(ROOT / "examples/register.csv"), Calendar.standard()
    whole = _document() if name == "docx" else (ROOT / "examples" / name).read_bytes()

    async def once(chance: random.Random) -> str:
        content = mangle(whole, chance)
        sheet = read_ledger(content, register=register, base_date=date(2022, 2, 18), calendar=calendar)
        read_register(content)
        if chance.random() < 0.05:
            noted(content, sheet.faults)
        return f"{'faults' if sheet.has_errors else 'read'}"

    return once


def _document() -> bytes:
    rows = [
        ("序号", "重点任务", "牵头单位", "责任人", "完成时限"),
        ("1", "修路", "市财政局", "市财政局局长", "3月31日"),
    ]
    cells = ["".join(f"<w:tc><w:p><w:r><w:t>{each}</w:t></w:r></w:p></w:tc>" for each in row) for row in rows]
    grid = "".join(f"<w:tr>{each}</w:tr>" for each in cells)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    title = "<w:p><w:r><w:t>重点任务分解表（2022年2月18日）</w:t></w:r></w:p>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        body = f"<w:body>{title}<w:tbl>{grid}</w:tbl></w:body>"
        made.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')
    return out.getvalue()


# Chat.


@contextlib.asynccontextmanager
async def office():
    from tests.office import staffed

    async with staffed() as made:
        head = await made.head("市财政局局长")
        task = await made.task("编制年度预算草案", owner=head, due="2022-03-10")
        await made.until("2022-01-05 09:30")
        sent = await head.says(f"{task.number}号完成40%")
        await head.edits(sent, f"{task.number}号完成45%")
        await head.says("已办结")
        yield made, head


async def _poisoned(made: Any, before: int) -> str:
    from sqlalchemy import select

    from db.models import InboxRow, InboxState

    async with made.stage.database.reading() as session:
        rows = list(await session.scalars(select(InboxRow).where(InboxRow.id > before)))
    for row in rows:
        if row.state is InboxState.WAITING:
            raise Finding(f"still waiting: {row.raw[:500]}")
        if row.state is InboxState.POISON and not (row.error or "").startswith("Unreadable"):
            raise Finding(f"{row.error}: {row.raw[:1500]}")
    return rows[-1].state.value if rows else "not stored"


async def _newest(made: Any) -> int:
    from sqlalchemy import func, select

    from db.models import InboxRow

    async with made.stage.database.reading() as session:
        return await session.scalar(select(func.max(InboxRow.id))) or 0


async def update(stack: contextlib.AsyncExitStack) -> Try:
    from db import inbox

    made, _ = await stack.enter_async_context(office())
    seen = [*made.stage.sandbox.world.updates.confirmed]
    kinds = [json.loads(json.dumps(each)) for each in seen]
    number = 900_000_000

    async def once(chance: random.Random) -> str:
        nonlocal number
        number += 1
        raw = copy.deepcopy(chance.choice(kinds))
        for _ in range(chance.choice([1, 1, 1, 3])):
            raw = mangled_json(raw, chance)
        if isinstance(raw, dict) and chance.random() < 0.9:
            raw["update_id"] = number
        before = await _newest(made)
        async with made.stage.database.writing() as session:
            await inbox.store(session, [raw], made.stage.clock.now)
        for _ in range(20):
            if not await made.stage.service.intake.once():
                break
        return await _poisoned(made, before)

    return once


async def callback(stack: contextlib.AsyncExitStack) -> Try:
    made, head = await stack.enter_async_context(office())
    people = [head, made.coordinator]
    known = {each for person in people for message in person.messages for each in message.data if each}

    async def once(chance: random.Random) -> str:
        person = chance.choice(people)
        data = mangled_bytes(chance.choice(sorted(known)).encode(), chance).decode("utf-8", "replace")[:64]
        if chance.random() < 0.3:
            parts = chance.choice(sorted(known)).split(":")
            parts[chance.randrange(len(parts))] = chance.choice([*ODD, "1", "99999", "-5", "1,2"])
            data = ":".join(parts)[:64]
        before = await _newest(made)
        await person.forges(data.replace("\ud800", "?"))
        return await _poisoned(made, before)

    return once


async def webhook(stack: contextlib.AsyncExitStack) -> Try:
    import aiohttp

    from bot.telegram_io.api_client import BotApi
    from bot.telegram_io.webhook import SECRET, Webhook

    made, _ = await stack.enter_async_context(office())
    bodies = [json.dumps(each, ensure_ascii=False).encode() for each in made.stage.sandbox.world.updates.confirmed]
    bot_api = await stack.enter_async_context(BotApi("http://127.0.0.1:9", "1:test"))
    door = Webhook(made.stage.database, bot_api, lambda: made.stage.clock.now, secret="geheim")
    root = f"http://127.0.0.1:{await door.start(port=0)}/telegram"
    stack.push_async_callback(door.stop)
    session = await stack.enter_async_context(aiohttp.ClientSession())

    async def once(chance: random.Random) -> str:
        body = mangled_bytes(chance.choice(bodies), chance)
        secret = chance.choice(["geheim"] * 5 + ["", "falsch", "geheim2", "g" * 4000])
        async with session.post(root, data=body, headers={SECRET: secret}) as answer:
            if answer.status >= 500 or (secret != "geheim" and answer.status != 403):
                raise Finding(f"{answer.status} for {secret!r} {body[:1500]!r}")
            return str(answer.status)

    return once


# The command line.

_NEVER = {"run", "playground", "demo", "train", "init"}


def _kept(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)


async def cli(stack: contextlib.AsyncExitStack) -> Try:
    import click

    from bot.cli import COMMANDS, cli, main

    os.chdir(stack.enter_context(tempfile.TemporaryDirectory()))
    for name in [name for name in os.environ if name.startswith("HUIYIN_")]:
        del os.environ[name]
    sys.stdin = io.StringIO()

    def ended(words: list[str]) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                main(words)
            except SystemExit as end:
                return int(end.code or 0), out.getvalue()
        return 0, out.getvalue()

    await asyncio.to_thread(ended, ["import-people", str(ROOT / "examples/register.csv")])
    _kept("t.csv", ("序号,重点任务,牵头单位,完成时限\n1,修路,市财政局,2027年3月31日\n").encode())
    await asyncio.to_thread(ended, ["import", "t.csv", "--base-date", "2026-11-02", "--yes"])
    for name in ("ledger.xlsx", "register.csv"):
        _kept(name, (ROOT / "examples" / name).read_bytes())
    values = [
        *ODD,
        "1",
        "5",
        "市财政局局长",
        "t.csv",
        "ledger.xlsx",
        "register.csv",
        ".",
        "nowhere/x",
        "x.xlsx",
        "x.png",
    ]
    values += [
        "2027-01-01",
        "2027-02-30",
        "leader",
        "head",
        "{}",
        "[1]",
        "--",
        "-",
        "a=b",
        "=",
        "huiyin.db",
        "市财政局",
    ]

    async def once(chance: random.Random) -> str:
        name = chance.choice([each for each in COMMANDS if each not in _NEVER])
        command = cli.get_command(click.Context(cli), name)
        options = [each for parameter in command.params for each in parameter.opts if each.startswith("--")]
        words = [chance.choice([*values, *options, *options]) for _ in range(chance.randrange(5))]
        words = [name, *words, *(["--yes"] if "--yes" in options and chance.random() < 0.3 else [])]
        code, said = await asyncio.to_thread(ended, words)
        if code not in (0, 1, 2) or "Traceback" in said or "程序内部出错" in said:
            raise Finding(f"exit {code} {said[-300:]!r} of {[each[:40] for each in words]}")
        return f"exit {code}"

    return once


async def opened(entry: str, stack: contextlib.AsyncExitStack) -> Try:
    if entry in ("workbook", "docx", "csv"):
        name = {"workbook": "ledger.xlsx", "docx": "docx", "csv": "ledger.csv"}[entry]
        return table(name, mangled_bytes if entry == "csv" else mangled_zip)
    makers = {"update": update, "callback": callback, "webhook": webhook, "cli": cli}
    return await makers[entry](stack)


async def main(entry: str, seconds: float, seed: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
    told, findings = Counter[str](), Counter[str]()
    async with contextlib.AsyncExitStack() as stack:
        once, number = await opened(entry, stack), 0
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            number += 1
            began = time.process_time()
            try:
                told[await once(random.Random(f"{seed}:{number}"))] += 1
                if time.process_time() - began > SLOW:
                    raise Finding("slow")
            except Exception as fault:
                place = traceback.extract_tb(fault.__traceback__)[-1]
                kind = (
                    str(fault)[:60]
                    if isinstance(fault, Finding)
                    else f"{type(fault).__name__} {place.name}:{place.lineno}"
                )
                findings[kind] += 1
                if findings[kind] == 1:
                    detail = "" if isinstance(fault, Finding) else "".join(traceback.format_exception(fault)[-6:])
                    print(f"seed {seed}:{number} {kind}\n{str(fault)[:2500]}\n{detail}", flush=True)
    print(
        json.dumps(
            {"entry": entry, "tries": number, "seconds": seconds, "seed": seed, **told, "findings": findings.total()}
        )
    )


if __name__ == "__main__":
    asyncio.run(
        main(sys.argv[1], float([*sys.argv, "300"][2] if len(sys.argv) > 2 else 300), int((sys.argv + ["1"] * 3)[3]))
    )

"""A service that was killed sends what is due before it loads what only a reply needs."""

import subprocess
import sys

LIGHT = """
import gc, sys
from bot.cli import cli

cli.get_command(None, "run")
import bot.app

assert gc.isenabled()
print(*{"bot.reading.replies", "telegram", "matplotlib", "openpyxl", "alembic"} & set(sys.modules))
"""

WARM = """
import asyncio, sys
from bot import warming

warming.AFTER_SECONDS = 0

async def main():
    assert not set(warming.NEEDED) & set(sys.modules)
    with warming.for_replies() as loading:
        await loading
    print(*set(warming.NEEDED) - set(sys.modules))

asyncio.run(main())
"""


def printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_starting_loads_neither_conversations_nor_the_reader_nor_what_draws_and_collects_garbage_again():
    assert printed(LIGHT) == ""


def test_what_replies_need_is_loaded_beside_the_loop_once_the_service_runs():
    assert printed(WARM) == ""

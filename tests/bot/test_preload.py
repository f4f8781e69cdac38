"""A service that was killed sends what is due before it loads what only a reply needs."""

import subprocess
import sys

import pytest

from bot.commands import doctor
from bot.runtime import preload

LIGHT = """
import gc, sys
from bot.cli import cli

cli.get_command(None, "run")
import bot.app

assert gc.isenabled()
unused = {"bot.reading.replies", "telegram", "matplotlib", "openpyxl", "alembic", "sqlalchemy.dialects.postgresql"}
print(*unused & set(sys.modules))
"""

AS_THE_OPERATOR = """
import sys
from bot import cli

sys.argv = ["huiyin", "run", "--help"]
try:
    cli.program()
except SystemExit:
    pass
import bot.app
print(file=sys.stderr, *[name for name in ("rich", "pygments") if sys.modules.get(name)])
"""

WARM = """
import asyncio, sys
from bot.runtime import preload

preload.AFTER_SECONDS = 0

async def main():
    assert not set(preload.NEEDED) & set(sys.modules)
    with preload.for_replies() as loading:
        await loading
    print(*set(preload.NEEDED) - set(sys.modules))

asyncio.run(main())
"""

WRITTEN_TO = """
import asyncio, sys
from bot.runtime import preload

front = asyncio.run(preload.open_update_handler("1:TEST", {"id": 1, "username": "huiyin_bot"}))
known = {*sys.modules}
CHAT = {"id": 7, "type": "private"}
update = front.understood({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": CHAT, "text": "好"}})
from bot.reading import replies
from bot.reading.lexicon import vocabulary
from bot.reading.text import normal_form

assert vocabulary._rules.cache_info().currsize

normal_form.plain("完成百分之六十，預計下週五前辦結")
print(*{name for name in sys.modules if name not in known})
"""


def printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_starting_loads_neither_conversations_nor_the_reader_nor_what_draws_and_collects_garbage_again():
    assert printed(LIGHT) == ""


def test_the_service_loads_nothing_for_coloured_terminals_where_a_development_set_has_it():
    ran = subprocess.run([sys.executable, "-c", AS_THE_OPERATOR], check=True, capture_output=True, text=True)
    assert not ran.stderr.strip()


def test_what_replies_need_is_loaded_beside_the_loop_once_the_service_runs():
    assert printed(WARM) == ""


def test_with_the_first_update_all_is_loaded_that_serving_it_needs():
    assert printed(WRITTEN_TO) == ""


async def test_a_part_that_cannot_be_loaded_is_put_on_record_and_ends_nothing(monkeypatch, capsys):
    monkeypatch.setattr(preload, "AFTER_SECONDS", 0)
    monkeypatch.setattr(preload, "NEEDED", ("bot.no_such_part",))
    with preload.for_replies() as loading:
        await loading
    assert "preload.failed" in capsys.readouterr().out
    with pytest.raises(ModuleNotFoundError):
        await preload.open_update_handler("1:TEST", {})
    [finding] = doctor._program()
    assert finding.grave
    assert "bot.no_such_part" in finding.text


def test_an_import_loads_neither_the_log_nor_the_bells():
    """Each costs a tenth of its start."""
    code = "import sys, bot.cli, bot.commands.importing; print(*{'structlog', 'apscheduler'} & set(sys.modules))"
    assert printed(code) == ""

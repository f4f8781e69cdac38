"""The commands. Exit 0 ok, 1 refused with the reason, 2 usage; only `run`, `invite` and `doctor` need a token."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import click

from bot.console.click_words import speak_chinese
from bot.console.streams import showable
from bot.runtime import garbage
from bot.runtime.console_libraries import without_console_libraries

speak_chinese()

# Each command lives in a file of its own and is loaded only when it is asked for: `huiyin read` needs no Telegram.
COMMANDS = {
    "demo": "bot.commands.demo",
    "playground": "bot.commands.playground",
    "init": "bot.commands.init",
    "examples": "bot.commands.examples",
    "run": "bot.commands.run",
    "import": "bot.commands.importing",
    "import-people": "bot.commands.import_people",
    "draft": "bot.commands.draft",
    "export": "bot.commands.export",
    "chart": "bot.commands.chart",
    "document": "bot.commands.document",
    "status": "bot.commands.status",
    "journal": "bot.commands.journal",
    "preview": "bot.commands.preview",
    "tick": "bot.commands.tick",
    "read": "bot.commands.read",
    "train": "bot.commands.train",
    "cases": "bot.commands.cases",
    "invite": "bot.commands.invite",
    "people": "bot.commands.people",
    "person": "bot.commands.person",
    "post": "bot.commands.post",
    "dismiss": "bot.commands.dismiss",
    "unbind": "bot.commands.unbind",
    "revoke": "bot.commands.revoke",
    "forget": "bot.commands.forget",
    "doctor": "bot.commands.doctor",
    "verify": "bot.commands.verify",
    "backup": "bot.commands.backup",
    "restore": "bot.commands.restore",
    "migrate": "bot.commands.migrate",
}


def _loaded(place: str) -> ModuleType:
    """What is imported stays: to look through it for garbage again and again would be an eighth of a start."""
    gc.disable()
    try:
        return import_module(place)
    finally:
        garbage.settle()
        gc.enable()


def _in_the_list(explained: str) -> str:
    """All of it, or its first sentence: Click would cut it at its last space, and Chinese has none."""
    return explained if len(explained) <= _LONG else "".join(explained.partition("。")[:2])


_LONG = 60


class Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        found = (sys.modules.get(place) or _loaded(place)).command
        assert isinstance(found, click.Command), "every command file has one called `command`"
        found.options_metavar = "[选项]"
        found.short_help = found.short_help or _in_the_list(found.help or "")
        if _alone and cmd_name != "run":
            _without_log()
        return found


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    help="回音：督查室的台账，到时提醒，读懂回复，每周报告。事事有着落，件件有回音。",
)
@click.version_option(package_name="huiyin")
def cli() -> None:
    """Huiyin: a supervision office's ledger that reminds, reads replies and reports."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Whatever goes wrong is one sentence on standard error, and the exit code: 1 refused, 2 wrong usage."""
    try:
        code = cli.main(args=arguments, standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        from bot.console import endings  # knows many rooms: half a second that `--help` does not need

        sys.exit(endings.told(error))
    if isinstance(code, int) and code:  # of `ctx.exit()`
        sys.exit(code)


_alone = False  # True: this process is one command; the log is for the service, and to a terminal only noise


def _without_log() -> None:
    if "structlog" not in sys.modules:  # nothing of it writes to the log
        return
    import logging

    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def program() -> None:
    """`huiyin` itself. Ledger, backups and exports hold what people wrote: nobody else on this machine reads them."""
    global _alone
    _alone = True
    without_console_libraries()
    os.umask(0o077)
    showable()
    main()


if __name__ == "__main__":
    program()

"""`huiyin document`: a paper of the office as a Word file."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.working import looking, running, say
from bot.commands.writing import must_fit, write
from bot.console.given import TO_WRITE
from bot.documents.kinds import Kind
from bot.runtime.operator_errors import Refused
from bot.texts.papers.names import NAMES, NOT_NAMED, NOTHING
from schedules.machine_clock import machine_clock

_HELP = (
    "把文稿写成 FILE.docx。文稿名称如：市水利局情况表、6号办理经过、第3次常务会议、常务副市长分管情况、"
    "督办〔2022〕3号、督查通报、专报、公开通报。"
)


@click.command("document", help=_HELP)
@click.argument("paper", metavar="文稿名称")
@click.argument("file", type=TO_WRITE)
def command(paper: str, file: Path) -> None:
    """Write the paper that these words name to FILE.docx; of several the newest."""
    must_fit(file, suffix=".docx")
    kind, content = running(_paper(paper))
    write(file, content, suffix=".docx")
    say(f"{NAMES[kind]}已写入 {file}。")


async def _paper(words: str) -> tuple[Kind, bytes]:
    from bot.renderers.papers.asking import Asking
    from bot.renderers.papers.named import named
    from bot.renderers.papers.table import NothingToSay, drawn

    async with looking() as (database, policy), database.reading() as session:
        found = await named(session, words)
        if not found:
            raise Refused(NOT_NAMED)
        try:
            return found[0].kind, await drawn(Asking(session, machine_clock(), policy, None), found[0])
        except NothingToSay:
            raise Refused(NOTHING) from None

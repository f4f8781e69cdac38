"""`huiyin forget`: what somebody wrote is erased from the ledger; what remains elsewhere is named."""

from __future__ import annotations

from pathlib import Path

import click

from bot import settings as given
from bot.commands.naming import known
from bot.commands.working import one_step, running, say
from bot.console.given import NAME, NUMBER
from bot.runtime.instance_lock import ledger_file, only_one
from bot.runtime.operator_errors import Refused
from db import copies
from db.forgetting import Forgotten
from schedules.steps import forgetting


@click.command("forget", help="删除 NAME 写过的全部文字，或一条反馈的文字；日期和状态保留。不能恢复。")
@click.argument("name", required=False, type=NAME)
@click.option("--report", "report_id", type=NUMBER, help="只删除这一条反馈的原话。")
@click.option("--yes", is_flag=True, help="不再询问，直接执行（脚本用）。")
def command(name: str | None, report_id: int | None, yes: bool) -> None:
    """Erase what NAME wrote, or one report: words, extracts, quotations; dates and states stay. Cannot be undone."""
    if (name is None) == (report_id is None):
        raise click.UsageError("请给出姓名，或用 --report 给出一条反馈的编号，二者选一。")
    what = f"{name}写过的全部文字" if name else f"第{report_id}条反馈的文字"
    if not yes and not click.confirm(f"将从台账中删除{what}，不能恢复。确定吗？"):
        raise Refused("未作改动。")
    found = running(_forget(name, report_id))
    say(
        f"已删除：原话{found.sayings}条，收到的消息{found.updates}条，发出的消息中的引用{found.messages}处，"
        f"追问{found.questions}处，供改进识读的案例{found.cases}条。日期、状态、进度保留。"
    )
    if found.waiting:
        say(f"另有{found.waiting}条引用其原话的消息尚待发出，发出后请再执行一次。")
    _say_what_remains()


async def _forget(name: str | None, report_id: int | None) -> Forgotten:
    async with one_step("forget", creates=False) as context:
        if name is not None:
            return await forgetting.forget_person(context, await known(context.session, name))
        assert report_id is not None, "one of the two was given"
        found = await forgetting.forget_report(context, report_id)
        if found is None:
            raise Refused(f"没有第{report_id}条反馈，未作改动。")
        return found


def _say_what_remains() -> None:
    """Telegram's own copies, backups, and on SQLite what lies in pages that are free."""
    say("各人手机上的聊天记录由其本人删除；导出的表格和图片请另行处理。")
    settings = given.load()
    file = ledger_file(settings)
    if file is None:
        say("PostgreSQL 的备份中仍有原文，请按备份的保存期限处理。")
        return
    try:
        with only_one(settings, "forget"):
            copies.compact(file)
    except Refused:
        say("服务正在运行：数据库文件的空闲页中可能还有残留，停止服务后请再执行一次。")
    older = sorted(each for each in file.parent.iterdir() if _is_copy(each, file))
    if older:
        say("以下备份中仍有原文，请按需要删除：" + "、".join(map(str, older)) + "。另存他处的备份请一并处理。")
    else:
        say("台账旁没有旧备份；另存他处的备份中仍有原文，请一并处理。")


def _is_copy(place: Path, ledger: Path) -> bool:
    """A SQLite file beside the ledger that is not part of it."""
    own = {ledger.name + ending for ending in ("", "-wal", "-shm", "-journal", ".lock")}
    if place.name in own or not place.is_file():
        return False
    return copies.is_database(place)

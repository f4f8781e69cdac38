"""`huiyin draft`: the tasks that a speech, a plan or minutes hand out, as a workbook to mend and import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.working import looking, running, say
from bot.commands.writing import must_fit, write
from bot.console.given import TO_READ, TO_WRITE
from bot.drafting.document_text import text_of
from bot.drafting.drafted_file import Secret, dated, drafts_in
from bot.drafting.drafts import Draft, left_out
from bot.ledger_files.files.grids import FileFault, Grid
from bot.ledger_files.files.opening import grids_of
from bot.ledger_files.register import register_of
from bot.ledger_files.secrecy import MESSAGE
from bot.runtime import office_drafts
from bot.runtime.operator_errors import Refused
from bot.texts.draft_workbook import draft_workbook
from schedules.given_file import content
from schedules.machine_clock import machine_clock


@click.command("draft", help="从讲话、方案或会议纪要 FILE（.txt、.docx）起草台账，写入 OUT.xlsx，核改后导入。")
@click.argument("file", type=TO_READ)
@click.argument("out", type=TO_WRITE)
@click.option("--duties", type=TO_READ, help="有“职责”一列的名册（xlsx、csv）：按职责建议牵头单位。")
def command(file: Path, out: Path, duties: Path | None) -> None:
    """Draft the ledger of FILE into OUT.xlsx."""
    must_fit(out, suffix=".xlsx")
    try:
        text = text_of(content(file))
        grids = grids_of(content(duties), duties.name) if duties is not None else []
        known = duties_of(grids) if duties is not None else {}
    except FileFault as fault:
        raise Refused(f"{fault}") from fault
    try:
        found = running(_drafts(text, known, dict(register_of(*grids).names)))
    except Secret as secret:
        raise Refused(f"{file.name} {MESSAGE}") from secret
    if not found:
        raise Refused(f"{file.name} 里没有读出布置的任务。请确认是讲话、方案或会议纪要的文字。")
    others = left_out(text, found)
    book = draft_workbook(found, title=file.stem, as_of=dated(text, machine_clock().date()), left_out=others)
    write(out, book, suffix=".xlsx")
    open_ones = sum(not each.lead for each in found)
    say(f"已起草{len(found)}项，其中{open_ones}项待定牵头单位，写入 {out}。请核对原文后补齐，再用 huiyin import 导入。")
    if others:
        say(f"另有{len(others)}句有要求或日期而未列入，在“未列入”一页，请过目。")


def duties_of(grids: Sequence[Grid]) -> dict[str, str]:
    """Unit → what it is for, from a table with a column 职责. Raises FileFault."""
    for grid in grids:
        for at, row in enumerate(grid.rows):
            heads = [str(each or "").strip() for each in row]
            duty = next((place for place, head in enumerate(heads) if "职责" in head or "职能" in head), None)
            unit = next(
                (place for place, head in enumerate(heads) if head in ("名称", "单位", "单位名称", "部门", "全称")),
                None,
            )
            if duty is not None and unit is not None:
                below = [each for each in grid.rows[at + 1 :] if len(each) > max(duty, unit)]
                return {str(each[unit]): str(each[duty]) for each in below if each[unit] and each[duty]}
    raise FileFault("header_missing", "名册里没有“单位名称”和“职责”两列")


async def _drafts(text: str, duties: dict[str, str], listed: dict[str, str]) -> list[Draft]:
    async with looking(or_empty=True) as (database, _policy), database.reading() as session:
        return drafts_in(text, await office_drafts.known(session, duties=duties, names=listed))

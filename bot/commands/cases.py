"""`huiyin cases`: readings that people took back or corrected, to be confirmed and used for training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bot import settings as given
from bot.commands.working import looking, running, say
from bot.commands.writing import write
from bot.console.given import NUMBER, TO_WRITE
from bot.runtime.office_ledger import ledger, office_policy
from bot.runtime.operator_errors import Refused
from db import reading_cases
from db.models import CaseState, ReadingCase, Saying
from schedules.machine_clock import machine_clock
from schedules.steps import learning
from schedules.steps.context import StepContext


@click.command("cases", help="列出被更正或撤销的识读，确认或剔除一条，或导出已确认的供 huiyin train 使用。")
@click.option(
    "--state",
    type=click.Choice([each.value for each in CaseState]),
    default=CaseState.PENDING.value,
    help="只列这种状态的样例。",
)
@click.option("--confirm", "confirmed", type=NUMBER, help="确认这一号样例（读法本来就对，或由 --gold 写明）。")
@click.option("--gold", help="配合 --confirm：正确的读法，JSON 格式。")
@click.option("--refuse", "refused", type=NUMBER, help="剔除这一号样例。")
@click.option("--export", "out", type=TO_WRITE, help="把已确认的写入此文件（.jsonl）。")
def command(state: str, confirmed: int | None, gold: str | None, refused: int | None, out: Path | None) -> None:
    """List corrected readings as JSON lines, confirm or refuse one, or export the confirmed for `huiyin train`."""
    if confirmed is not None and refused is not None:
        raise click.UsageError("--confirm 与 --refuse 只能用一个。")
    if gold is not None and confirmed is None:
        raise click.UsageError("--gold 须与 --confirm 同用。")
    if confirmed is not None or refused is not None:
        decision = CaseState.CONFIRMED if confirmed is not None else CaseState.REFUSED
        running(_decide(confirmed if confirmed is not None else refused or 0, decision, _label(gold)))
        say("已确认，将用于训练。" if decision is CaseState.CONFIRMED else "已剔除。")
        return
    found = running(_listed(CaseState.CONFIRMED if out is not None else CaseState(state)))
    shown = [{"case": case.id, **reading_cases.as_reply_case(case, saying)} for case, saying in found]
    lines = [json.dumps(each, ensure_ascii=False) for each in shown]
    if out is None:
        say("\n".join(lines) if lines else "没有这样的样例。")
        return
    write(out, ("\n".join(lines) + "\n").encode(), suffix=".jsonl")
    say(f"已写入{len(lines)}条，可用 huiyin train 训练。")


def _label(gold: str | None) -> dict[str, Any] | None:
    if gold is None:
        return None
    try:
        label = json.loads(gold)
    except ValueError:
        raise Refused("--gold 不是 JSON。") from None
    if not isinstance(label, dict) or {"intent", "updates", "ask_back"} - set(label):
        raise Refused("--gold 应为 {intent, updates, ask_back}，写法见 docs/reading.md。")
    return label


async def _listed(state: CaseState) -> Sequence[tuple[ReadingCase, Saying]]:
    async with looking() as (database, _policy), database.reading() as session:
        return await reading_cases.listed(session, state)


async def _decide(case_id: int, state: CaseState, gold: dict[str, Any] | None) -> None:
    settings = given.load()
    policy = office_policy(settings)
    async with ledger(settings, creates=False) as database, database.writing() as session:
        case = await reading_cases.by_id(session, case_id)
        if case is None:
            raise Refused(f"没有编号为{case_id}的样例；huiyin cases 列出待确认的样例。")
        if state is CaseState.CONFIRMED and case.gold is None and gold is None:
            raise Refused("这条样例只知道读错了：请用 --gold 写明正确的读法。")
        learning.decide(StepContext(session, machine_clock(), "command:cases", policy), case, state, gold)

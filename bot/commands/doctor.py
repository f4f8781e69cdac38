"""`huiyin doctor`: settings, database, calendar, queues, reachability and the laws, each with its remedy."""

from __future__ import annotations

import shlex
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import settings as given
from bot.commands import policy_findings
from bot.commands.bot_account import account
from bot.commands.working import looking, running, say
from bot.renderers import readers
from bot.runtime import preload
from bot.runtime.instance_lock import ledger_file
from bot.runtime.office_ledger import office_policy
from bot.runtime.operator_errors import REFUSALS, Refused
from bot.settings import Settings
from bot.texts import words
from db import audit, people
from db.upkeep.figures import Queue, service_figures
from schedules.auditor import PATIENCE, breaches
from schedules.calendar_gaps import missing_years
from schedules.machine_clock import machine_clock
from schedules.policy import Policy

SOUND_SQLITE = (3, 51, 3)  # before it, WAL with several checkpointing connections has a bug


@dataclass(frozen=True, slots=True)
class Finding:
    grave: bool  # True: somebody has to act, and the command ends with exit 1; False: good to know
    text: str


@click.command("doctor", help="体检：设置、规则、节假日、队列、联系状态逐项检查，并写明怎样处理。")
def command() -> None:
    """Check settings, laws, calendar years, queue ages and reachability."""
    findings = running(_examine())
    for finding in sorted(findings, key=lambda each: each.grave):
        say(f"{'✗' if finding.grave else '·'} {finding.text}")
    grave = sum(finding.grave for finding in findings)
    if grave:
        raise Refused(f"✗ 有{grave}处需要处理，见上。")
    say("✓ 未发现需要处理的问题。")


async def _examine() -> list[Finding]:
    settings = given.load()
    policy = office_policy(settings)
    now = machine_clock()
    findings = [await _telegram(settings), *_sqlite(settings), *_open_to_others(settings), *_program()]
    try:
        return findings + await _of_the_ledger(policy, now)
    except REFUSALS as fault:
        return [*findings, Finding(True, str(fault))]


async def _of_the_ledger(policy: Policy, now: datetime) -> list[Finding]:
    findings: list[Finding] = []
    async with looking() as (database, _policy), database.reading() as session:
        findings += await _calendar(session, policy, now)
        findings += [Finding(False, each) for each in policy_findings.changed(policy)]
        findings += [Finding(True, each) for each in await policy_findings.idle(session, policy)]
        findings += await _queues(session, now)
        findings += await _people(session)
        findings += await _readers(session, now)
        broken = await breaches(session, now=now, policy=policy)
    findings += [Finding(True, f"第{breach.law}条定律：{breach.text}") for breach in broken]
    return findings


async def _telegram(settings: Settings) -> Finding:
    if settings.token is None:
        return Finding(True, "没有 HUIYIN_TOKEN：请向 BotFather 申请令牌，写入 .env；其余各项照常检查。")
    try:
        found = await account(settings, seconds=10)
    except Refused as fault:
        return Finding(True, str(fault))
    return Finding(False, f"机器人 @{found.username} 可用。")


def _sqlite(settings: Settings) -> list[Finding]:
    if not settings.database_url.startswith("sqlite") or sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return []
    return [
        Finding(
            False,
            f"SQLite {sqlite3.sqlite_version} 早于 3.51.3：多个连接同时做检查点时有缺陷；本服务只由一个连接做检查点，"
            "请勿用其他工具同时打开台账，有条件时升级。",
        )
    ]


def _open_to_others(settings: Settings) -> list[Finding]:
    """Files with people's words or the token that others on this machine may read; new ones are made for us alone."""
    file = ledger_file(settings)
    family = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")] if file else []
    found = [each for each in (*family, Path(".env")) if each.exists() and each.stat().st_mode & 0o077]
    if not found:
        return []
    names = " ".join(shlex.quote(str(each)) for each in found)
    return [Finding(True, f"本机其他用户可以读到台账或令牌，请执行：chmod 600 {names}")]


def _program() -> list[Finding]:
    """The service loads its conversations only once somebody writes: a part that is missing is found here."""
    try:
        preload.load()
    except Exception as error:
        remedy = "请按 README 重新安装依赖。"
        return [Finding(True, f"程序不完整，收到的消息将无法处理（{type(error).__name__}: {error}）：{remedy}")]
    return []


async def _calendar(session: AsyncSession, policy: Policy, now: datetime) -> list[Finding]:
    missing = words.missing_years(await missing_years(session, policy, now))
    return [Finding(False, missing)] if missing else []


async def _queues(session: AsyncSession, now: datetime) -> list[Finding]:
    figures = await service_figures(session, now=now)
    found = [
        _waiting("收件箱", figures.inbox, now, "请看日志 intake.failed、update.failed"),
        _waiting("到期提醒", figures.agenda, now, "请看日志 tick.failed"),
        _waiting("发件箱", figures.outbox, now, "请核对网络，看日志 message.later"),
        await _set_aside(session),
    ]
    return [finding for finding in found if finding is not None]


def _waiting(name: str, queue: Queue, now: datetime, remedy: str) -> Finding | None:
    if queue.oldest is None:
        return None
    waited = now - queue.oldest
    text = (
        f"{name}最早一条已等候{waited.total_seconds() / 60:.0f}分钟；服务未运行时属正常，启动后即补办；运行中{remedy}。"
    )
    return Finding(waited > PATIENCE, text)


async def _set_aside(session: AsyncSession) -> Finding | None:
    """No fault of the service's present state: what was set aside stays until somebody has looked at it."""
    rows = await audit.set_aside(session)
    if not rows:
        return None
    names = "、".join(dict.fromkeys(row.name or "未绑定的人" for row in rows[:10]))
    ids = "、".join(str(row.id) for row in rows[:10]) + (" 等" if len(rows) > 10 else "")
    text = f"未能处理、已另行保存的消息{len(rows)}条（收件编号 {ids}），来自{names}：请与其联系并请其重发，"
    return Finding(False, text + "原因见日志 update.failed。")


async def _readers(session: AsyncSession, now: datetime) -> list[Finding]:
    """How the readers fared in the last thirty days."""
    since = now - timedelta(days=30)
    said = await readers.told(session, since=since, until=now)
    return [Finding(False, f"近30天{said}")] if said else []


async def _people(session: AsyncSession) -> list[Finding]:
    findings = []
    unreachable = [person.name for person in await people.unreachable_owners(session)]
    if unreachable:
        findings.append(
            Finding(
                True, f"联系不上的责任人{len(unreachable)}位：{'、'.join(unreachable[:10])}。请发邀请链接或电话联系。"
            )
        )
    if not await people.coordinators(session):
        findings.append(Finding(True, "没有已绑定的督查员：请 huiyin invite 姓名 --role 督查员。"))
    return findings

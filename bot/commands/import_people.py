"""`huiyin import-people`: the register of leaders, departments, heads and liaisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.commands.faults import show
from bot.commands.working import looking, one_step, running, say
from bot.console.given import TO_READ
from bot.ledger_files.register import Register, read_register
from bot.runtime.operator_errors import Refused
from db import people
from db import posts as held
from db.models import Role
from schedules.given_file import content
from schedules.steps import importing, posts, sharing


@click.command("import-people", help="导入名册 FILE（csv 或 xlsx）；换了负责人的，确认后原任职务即告结束。")
@click.argument("file", type=TO_READ)
@click.option("--yes", is_flag=True, help="不再询问，直接结束原负责人的职务（脚本用）。")
def command(file: Path, yes: bool) -> None:
    """Import the register FILE (csv or xlsx); where it names another head, the former's post ends once confirmed."""
    register = read_register(content(file))
    show(register.faults)
    if register.has_errors:
        raise Refused("名册有误，未作任何改动；请按上面的提示修改后重新导入。")
    for line in running(_beside(register)):
        say(line)
    changes = running(_changes(register))
    for change in changes:
        say(f"责任人变动：{change.department}由{change.former}变更为{change.new}。")
    confirmed = bool(changes) and (yes or click.confirm("是否结束原责任人的职务，并把其名下事项移交新责任人？"))
    running(_store(register, changes, confirmed=confirmed))
    if changes and not confirmed:
        say("未确认变动：以上单位的责任人保持不变。")
    say(f"已导入：市领导{len(register.leaders)}位，单位{len(register.departments)}个，单位组{len(register.groups)}个。")


@dataclass(frozen=True, slots=True)
class Change:
    """A department whose head the register calls by another name."""

    department: str
    department_id: int
    former: str
    new: str


async def _changes(register: Register) -> list[Change]:
    async with looking(or_empty=True) as (database, _policy), database.reading() as session:
        found = []
        for each in register.departments:
            known = await people.department_named(session, each.name) if each.head else None
            heads = [head.name for head in await held.heads_of(session, known.id)] if known is not None else []
            if known is not None:
                found += [
                    Change(each.name, known.id, former, each.head or "") for former in heads if former != each.head
                ]
        return found


async def _beside(register: Register) -> list[str]:
    """What else the register says otherwise than what stands: new units, liaisons, leaders, and who is named no more.
    Nobody's post ends by being left out: that is said, and done by `huiyin dismiss`."""
    async with looking(or_empty=True) as (database, _policy), database.reading() as session:
        standing = {each.name: each for each in await people.departments(session) if not each.is_group}
        if not standing:
            return []
        named = {each.name: each for each in register.departments}
        lines = [f"新增单位：{name}。" for name in named.keys() - standing.keys()]
        for name in named.keys() & standing.keys():
            held_now = {each.name for each in await held.liaisons_of(session, standing[name].id)}
            new, gone = set(named[name].liaisons) - held_now, held_now - set(named[name].liaisons)
            lines += [f"联络员变动：{name}新增{'、'.join(sorted(new))}。"] if new else []
            lines += (
                [f"名册未列{name}联络员{'、'.join(sorted(gone))}，职务保留；如已离任请用 huiyin dismiss。"]
                if gone
                else []
            )
        headed = {each.name for each in standing.values() if await held.heads_of(session, each.id)}
        lines += [f"名册未列单位：{name}，保持不变。" for name in headed - named.keys()]
        leaders = {each.name for each in await people.with_role(session, Role.LEADER)}
        called = {each.called for each in register.leaders}
        lines += [f"新任市领导：{name}。" for name in called - leaders]
        lines += [f"名册未列市领导{name}，职务保留；如已离任请用 huiyin dismiss。" for name in leaders - called]
        return sorted(lines)


async def _store(register: Register, changes: Sequence[Change], *, confirmed: bool) -> None:
    unsettled = set() if confirmed else {change.department for change in changes}
    async with one_step("import-people") as context:
        for leader in register.leaders:
            await importing.import_leader(context, leader.called, title=leader.post)
        for group in register.groups:
            await importing.department_named(context, group, is_group=True)
        for department in register.departments:
            await importing.import_department(
                context,
                department.name,
                aliases=department.aliases,
                heads=[department.head] if department.head and department.name not in unsettled else [],
                liaisons=department.liaisons,
                duty=department.duty,
            )
        for group in register.groups:
            members = [register.department(each) for each in register.members.get(group, ())]
            known = [each for each in members if each is not None]
            if known:
                await sharing.name_group(context, group, known)
        for change in changes if confirmed else ():
            former = await people.by_name(context.session, change.former)
            new = await people.by_name(context.session, change.new)
            assert former is not None and new is not None, "both were read a moment ago"  # noqa: PT018
            await posts.replace(context, former, new, Role.HEAD, change.department_id)

"""`huiyin post`: give somebody a post, from a day, until a day."""

from __future__ import annotations

from datetime import date

import click

from bot.commands.naming import department as department_named
from bot.commands.naming import known
from bot.commands.working import one_step, running, say
from bot.console.given import DAY, NAME, POST, POSTS
from bot.runtime.operator_errors import Refused
from db.models import Role
from schedules.steps import posts

_OF_A_DEPARTMENT = (Role.HEAD, Role.LIAISON)
_FOR_SOMEBODY = (Role.DEPUTY, Role.SECRETARY)


@click.command("post", help=f"授予 NAME 职务 ROLE，可写明起止日期。职务：{POSTS}。")
@click.argument("name", type=NAME)
@click.argument("role", type=POST)
@click.option("--department", help="负责人、联络员所在的单位；督查员则为其督办的单位。")
@click.option("--for", "stands_for", type=NAME, help="代理谁，或为谁的秘书。")
@click.option("--from", "begins", type=DAY, help="首日；不写则为今天。")
@click.option("--to", "ends", type=DAY, help="最后一天。")
def command(
    name: str,
    role: str,
    department: str | None,
    stands_for: str | None,
    begins: date | None,
    ends: date | None,
) -> None:
    """Give NAME the post ROLE."""
    wanted = Role(role)
    if wanted in _OF_A_DEPARTMENT and not department:
        raise click.UsageError("请用 --department 写明单位。")
    if wanted in _FOR_SOMEBODY and not stands_for:
        raise click.UsageError("请用 --for 写明为谁代理或服务。")
    if stands_for == name:
        raise click.UsageError(f"--for {stands_for}：不能是本人。")
    if wanted is Role.DEPUTY and ends is None:
        raise click.UsageError("代理须用 --to 写明最后一天。")
    running(_appoint(name, wanted, department, stands_for, (begins, ends)))
    say("已任命。")


async def _appoint(
    name: str, role: Role, unit: str | None, stands_for: str | None, days: tuple[date | None, date | None]
) -> None:
    async with one_step("post", creates=False) as context:
        person = await known(context.session, name)
        begins, ends = days[0] or (context.today if role is Role.DEPUTY else None), days[1]
        if ends is not None and ends < (begins or context.today):
            raise Refused("最后一天早于第一天，未作改动。")
        post = await posts.appoint(
            context,
            person,
            role,
            department_id=(await department_named(context.session, unit)).id if unit else None,
            for_person_id=(await known(context.session, stands_for)).id if stands_for else None,
            begins=begins,
            ends=ends,
        )
        if post is None:
            raise Refused(f"{name}已任这一职务，未作改动。")

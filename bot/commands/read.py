"""`huiyin read`: what replies are read as, case by case, or why."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import click
import httpx

from bot import settings as given
from bot.commands.working import say
from bot.console.given import DAY, TO_READ, TO_WRITE
from bot.reading import cases, replies
from bot.reading.explain import explain
from bot.runtime.operator_errors import Refused
from bot.second_reader import cases as by_all
from bot.second_reader import explained, worth
from bot.second_reader.agreement import Trust
from bot.second_reader.language_model import outgoing
from bot.second_reader.language_model.endpoint import Endpoint
from bot.second_reader.language_model.model import Model
from bot.second_reader.learned import reading as learned
from bot.settings import SettingsFault
from db.reading_facts import AskedTask
from schedules.given_file import content
from schedules.machine_clock import machine_clock
from schedules.workdays import Calendar

T = TypeVar("T")


@click.command("read", help="读取 FILE（JSON 行）中的回复样例，打印识读结果；或用 --explain 解释一句话怎样读。")
@click.argument("file", required=False, type=TO_READ)
@click.option("--dates", is_flag=True, help="文件每行为 {text, ref_date}，打印读出的日期。")
@click.option("--alone", is_flag=True, help="只用文法，不用内置的第二读者。")
@click.option("--model", is_flag=True, help="在服务会询问之处询问本单位的语言模型（HUIYIN_MODEL_URL）。")
@click.option("--record", type=TO_WRITE, help="配合 --model：把它的答复存到此文件。")
@click.option("--replay", type=TO_READ, help="不询问模型，改用这个文件里存下的答复。")
@click.option("--prompts", type=TO_WRITE, help="只写出将给模型看的内容（JSON 行），规则另写在旁边。")
@click.option(
    "--trust",
    type=click.Choice([each.value for each in Trust]),
    default=Trust.PROPOSE.value,
    help="对模型的信任：propose 只作建议，store 可直接记录。",
)
@click.option("--explain", "words", help="解释这句话怎样读。")
@click.option("--today", type=DAY, help="配合 --explain：收到这句话的日期。")
@click.option("--task", "tasks", multiple=True, help="配合 --explain：一个在办事项，编号:标题[:到期日]；可写多个。")
def command(
    file: Path | None,
    dates: bool,
    alone: bool,
    model: bool,
    record: Path | None,
    replay: Path | None,
    prompts: Path | None,
    trust: str,
    words: str | None,
    today: date | None,
    tasks: tuple[str, ...],
) -> None:
    """Read the cases in FILE (JSON lines) and print the readings as JSON lines."""
    calendar = Calendar.standard()
    if words is not None:
        day = today or machine_clock().astimezone().date()
        known = [_task(each) for each in tasks] or [AskedTask(1, "事项", None)]
        if record is not None:
            raise click.UsageError("--record 须与样例文件同用，不能与 --explain 同用。")
        answered = _one(replay) if replay is not None else _asked_of(words, known, day, calendar) if model else None
        _explain(words, known, day, calendar, alone=alone, answered=answered, trust=Trust(trust))
        return
    if file is None:
        raise click.UsageError("请给出样例文件，或用 --explain 写明要解释的话。")
    if record is not None and not model:
        raise click.UsageError("--record 须与 --model 同用。")
    if prompts is not None:
        waiting = _worth_asking(file, calendar)
        _write(prompts, (_shown(name, of, calendar) for name, of in waiting))
        rules = prompts.with_suffix(".system.md")
        rules.write_text(outgoing.prompt(), encoding="utf-8")
        click.echo(f"{len(waiting)}条写入 {prompts}，规则写入 {rules}。", err=True)
        return
    if dates or alone:
        _print(file, partial(cases.read_date if dates else cases.read_case, calendar=calendar))
        return
    answers = _recorded(replay) if replay is not None else _asked(file, calendar, record) if model else {}
    _print(file, lambda case: _by_all(case, calendar, answers, Trust(trust)))


def _explain(
    words: str,
    known: list[AskedTask],
    day: date,
    calendar: Calendar,
    *,
    alone: bool,
    answered: str | None,
    trust: Trust,
) -> None:
    say(explain(words, known, today=day, calendar=calendar))
    stages = replies.stages(words, known, today=day, calendar=calendar)
    if answered is not None:
        say(explained.model(stages, words, known, answered, today=day, calendar=calendar, trust=trust))
    elif not alone:
        say(explained.second(stages, learned.built_in()))


def _one(replay: Path) -> str:
    answers = list(_recorded(replay).values())
    if len(answers) != 1:
        raise Refused(f"{replay} 有{len(answers)}条答复：与 --explain 同用时只应有一条。")
    return answers[0]


def _by_all(case: Mapping[str, Any], calendar: Calendar, answers: Mapping[str, str], trust: Trust) -> dict[str, Any]:
    return by_all.read_case(case, calendar, answered=answers.get(str(case.get("id"))), trust=trust)


def _print(file: Path, reading: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    for number, case in _cases(file):
        try:
            found = reading(case)
        except KeyError as error:
            raise Refused(f"{file} 第{number}行缺少字段 {error.args[0]}。") from None
        except (TypeError, ValueError):
            raise Refused(f"{file} 第{number}行有字段不合格式，写法见 docs/reading.md。") from None
        say(json.dumps(found, ensure_ascii=False))


def _recorded(file: Path) -> dict[str, str]:
    found = {}
    for number, line in enumerate(content(file).decode("utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                kept = json.loads(line)
                answer = kept["answer"]
                found[str(kept["id"])] = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
            except (ValueError, KeyError, TypeError):
                raise Refused(f"{file} 第{number}行应为 {{id, answer}}。") from None
    return found


def _endpoint() -> Endpoint:
    endpoint = given.load().model()
    if endpoint is None:
        raise SettingsFault("缺少 HUIYIN_MODEL_URL 与 HUIYIN_MODEL_NAME：没有配置语言模型。")
    return endpoint


def _asked_of(words: str, known: list[AskedTask], day: date, calendar: Calendar) -> str:
    """The model's answer to these very words, whether or not the service would ask about them."""

    async def ask() -> str | None:
        async with httpx.AsyncClient() as client:
            return await Model(_endpoint(), client, machine_clock).ask(words, known, today=day, calendar=calendar)

    answered = asyncio.run(ask())
    if answered is None:
        raise Refused("语言模型没有作答：地址不通、超时，或这段话带有密级标志而不外送。")
    return answered


def _asked(file: Path, calendar: Calendar, record: Path | None) -> dict[str, str]:
    """The model's answers, asked only where the service would ask."""
    endpoint = _endpoint()
    waiting = _worth_asking(file, calendar)

    async def ask() -> list[str | None]:
        async with httpx.AsyncClient() as client:
            asked = Model(endpoint, client, machine_clock)
            answers: list[str | None] = []
            for some in batched(waiting, endpoint.at_a_time):
                each = (asked.ask(of.text, of.tasks, today=of.today, calendar=calendar) for _, of in some)
                answers += await asyncio.gather(*each)
            done = f"问了{asked.calls.asked}条，答了{asked.calls.answered}条，未答{asked.calls.failed}条。"
            click.echo(done, err=True)
            return answers

    found = {name: answer for (name, _), answer in zip(waiting, asyncio.run(ask()), strict=True) if answer is not None}
    if record is not None:
        _write(record, ({"id": name, "answer": answer} for name, answer in found.items()))
    return found


def _worth_asking(file: Path, calendar: Calendar) -> list[tuple[str, by_all.Asked]]:
    read = ((str(case.get("id")), by_all.asked(case, calendar)) for _, case in _cases(file))
    return [(name, of) for name, of in read if outgoing.may_leave(of.text) and worth.asking(of.reading, of.text)]


def _shown(name: str, of: by_all.Asked, calendar: Calendar) -> dict[str, Any]:
    asked = outgoing.question(of.text, of.tasks, today=of.today, calendar=calendar)
    return {"id": name, "user": asked}


def _write(file: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def batched(several: Sequence[T], most: int) -> Iterator[list[T]]:
    """As itertools.batched of Python 3.12."""
    left = iter(several)
    while some := list(islice(left, most)):
        yield some


def _cases(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(content(file).decode("utf-8-sig").split("\n"), 1):
        if line.strip():
            yield number, _case(line, number, file)


def _case(line: str, number: int, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        raise Refused(f"{file} 第{number}行不是 JSON。每行应为一个 JSON 对象。") from None
    if not isinstance(found, dict) or "text" not in found:
        raise Refused(f"{file} 第{number}行缺少 text。")
    return found


def _task(given: str) -> AskedTask:
    ref, _, rest = given.partition(":")
    title, _, due = rest.partition(":")
    if not re.fullmatch("[0-9]{1,9}", ref):
        raise click.UsageError(f"--task {given}：应为 编号:标题[:到期日]，如 3:老旧小区改造:2027-06-30。")
    return AskedTask(int(ref), title, DAY.convert(due, None, None) if due else None)

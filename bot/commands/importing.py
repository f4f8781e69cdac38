"""`huiyin import`: a workbook becomes the ledger, or a list of faults; the difference is shown before it is written."""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import settings
from bot.commands import overdue_rows
from bot.commands.faults import show
from bot.commands.ledger_reading import Reading, writing_bar
from bot.commands.overdue_rows import Overdue
from bot.commands.unit_answers import HINT, given_answers
from bot.commands.working import looking, one_step, running, say
from bot.console.given import DAY, NUMBER, TO_READ
from bot.ledger_files.headers.vocabulary import LABELS, named
from bot.ledger_files.ledger_shape import LedgerSheet, as_json, counted, parts_of
from bot.runtime.office_ledger import office_policy
from bot.runtime.operator_errors import Refused
from bot.texts import ledger_difference, ledger_fields, words
from bot.texts import ledger_import as ledger_import_words
from schedules.calendar_gaps import missing_years
from schedules.given_file import content
from schedules.ledger_difference.difference import Choices
from schedules.machine_clock import machine_clock
from schedules.steps import ledger_import
from schedules.steps.ledger_import import Imported, Proposal

_ASKED = "标题有改动的事项请先核对；不是同一事项的，加 --as-new 序号 作为新增。"
_UNCONFIRMED = "没有终端可供确认，未作任何改动。请核对上列变动后加 --yes 重新执行。"


@click.command("import", help="导入台账 FILE（xlsx、docx 或 csv）：先列出差错和变动，确认后才写入；重复导入不作改动。")
@click.argument("file", type=TO_READ)
@click.option("--ledger", "name", help="台账名称；不写则取表中标题，没有标题的取文件名。")
@click.option("--base-date", type=DAY, help="表的会议日期或交办日期。")
@click.option("--map", "columns", multiple=True, metavar="列=字段", help="某一列的内容，如 --map 具体举措=title。")
@click.option("--unit", "units", multiple=True, metavar="名称=单位", help="表中名称是名册中的哪个单位，或“新单位”。")
@click.option("--dry-run", is_flag=True, help="只读取、比对、报告，不写入。")
@click.option("--json", "as_lines", is_flag=True, help="事项和差错以 JSON 输出。")
@click.option("--accept-valid", is_flag=True, help="有的行有错误时，仍导入没有错误的行。")
@click.option("--yes", is_flag=True, help="不再询问，直接写入；没有终端时必须加。")
@click.option("--new-ledger", is_flag=True, help="另立一本台账，尽管已有台账的事项与它相同。")
@click.option("--as-new", multiple=True, type=NUMBER, metavar="序号", help="这一行只是与已有事项相似，作为新增。")
@click.option("--with-struck", is_flag=True, help="划了删除线的行也导入。")
@click.option(
    "--conflicts",
    type=click.Choice(["table", "ledger"]),
    help="两边都改过的字段以哪边为准：table 表格，ledger 台账；不写则逐项询问，无人可问则不动。",
)
@click.option(
    "--overdue",
    type=overdue_rows.CHOICE,
    help="新增事项已超期的：hand-out 照常交办，history 作为历史（记为已销号）；不写则询问，无人可问则照常交办。",
)
def command(file: Path, **given: object) -> None:
    """Import the ledger FILE (xlsx, docx or csv). Shows what would change and asks before it writes; importing the
    same file twice changes nothing."""
    gc.disable()  # the command ends with the file: looking through 10,000 rows for garbage takes a fifth of its time
    day = given["base_date"] if isinstance(given["base_date"], date) else None
    asks = not given["as_lines"] and sys.stdin.isatty()
    reading = Reading(content(file), file.stem, day, _columns(given["columns"]), _answers(given["units"]))
    sheet = reading.read(asks=asks, remembers=not given["dry_run"])
    if given["as_lines"]:
        say(json.dumps(as_json(sheet), ensure_ascii=False, indent=1))
    else:
        show(sheet.faults)
        if sheet.unknown:
            click.echo(HINT, err=True)
        click.echo(counted(sheet.count), err=True)
    accept, dry_run = bool(given["accept_valid"]), bool(given["dry_run"])
    if sheet.has_errors and not accept:
        if not given["as_lines"]:
            say(f"读出{len(sheet.tasks)}项，未写入。")
        raise Refused("台账中有错误，未作任何改动。")
    for name, part in parts_of(sheet, str(given["name"] or sheet.title or file.stem)):
        job = _Job(part, name, quiet=bool(given["as_lines"]))
        assert isinstance(given["as_new"], tuple)
        as_new = frozenset(place for place, row in enumerate(part.tasks) if row.no in given["as_new"])
        job.choices = Choices(as_new, bool(given["with_struck"]), whole=part.whole)
        job.new_ledger = bool(given["new_ledger"])
        job.conflicts = str(given["conflicts"]) if given["conflicts"] else None
        job.overdue = Overdue(str(given["overdue"])) if given["overdue"] else None
        if dry_run:
            proposal = job.compare()
            job.must_be_new(proposal)
            job.show(job.settled(proposal, asks=False))
            job.say(f"读出{len(part.tasks)}项，未写入。")
        else:
            job.run(yes=bool(given["yes"]))
    if sheet.has_errors:
        raise Refused("台账中有错误" + ("，有错误的行未导入。" if not dry_run else "，未作任何改动。"))


def _columns(given: object) -> dict[str, str]:
    """What `--map` says of the headers. Raises UsageError where a field does not exist."""
    assert isinstance(given, tuple)
    columns = dict(each.partition("=")[::2] for each in given)
    for header, field in columns.items():
        if named(field) is None:
            fields = "、".join(f"{name}（{label}）" for name, label in LABELS.items())
            raise click.UsageError(f"--map {header}={field}：没有字段“{field}”。可用：{fields}")
    return columns


class _Job:
    """One file on its way: compared, shown, confirmed, written."""

    def __init__(self, sheet: LedgerSheet, name: str, *, quiet: bool) -> None:
        self.sheet, self.name, self.quiet = sheet, name, quiet
        self.choices = Choices()
        self.new_ledger = False
        self.conflicts: str | None = None
        self.overdue: Overdue | None = None
        self.gaps = ""  # years without a calendar, of what was written

    def say(self, text: str) -> None:
        """Beside JSON nothing else goes to standard output."""
        click.echo(text, err=self.quiet)

    def run(self, *, yes: bool) -> None:
        if self.sheet.base_date is None:
            raise Refused("没有基准日期：请用 --base-date 指明会议或交办日期，例如 --base-date 2022-02-18。")
        proposal = self.compare()
        while True:
            self._one_ledger(proposal)
            proposal = self.settled(self._chosen(proposal, yes=yes), asks=not yes and overdue_rows.may_ask())
            self.show(proposal)
            if proposal.difference.empty and proposal.ledger is not None and not self.choices.ours:
                self.say(f"与台账一致，未写入：{ledger_difference.counts(proposal.difference)}。")
                return
            self._confirm(yes=yes)
            done = running(self._write(proposal))
            if isinstance(done, Imported):
                self.say(f"已导入：新增{done.new}项，变更{done.changed}项，未变{done.same}项。")
                if self.gaps:
                    self.say(self.gaps)
                return
            self.say("其间台账有变动，重新比对如下。")
            proposal = done

    def compare(self) -> Proposal:
        return running(self._compared())

    def show(self, proposal: Proposal) -> None:
        found = proposal.difference
        against = f"与“{proposal.ledger.name}”比对" if proposal.ledger else f"新台账“{proposal.name}”"
        self.say(f"{against}：{ledger_difference.counts(found)}。")
        if found.asked:
            self.say(_ASKED)
        shown = ledger_difference.text(
            found, limit=20 if proposal.ledger is None else ledger_difference.WHOLE, refused=self.sheet.has_errors
        )
        if shown:
            self.say(shown)

    def settled(self, proposal: Proposal, *, asks: bool) -> Proposal:
        """What is said of new rows that are overdue, and done with them."""
        today = office_policy(settings.load()).today(machine_clock())
        late = proposal.difference.overdue(today)
        if not late:
            return proposal
        self.say(ledger_import_words.overdue(late, today))
        if self.overdue is None and asks:
            self.overdue = overdue_rows.asked()
        if self.overdue is not Overdue.HISTORY:
            return proposal
        self.choices = replace(self.choices, history_before=today)
        return self.compare()

    def must_be_new(self, proposal: Proposal) -> None:
        """Raises Refused where a new ledger is asked for under a name that is taken."""
        if self.new_ledger and proposal.ledger is not None:
            raise Refused(
                f"“{self.name}”是已有台账“{proposal.ledger.name}”或它的一期，未作任何改动。"
                "另立一本台账请用 --ledger 另起名称；导入它的新一期请去掉 --new-ledger。"
            )

    def _one_ledger(self, proposal: Proposal) -> None:
        self.must_be_new(proposal)
        if proposal.resembles is not None:
            same = proposal.resembles.name
            raise Refused(
                f"“{proposal.name}”与已有台账“{same}”有大量相同事项，未作任何改动。"
                f"是同一台账的新一期，请加 --ledger “{same}”；确为另一台账，请加 --new-ledger。"
            )

    def _chosen(self, proposal: Proposal, *, yes: bool) -> Proposal:
        """Conflicts by `--conflicts`, in a terminal one by one; those not chosen stay."""
        open_ = [(each, one) for each in proposal.difference.conflicts for one in each.conflicts]
        if not open_ or (self.conflicts is None and (yes or not sys.stdin.isatty())):
            return proposal
        theirs, ours = set(self.choices.theirs), set(self.choices.ours)
        for each, one in open_:
            label, number = ledger_fields.LABELS[one.field], each.known.number
            about = words.titled(number, each.known.row.title)
            question = (
                f"{about}的{label}：台账现为{ledger_fields.value(one.field, one.ours)}，"
                f"表中为{ledger_fields.value(one.field, one.theirs)}。"
                "以哪个为准（table 表格，ledger 台账，later 暂不处理）"
            )
            sides = click.Choice(["table", "ledger", "later"])
            side = self.conflicts or click.prompt(question, type=sides, default="later")
            (theirs if side == "table" else ours if side == "ledger" else set()).add((number, one.field))
        self.choices = replace(self.choices, theirs=frozenset(theirs), ours=frozenset(ours))
        return self.compare()

    def _confirm(self, *, yes: bool) -> None:
        if yes:
            return
        if not sys.stdin.isatty():
            raise Refused(_UNCONFIRMED)
        if not click.confirm("写入台账？"):
            raise Refused("未作任何改动。")

    async def _compared(self) -> Proposal:
        async with looking(or_empty=True) as (database, _), database.reading() as session:
            return await self._proposal(session)

    async def _proposal(self, session: AsyncSession) -> Proposal:
        return await ledger_import.compare(
            session, self.sheet.tasks, name=self.name, choices=self.choices, new_ledger=self.new_ledger
        )

    async def _write(self, shown: Proposal) -> Imported | Proposal:
        """What was shown, or the new difference where the ledger has moved since."""
        assert self.sheet.base_date is not None, "asked before"
        async with one_step("import") as context:
            proposal = await self._proposal(context.session)
            if not proposal.same_as(shown):
                return proposal
            whole = not self.sheet.has_errors
            columns = [(each.header, each.field) for each in self.sheet.columns]
            with writing_bar(len(self.sheet.tasks)) as told:
                done = await ledger_import.apply(
                    context, proposal, base_date=self.sheet.base_date, whole=whole, columns=columns, told=told
                )
            self.gaps = words.missing_years(await missing_years(context.session, context.policy, context.now))
            return done


def _answers(given: object) -> dict[str, str]:
    assert isinstance(given, tuple)
    return given_answers(given)

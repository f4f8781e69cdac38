"""A large ledger confirmed in the chat is written part by part: others are served meanwhile, a kill loses nothing."""

from datetime import date

import pytest

from bot.runtime.import_worker import ImportWorker
from db import tasks
from db.models import IncomingLedger, Task
from tests.scenarios.test_ledger_files import by_title, registered, sends, table  # noqa: F401

ROWS, MANY, FEW = 20, 50, 22


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr("schedules.steps.import_parts.ROWS", ROWS)
    monkeypatch.setattr("bot.handlers.ledger_files.AT_ONCE", ROWS)


def rows(many=MANY, *, due="2027年6月30日"):
    units = ("市财政局", "市住建局", "市水利局")
    return [(no, f"办好第{no}件实事", units[no % 3], "", due) for no in range(1, many + 1)]


async def confirms_without_waiting(office):
    """His tap is served; the writing has not begun."""
    stage = office.stage
    message = office.coordinator.with_button("确认导入")
    await stage.client.tap(office.coordinator.chat_id, message.id, "确认导入")
    while await stage.client.waiting():
        await stage.service.poller.once()
        while await stage.service.intake.once():
            pass
    await stage.service.delivery.once(stage.clock.now)


async def count(office):
    async with office.stage.database.reading() as session:
        return len(await tasks.matching(session, tasks.Filter()))


async def serves(office):
    """Everything but the writing of large ledgers."""
    await office.stage.service.poller.once()
    while await office.stage.service.intake.once():
        pass
    await office.stage.service.delivery.once(office.stage.clock.now)


async def test_others_are_answered_between_two_parts_and_a_kill_loses_nothing(registered):  # noqa: F811
    office, service = registered, registered.stage.service
    task = await office.task("编制预算草案", owner=office.finance, due="2027-06-30")
    await sends(office, table(*rows()))
    message = office.coordinator.with_button("确认导入")
    await confirms_without_waiting(office)
    assert await count(office) == 1
    assert await service.import_worker.once(office.stage.clock.now)
    assert await count(office) == 1 + ROWS

    await office.stage.client.text(office.finance.chat_id, f"{task.number}号完成60%")
    await office.stage.client.tap(office.coordinator.chat_id, message.id, "确认导入")  # an impatient finger
    await serves(office)
    assert "60%" in office.finance.last
    assert await count(office) == 1 + ROWS

    service.import_worker = ImportWorker(service.database, service.policy)  # a new process: memory is gone
    assert await service.import_worker.once(office.stage.clock.now)
    assert await count(office) == 1 + 2 * ROWS
    await office.stage.settle()
    assert await count(office) == 1 + MANY
    said = [each.text for each in office.coordinator.messages[-4:]]
    assert any(f"共{MANY}行，正在分批写入" in each for each in said)
    assert sum(f"已导入：新增{MANY}项，变更0项" in each for each in said) == 1
    found = await by_title(office)
    assert sorted(each.no for title, each in found.items() if title != task.title) == list(range(1, MANY + 1))

    # The next edition: what has moved since it was shown is left alone.
    await sends(office, table(*rows(due="2027年7月31日"), (MANY + 1, "另办一件", "市财政局", "", "2027年8月31日")))
    assert any(f"新增1项，变更{MANY}项" in each.text for each in office.coordinator.messages[-3:])
    await confirms_without_waiting(office)
    await service.import_worker.once(office.stage.clock.now)
    async with office.stage.step("change") as context:
        moved = await context.session.get(Task, found[f"办好第{MANY}件实事"].id)
        moved.title = f"办好第{MANY}件实事（二期）"
    await office.stage.settle()
    said = "\n".join(each.text for each in office.coordinator.messages[-3:])
    assert f"已导入：新增1项，变更{MANY - 1}项" in said
    assert "其间有1项在台账中有变动，未写入" in said


async def arrives(office, content):
    """The file is read and the update served; nothing is compared yet."""
    stage = office.stage
    chat = office.coordinator.chat_id
    await stage.client.document(chat, content, file_name="台账.xlsx")
    await stage.service.poller.once()
    while await stage.service.preparation.once():
        pass
    await serves(office)


async def test_intake_only_records_a_large_ledger_and_a_kill_before_the_comparison_loses_nothing(registered):  # noqa: F811
    office, service = registered, registered.stage.service
    await arrives(office, table(*rows(FEW)))
    async with office.stage.database.reading() as session:
        incoming = await session.get(IncomingLedger, 1)
    assert (incoming.outcome, incoming.digest) == ("comparing", "")  # nothing was compared by the update

    service.import_worker = ImportWorker(service.database, service.policy)
    await office.stage.settle()
    said = [each.text for each in office.coordinator.messages[1:3]]
    assert f"已读出{FEW}行，正在与现有台账比对" in said[0]
    assert f"新增{FEW}项" in said[1]
    await confirms_without_waiting(office)
    await office.stage.settle()
    assert await count(office) == FEW


async def test_a_ledger_that_moved_before_the_first_part_is_shown_again(registered):  # noqa: F811
    office, service = registered, registered.stage.service
    await sends(office, table(*rows(FEW)))
    await office.coordinator.taps("确认导入")
    found = await by_title(office)
    await sends(office, table(*rows(FEW, due="2027年7月31日")))
    await confirms_without_waiting(office)
    async with office.stage.step("change") as context:
        (await context.session.get(Task, found["办好第1件实事"].id)).category = "民生"
    assert await service.import_worker.once(office.stage.clock.now)
    await office.stage.settle()
    assert any(each.text.startswith("其间台账有变动，重新比对如下") for each in office.coordinator.messages[-3:])
    assert (await by_title(office))["办好第2件实事"].due == date(2027, 6, 30)
    await confirms_without_waiting(office)
    await office.stage.settle()
    assert (await by_title(office))["办好第2件实事"].due == date(2027, 7, 31)


async def test_titles_of_a_large_ledger_that_only_resemble_become_new_tasks_on_a_tap(registered):  # noqa: F811
    office = registered
    await sends(office, table(*rows(FEW)))
    await office.coordinator.taps("确认导入")
    first, *others = rows(FEW)
    await sends(office, table((1, "办好第1件实事（扩大）", *first[2:]), *others))
    await office.coordinator.taps("标题有改动的1项按新事项")
    assert any("新增1项，变更0项" in each.text for each in office.coordinator.messages[-3:])
    await confirms_without_waiting(office)
    await office.stage.settle()
    assert await count(office) == FEW + 1

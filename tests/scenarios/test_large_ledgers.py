"""A large ledger confirmed in the chat is written part by part: others are served meanwhile, a kill loses nothing."""

import pytest

from bot.runtime.import_worker import ImportWorker
from db import tasks
from db.models import Task
from tests.scenarios.test_ledger_files import by_title, registered, sends, table  # noqa: F401

ROWS, MANY = 20, 50


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
